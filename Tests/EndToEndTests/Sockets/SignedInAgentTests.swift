import Foundation
import Testing

extension SharedDesk {
    @Suite("Agents who signed in")
    struct SignedInAgentTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("a note is in the name of who signed in, whomever the request names; a key names whom it likes")
        func ownNotes() async throws {
            let shop = try await desk.business()
            let agent = try await desk.join(shop, as: "agent")
            let path = "/api/conversations/\(try await desk.session(shop))/notes"
            let body = ["text": "Call back", "author": "Somebody Else"]
            let own = try await desk.call("POST", "\(path)?business=\(shop.id)", json: body, headers: agent.headers)
            #expect(own.json["author"] as? String == "Agent", "\(own.text)")
            let keyed = try await desk.call("POST", path, key: shop.key, json: body)
            #expect(keyed.json["author"] as? String == "Somebody Else", "\(keyed.text)")
        }

        @Test("an agent acts as themselves, hands over to a member, and their dashboard opens by the cookie")
        func agent() async throws {
            let shop = try await desk.business()
            let agent = try await desk.join(shop, as: "agent")
            let admin = try await desk.join(shop, as: "admin")
            let viewer = try await desk.join(shop, as: "viewer")
            let (session, socket) = try await desk.chat(shop)
            func act(_ action: String, _ body: [String: Any] = [:], as user: TestUser) async throws -> HTTPReply {
                try await desk.call(
                    "POST", "/api/conversations/\(session)/\(action)?business=\(shop.id)", json: body,
                    headers: user.headers)
            }
            let taken = try await act("take", ["author": "Somebody Else"], as: agent)
            #expect(taken.json["agent_id"] as? String == agent.id && taken.json["agent_name"] as? String == "Agent")
            #expect(try await socket.next { $0.type == "handoff" }.author == "Agent")
            for wrong in ["Ben", viewer.id, UUID7.last, session] {
                let refused = try await act("transfer", ["to": wrong], as: agent)
                #expect(refused.status == 400 && refused.saysWhatToDo, "\(wrong)")
            }
            #expect(try await act("transfer", ["to": admin.id], as: agent).json["agent_name"] as? String == "Admin")
            #expect(try await act("release", as: agent).errorCode == "held")
            #expect(try await act("take", as: viewer).status == 403)

            let path = "/ws/dashboard?business=\(shop.id)"
            let own = "http://127.0.0.1:\(desk.port)"
            func dashboard(_ user: TestUser) async throws -> ChatClient {
                try await ChatClient.connect(
                    port: desk.port, path: path, headers: ["Cookie": "frontdesk_session=\(user.cookie)", "Origin": own])
            }
            let board = try await dashboard(admin)
            #expect(try await board.next().type == "snapshot")
            try await board.send(json: ["type": "message", "conversation_id": session, "message": "Admin here."])
            let said = try await socket.next { $0.sender == "human" }
            #expect(said.author == "Admin" && said.message == "Admin here.")

            let watching = try await dashboard(viewer)
            #expect(try await watching.next().type == "snapshot")
            try await watching.send(json: ["type": "release", "conversation_id": session])
            #expect(try await watching.next { $0.errorCode != nil }.errorCode == "forbidden")
            let evil = try await desk.handshake(
                path,
                headers: ["Cookie": "frontdesk_session=\(admin.cookie)", "Origin": "https://desk.example.evil"])
            #expect(evil.status == 403)
            let other = try await desk.business()
            let foreign = try await desk.handshake(
                "/ws/dashboard?business=\(other.id)", headers: ["Cookie": "frontdesk_session=\(admin.cookie)"])
            #expect(foreign.status == 404)
        }
    }
}
