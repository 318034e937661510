import Foundation
import Testing

/// What people and dashboards were told survives kill -9.
@Suite("Hand-offs over a crash", .serialized)
struct HandoffCrashTests {
    @Test("S18: over kill -9 the word stays with who has it, and dashboards and customers miss nothing")
    func crash() async throws {
        let folder = try DeskFolder()
        var desk = try await RunningDesk(folder: folder)
        let shop = try await desk.business(knowing: Guides.returns)
        let (session, socket) = try await desk.chat(shop)
        let dashboard = try await desk.dashboard(shop)
        let start = try #require(try await dashboard.next().cursor)
        _ = try await desk.act("take", session, shop, ["author": "Ana"])
        var seen = try await dashboard.frames { $0.told["sender"] as? String == "system" }
        for number in 0..<10 { try await socket.say("to Ana \(number)") }
        seen += try await dashboard.frames { $0.told["message"] as? String == "to Ana 3" }
        await desk.killHard()

        desk = try await RunningDesk(folder: folder)
        let cursor = try #require(seen.last?.cursor)
        let back = try await desk.dashboard(shop, "after=\(cursor)")
        seen += try await back.frames { $0.type == "ready" }.dropLast()
        let stored = try await desk.messages(session, shop).compactMap { $0["message_id"] as? String }
        #expect(seen.compactMap(\.toldID) == stored)
        let cursors = seen.compactMap(\.cursor)
        #expect(cursors == Array(start + 1...start + cursors.count))

        let held = try await desk.act("take", session, shop, ["author": "Ben"])
        #expect(held.status == 409 && held.sentence.contains("Ana"))
        let customer = try await desk.chat(shop, session, "after=")
        _ = try await customer.next { $0.type == "ready" }
        #expect(try await customer.next().author == "Ana")
        // Nobody answered while Ana had the word, and the assistant does not now either.
        _ = try await desk.act("release", session, shop, ["author": "Ana"])
        let answer = try await customer.answer(to: Guides.returnQuestion)
        #expect(answer.answered == true)
        let replies = try await desk.messages(session, shop).compactMap { $0["reply_to"] as? String }
        #expect(replies.count == 1)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }

    @Test("a lease of a silent agent ends, and the assistant answers what waits")
    func expiry() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business(settings: ["handoff": ["lease_seconds": 5]])
        let (session, socket) = try await desk.chat(shop)
        _ = try await desk.act("take", session, shop, ["author": "Ana"])
        try await socket.say("anybody there?")
        let question = try await socket.next { $0.sender == "user" }
        let back = try await socket.next { $0.sender == "system" && $0.message.contains("had to leave") }
        #expect(back.message.contains("Ana"))
        #expect(try await socket.next(\.isAnswer).replyTo == question.id)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }
}
