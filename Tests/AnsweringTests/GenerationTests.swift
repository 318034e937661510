import Answering
import DeskModel
import Foundation
import Synchronization
import Testing

@Suite("Answers that a language model writes")
struct GenerationTests {
    private static let question = "How much does parking cost a night?"

    private func ask(
        _ pieces: [String], question: String = question, documents: [TestDesk.Document] = Hotel.documents
    ) async throws -> Answer {
        try await TestDesk(documents, model: ScriptedLanguageModel { _ in pieces }).ask(question)
    }

    @Test("a supported sentence passes, its mark resolved and removed")
    func supported() async throws {
        let answer = try await ask(["Parking costs $12", " a night [1]. ", "It cannot be reserved [1]."])
        #expect(answer.method == .generated)
        #expect(answer.text == "Parking costs $12 a night. It cannot be reserved.")
        #expect(answer.citations.allSatisfy { $0.documentID == "parking" })
        #expect(answer.sentences.allSatisfy { !$0.citations.isEmpty })
        #expect(answer.citations.contains { $0.quote == "Parking costs $12 a night and cannot be reserved." })
    }

    @Test(
        "a lie never reaches the customer",
        arguments: [
            "Parking costs $15 a night [1].", "Parking costs €12 a night [1].", "Parking costs 12 percent a night [1].",
            "Parking costs $12 a night, call +1 555 999 2030 [1].",
            "Parking costs $12 a night, see www.cheap-parking.com [1].",
            "Parking costs $12 a night, write to help@evil.example [1].", "Parking costs $12 a night from Monday [1].",
            "Parking costs $12 a night at post AX-300 [1].", "Parking costs $12 a night in the Riverside Garage [1].",
            "Parking costs $12 a night from 5 pm [1].", "Parking does not cost $12 a night [1].",
            "Parking costs $12 a night since 2019 [1].", "Parking costs twelve hundred dollars [1].",
            "Parking is free on Sundays for members [1].", "The moon is made of green cheese [1].",
            "Parking costs $1,2 a night [1].", "Parking costs $120 a night [1].",
            "Parking costs $12 for three nights [1].",
            "Dogs may park for $12 in March [1].", "Our manager Peter Smith parks for $12 a night [1].",
        ])
    func lies(sentence: String) async throws {
        let answer = try await ask([sentence])
        #expect(!answer.text.contains(sentence.replacing(" [1]", with: "")))
        // What comes instead is the documents' own words.
        #expect(answer.method == .extracted)
        #expect(answer.text.contains("Parking costs $12 a night and cannot be reserved."))
    }

    @Test("between true sentences a lie is left out")
    func lieBetween() async throws {
        let answer = try await ask([
            "Parking costs $12 a night [1]. It costs $99 on Sundays [1]. The car park has 45 spaces [1]."
        ])
        #expect(answer.text == "Parking costs $12 a night. The car park has 45 spaces.")
    }

    @Test(
        "formats may change, values may not",
        arguments: [
            ("When does the pool open?", "The indoor pool opens at 07:00 and closes at 21:30 [1]."),
            ("When does the pool open?", "The pool is open from 7:00 a.m. to 9:30 p.m. every day [1]."),
            ("What does breakfast cost adults?", "Breakfast costs €18 for adults [1]."),
            ("What does a massage cost?", "A massage of 50 minutes costs 80 dollars [1]."),
            ("Where do electric cars charge?", "Electric cars charge at AX200 posts near the gate [1]."),
        ])
    func formats(question: String, sentence: String) async throws {
        let answer = try await ask([sentence], question: question)
        #expect(answer.method == .generated)
        #expect(answer.text == sentence.replacing(" [1]", with: ""))
    }

    @Test("a mark for a passage that was not shown is dropped, and the sentence judged by all that were")
    func unknownMarks() async throws {
        let answer = try await ask(["Parking costs $12 a night [99]. It cannot be reserved 【7】."])
        #expect(answer.text == "Parking costs $12 a night. It cannot be reserved.")
        #expect(answer.citations.allSatisfy { $0.documentID == "parking" })
    }

