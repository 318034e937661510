import Foundation
import Testing

extension SharedDesk {
    @Suite("Coming back to a chat session")
    struct ReplayTests {
        @Test("?after= replays exactly what was missed, then says that it is ready")
        func missed() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, first) = try await desk.chat(shop)
            let seen = try await first.answer(to: Guides.returnQuestion)
            try await first.leave()
            let (asked, answered) = try await missedTurn(desk, shop, session)
            let back = try await desk.chat(shop, session, "after=\(try #require(seen.id))")
            let frames = try await back.frames { $0.type == "ready" }
            #expect(frames.dropLast().map(\.id) == [asked, answered])
            #expect(frames.last?.json["session_id"] as? String == session)
            #expect(try await back.answer(to: Guides.deliveryQuestion).answered == true)
        }

        @Test("?after= without an id replays everything; after the last message there is nothing to replay")
        func everything() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, first) = try await desk.chat(shop)
            let answer = try await first.answer(to: Guides.returnQuestion)
            let all = try await desk.chat(shop, session, "after=").frames { $0.type == "ready" }
            #expect(all.map(\.sender) == ["user", "assistant", nil])
            #expect(all[1].citations.count == answer.citations.count)
            let none = try await desk.chat(shop, session, "after=\(try #require(answer.id))")
            #expect(try await none.next().type == "ready")
        }

        @Test("an unused session that is replayed is greeted all the same")
        func unused() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let socket = try await desk.chat(shop, desk.session(shop), "after=")
            let frames = try await socket.frames { $0.type == "ready" }
            #expect(frames.count == 2)
            #expect(frames.first?.sender == "assistant")
        }

        @Test("however much was missed, all of it is replayed, in order")
        func longHistory() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let session = try await desk.session(shop)
            var written: [String] = []
            // Each socket may send 20 messages at once.
            for round in 0..<11 {
                let socket = try await desk.chat(shop, session, "after=\(UUID7.last)")
                _ = try await socket.next { $0.type == "ready" }
                for number in 0..<20 {
                    try await socket.say("note \(round * 20 + number)", type: "system")
                    written.append(try #require(try await socket.next().id))
                }
                try await socket.leave()
            }
            let frames = try await desk.chat(shop, session, "after=").frames { $0.type == "ready" }
            #expect(frames.dropLast().map(\.id) == written)
            let rest = try await desk.chat(shop, session, "after=\(written[4])").frames { $0.type == "ready" }
            #expect(rest.dropLast().map(\.id) == Array(written.dropFirst(5)))
        }

        @Test("what is said while a client catches up reaches it once")
        func meanwhile() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let (session, writer) = try await desk.chat(shop)
            async let written = write(20, to: writer)
            var readers: [ChatClient] = []
            for _ in 0..<5 { readers.append(try await desk.chat(shop, session, "after=")) }
            let ids = try await written
            for reader in readers {
                var seen: [String] = []
                while seen.last != ids.last { if let id = try await reader.next().id { seen.append(id) } }
                #expect(seen == ids)
            }
        }

        @Test("an id that is none is refused with what to send instead")
        func badCursor() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let path = RunningDesk.path(shop.id, try await desk.session(shop), "after=yesterday")
            let reply = try await desk.handshake(path)
            #expect(reply.status == 400)
            #expect(reply.errorCode == "invalid_request")
            #expect(reply.sentence.contains("after"))
        }

        private func missedTurn(
            _ desk: RunningDesk, _ shop: TestBusiness, _ session: String
        ) async throws -> (String?, String?) {
            let other = try await desk.chat(shop, session, "after=\(UUID7.last)")
            _ = try await other.next { $0.type == "ready" }
            let frames = try await {
                try await other.say(Guides.deliveryQuestion)
                return try await other.frames(through: \.isAnswer)
            }()
            return (frames.first?.id, frames.last?.id)
        }

        private func write(_ count: Int, to socket: ChatClient) async throws -> [String] {
            var ids: [String] = []
            for number in 0..<count {
                try await socket.say("note \(number)", type: "system")
                ids.append(try #require(try await socket.next().id))
            }
            return ids
        }
    }
}

/// Ids that sort where a test wants them.
enum UUID7 {
    /// After every message of our time.
    static let last = "ffffffff-ffff-7fff-bfff-ffffffffffff"
    static let unknown = "018f0000-0000-7000-8000-000000000000"
}
