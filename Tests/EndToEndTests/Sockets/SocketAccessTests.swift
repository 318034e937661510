import Testing

extension SharedDesk {
    @Suite("Who may open a chat socket")
    struct SocketAccessTests {
        @Test("S7: an unknown business or session is refused before the socket opens")
        func unknown() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            let paths = [
                RunningDesk.path(999_999, session), RunningDesk.path(shop.id, UUID7.unknown),
                RunningDesk.path(0, session), RunningDesk.path(-1, session), RunningDesk.path(shop.id, "guess"),
                "/ws/chat/\(shop.id)/", "/ws/chat/99999999999999999999/\(session)/", "/ws/chat/x/\(session)/",
                "/ws/chat/\(shop.id)/\(session)/more", "/ws/other", "/ws/chat/\(shop.id)/%00\(session)/",
                "/ws/chat/\(shop.id)/\(session)'--/",
            ]
            for path in paths {
                let reply = try await desk.handshake(path)
                #expect(reply.status == 404, "\(path)")
                #expect(reply.errorCode == "not_found", "\(path)")
                #expect(reply.saysWhatToDo || reply.sentence.hasPrefix("There is no such"), "\(path)")
            }
        }

        @Test("S15: a session of another business is refused")
        func foreignSession() async throws {
            let desk = try SharedDesk.desk
            let one = try await desk.business("One")
            let other = try await desk.business("Other")
            let session = try await desk.session(one)
            #expect(try await desk.handshake(RunningDesk.path(other.id, session)).status == 404)
            #expect(try await desk.call("GET", "/api/chat-sessions/\(session)", key: other.key).status == 404)
            #expect(try await desk.call("GET", "/api/chat-sessions/\(session)/messages", key: other.key).status == 404)
            #expect(try await desk.call("DELETE", "/api/chat-sessions/\(session)", key: other.key).status == 404)
            #expect(try await desk.call("GET", "/api/chat-sessions/\(session)", key: one.key).status == 200)
            #expect(try await desk.ask("Hello?", other, session: session).status == 404)
            let opened = try await desk.call(
                "POST", "/api/chat-sessions", key: other.widget, json: ["business": one.id])
            #expect(opened.status == 404)
        }

        @Test("S7: only pages of listed origins, and our own, may chat")
        func origins() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(settings: ["allowed_origins": ["https://shop.example"]])
            let session = try await desk.session(shop)
            let path = RunningDesk.path(shop.id, session)
            for origin in ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", "null"] {
                let refused = try await desk.handshake(path, headers: ["Origin": origin])
                #expect(refused.status == 403, "\(origin)")
                #expect(refused.errorCode == "origin_not_allowed", "\(origin)")
                #expect(refused.saysWhatToDo)
                let opening = try await desk.call(
                    "POST", "/api/chat-sessions", key: shop.widget, json: ["business": shop.id],
                    headers: ["Origin": origin])
                #expect(opening.status == 403, "\(origin)")
            }
            for origin in ["https://shop.example", "HTTPS://Shop.Example", "http://127.0.0.1:\(desk.port)"] {
                let socket = try await desk.chat(shop, session, headers: ["Origin": origin])
                #expect(try await socket.next().sender == "assistant", "\(origin)")
            }
            #expect(try await desk.chat(shop, session).next().sender == "assistant")
        }

        @Test("without a key, with a revoked one, or with another business's, no session is opened")
        func keys() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let body: [String: Any] = ["business": shop.id]
            #expect(try await desk.call("POST", "/api/chat-sessions", json: body).errorCode == "unauthorized")
            let keys = try await desk.call("GET", "/api/businesses/\(shop.id)/keys", key: shop.key).results
            let widget = try #require(keys.first { $0["kind"] as? String == "widget" }?["id"] as? String)
            let revoking = try await desk.call(
                "DELETE", "/api/businesses/\(shop.id)/keys/\(widget)", key: shop.key)
            #expect(revoking.status == 204)
            let refused = try await desk.call("POST", "/api/chat-sessions", key: shop.widget, json: body)
            #expect(refused.status == 401)
            #expect(refused.saysWhatToDo)
        }

        @Test("a socket whose session is deleted is told so and closed with 4404")
        func deletedSession() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let (session, socket) = try await desk.chat(shop)
            #expect(try await desk.call("DELETE", "/api/chat-sessions/\(session)", key: shop.key).status == 204)
            try await socket.say("Anybody?")
            #expect(try await socket.next().errorCode == "not_found")
            #expect(try await socket.closeCode() == 4404)
            #expect(try await desk.handshake(RunningDesk.path(shop.id, session)).status == 404)
        }

        @Test("what is no WebSocket handshake is answered by HTTP")
        func noHandshake() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let path = RunningDesk.path(shop.id, try await desk.session(shop))
            #expect([404, 426].contains(try await desk.call("GET", path).status))
            let version = try await desk.handshake(path, headers: ["Sec-WebSocket-Version": "8"])
            #expect(version.status == 426 && version.errorCode == "upgrade_required" && version.saysWhatToDo)
            for headers in [["Sec-WebSocket-Key": "short"], ["Content-Length": "5"]] {
                let reply = try await desk.handshake(path, headers: headers)
                #expect(reply.status == 400 && reply.errorCode == "invalid_handshake" && reply.saysWhatToDo)
                #expect(reply.headers["content-type"]?.hasPrefix("application/json") == true)
            }
        }
    }
}