    @Test("a sentence that cites the wrong passage is withheld")
    func wrongPassage() async throws {
        let desk = try await TestDesk(
            Hotel.documents,
            model: ScriptedLanguageModel { request in
                let prompt = request.turns.last?.content ?? ""
                // The id of any passage but the right one.
                let wrong = (1...5).first { id in
                    prompt.contains("<passage id=\"\(id)\"")
                        && !prompt.contains("<passage id=\"\(id)\" title=\"Parking")
                }
                return ["Parking costs $12 a night [\(wrong ?? 1)]."]
            })
        #expect(try await desk.ask(Self.question).method == .extracted)
    }

    @Test("when the model finds no answer the desk declines, unless the evidence is strong")
    func noAnswer() async throws {
        let weak = try await TestDesk(
            Hotel.documents, settings: BusinessSettings(answerThreshold: 0.01),
            model: ScriptedLanguageModel { _ in ["NO_", "ANSWER"] })
        let declined = try await weak.ask("Is a bicycle allowed in the lobby of some hotel?")
        #expect(!declined.answered)
        #expect(!declined.text.contains("NO_ANSWER"))
    }

    @Test("a question below the threshold is never put to the model")
    func notAsked() async throws {
        let asked = Mutex(0)
        let model = ScriptedLanguageModel { _ in
            asked.withLock { $0 += 1 }
            return ["Ulaanbaatar."]
        }
        let answer = try await TestDesk(Hotel.documents, model: model).ask("What is the capital of Mongolia?")
        #expect(!answer.answered)
        #expect(asked.withLock { $0 } == 0)
    }

    @Test("a question in another language than the passages is answered by them, and never put to the model")
    func otherLanguage() async throws {
        let question = "¿Cuánto cuesta aparcar el coche por la noche?"
        let asked = Mutex(0)
        let model = ScriptedLanguageModel { _ in
            asked.withLock { $0 += 1 }
            return ["Aparcar el coche cuesta 12 euros por la noche."]
        }
        let settings = BusinessSettings(answerThreshold: 0)
        let (answer, receipt) = try await TestDesk(Hotel.documents, settings: settings, model: model).answered(question)
        #expect(asked.withLock { $0 } == 0)
        #expect(answer.method != .generated && receipt.languageModel == nil)
        let spanish = TestDesk.Document(
            id: "aparcar", title: "Aparcamiento",
            text: "Aparcar el coche cuesta 12 euros por la noche. El aparcamiento está detrás del edificio.")
        let (own, _) = try await TestDesk(Hotel.documents + [spanish], settings: settings, model: model)
            .answered(question)
        #expect(asked.withLock { $0 } == 1)
        #expect(own.method == .generated && own.text == "Aparcar el coche cuesta 12 euros por la noche.")
    }

    @Test(
        "a model that fails leaves the documents' own words",
        arguments: [
            ModelError.Reason.unreachable, .timedOut, .overloaded, .refused, .malformedReply,
        ])
    func fails(reason: ModelError.Reason) async throws {
        let answer = try await TestDesk(
            Hotel.documents, model: ScriptedLanguageModel { _ in throw ModelError(reason, "scripted") }
        ).ask(Self.question)
        #expect(answer.method == .extracted)
        #expect(answer.text.contains("$12"))
    }

    @Test("a model that stalls is left after the time set, with what was verified until then")
    func stalls() async throws {
        let configuration = AnswererConfiguration(stallTimeout: .milliseconds(100))
        let silent = try await TestDesk(Hotel.documents, model: StallingModel(first: []), configuration: configuration)
        #expect(try await silent.ask(Self.question).method == .extracted)
        let half = StallingModel(first: ["Parking costs $12 a night [1]. It can"])
        let answer = try await TestDesk(Hotel.documents, model: half, configuration: configuration).ask(Self.question)
        #expect(answer.method == .generated)
        #expect(answer.text == "Parking costs $12 a night.")
    }

    @Test("a model that drips forever is ended by the total time")
    func drips() async throws {
        let configuration = AnswererConfiguration(
            stallTimeout: .seconds(30), generationTimeout: .milliseconds(200))
        let desk = try await TestDesk(
            Hotel.documents, model: DrippingModel(piece: "well "), configuration: configuration)
        #expect(try await desk.ask(Self.question).method == .extracted)
    }

