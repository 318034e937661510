import DeskModel
import Testing

@testable import Answering

@Suite("What a generated sentence claims is checked against the passages")
struct GroundingMeasurementTests {
    private static func verifier() async throws -> SentenceVerifier {
        let cases = GroundingCases.all
        let desk = try await TestDesk(cases.documents)
        let passages = try await desk.store.passages((1...cases.documents.count).map(Int64.init), in: desk.business.id)
        return SentenceVerifier(passages: passages, known: ["Alder Street Hotel"])
    }

    @Test("of hundreds of planted lies none passes")
    func lies() async throws {
        let verifier = try await Self.verifier()
        let lies = GroundingCases.all.lies
        #expect(lies.count >= 400)
        let passed = lies.filter { if case .supported = verifier.verify($0.text, cited: []) { true } else { false } }
        print("grounding: \(passed.count) of \(lies.count) lies passed")
        #expect(passed.isEmpty, "\(passed.count) of \(lies.count) lies passed: \(passed.map(\.description))")
    }

    @Test("at most 3 in 100 true sentences are withheld, in the documents' words and in others")
    func truths() async throws {
        let verifier = try await Self.verifier()
        let truths = GroundingCases.all.trueSentences
        #expect(truths.count >= 200)
        let withheld = truths.compactMap { sentence -> String? in
            guard case .unsupported(let reason) = verifier.verify(sentence, cited: []) else { return nil }
            return "\(reason.rawValue): \(sentence)"
        }
        print("grounding: \(withheld.count) of \(truths.count) true sentences withheld: \(withheld)")
        #expect(withheld.count * 100 <= truths.count * 3, "\(withheld.count) of \(truths.count) withheld: \(withheld)")
    }

    @Test(
        "a pronoun is taken for what was said before, and nothing rests on a sentence that was withheld",
        arguments: [
            (
                SentenceVerifier.Precedent.sentence("The indoor pool is heated."), "It is open from 7 am to 9:30 pm.",
                true
            ),
            (.sentence("The hall holds 1,250 visitors."), "It is open from 7 am to 9:30 pm.", false),
            (.withheld, "It is open from 7 am to 9:30 pm.", false),
            (.question, "It is open from 7 am to 9:30 pm.", true),
        ])
    func pronouns(precedent: SentenceVerifier.Precedent, sentence: String, isSupported: Bool) async throws {
        let documents = [
            TestDesk.Document(
                id: "pool", title: "Pool", text: "The indoor pool is open from 7 am to 9:30 pm every day."),
            TestDesk.Document(id: "hall", title: "Hall", text: "The hall holds 1,250 visitors."),
        ]
        let desk = try await TestDesk(documents)
        let verifier = SentenceVerifier(
            passages: try await desk.store.passages([1, 2], in: desk.business.id), question: "When is the pool open?",
            known: [])
        let verdict = verifier.verify(sentence, cited: [], after: precedent)
        if isSupported { #expect(verdict == .supported([0])) } else { #expect(verdict != .supported([0])) }
    }

    @Test("values in other notations are the same value, other values are not")
    func notations() {
        let pairs: [(String, String, Bool)] = [
            ("14 days", "two weeks", true), ("2 pm", "14:00", true), ("1,000", "1000", true), ("1.000", "1000", true),
            ("20 %", "twenty percent", true), ("$5", "5 dollars", true), ("5 USD", "$5", true),
            ("12/11/2026", "12 November 2026", true), ("12/11/2026", "11 December 2026", true),
            ("1,250.50", "1250.5", true),
            ("48 hours", "two days", true), ("one hundred and fifty", "150", true), ("noon", "12:00", true),
            ("+1 (555) 010-2030", "+1 555 010 2030", true), ("AX 200", "AX-200", true), ("२५", "25", true),
            ("1.5 million", "1500000", true), ("5 km", "5000 m", false), ("14 days", "14 weeks", false),
            ("2 pm", "2 am", false), ("$5", "€5", false), ("20 %", "20", false),
            ("12/11/2026", "12 October 2026", false),
            ("1.25", "125", false), ("+1 555 010 2030", "+1 555 010 2031", false), ("12,000", "1200", false),
        ]
        for (claim, evidence, isSame) in pairs {
            let claimed = LiteralScanner.literals(in: TextToken.tokens(in: claim), offering: false)
            let offered = LiteralScanner.literals(in: TextToken.tokens(in: evidence), offering: true)
            let holds =
                !claimed.isEmpty && claimed.allSatisfy { value in offered.contains { value.isSupported(by: $0) } }
            // A bare number may leave out the unit of the evidence, never the reverse.
            #expect(holds == isSame, "\(claim) and \(evidence)")
        }
    }

    @Test(
        "a bare number stands for a time, a price or a share only where it counts nothing of its own",
        arguments: [
            ("Guests check in from 3 pm.", "3 guests check in.", false),
            ("Guests check in from 3 pm.", "Check in with 3 guests.", false),
            ("Members get a 10% discount.", "The discount is for 10 members.", false),
            ("Dog owners pay $25 per visit.", "25 dog owners pay per visit.", false),
            ("The sauna opens at 3 pm.", "The sauna opens at 3.", true),
            ("Parking costs $12 a night.", "Parking costs 12 a night.", true),
        ])
    func bareNumbers(evidence: String, sentence: String, isSupported: Bool) async throws {
        let desk = try await TestDesk([TestDesk.Document(id: "d", title: "House rules", text: evidence)])
        let verifier = SentenceVerifier(
            passages: try await desk.store.passages([1], in: desk.business.id), known: [])
        #expect((verifier.verify(sentence, cited: []) == .supported([0])) == isSupported)
    }

    @Test("a degree of support orders pairs, and stays in its range", arguments: ["", "?", "The pool opens at 7 am."])
    func degrees(text: String) {
        let evidence = "The indoor pool is open from 7 am to 9:30 pm every day."
        let score = SupportScore(of: text, in: evidence)
        #expect((0...1).contains(score.value))
        #expect((0...1).contains(SupportScore(of: text, in: "").value))
        let right = SupportScore(of: "The indoor pool opens at 7 am.", in: evidence)
        let wrong = SupportScore(of: "The indoor pool opens at 9 am.", in: evidence)
        #expect(right.isSupported && !wrong.isSupported)
        #expect(right.value > wrong.value)
    }
}
