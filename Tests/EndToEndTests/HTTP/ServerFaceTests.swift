import Foundation
import Testing

extension SharedDesk {
    @Suite("The server as clients and operators see it")
    struct ServerFaceTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("S1 to S3, S5: the paths of Supportal answer, with and without a trailing slash")
        func supportalPaths() async throws {
            for path in ["/health", "/ready", "/metrics", "/openapi.json", "/api"] {
                for form in [path, path + "/", "/supportal" + path, "/supportal" + path + "/"] {
                    #expect(try await desk.call("GET", form).status == 200, "\(form)")
                }
            }
            let shop = try await desk.business()
            for path in ["businesses", "documents", "chat-sessions"] {
                let listing = "/supportal/api/\(path)/"
                #expect(try await desk.call("GET", listing, key: shop.key).status == 200)
                #expect(try await desk.call("GET", listing).status == 401)
            }
        }

        @Test("S3: chat sessions are made, listed, read and deleted under /supportal/api/chat-sessions/")
        func sessionsUnderSupportal() async throws {
            let shop = try await desk.business()
            let made = try await desk.call(
                "POST", "/supportal/api/chat-sessions/", key: shop.widget, json: ["business": shop.id])
            #expect(made.status == 201)
            let id = try #require(made.json["session_id"] as? String)
            #expect(made.json["ws_url"] as? String == "ws://127.0.0.1:\(desk.port)/ws/chat/\(shop.id)/\(id)/")
            let listed = try await desk.call("GET", "/supportal/api/chat-sessions/", key: shop.key)
            #expect(listed.results.map { $0["session_id"] as? String } == [id])
            let path = "/supportal/api/chat-sessions/\(id)/"
            #expect(try await desk.call("GET", path, key: shop.key).json["business"] as? Int == shop.id)
            #expect(try await desk.call("DELETE", path, key: shop.key).status == 204)
            #expect(try await desk.call("GET", path, key: shop.key).status == 404)
        }

        @Test("S1, S2: businesses and documents are managed under /supportal/api/")
        func managedUnderSupportal() async throws {
            let made = try await desk.call(
                "POST", "/supportal/api/businesses/", key: desk.admin, json: ["name": "Tulips"])
            #expect(made.status == 201)
            let id = try #require(made.json["id"] as? Int)
            let path = "/supportal/api/businesses/\(id)/"
            #expect(try await desk.call("PUT", path, key: desk.admin, json: ["name": "Roses"]).status == 200)
            #expect(try await desk.call("GET", path, key: desk.admin).json["name"] as? String == "Roses")
            #expect(try await desk.call("DELETE", path, key: desk.admin).status == 204)
            #expect(try await desk.call("GET", path, key: desk.admin).status == 404)
            let key = try #require(made.json["api_key"] as? String)
            #expect(try await desk.call("GET", "/supportal/api/documents/", key: key).status == 401)
        }

        @Test("S4, S6: the dashboard asks for a sign-in, and a chat page knows its session")
        func pages() async throws {
            let shop = try await desk.business("Tulips & <Roses>")
            let session = try await desk.session(shop)
            for path in ["/supportal/admin-dashboard/", "/", "/static/enhanced_dashboard.html"] {
                let page = try await desk.call("GET", path)
                #expect(page.status == 200, "\(path)")
                #expect(page.text.contains("id=\"sign-in\""), "\(path)")
            }
            for path in ["/supportal/chats/\(shop.id)/\(session)/", "/chats/\(shop.id)/\(session)", "/chat/\(shop.id)"]
            {
                let page = try await desk.call("GET", path)
                #expect(page.status == 200, "\(path)")
                #expect(page.headers["content-type"]?.hasPrefix("text/html") == true)
                #expect(page.headers["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(page.text.contains("Tulips &amp; &lt;Roses&gt;"))
                #expect(page.text.contains(session) == path.contains(session))
            }
            #expect(try await desk.call("GET", "/supportal/chats/\(shop.id)/\(UUID7.unknown)/").status == 404)
            #expect(try await desk.call("GET", "/supportal/chats/999999/\(session)/").status == 404)
        }

