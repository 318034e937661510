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
        #expect(withheld.count * 100 <= truths.count * 3, "\(withheld.count) of \(truths.count) withheld: \(withheld)")
    }
}
