import Channels
import Foundation
import Testing

extension SharedDesk {
    @Suite("Who the visitors of web pages are")
    struct VisitorIdentityTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        // MARK: Steps

        /// Makes the business's identity key.
        private func makeKey(_ shop: TestBusiness) async throws -> String {
            let made = try await desk.call("POST", Self.path(shop), key: shop.key)
            guard made.status == 201, let key = made.json["key"] as? String else { throw Failure(made.text) }
            return key
        }

        private static func path(_ shop: TestBusiness) -> String { "/api/businesses/\(shop.id)/identity-key" }

        /// Opens a session as a page does that says who its visitor is.
        private func open(_ shop: TestBusiness, _ claim: [String: Any]) async throws -> HTTPReply {
            let made = try await desk.call(
                "POST", "/api/chat-sessions", key: shop.widget, json: claim.merging(["business": shop.id]) { $1 })
            #expect(made.status == 201, "\(claim): \(made.text)")
            return made
        }

        private func claim(_ identifier: String, _ key: String) -> [String: Any] {
            ["identifier": identifier, "identifier_hash": VisitorIdentity.hash(of: identifier, key: key)]
        }

        /// Says something and waits for the answer.
        private func say(
            _ text: String, _ session: String, _ shop: TestBusiness, _ query: String = ""
        ) async throws {
            _ = try await desk.chat(shop, session, query).answer(to: text)
        }

        /// All that a socket shows of a session before it is ready.
        private func shown(_ session: String, _ shop: TestBusiness, _ query: String = "after=") async throws -> String {
            let socket = try await desk.chat(shop, session, query)
            return try await socket.frames { $0.type == "ready" }.map(\.text).joined(separator: "\n")
        }

        private func contacts(_ shop: TestBusiness) async throws -> [[String: Any]] {
            try await desk.call("GET", "/api/contacts", key: shop.key).results
        }

        // MARK: Tests

        @Test("L1, L12: the same person on two devices is one contact, whose chat goes on")
        func twoDevices() async throws {
            let shop = try await desk.business()
            let key = try await makeKey(shop)
            let ana = claim("user-42", key)
            let first = try await open(
                shop, ana.merging(["name": "Ana", "email": "ana@example.com", "phone": "none"]) { $1 })
            #expect(first.json["verified"] as? Bool == true)
            let session = try #require(first.json["session_id"] as? String)
            try await say("My lamp flickers.", session, shop)

            let second = try await open(shop, ana.merging(["name": "Another name"]) { $1 })
            #expect(second.json["session_id"] as? String == session)
            #expect(try await shown(session, shop).contains("My lamp flickers."))
            let known = try await contacts(shop)
            let contact = try #require(known.first)
            #expect(known.count == 1)
            #expect(contact["verified"] as? Bool == true && contact["identifier"] as? String == "user-42")
            // What was known stays, and what no contact can hold was left out.
            #expect(contact["name"] as? String == "Ana" && contact["email"] as? String == "ana@example.com")
            #expect(contact["phone"] is NSNull)

            // A chat that is closed is over: the next is another, of the same contact.
            let closed = try await desk.call(
                "PATCH", "/api/conversations/\(session)", key: shop.key, json: ["state": "closed"])
            #expect(closed.status == 200, "\(closed.text)")
            let third = try #require(try await open(shop, ana).json["session_id"] as? String)
            #expect(third != session)
            try await say("It flickers again.", third, shop)
            #expect(try await contacts(shop).count == 1)
            let id = try #require(contact["id"] as? String)
            let all = try await desk.call("GET", "/api/conversations?contact=\(id)", key: shop.key)
            #expect((all.json["conversations"] as? [[String: Any]])?.count == 2)
            // Looked for by what the business calls them.
            #expect(try await desk.call("GET", "/api/contacts?q=user-4", key: shop.key).results.count == 1)
            #expect(try await desk.call("GET", "/api/contacts?q=user-5", key: shop.key).results.isEmpty)
        }