        @Test("S19: mounted below a prefix, pages, API and sockets all answer there; what only looks like it does not")
        func prefix() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            for path in ["/help/desk", "/help/desk/", "/help/desk/health", "/help/desk/chat/\(shop.id)"] {
                #expect(try await desk.call("GET", path).status == 200, "\(path)")
            }
            #expect(try await desk.call("GET", "/help/deskhealth").status == 404)
            #expect(try await desk.call("GET", "/help/health").status == 404)
            let path = "/help/desk" + RunningDesk.path(shop.id, session)
            let socket = try await ChatClient.connect(port: desk.port, path: path)
            #expect(try await socket.answer(to: Guides.returnQuestion).answered == true)
            // Everything a page loads is named relative to where it stands.
            let page = try await desk.call("GET", "/help/desk/chat/\(shop.id)")
            for asset in page.text.matches(of: /(?:src|href)="([^"#]+)"/).map({ String($0.1) })
            where !asset.hasPrefix("data:") {
                let url = try #require(
                    URL(string: asset, relativeTo: URL(string: "http://h/help/desk/chat/\(shop.id)")))
                #expect(url.path().hasPrefix("/help/desk/"), "\(asset)")
                #expect(try await desk.call("GET", url.path()).status == 200, "\(asset)")
            }
        }

        @Test("CORS: any page may call with a key, none with a cookie")
        func crossOrigin() async throws {
            let preflight = try await desk.call(
                "OPTIONS", "/api/chat-sessions",
                headers: [
                    "Origin": "https://shop.example", "Access-Control-Request-Method": "POST",
                    "Access-Control-Request-Headers": "authorization, content-type",
                ])
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == "*")
            #expect(preflight.headers["access-control-allow-methods"]?.contains("POST") == true)
            let allowed = preflight.headers["access-control-allow-headers"]?.lowercased() ?? ""
            #expect(allowed.contains("authorization") && allowed.contains("content-type"))
            for path in ["/health", "/api/documents", "/nothing"] {
                let reply = try await desk.call("GET", path, headers: ["Origin": "https://shop.example"])
                #expect(reply.headers["access-control-allow-origin"] == "*", "\(path)")
                #expect(reply.headers["access-control-allow-credentials"] == nil, "\(path)")
            }
            #expect(try await desk.call("GET", "/health").headers["access-control-allow-origin"] == nil)
        }

        @Test("lists come in pages that end, each item once")
        func pagination() async throws {
            let shop = try await desk.business()
            var documents: Set<String> = []
            for number in 0..<5 {
                let reply = try await desk.upload(
                    "\(number).txt", Data("Leaflet number \(number) of the shop.".utf8), to: shop.id, key: shop.key)
                documents.insert(try #require(reply.json["id"] as? String))
            }
            #expect(Set(try await all("/api/documents", "id", shop.key)) == documents)
            var sessions: Set<String> = []
            for _ in 0..<5 { sessions.insert(try await desk.session(shop)) }
            #expect(Set(try await all("/api/chat-sessions", "session_id", shop.key)) == sessions)
            let own = try await desk.call("GET", "/api/businesses", key: shop.key)
            #expect(own.results.map { $0["id"] as? Int } == [shop.id])
            let everyone = try await desk.call("GET", "/api/businesses?limit=1&after=\(shop.id - 1)", key: desk.admin)
            #expect(everyone.results.map { $0["id"] as? Int } == [shop.id])
            for query in ["limit=0", "limit=201", "limit=x", "limit=-1", "limit=99999999999999999999", "after=x"] {
                let reply = try await desk.call("GET", "/api/documents?\(query)", key: shop.key)
                #expect(reply.status == 400, "\(query)")
                #expect(reply.sentence.contains("`\(query.prefix { $0 != "=" })`"), "\(query)")
            }
            for id in documents { _ = try await desk.settled(id, key: shop.key) }
        }

        /// Reads a list two items at a time. - Returns: the ids in the order they came.
        private func all(_ path: String, _ id: String, _ key: String) async throws -> [String] {
            var ids: [String] = []
            var query = "?limit=2"
            for _ in 0..<10 {
                let page = try await desk.call("GET", path + query, key: key)
                #expect(page.results.count <= 2)
                ids += page.results.compactMap { $0[id] as? String }
                guard let next = page.json["next"] as? String else { break }
                query = "?limit=2&after=\(next)"
            }
            #expect(Set(ids).count == ids.count)
            return ids
        }

        @Test("/metrics counts requests, sockets, documents and messages in Prometheus's format")
        func metrics() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (_, socket) = try await desk.chat(shop)
            _ = try await socket.answer(to: Guides.returnQuestion)
            let reply = try await desk.call("GET", "/metrics")
            #expect(reply.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            var values: [String: Double] = [:]
            var types: Set<String> = []
            for line in reply.text.split(separator: "\n") {
                if line.hasPrefix("# TYPE ") {
                    #expect(types.insert(String(line)).inserted, "\(line) twice")
                    continue
                }
                let sample = try #require(line.wholeMatch(of: /([a-z_]+(?:\{[^ ]*\})?) ([-+.0-9e]+)/), "\(line)")
                values[String(sample.1)] = Double(sample.2)
            }
            #expect((values["frontdesk_chat_sockets"] ?? 0) >= 1)
            #expect((values["frontdesk_chat_sockets_total"] ?? 0) >= 1)
            #expect((values["frontdesk_index_vectors"] ?? 0) >= 1)
            #expect((values["process_resident_memory_bytes"] ?? 0) > 1_000_000)
            let uploads = values.first {
                $0.key.hasPrefix("frontdesk_http_request_seconds_count") && $0.key.contains("method=\"POST\"")
                    && $0.key.contains("documents") && $0.key.contains("status=\"202\"")
            }
            #expect((uploads?.value ?? 0) >= 1)
            // Labels are routes, never what clients made up.
            _ = try await desk.call("GET", "/made-up-by-a-client")
            #expect(!(try await desk.call("GET", "/metrics").text).contains("made-up"))
        }

        @Test("an address that guesses keys is slowed down with Retry-After; others, and keys that are valid, are not")
        func rateLimit() async throws {
            let shop = try await desk.business()
            var limited: HTTPReply?
            // More than the burst, and faster than what is added each second.
            for _ in 0..<2_000 where limited == nil {
                let reply = try await desk.call("GET", "/api/documents", key: "fd_sk_guess", from: "127.0.0.9")
                if reply.status == 429 { limited = reply }
            }
            let reply = try #require(limited)
            #expect(reply.errorCode == "rate_limited")
            #expect(reply.saysWhatToDo)
            #expect(reply.headers["retry-after"].flatMap { Int($0) }.map { $0 > 0 } == true)
            #expect(try await desk.call("GET", "/api/documents", key: shop.key, from: "127.0.0.9").status == 200)
            #expect(try await desk.call("GET", "/api/documents", key: "fd_sk_guess", from: "127.0.0.10").status == 401)
        }

        @Test(
            "signing in: nothing is shown before, the wrong token opens nothing, a foreign page cannot use the cookie")
        func signIn() async throws {
            #expect(try await desk.call("GET", "/").text.contains("id=\"sign-in\""))
            let wrong = try await desk.call("POST", "/sign-in", json: ["token": "guess"])
            #expect(wrong.status == 401)
            #expect(wrong.headers["set-cookie"] == nil)
            let right = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
            #expect(right.status == 204)
            let header = try #require(right.headers["set-cookie"])
            #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict"))
            let cookie = String(header.prefix { $0 != ";" })
            #expect(try await desk.call("GET", "/", headers: ["Cookie": cookie]).text.contains("sign-out\""))
            let foreign = try await desk.call(
                "POST", "/api/businesses", json: ["name": "X"],
                headers: ["Cookie": cookie, "Origin": "https://evil.example"])
            #expect(foreign.status == 403)
            let forged = cookie.dropLast(2) + "00"
            #expect(try await desk.call("GET", "/api/businesses", headers: ["Cookie": String(forged)]).status == 401)
            #expect(try await desk.call("GET", "/sign-in?link=guess").headers["location"] == "./?problem=link")
        }

        @Test("bytes that are no HTTP, and heads without end, harm nobody")
        func noHTTP() async throws {
            for bytes in [
                Array("\u{0}\u{1}\u{2}\r\n\r\n".utf8), Array("GET\r\n\r\n".utf8), Array("GET / HTTP/9.9\r\n\r\n".utf8),
            ] {
                let reply = try? await HTTPExchange.send(bytes, method: "GET", port: desk.port)
                if let reply { #expect((400..<600).contains(reply.status)) }
            }
            let endless = HTTPExchange.head(
                "GET", "/health", [("Host", "h"), ("X-Long", String(repeating: "x", count: 1 << 20))])
            let reply = try? await HTTPExchange.send(endless, method: "GET", port: desk.port)
            if let reply { #expect((400..<600).contains(reply.status)) }
            #expect(try await desk.call("GET", "/health").status == 200)
        }
    }
}
