import Foundation
import Testing

extension SharedDesk {
    @Suite("C26: roles and teams over HTTP")
    struct TeamTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        /// A request and the lowest role it is for; `status` is what those who may get.
        private struct Case {
            let method: String
            let path: String
            var json: [String: Any]?
            let least: String
            var status = 200
        }

        @Test("C26: each route lets in the roles it is for, and tells the others what they would need")
        func matrix() async throws {
            let shop = try await desk.business("Matrix")
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let path = "/api/businesses/\(shop.id)"
            let unknown = UUID7.unknown
            let cases = [
                Case(method: "GET", path: path, least: "viewer"),
                Case(method: "GET", path: "/api/documents?business=\(shop.id)", least: "viewer"),
                Case(method: "GET", path: "/api/documents", least: "viewer"),
                Case(method: "GET", path: "/api/documents/\(document)", least: "viewer"),
                Case(method: "GET", path: "/api/documents/\(document)/pages", least: "viewer"),
                Case(method: "GET", path: "/api/chat-sessions", least: "viewer"),
                Case(method: "GET", path: "\(path)/faqs", least: "viewer"),
                Case(method: "GET", path: "\(path)/feedback", least: "viewer"),
                Case(method: "GET", path: "\(path)/unanswered", least: "viewer"),
                Case(method: "GET", path: "\(path)/cases", least: "viewer"),
                Case(method: "GET", path: "\(path)/notices", least: "viewer"),
                Case(method: "GET", path: "\(path)/members", least: "viewer"),
                Case(method: "POST", path: "\(path)/search", json: ["query": "refund"], least: "viewer"),
                Case(method: "POST", path: "\(path)/retrieval", json: ["question": "refund?"], least: "viewer"),
                Case(method: "POST", path: "\(path)/ask", json: ["question": "Refund?"], least: "agent"),
                Case(
                    method: "POST", path: "/api/chat-sessions", json: ["business": shop.id], least: "agent", status: 201
                ),
                Case(method: "GET", path: "/v1/models", least: "agent"),
                Case(method: "DELETE", path: "/api/chat-sessions/\(unknown)", least: "agent", status: 404),
                Case(method: "PATCH", path: path, json: ["name": "Matrix"], least: "admin"),
                Case(method: "GET", path: "\(path)/keys", least: "admin"),
                Case(method: "POST", path: "\(path)/keys", json: ["kind": "widget"], least: "admin", status: 201),
                Case(method: "DELETE", path: "\(path)/keys/\(unknown)", least: "admin", status: 404),
                Case(method: "PATCH", path: "/api/documents/\(document)", json: ["tags": ["a"]], least: "admin"),
                Case(method: "POST", path: "/api/documents/\(document)/cancel", least: "admin", status: 409),
                Case(method: "POST", path: "\(path)/faqs", json: ["question": "Q?"], least: "admin", status: 201),
                Case(method: "DELETE", path: "\(path)/faqs/\(unknown)", least: "admin", status: 404),
                Case(
                    method: "POST", path: "\(path)/cases", json: ["question": "Q?", "declines": true], least: "admin",
                    status: 201),
                Case(method: "POST", path: "\(path)/cases/run", least: "admin"),
                Case(method: "DELETE", path: "\(path)/notices/\(unknown)", least: "admin", status: 404),
                Case(method: "GET", path: "\(path)/invites", least: "admin"),
                Case(method: "GET", path: "\(path)/audit-log", least: "admin"),
                Case(
                    method: "POST", path: "\(path)/members", json: ["email": "x@example.com", "role": "viewer"],
                    least: "admin", status: 201),
                Case(
                    method: "POST", path: "\(path)/members", json: ["email": "y@example.com", "role": "owner"],
                    least: "owner", status: 201),
            ]
            let order = ["viewer", "agent", "admin", "owner"]
            for role in order {
                let user = try await desk.join(shop, as: role)
                for one in cases {
                    let reply = try await desk.call(one.method, one.path, json: one.json, headers: user.headers)
                    let place = "\(role): \(one.method) \(one.path) gave \(reply.status) \(reply.text.prefix(200))"
                    let isAllowed =
                        (order.firstIndex(of: role) ?? 0) >= (order.firstIndex(of: one.least) ?? 9)
                    #expect(reply.status == (isAllowed ? one.status : 403), "\(place)")
                    if !isAllowed {
                        #expect(
                            reply.errorCode
                                == (one.least == "owner" && role == "admin" ? "owners_only" : "role_not_allowed"),
                            "\(place)")
                        #expect(reply.saysWhatToDo, "\(place)")
                    }
                }
                // What is the operator's is nobody else's.
                for (method, path) in [("POST", "/api/businesses"), ("GET", "/api/audit-log")] {
                    let reply = try await desk.call(method, path, json: ["name": "X"], headers: user.headers)
                    #expect(reply.status == 403, "\(role) \(path)")
                }
            }
            // A secret key may do what admins may; a widget key nothing of this.
            for one in cases {
                let key = try await desk.call(one.method, one.path, key: shop.key, json: one.json)
                #expect(
                    key.status
                        == (one.least == "owner"
                            ? 403 : one.status == 201 && one.path.hasSuffix("members") ? key.status : one.status),
                    "\(one.path): \(key.text)")
                if one.path != "/api/chat-sessions" || one.method == "GET" {
                    let widget = try await desk.call(one.method, one.path, key: shop.widget, json: one.json)
                    #expect(widget.status == 403, "\(one.path): \(widget.text)")
                }
            }
            let viewer = try await desk.join(shop, as: "viewer")
            let form = MultipartBody.returns(to: shop.id)
            let upload = try await desk.call(
                "POST", "/api/documents", body: form,
                headers: viewer.headers.merging(["Content-Type": MultipartBody.contentType]) { $1 })
            #expect(upload.status == 403)
            // Cases are shown to viewers and asked for admins: each may cost a language model's answer.
            for (page, status) in [("cases", 200), ("cases?run=1", 403)] {
                let shown = try await desk.call(
                    "GET", "/b/\(shop.id)/\(page)", headers: viewer.headers.merging(["Accept": "text/html"]) { $1 })
                #expect(shown.status == status, "\(page)")
                #expect(!shown.text.contains("name=\"run\""))
            }
            let admin = try await desk.join(shop, as: "admin")
            #expect(try await desk.call("DELETE", path, headers: admin.headers).status == 403)
            let owner = try await desk.join(shop, as: "owner")
            #expect(try await desk.call("DELETE", path, headers: owner.headers).status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: owner.headers).status == 401)
        }

        @Test("C26: of another business nothing is there: 404 on every documented route, never 403")
        func otherBusinesses() async throws {
            let document = try OpenAPIDocument(try await desk.call("GET", "/openapi.json").body)
            let mine = try await desk.business("Mine")
            let shop = try await desk.business("Theirs")
            let id = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let session = try await desk.session(shop)
            let member = try await desk.join(shop, as: "agent").id
            let owner = try await desk.join(mine, as: "owner")
            let values = ["document": id, "session": session, "member": member]
            var count = 0
            for operation in document.operations where operation.path.hasPrefix("/api/") && !operation.isPublic {
                let isOwn = operation.path.hasPrefix("/api/me")
                guard operation.path.contains("{"), !isOwn else { continue }
                var path = operation.path.replacing("{business}", with: "\(shop.id)")
                for (name, value) in values { path = path.replacing("{\(name)}", with: value) }
                path = path.replacing(/\{[a-z]+\}/, with: UUID7.unknown)
                if !operation.path.contains("{business}"), !path.contains(id) { path += "?business=\(shop.id)" }
                let reply = try await desk.call(
                    operation.method, path, json: ["name": "Stolen", "role": "owner"], headers: owner.headers)
                #expect(reply.status == 404, "\(operation.method) \(path): \(reply.status) \(reply.text)")
                count += 1
            }
            #expect(count >= 30)
            #expect(
                try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key).json["name"] as? String
                    == "Theirs")
            #expect(try await desk.call("GET", "/team?business=\(shop.id)", headers: owner.headers).status == 404)
        }

        @Test("C26: an invitation is taken on once; a member of several businesses has each role in its own")
        func invitations() async throws {
            let (one, two) = (try await desk.business("One"), try await desk.business("Two"))
            let owner = try await desk.join(one, as: "owner")
            let path = "/api/businesses/\(one.id)/members"
            let email = "many-\(UUID().uuidString.lowercased().prefix(8))@example.com"
            let made = try await desk.call(
                "POST", path, json: ["email": email, "role": "admin"], headers: owner.headers)
            #expect((made.json["link"] as? String)?.hasPrefix("http://127.0.0.1:\(desk.port)/invite/") == true)
            let listed = try await desk.call("GET", "/api/businesses/\(one.id)/invites", headers: owner.headers)
            #expect(listed.results.count == 1 && !listed.text.contains(made.secret))
            func accept(_ token: String, _ headers: [String: String] = [:]) async throws -> HTTPReply {
                try await desk.call(
                    "POST", "/api/invites/accept",
                    json: ["token": token, "name": "Many", "password": TestUser.password], headers: headers)
            }
            let user = try desk.user(try await accept(made.secret), email)
            let twice = try await accept(made.secret)
            #expect(twice.status == 410 && twice.errorCode == "dead_link")
            let second = try await desk.invite(email, to: two.id, as: "viewer")
            #expect(try await accept(second.secret).errorCode == "sign_in_to_accept")
            #expect(try await accept(second.secret, owner.headers).errorCode == "invited_another")
            #expect(try await accept(second.secret, user.headers).status == 204)
            for (business, status) in [(one, 200), (two, 403)] {
                let reply = try await desk.call(
                    "PATCH", "/api/businesses/\(business.id)", json: ["name": "N"], headers: user.headers)
                #expect(reply.status == status)
            }
            let unnamed = try await desk.call("GET", "/api/documents", headers: user.headers)
            #expect(unnamed.status == 400 && unnamed.errorCode == "business_required")
            let again = try await desk.call(
                "POST", path, json: ["email": email, "role": "viewer"], headers: owner.headers)
            #expect(again.status == 409 && again.errorCode == "already_member")
            let withdrawn = try await desk.invite("w@example.com", to: one.id, as: "viewer")
            let invite = try #require(withdrawn.json["id"] as? String)
            let invitePath = "/api/businesses/\(one.id)/invites/\(invite)"
            #expect(try await desk.call("DELETE", invitePath, headers: owner.headers).status == 204)
            #expect(try await desk.call("DELETE", invitePath, headers: owner.headers).status == 404)
            #expect(try await accept(withdrawn.secret).status == 410)
        }

        @Test("C26: the last owner stays, a change of role signs out, and a member who is gone opens nothing")
        func changes() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let agent = try await desk.join(shop, as: "agent")
            let path = "/api/businesses/\(shop.id)/members"
            for (method, json) in [("PATCH", ["role": "viewer"]), ("DELETE", nil)] as [(String, [String: String]?)] {
                let reply = try await desk.call(method, "\(path)/\(owner.id)", json: json, headers: owner.headers)
                #expect(reply.status == 409 && reply.errorCode == "last_owner")
            }
            let wrong = try await desk.call(
                "PATCH", "\(path)/\(agent.id)", json: ["role": "king"], headers: owner.headers)
            #expect(wrong.status == 400)
            let raised = try await desk.call(
                "PATCH", "\(path)/\(agent.id)", json: ["role": "admin"], headers: owner.headers)
            #expect(raised.json["role"] as? String == "admin")
            #expect(try await desk.call("GET", "/api/me", headers: agent.headers).status == 401)
            let again = try desk.user(try await desk.signIn(agent.email), agent.email)
            #expect(try await desk.call("DELETE", "\(path)/\(agent.id)", headers: owner.headers).status == 204)
            #expect(try await desk.call("GET", "/api/me", headers: again.headers).status == 401)
            #expect(try await desk.signIn(agent.email).status == 401)
        }
    }
}

extension MultipartBody {
    /// A form with a small document.
    fileprivate static func returns(to business: Int) -> Data {
        var form = MultipartBody()
        form.add("business", "\(business)")
        form.add("file", filename: "returns.txt", Data(Guides.returns.utf8))
        return form.finished
    }
}
