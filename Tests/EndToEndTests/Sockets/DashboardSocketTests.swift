import Foundation
import Testing

extension SharedDesk {
    @Suite("The dashboard's socket")
    struct DashboardSocketTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("X9: a dashboard gets what there is, then every event in order")
        func snapshotThenEvents() async throws {
            let shop = try await desk.business()
            let before = try await desk.session(shop)
            let dashboard = try await desk.dashboard(shop)
            let snapshot = try await dashboard.next()
            #expect(snapshot.type == "snapshot" && snapshot.json["business"] as? Int == shop.id)
            let listed = snapshot.json["conversations"] as? [[String: Any]] ?? []
            #expect(listed.map { $0["conversation_id"] as? String } == [before])
            #expect(snapshot.json["status"] is [String: Any])
            let (session, socket) = try await desk.chat(shop)
            try await socket.say("human please")
            _ = try await socket.next { $0.type == "handoff" }
            let frames = try await dashboard.frames {
                $0.type == "message.created" && $0.told["sender"] as? String == "system"
            }
            #expect(
                frames.map(\.type) == [
                    "conversation.created", "message.created", "handoff.requested", "message.created",
                ])
            #expect(frames.allSatisfy { $0.conversation == session })
            #expect(frames[1].told["message"] as? String == "human please")
            #expect((frames[2].json["detail"] as? [String: String])?["reason"] == "customer")
            let cursors = frames.compactMap(\.cursor)
            #expect(cursors == cursors.sorted() && Set(cursors).count == 4)
            #expect(cursors.first.map { $0 > snapshot.cursor ?? .max } == true)
        }

        @Test("C18: how busy the desk is counts a business's own chats, none of anybody else's")
        func ownLoad() async throws {
            let (shop, other) = (try await desk.business(), try await desk.business())
            let (_, own) = try await desk.chat(shop)
            let (_, first) = try await desk.chat(other)
            let (_, second) = try await desk.chat(other)
            func open(_ business: TestBusiness) async throws -> Int? {
                let snapshot = try await desk.dashboard(business).next()
                return (snapshot.json["status"] as? [String: Any])?["chat_sockets"] as? Int
            }
            #expect(try await open(shop) == 1)
            #expect(try await open(other) == 2)
            for socket in [own, first, second] { try await socket.leave() }
            for business in [shop, other] {
                var left = try await open(business)
                for _ in 0..<200 {
                    if left == 0 { break }
                    try await Task.sleep(for: .milliseconds(50))
                    left = try await open(business)
                }
                #expect(left == 0)
            }
        }

        @Test("X9: what is deleted is told of, so that no dashboard goes on showing it")
        func deletions() async throws {
            let shop = try await desk.business()
            let (session, socket) = try await desk.chat(shop)
            try await socket.say("my secret", type: "system")
            let message = try #require(try await socket.next { $0.message == "my secret" }.id)
            let dashboard = try await desk.dashboard(shop)
            _ = try await dashboard.next()
            let path = "/api/conversations/\(session)/messages/\(message)"
            #expect(try await desk.call("DELETE", path, key: shop.key).status == 204)
            let told = try await dashboard.next()
            #expect(told.type == "message.deleted" && told.conversation == session)
            #expect(told.json["subject_id"] as? String == message)
        }

        @Test("X9: documents, too, are told of")
        func documents() async throws {
            let shop = try await desk.business()
            let dashboard = try await desk.dashboard(shop, "topics=document")
            _ = try await dashboard.next()
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let ready = try await dashboard.next { $0.type == "document.ready" }
            #expect(ready.json["subject_id"] as? String == document)
        }

        @Test("a key may come in the first frame; a wrong one, or none in time, ends the socket")
        func keyInFrame() async throws {
            let shop = try await desk.business()
            let path = "/ws/?business=\(shop.id)"
            let good = try await ChatClient.connect(port: desk.port, path: path)
            try await good.send(json: ["type": "auth", "key": shop.key, "author": "Ana"])
            #expect(try await good.next().type == "snapshot")
            try await good.send(json: ["type": "auth", "key": shop.key])
            #expect(try await good.next { $0.errorCode != nil }.errorCode == "invalid_frame")
            for frame in [["type": "auth", "key": "fd_sk_nonsense"], ["type": "watch"], ["type": "auth"]] {
                let bad = try await ChatClient.connect(port: desk.port, path: path)
                try await bad.send(json: frame)
                #expect(try await bad.closeCode() == 4401)
            }
            let stranger = try await desk.business()
            let foreign = try await ChatClient.connect(port: desk.port, path: path)
            try await foreign.send(json: ["type": "auth", "key": stranger.key])
            #expect(try await foreign.next().errorCode == "not_found")
            let widget = try await ChatClient.connect(port: desk.port, path: path)
            try await widget.send(json: ["type": "auth", "key": shop.widget])
            #expect(try await widget.closeCode() == 4401)
        }

        @Test("pages of other sites, foreign businesses and bad queries are refused at the door")
        func refused() async throws {
            let shop = try await desk.business()
            let other = try await desk.business()
            let key = ["Authorization": "Bearer \(shop.key)"]
            let evil = try await desk.handshake(
                "/ws/dashboard", headers: key.merging(["Origin": "https://evil.example"]) { $1 })
            #expect(evil.status == 403 && evil.errorCode == "origin_not_allowed")
            #expect(try await desk.handshake("/ws/dashboard?business=\(other.id)", headers: key).status == 404)
            #expect(try await desk.handshake("/ws/dashboard?business=x", headers: key).status == 404)
            #expect(try await desk.handshake("/ws/dashboard?topics=secrets", headers: key).status == 400)
            #expect(try await desk.handshake("/ws/dashboard?after=-1", headers: key).status == 400)
            let unknown = ["Authorization": "Bearer fd_sk_nonsense"]
            #expect(try await desk.handshake("/ws/dashboard", headers: unknown).status == 401)
            let widget = ["Authorization": "Bearer \(shop.widget)"]
            #expect(try await desk.handshake("/ws/dashboard?business=\(shop.id)", headers: widget).status == 403)
            let admin = ["Authorization": "Bearer \(desk.admin)"]
            #expect(try await desk.handshake("/ws/dashboard", headers: admin).status == 400)
            let own = ["Origin": "http://127.0.0.1:\(desk.port)"].merging(admin) { $1 }
            let chosen = try await ChatClient.connect(
                port: desk.port, path: "/ws/dashboard?business=\(other.id)", headers: own)
            #expect(try await chosen.next().json["business"] as? Int == other.id)
        }

        @Test("nothing of another business is ever told")
        func tenants() async throws {
            let shop = try await desk.business()
            let other = try await desk.business()
            let dashboard = try await desk.dashboard(shop)
            _ = try await dashboard.next()
            let (theirs, socket) = try await desk.chat(other)
            try await socket.send(json: ["type": "typing"])
            _ = try await socket.answer(to: "secret?")
            try await dashboard.send(json: ["type": "watch", "conversation_id": theirs])
            #expect(try await dashboard.next().errorCode == "not_found")
            let own = try await desk.session(shop)
            let next = try await dashboard.next()
            #expect(next.type == "conversation.created" && next.conversation == own)
        }

        @Test("a watched conversation's answers are seen as they are written, others' are not")
        func watching() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            let dashboard = try await desk.dashboard(shop)
            _ = try await dashboard.next()
            _ = try await socket.answer(to: Guides.deliveryQuestion)
            let unwatched = try await dashboard.frames { $0.told["answered"] != nil }
            #expect(unwatched.allSatisfy { $0.type != "delta" })
            try await dashboard.send(json: ["type": "watch", "conversation_id": session])
            // A frame that is answered tells that the one before was read.
            try await dashboard.send(json: ["type": "read", "conversation_id": session, "message_id": "x"])
            _ = try await dashboard.next { $0.errorCode != nil }
            let answer = try await socket.answer(to: Guides.returnQuestion)
            var pieces = ""
            while pieces != answer.message {
                let frame = try await dashboard.next { $0.type == "delta" }
                #expect(frame.conversation == session && frame.json["reply_to"] as? String == answer.replyTo)
                pieces += frame.json["text"] as? String ?? ""
            }
        }

        @Test(
            "bad frames are told, and the socket stays open",
            arguments: [
                "not json", "{}", #"{"type":"dance"}"#, #"{"type":"take"}"#, #"{"type":"take","conversation_id":"x"}"#,
                #"{"type":"message","conversation_id":"ffffffff-ffff-7fff-bfff-ffffffffffff","message":"x"}"#,
                String(repeating: "[", count: 50_000),
            ])
        func badFrames(frame: String) async throws {
            let shop = try await desk.business()
            let dashboard = try await desk.dashboard(shop)
            _ = try await dashboard.next()
            try await dashboard.send(frame)
            let error = try await dashboard.next()
            #expect(error.errorCode != nil && error.saysWhatToDo)
            _ = try await desk.session(shop)
            #expect(try await dashboard.next().type == "conversation.created")
        }

        @Test("S18: three sockets of a customer and three agents see the same messages in the same order")
        func sameOrder() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            var customers: [ChatClient] = []
            var agents: [ChatClient] = []
            for _ in 0..<3 {
                let socket = try await desk.chat(shop, session)
                _ = try await socket.next()
                customers.append(socket)
                let agent = try await desk.dashboard(shop, "topics=message&author=Ana")
                _ = try await agent.next()
                agents.append(agent)
            }
            try await customers[0].say(Guides.returnQuestion)
            try await customers[1].say(Guides.deliveryQuestion)
            try await customers[2].say("note", type: "system")
            var expected: [String] = []
            for (number, agent) in agents.enumerated() {
                try await agent.send(
                    json: ["type": "message", "conversation_id": session, "message": "agent \(number)"])
                // Sockets are served side by side: without waiting, the end may come before what an agent said.
                expected += try await customers[0].frames { $0.message == "agent \(number)" }
                    .compactMap(\.messageFrameID)
            }
            try await customers[0].say("the end", type: "system")
            func isEnd(_ frame: ChatFrame) -> Bool { frame.message == "the end" }
            expected += try await customers[0].frames(through: isEnd).compactMap(\.messageFrameID)
            for customer in customers.dropFirst() {
                #expect(try await customer.frames(through: isEnd).compactMap(\.messageFrameID) == expected)
            }
            for agent in agents {
                let seen = try await agent.frames { $0.told["message"] as? String == "the end" }
                #expect(seen.compactMap(\.toldID) == expected)
            }
            let stored = try await desk.messages(session, shop).compactMap { $0["message_id"] as? String }
            #expect(stored == expected)
        }

        @Test("X9: a dashboard that comes back with its cursor has missed nothing; a cursor of nowhere begins anew")
        func replay() async throws {
            let shop = try await desk.business()
            let first = try await desk.dashboard(shop, "topics=message")
            let start = try #require(try await first.next().cursor)
            let (_, socket) = try await desk.chat(shop)
            var written: [String] = []
            for number in 0..<12 {
                try await socket.say("note \(number)", type: "system")
                written.append(try #require(try await socket.next().id))
            }
            let frames = try await first.frames { $0.toldID == written[4] }
            let cursor = try #require(frames.last?.cursor)
            try await first.leave()
            let second = try await desk.dashboard(shop, "topics=message&after=\(cursor)")
            let rest = try await second.frames { $0.type == "ready" }
            #expect(rest.dropLast().compactMap(\.toldID) == Array(written.dropFirst(5)))
            let whole = try await desk.dashboard(shop, "topics=message&after=\(start)")
            #expect(try await whole.frames { $0.type == "ready" }.compactMap(\.toldID) == written)
            let lost = try await desk.dashboard(shop, "after=999999999")
            #expect(try await lost.next().type == "reset")
            #expect(try await lost.next().type == "snapshot")
        }
    }
}

extension ChatFrame {
    /// The id in a frame that is a message, not a sign about one.
    fileprivate var messageFrameID: String? { sender != nil && type == nil ? id : nil }
}
