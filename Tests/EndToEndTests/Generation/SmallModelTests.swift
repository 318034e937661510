import Foundation
import Testing

/// Where `make test-slow` serves its model.
private let smallModelURL = ProcessInfo.processInfo.environment["FRONTDESK_SMALL_MODEL_URL"]

@Suite(
    "A real small model", .serialized,
    .enabled(if: smallModelURL != nil, "needs a language model: make test-slow serves one"))
struct SmallModelTests {
    private static let questions = [
        Guides.returnQuestion, Guides.deliveryQuestion, "What does standard delivery cost?",
        "When is delivery free of charge?", "Where is the warehouse?", "How is the refund paid?",
        "How many working days does the refund take?", "Can I return used goods?",
    ]

    private func desk(tokens: Int = 80) async throws -> RunningDesk {
        try await RunningDesk(environment: [
            "OPENAI_BASE_URL": smallModelURL ?? "", "OPENAI_API_KEY": "none", "OPENAI_MODEL": "gemma-3-270m",
            "MAX_TOKENS": "\(tokens)",
        ])
    }

    @Test("whatever it writes, no number or address that the documents do not hold reaches the customer")
    func grounded() async throws {
        let desk = try await desk()
        let shop = try await desk.business(knowing: Guides.returns)
        let held = Self.values(Guides.returns)
        var generated = 0
        for question in Self.questions {
            let reply = try await desk.ask(question, shop)
            let text = try #require(reply.json["message"] as? String)
            #expect(!text.isEmpty)
            if reply.json["method"] as? String == "generated" { generated += 1 }
            guard reply.json["answered"] as? Bool == true else { continue }
            #expect(Self.values(text).isSubset(of: held), "\(question): \(text)")
            #expect(!text.contains("<passage") && !text.contains("NO_ANSWER") && !text.contains("]("))
            #expect(!((reply.json["citations"] as? [Any]) ?? []).isEmpty)
        }
        print("small model: \(generated) of \(Self.questions.count) answers hold its own sentences")
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }

    @Test("its pieces are streamed and are the answer, and who leaves in the middle is answered after coming back")
    func streamed() async throws {
        let desk = try await desk()
        let shop = try await desk.business(knowing: Guides.returns)
        let session = try await desk.session(shop)
        let socket = try await desk.chat(shop, session, "stream=1")
        try await socket.say(Guides.returnQuestion)
        let frames = try await socket.frames(through: \.isAnswer)
        #expect(frames.compactMap(\.piece).joined() == frames.last?.message)
        try await socket.say(Guides.deliveryQuestion)
        let echo = try await socket.next()
        try await socket.leave()
        let back = try await desk.chat(shop, session, "after=\(try #require(echo.id))")
        #expect(try await back.next(\.isAnswer).replyTo == echo.id)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }

    @Test("a limit of one token leaves the documents' own words")
    func limited() async throws {
        let desk = try await desk(tokens: 1)
        let shop = try await desk.business(knowing: Guides.returns)
        let reply = try await desk.ask(Guides.returnQuestion, shop)
        #expect(reply.json["method"] as? String == "extracted")
        #expect((reply.json["message"] as? String)?.contains("30 days") == true)
        desk.terminate()
        #expect(await desk.exitStatus() == 0)
    }

    /// Everything with a digit in it, and addresses.
    private static func values(_ text: String) -> Set<String> {
        Set(
            text.split { $0.isWhitespace || ",;!?()".contains($0) }.map {
                $0.trimmingCharacters(in: .punctuationCharacters)
            }
            .filter { $0.contains(where: \.isNumber) || $0.contains("@") || $0.contains("/") })
    }
}
