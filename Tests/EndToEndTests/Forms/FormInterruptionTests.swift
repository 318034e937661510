import Foundation
import LoopbackServer
import Testing

@Suite("A form and a desk that is killed", .serialized)
struct FormInterruptionTests {
    private static let written = ["Unused goods can be returned within 30 days of delivery [1]."]

    @Test("L13: a form goes on after kill -9 where it was, with a question on the way answered once")
    func killed() async throws {
        let model = try ScriptedModel()
        let gate = Gate()
        model.when("Forms Ltd", .hold(gate, Self.written))
        let desk = try await RunningDesk(environment: GeneratingDesk.settings(of: model))
        let shop = try await desk.business("Forms Ltd")
        try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        try await desk.form(
            [["question_text": "A?", "type": "number"], ["question_text": "B?"], ["question_text": "C?"]], for: shop)
        let (session, socket) = try await desk.chat(shop)
        _ = try await socket.fill("form")
        #expect(try await socket.fill("12").message == "B?")
        // The desk dies while it writes the answer to a question on the way, with an answer to the form behind it.
        try await socket.say(Guides.returnQuestion)
        let asked = try #require(try await socket.next { $0.sender == "user" }.id)
        try await model.waitForCalls(1, of: "Forms Ltd")
        try await socket.say("bee")
        let given = try #require(try await socket.next { $0.sender == "user" }.id)
        await desk.killHard()
        model.when("Forms Ltd", .write(Self.written))
        gate.open()

        let second = try await RunningDesk(folder: desk.folder, environment: GeneratingDesk.settings(of: model))
        let back = try await second.chat(shop, session, "after=")
        var frames: [ChatFrame] = []
        while frames.last?.message != "C?" {
            let frame = try await back.next()
            if frame.type == nil { frames.append(frame) }
        }
        #expect(frames.count(where: { $0.replyTo == asked }) == 1)
        #expect(frames.count(where: { $0.replyTo == given }) == 1)
        #expect(frames.first { $0.replyTo == asked }?.message.contains("30 days") == true)
        await second.killHard()

        let third = try await RunningDesk(folder: desk.folder, environment: GeneratingDesk.settings(of: model))
        let last = try await third.chat(shop, session)
        #expect(try await last.fill("sea").form?["status"] as? String == "complete")
        let submissions = try await third.submissions(shop)
        #expect(submissions.count == 1)
        let responses = try #require(submissions.first?["responses"] as? [[String: Any]])
        #expect(responses.map { $0["response"] as? String } == ["12", "bee", "sea"])
        let messages = try await third.messages(session, shop)
        let replies = messages.compactMap { $0["reply_to"] as? String }
        #expect(Set(replies).count == replies.count && replies.count == 5)
        third.terminate()
        #expect(await third.exitStatus() == 0)
    }
}