    @Test("repetition and endless text are cut")
    func endless() async throws {
        let configuration = AnswererConfiguration(generationTimeout: .seconds(20))
        let repeating = try await TestDesk(
            Hotel.documents, model: DrippingModel(piece: "Parking costs $12 a night [1]. "),
            configuration: configuration)
        #expect(try await repeating.ask(Self.question).text == "Parking costs $12 a night.")
        let garbage = try await ask([String(repeating: "\u{0}\u{FFFD}x", count: 50_000)])
        #expect(garbage.method == .extracted)
        let noStops = try await ask(Array(repeating: "parking night ", count: 5_000))
        #expect(noStops.text.count < 3_000)
    }

    @Test("a model that writes one unsupported sentence after another is given up soon")
    func givenUp() async throws {
        let written = Mutex(0)
        let model = EndlessModel { number in
            written.withLock { $0 = number }
            return "The moon is made of green cheese number \(number) [1]. "
        }
        let answer = try await TestDesk(Hotel.documents, model: model).ask(Self.question)
        #expect(answer.method == .extracted)
        #expect(written.withLock { $0 } < 100)
    }

    @Test(
        "garbage in the stream neither reaches the customer nor costs the answer",
        arguments: [
            ["\u{FFFD}\u{FFFD}\u{0}\u{1B}[31m"], [String(repeating: "x", count: 10_000_000)],
            [String(repeating: "Parking costs ", count: 100_000)], ["\u{202E}", "\u{7}\u{8}", "\n\n\n"],
            [String(repeating: "[1]", count: 50_000)], [String(repeating: "\u{0301}", count: 100_000)], [""],
        ])
    func garbage(pieces: [String]) async throws {
        let answer = try await ask(pieces)
        #expect(answer.method == .extracted)
        #expect(answer.text.contains("$12"))
    }

    @Test("control and invisible characters are taken out of what is true")
    func invisible() async throws {
        let answer = try await ask(["Parking \u{202E}costs\u{0} $12\u{200B} a night\u{1B} [1]."])
        #expect(answer.text == "Parking costs $12 a night.")
    }

    @Test("deltas are verified sentences only, and joined they are the answer")
    func deltas() async throws {
        let pieces = "Parking costs $12 a night [1]. It costs $99 on Sundays [1]. The car park has 45 spaces [1]."
            .map { String($0) }
        let desk = try await TestDesk(Hotel.documents, model: ScriptedLanguageModel { _ in pieces })
        var text = ""
        var count = 0
        for try await event in desk.answerer.events(
            for: AnswerRequest(business: desk.business, question: Self.question))
        {
            switch event {
            case .delta(let piece):
                text += piece
                count += 1
            case .final(let answer, let receipt):
                #expect(answer.text == text)
                #expect(receipt.languageModel == "scripted")
                #expect(receipt.promptHash?.count == 64)
            }
        }
        #expect(count == 2)
        #expect(!text.contains("99"))
    }

    @Test("who stops listening stops the model")
    func cancels() async throws {
        let ended = Mutex(false)
        let model = StallingModel(first: ["Parking costs $12 a night [1]. More"]) { ended.withLock { $0 = true } }
        let desk = try await TestDesk(Hotel.documents, model: model)
        for try await event in desk.answerer.events(
            for: AnswerRequest(business: desk.business, question: Self.question))
        {
            if case .delta = event { break }
        }
        for _ in 0..<500 where !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(ended.withLock { $0 })
    }
}

/// A model that says a little and then nothing, until its request is cancelled.
struct StallingModel: LanguageModel {
    let modelID = "stalling"
    let first: [String]
    var onCancel: @Sendable () -> Void = {}

    func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error> {
        AsyncThrowingStream { continuation in
            for piece in first { continuation.yield(piece) }
            continuation.onTermination = { _ in onCancel() }
        }
    }
}

/// A model that never stops.
struct DrippingModel: LanguageModel {
    let modelID = "dripping"
    let piece: String

    func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error> {
        AsyncThrowingStream {
            try await Task.sleep(for: .milliseconds(5))
            return piece
        }
    }
}

/// A model that goes on with another sentence for as long as anyone listens.
struct EndlessModel: LanguageModel {
    let modelID = "endless"
    let sentence: @Sendable (Int) -> String

    func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error> {
        let count = Mutex(0)
        return AsyncThrowingStream {
            await Task.yield()
            return sentence(
                count.withLock { count in
                    count += 1
                    return count
                })
        }
    }
}
