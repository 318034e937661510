import DeskModel
import Foundation
import TextAnalysis

/// How far a text supports a sentence, in degrees: for measuring the check on judged pairs. Answers go by the verdict.
public struct SupportScore: Sendable {
    /// Whether the check lets the sentence pass.
    public let isSupported: Bool
    /// What the degree is made of: share of the sentence's words in the text and in its closest place, share of its
    /// values, and 1 where the closest place denies what the sentence affirms, or the reverse.
    public let features: [Double]
    /// In 0...1.
    public var value: Double {
        let sum = zip(Self.weights, features).reduce(Self.bias + (isSupported ? 1.56 : 0)) { $0 + $1.0 * $1.1 }
        return 1 / (1 + exp(-sum))
    }

    /// A logistic fit on the tuning half of the public judged pairs (`frontdesk eval` on a folder with `pairs.jsonl`).
    private static let weights = [-0.5, 1.35, 0.43, -0.38]
    private static let bias = -0.7

    /// - Parameters:
    ///   - sentence: a claim of one sentence.
    ///   - evidence: plain text.
    public init(of sentence: String, in evidence: String) {
        let analyzer = TermAnalyzer(language: LanguageGuesser.language(of: evidence))
        let sentences = SentenceSplitter.sentences(in: evidence).map {
            (String(evidence[$0]), ChunkSentence.Kind.prose)
        }
        let places = EvidencePlace.all(sentences, headings: "", analyzer)
        let verifier = SentenceVerifier(places: places, analyzer: analyzer)
        isSupported = if case .supported = verifier.verify(sentence, cited: []) { true } else { false }
        let claim = Statement(sentence, analyzer, offering: false)
        let terms = claim.contentTerms(in: claim.tokens.indices)
        let all = places.reduce(into: Set<String>()) { $0.formUnion($1.terms) }
        func share(_ held: Set<String>) -> Double {
            terms.isEmpty ? 1 : Double(terms.intersection(held).count) / Double(terms.count)
        }
        let best = places.max { share($0.terms) < share($1.terms) }
        let values = claim.literals.count { value in
            places.contains { place in place.literals.contains { value.isSupported(by: $0) } }
        }
        let contradiction = best.flatMap {
            Entailment(claim: claim, place: $0, known: terms).judge(claim.tokens.indices, inherited: [])
        }
        features = [
            share(all), best.map { share($0.terms) } ?? 0,
            claim.literals.isEmpty ? 1 : Double(values) / Double(claim.literals.count),
            contradiction == .polarity || contradiction == .qualifier ? 1 : 0,
        ]
    }
}