        @Test("without the right hash a visitor is anonymous, sees nothing of the contact and changes nothing of it")
        func wrongHash() async throws {
            let shop = try await desk.business()
            let other = try await desk.business()
            let key = try await makeKey(shop)
            let otherKey = try await makeKey(other)
            let right = claim("user-42", key)
            let session = try #require(try await open(shop, right).json["session_id"] as? String)
            try await say("My card ends in 4711.", session, shop)
            let hash = try #require(right["identifier_hash"] as? String)
            let claims: [[String: Any]] = [
                ["identifier": "user-42"], ["identifier": "user-42", "identifier_hash": ""],
                ["identifier": "user-42", "identifier_hash": NSNull()], ["identifier_hash": hash],
                ["identifier": "user-42", "identifier_hash": hash.uppercased()],
                ["identifier": "user-42", "identifier_hash": String(repeating: "0", count: 64)],
                ["identifier": "user-42", "identifier_hash": String(repeating: "x", count: 100_000)],
                ["identifier": "user-43", "identifier_hash": hash], ["identifier": "USER-42", "identifier_hash": hash],
                // A key is of its own business alone.
                claim("user-42", otherKey), claim("user-42", shop.key), claim("user-42", ""),
            ]
            for claim in claims {
                let reply = try await open(
                    shop, claim.merging(["name": "Mallory", "email": "mallory@example.com"]) { $1 })
                #expect(reply.json["verified"] as? Bool == false)
                let own = try #require(reply.json["session_id"] as? String)
                #expect(own != session && !reply.text.contains(session))
                #expect(!(try await shown(own, shop).contains("4711")))
            }
            let stranger = try #require(try await open(shop, claims[0]).json["session_id"] as? String)
            try await say("Who am I?", stranger, shop)
            let known = try await contacts(shop)
            let verified = known.filter { $0["verified"] as? Bool == true }
            #expect(known.count == 2 && verified.count == 1)
            #expect(known.allSatisfy { $0["name"] is NSNull && $0["email"] is NSNull })
            let unknown = try #require(known.first { $0["verified"] as? Bool == false })
            #expect(unknown["identifier"] is NSNull)
            // A page that says nothing gets what it always got.
            #expect(try await open(shop, [:]).json["verified"] as? Bool == false)
        }

        @Test("S15: the same identifier in two businesses is two people")
        func businesses() async throws {
            let (one, other) = (try await desk.business(), try await desk.business())
            let (key, otherKey) = (try await makeKey(one), try await makeKey(other))
            #expect(key != otherKey)
            let first = try #require(try await open(one, claim("7", key)).json["session_id"] as? String)
            let second = try #require(try await open(other, claim("7", otherKey)).json["session_id"] as? String)
            #expect(first != second)
            let ids = try await contacts(one).compactMap { $0["id"] as? String }
            #expect(ids.count == 1)
            #expect(try await contacts(other).compactMap { $0["id"] as? String } != ids)
            for (method, rest) in [("GET", ""), ("POST", ""), ("POST", "/rotate"), ("DELETE", "")] {
                let foreign = try await desk.call(method, Self.path(one) + rest, key: other.key)
                #expect(foreign.status == 404, "\(method) \(rest)")
            }
            #expect(try await open(one, claim("7", key)).json["session_id"] as? String == first)
        }

