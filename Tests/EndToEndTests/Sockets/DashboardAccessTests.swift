import Foundation
import Testing

extension SharedDesk {
    @Suite("Who loses their access while a dashboard is open")
    struct DashboardAccessTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        private func dashboard(_ user: TestUser, _ shop: TestBusiness) async throws -> ChatClient {
            let socket = try await ChatClient.connect(
                port: desk.port, path: "/ws/dashboard?business=\(shop.id)",
                headers: ["Cookie": "frontdesk_session=\(user.cookie)", "Origin": "http://127.0.0.1:\(desk.port)"])
            #expect(try await socket.next().type == "snapshot")
            return socket
        }

        /// A second secret key.
        private func key(_ shop: TestBusiness) async throws -> (id: String, secret: String) {
            let made = try await desk.call(
                "POST", "/api/businesses/\(shop.id)/keys", key: shop.key, json: ["kind": "secret", "label": "till"])
            return (try #require(made.json["id"] as? String), try #require(made.json["key"] as? String))
        }

        private func end(_ key: String, of shop: TestBusiness) async throws {
            let ended = try await desk.call("DELETE", "/api/businesses/\(shop.id)/keys/\(key)", key: shop.key)
            #expect(ended.status == 204)
        }

        @Test("S4, L24: nobody acts over a socket whose key was revoked, who was removed, or who signed out")
        func acting() async throws {
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            let (id, secret) = try await key(shop)
            let byHeader = try await ChatClient.connect(
                port: desk.port, path: "/ws/dashboard?author=Ana", headers: ["Authorization": "Bearer \(secret)"])
            #expect(try await byHeader.next().type == "snapshot")
            let byFrame = try await ChatClient.connect(port: desk.port, path: "/ws/?business=\(shop.id)")
            try await byFrame.send(json: ["type": "auth", "key": secret, "author": "Ana"])
            #expect(try await byFrame.next().type == "snapshot")
            let removed = try await desk.join(shop, as: "agent")
            let gone = try await desk.join(shop, as: "agent")
            let ofRemoved = try await dashboard(removed, shop)
            let ofGone = try await dashboard(gone, shop)

            try await end(id, of: shop)
            let members = "/api/businesses/\(shop.id)/members"
            #expect(try await desk.call("DELETE", "\(members)/\(removed.id)", key: desk.admin).status == 204)
            #expect(try await desk.call("POST", "/api/sign-out", headers: gone.headers).status == 204)
            for socket in [byHeader, byFrame, ofRemoved, ofGone] {
                try await socket.send(json: ["type": "message", "conversation_id": session, "message": "Still here."])
                #expect(try await socket.closeCode() == 4401)
            }
            #expect(try await desk.messages(session, shop).isEmpty)
        }

        @Test("L24: an agent who became a viewer is signed out, socket included, and from then on only watches")
        func demoted() async throws {
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            let agent = try await desk.join(shop, as: "agent")
            let former = try await dashboard(agent, shop)
            let changed = try await desk.call(
                "PATCH", "/api/businesses/\(shop.id)/members/\(agent.id)", key: desk.admin, json: ["role": "viewer"])
            #expect(changed.status == 200, "\(changed.text)")
            let frames = [["type": "take"], ["type": "message", "message": "Still here."]]
            try await former.send(json: frames[0].merging(["conversation_id": session]) { $1 })
            #expect(try await former.closeCode() == 4401)
            let viewer = try desk.user(try await desk.signIn(agent.email), agent.email)
            let socket = try await dashboard(viewer, shop)
            for frame in frames {
                try await socket.send(json: frame.merging(["conversation_id": session]) { $1 })
                #expect(try await socket.next { $0.errorCode != nil }.errorCode == "forbidden")
            }
            let (other, customer) = try await desk.chat(shop)
            try await customer.say("hello")
            _ = try await socket.next { $0.type == "message.created" && $0.conversation == other }
            #expect(try await desk.messages(session, shop).isEmpty)
        }

        @Test("S4, L24: who only watches is looked up every 30 s, and sees nothing after that")
        func watching() async throws {
            let shop = try await desk.business()
            let (id, secret) = try await key(shop)
            let byKey = try await ChatClient.connect(
                port: desk.port, path: "/ws/dashboard", headers: ["Authorization": "Bearer \(secret)"])
            let gone = try await desk.join(shop, as: "viewer")
            let stays = try await desk.join(shop, as: "viewer")
            let ofGone = try await dashboard(gone, shop)
            let ofStays = try await dashboard(stays, shop)
            try await end(id, of: shop)
            #expect(try await desk.call("POST", "/api/sign-out", headers: gone.headers).status == 204)
            #expect(try await byKey.closeCode() == 4401)
            #expect(try await ofGone.closeCode() == 4401)
            _ = try await ofStays.next { $0.type == "status" }
        }
    }
}