        @Test("a key is shown once; a new one ends the old one's hashes, and without any nobody is verified")
        func rotation() async throws {
            let shop = try await desk.business()
            let path = Self.path(shop)
            for (method, rest) in [("GET", ""), ("POST", "/rotate"), ("DELETE", "")] {
                #expect(try await desk.call(method, path + rest, key: shop.key).status == 404, "\(method) \(rest)")
            }
            let key = try await makeKey(shop)
            #expect(key.wholeMatch(of: /fd_ik_[0-9a-f]{64}/) != nil)
            let again = try await desk.call("POST", path, key: shop.key)
            #expect(again.status == 409 && again.errorCode == "identity_key_exists" && again.saysWhatToDo)
            let read = try await desk.call("GET", path, key: shop.key)
            #expect(read.json["prefix"] as? String == String(key.prefix(12)) && read.json["key"] == nil)
            let session = try #require(try await open(shop, claim("user-42", key)).json["session_id"] as? String)

            let rotated = try await desk.call("POST", "\(path)/rotate", key: shop.key)
            let newKey = try #require(rotated.json["key"] as? String)
            #expect(rotated.status == 200 && newKey != key)
            let old = try await open(shop, claim("user-42", key))
            #expect(old.json["verified"] as? Bool == false && old.json["session_id"] as? String != session)
            let new = try await open(shop, claim("user-42", newKey))
            #expect(new.json["verified"] as? Bool == true && new.json["session_id"] as? String == session)

            #expect(try await desk.call("DELETE", path, key: shop.key).status == 204)
            #expect(try await open(shop, claim("user-42", newKey)).json["verified"] as? Bool == false)
            #expect(try await contacts(shop).first?["verified"] as? Bool == true)

            // Neither the log nor what lesser roles may read holds a key.
            let business = try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key)
            let log = try await desk.call("GET", "/api/businesses/\(shop.id)/audit-log", key: shop.key)
            let actions = log.results.compactMap { $0["action"] as? String }.filter { $0.hasPrefix("identity-key.") }
            #expect(actions == ["identity-key.delete", "identity-key.rotate", "identity-key.create"])
            for secret in [key, newKey] {
                #expect(!read.text.contains(secret) && !business.text.contains(secret) && !log.text.contains(secret))
                #expect(!desk.log.contains(secret))
            }
            for role in ["viewer", "agent"] {
                let user = try await desk.join(shop, as: role)
                for (method, rest) in [("GET", ""), ("POST", ""), ("POST", "/rotate"), ("DELETE", "")] {
                    let refused = try await desk.call(method, path + rest, headers: user.headers)
                    #expect(refused.status == 403 && refused.errorCode == "role_not_allowed", "\(role) \(method)")
                }
            }
            #expect(try await desk.call("POST", path, key: shop.widget).status == 403)
        }

        @Test("hostile identifiers are nobody's or somebody's own, and stay text wherever they are shown")
        func hostile() async throws {
            let shop = try await desk.business()
            let key = try await makeKey(shop)
            let unusable = [
                "", String(repeating: "x", count: 256), "a\u{0}b", "a\nb", "\u{7F}", "\u{85}", "\u{1B}[2J",
            ]
            for identifier in unusable {
                let reply = try await open(shop, claim(identifier, key))
                #expect(reply.json["verified"] as? Bool == false, "\(identifier.debugDescription)")
            }
            let usable = [
                String(repeating: "x", count: 255), "'; DROP TABLE contacts; --", "<script>alert(1)</script>",
                "{{page.csrf}}", "\u{202E}gpj.exe", "%", "_", " ", "é", "e\u{301}", "user-42", "USER-42", "user-42 ",
            ]
            var sessions: [String] = []
            for identifier in usable {
                let reply = try await open(shop, claim(identifier, key))
                #expect(reply.json["verified"] as? Bool == true, "\(identifier.debugDescription)")
                sessions.append(try #require(reply.json["session_id"] as? String))
            }
            #expect(Set(sessions).count == usable.count)
            #expect(try await contacts(shop).count == usable.count)
            let mistyped: [[String: Any]] = [
                ["identifier": 42], ["identifier": ["a"]], ["identifier_hash": true], ["name": 1],
            ]
            for wrong in mistyped {
                let refused = try await desk.call("POST", "/api/chat-sessions", key: shop.widget, json: wrong)
                #expect(refused.status == 400 && refused.saysWhatToDo, "\(wrong): \(refused.text)")
            }
            let admin = try await desk.join(shop, as: "admin")
            let headers = admin.headers.merging(["Accept": "text/html"]) { $1 }
            for contact in try await contacts(shop) {
                let id = try #require(contact["id"] as? String)
                let page = try await desk.call("GET", "/b/\(shop.id)/contacts/\(id)", headers: headers)
                #expect(page.status == 200 && page.text.contains(">Verified<"))
                #expect(!page.text.contains("<script>alert"))
            }
            let anonymous = try await desk.session(shop)
            for (session, isVerified) in [(sessions[0], true), (anonymous, false)] {
                let page = try await desk.call("GET", "/b/\(shop.id)/conversations/\(session)", headers: headers)
                #expect(page.status == 200 && page.text.contains(">Verified<") == isVerified)
            }
        }

        @Test("where identity is required, a verified contact's chat opens with a ticket and not by its id alone")
        func required() async throws {
            let shop = try await desk.business(settings: ["require_identity": true])
            let key = try await makeKey(shop)
            let opened = try await open(shop, claim("user-42", key))
            let session = try #require(opened.json["session_id"] as? String)
            let ticket = try #require(opened.json["ticket"] as? String)
            #expect((opened.json["ws_url"] as? String)?.hasSuffix("/\(session)/?ticket=\(ticket)") == true)
            let other = try #require(try await open(shop, claim("user-43", key)).json["ticket"] as? String)
            for query in ["", "ticket=", "ticket=\(other)", "ticket=\(ticket)0", "ticket=chat.\(session).9.0"] {
                let refused = try await desk.handshake(RunningDesk.path(shop.id, session, query))
                #expect(refused.status == 403 && refused.errorCode == "identity_required", "\(query)")
                #expect(refused.saysWhatToDo)
            }
            try await say("My lamp flickers.", session, shop, "ticket=\(ticket)")
            #expect(try await shown(session, shop, "after=&ticket=\(ticket)").contains("My lamp flickers."))
            let again = try #require(try await open(shop, claim("user-42", key)).json["ticket"] as? String)
            #expect(try await shown(session, shop, "after=&ticket=\(again)").contains("My lamp flickers."))

            // Its page lets in who works there, and nobody else; anonymous chats are as they were.
            let page = "/chats/\(shop.id)/\(session)/"
            let staff = try await desk.join(shop, as: "viewer")
            #expect(try await desk.call("GET", page).text.contains(#"data-closed="1" data-ticket="""#))
            let seen = try await desk.call("GET", page, headers: staff.headers).text
            let pass = try #require(seen.firstMatch(of: /data-ticket="([^"]+)"/)).output.1
            #expect(try await shown(session, shop, "after=&ticket=\(pass)").contains("My lamp flickers."))
            let free = try await open(shop, [:])
            #expect(free.json["ticket"] == nil)
            let anonymous = try #require(free.json["session_id"] as? String)
            try await say("Are you open?", anonymous, shop)
            #expect(try await shown(anonymous, shop).contains("Are you open?"))
        }

        @Test("where identity is required, asking for a person, rating and cited documents take the chat's ticket, too")
        func requiredBesideTheSocket() async throws {
            let shop = try await desk.business(settings: ["require_identity": true])
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let key = try await makeKey(shop)
            let opened = try await open(shop, claim("user-42", key))
            let session = try #require(opened.json["session_id"] as? String)
            let ticket = try #require(opened.json["ticket"] as? String)
            let other = try #require(try await open(shop, claim("user-43", key)).json["ticket"] as? String)
            let answer = try await desk.chat(shop, session, "ticket=\(ticket)").answer(to: Guides.returnQuestion)
            #expect(answer.citations.contains { $0["document_id"] as? String == document })
            let rating: [String: Any] = ["message_id": try #require(answer.id), "rating": "up"]
            let chat = "/api/chat-sessions/\(session)"
            let access = "business=\(shop.id)&session=\(session)"
            let calls: [(method: String, path: String, key: String?, json: [String: Any]?)] = [
                ("POST", "\(chat)/feedback?business=\(shop.id)", shop.widget, rating),
                ("GET", "/documents/\(document)?\(access)", nil, nil),
                ("GET", "/api/documents/\(document)/content?\(access)", nil, nil),
                ("GET", "/api/documents/\(document)/pages?\(access)", nil, nil),
                ("POST", "\(chat)/handoff?business=\(shop.id)", shop.widget, nil),
            ]
            for call in calls {
                for query in ["", "&ticket=", "&ticket=\(other)", "&ticket=\(ticket)0"] {
                    let refused = try await desk.call(call.method, call.path + query, key: call.key, json: call.json)
                    #expect(refused.status == 403 && refused.errorCode == "identity_required", "\(call.path)\(query)")
                    #expect(refused.saysWhatToDo)
                }
                let taken = try await desk.call(
                    call.method, "\(call.path)&ticket=\(ticket)", key: call.key, json: call.json)
                #expect(taken.status == 200, "\(call.path): \(taken.text)")
                // Who works for the business is not asked for the customer's ticket.
                let staff = try await desk.call(call.method, call.path, key: shop.key, json: call.json)
                #expect(staff.status == 200, "\(call.path): \(staff.text)")
            }
            // The page of a document hands the ticket on to what it shows.
            let page = try await desk.call("GET", "/documents/\(document)?\(access)&ticket=\(ticket)")
            #expect(page.text.contains("ticket=\(ticket)"))
            let free = try #require(try await open(shop, [:]).json["session_id"] as? String)
            #expect(try await desk.call("POST", "/api/chat-sessions/\(free)/handoff", key: shop.widget).status == 200)
        }

        @Test("the owner makes, renews and deletes the key on the widget's page, and sees it there once")
        func pages() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let base = "/b/\(shop.id)/widget"
            let headers = owner.headers.merging(["Accept": "text/html"]) { $1 }
            func post(_ rest: String, _ fields: [String: String] = [:]) async throws -> HTTPReply {
                try await desk.form(
                    base + rest, fields.merging(["csrf_token": owner.pageToken]) { $1 }, headers: headers)
            }
            func asked(_ verb: String) async throws -> String {
                let reply = try await desk.call("GET", "\(base)/identity/\(verb)", headers: headers)
                #expect(reply.status == 200)
                return reply.text
            }
            func secret(_ reply: HTTPReply) throws -> String {
                String(try #require(reply.text.firstMatch(of: /id="identity-secret">(fd_ik_[0-9a-f]{64})</)).output.1)
            }
            let key = try secret(try await post("/identity"))
            #expect(try await post("/identity").status == 409)
            let shown = try await desk.call("GET", base, headers: headers)
            #expect(shown.text.contains(key.prefix(12)) && !shown.text.contains(key))
            #expect(shown.text.contains("hash_hmac("))
            #expect(try await open(shop, claim("7", key)).json["verified"] as? Bool == true)
            #expect(try await asked("rotate").contains("widget/identity/rotate\""))
            let newKey = try secret(try await post("/identity/rotate"))
            #expect(try await open(shop, claim("7", key)).json["verified"] as? Bool == false)
            #expect(try await open(shop, claim("7", newKey)).json["verified"] as? Bool == true)
            #expect(try await post("", ["require_identity": "1"]).status == 303)
            #expect(try await open(shop, claim("7", newKey)).json["ticket"] is String)
            #expect(try await post("").status == 303)
            #expect(try await open(shop, claim("7", newKey)).json["ticket"] == nil)
            #expect(try await asked("delete").contains("widget/identity/delete\""))
            #expect(try await post("/identity/delete").status == 303)
            #expect(try await open(shop, claim("7", newKey)).json["verified"] as? Bool == false)
        }
    }
}
