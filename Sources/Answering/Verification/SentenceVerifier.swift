import DeskModel
import TextAnalysis

/// Decides whether a generated sentence says only what the passages say.
///
/// A sentence is supported when one place of a passage (a sentence, list item or row, with its headings and with what a
/// pronoun in it refers to) supports it whole, or when each part that stands by itself has such a place. A place supports
/// a part when it holds every value of it (number, price, date, time, code, address, phone number) in the same sense and
/// for the same thing, every content word of it or one that says the same, and agrees with it in what is denied, for how
/// many, how often, and how bindingly. Words nobody can judge are withheld: an unsupported sentence costs more than a
/// lost one. Pure and cheap enough for each sentence of a stream.
struct SentenceVerifier: Sendable {
    /// What became of a sentence.
    enum Verdict: Hashable, Sendable {
        /// Indices of the supporting passages.
        case supported([Int])
        case unsupported(Reason)
    }

    enum Reason: String, Hashable, Sendable { case literal, name, overlap, polarity, qualifier, binding, empty, markup }

    /// What stands before a sentence, to which a pronoun in it refers.
    enum Precedent: Hashable, Sendable {
        /// Nothing: the question.
        case question
        case sentence(String)
        /// A sentence that was withheld.
        case withheld
    }

    private struct Source: Sendable {
        let analyzer: TermAnalyzer
        let places: [EvidencePlace]
        /// Of the business's name, in the passage's language.
        let known: Set<String>
    }

    private let sources: [Source]
    private let question: String

    /// - Parameters:
    ///   - passages: what the model was shown.
    ///   - question: what "it" is in a first sentence.
    ///   - known: texts whose names may be repeated, such as the business's name.
    init(passages: [Passage], question: String = "", known: [String]) {
        self.question = question
        sources = passages.map { passage in
            let analyzer = TermAnalyzer(language: passage.chunk.language)
            let names = known.flatMap { Statement($0, analyzer, offering: false).allTerms }
            return Source(
                analyzer: analyzer, places: EvidencePlace.all(in: passage, analyzer), known: Set(names))
        }
    }

    /// One text alone.
    init(places: [EvidencePlace], analyzer: TermAnalyzer) {
        question = ""
        sources = [Source(analyzer: analyzer, places: places, known: [])]
    }

    /// - Parameter cited: indices of the passages that the model named for the sentence.
    func verify(_ sentence: String, cited: [Int], after precedent: Precedent = .question) -> Verdict {
        guard !Self.hasMarkup(sentence) else { return .unsupported(.markup) }
        let candidates = cited.isEmpty ? Array(sources.indices) : cited.filter(sources.indices.contains)
        var reason = Reason.empty
        var claims: [String: Statement] = [:]
        for index in candidates {
            let claim = claim(sentence, sources[index].analyzer, &claims)
            guard isStatement(claim) else { continue }
            guard let subject = subject(of: claim, sources[index].analyzer, precedent) else {
                return .unsupported(.binding)
            }
            let places = sources[index].places
            if let failure = failure(claim, claim.tokens.indices, subject, places, sources[index].known, precedent) {
                reason = failure
            } else {
                return .supported([index])
            }
        }
        if let indices = inParts(candidates, &claims, sentence, precedent) { return .supported(indices) }
        return .unsupported(reason)
    }

    /// Each part of the sentence by a place of its own.
    private func inParts(
        _ candidates: [Int], _ claims: inout [String: Statement], _ sentence: String, _ precedent: Precedent
    ) -> [Int]? {
        guard let first = candidates.first else { return nil }
        let whole = claim(sentence, sources[first].analyzer, &claims)
        guard isStatement(whole), let topic = subject(of: whole, sources[first].analyzer, precedent) else { return nil }
        let parts = ClaimPart.parts(of: whole, subject: topic)
        guard !parts.isEmpty else { return nil }
        var used: [Int] = []
        for part in parts {
            let supporting = candidates.first { index in
                // Passages of another language would cut the sentence in other words.
                guard sources[index].analyzer.language == sources[first].analyzer.language else { return false }
                return failure(
                    whole, part.tokens, part.inherited, sources[index].places, sources[index].known, .sentence(""))
                    == nil
            }
            guard let supporting else { return nil }
            if !used.contains(supporting) { used.append(supporting) }
        }
        return used.sorted()
    }

    /// Why no place supports the part, `nil` when one does.
    private func failure(
        _ claim: Statement, _ tokens: Range<Int>, _ subject: Set<String>, _ places: [EvidencePlace],
        _ known: Set<String>, _ precedent: Precedent
    ) -> Reason? {
        var reason = Reason.overlap
        for place in places {
            let entailment = Entailment(claim: claim, place: place, known: known)
            // Of what the question is about, one word will do: it is not all about the subject.
            let isAsked = claim.isAnaphoric && precedent == .question
            if isAsked, subject.isDisjoint(with: place.terms) { continue }
            guard let failure = entailment.judge(tokens, inherited: isAsked ? [] : subject) else { return nil }
            reason = Reason(failure)
        }
        return reason
    }

    private func claim(_ text: String, _ analyzer: TermAnalyzer, _ claims: inout [String: Statement]) -> Statement {
        if let known = claims[analyzer.language] { return known }
        let claim = Statement(text, analyzer, offering: false)
        claims[analyzer.language] = claim
        return claim
    }

    /// Whether the sentence says enough to be true or false.
    private func isStatement(_ claim: Statement) -> Bool {
        guard claim.tokens.last?.raw.hasSuffix("?") == false else { return false }
        let count = claim.contentTerms(in: claim.tokens.indices).count + claim.literals.count
        let hasVerb = claim.clauses.contains(where: \.hasVerb) || !claim.paraphrases.knowsVerbs
        return count >= 3 || count >= 1 && hasVerb || count == 2 && !claim.literals.isEmpty
    }

    /// What a sentence that begins with a pronoun is about, empty for any other; `nil` when that was withheld or unsaid.
    private func subject(of claim: Statement, _ analyzer: TermAnalyzer, _ precedent: Precedent) -> Set<String>? {
        guard claim.isAnaphoric else { return [] }
        switch precedent {
        case .withheld: return nil
        case .sentence(let text): return Statement(text, analyzer, offering: false).subject
        case .question:
            let asked = Statement(question, analyzer, offering: false)
            let subject = asked.contentTerms(in: asked.tokens.indices).subtracting(claim.allTerms)
            return subject.isEmpty ? nil : subject
        }
    }

    /// Links, images and elements: an answer is plain text, and these can send what a customer said elsewhere.
    private static func hasMarkup(_ sentence: String) -> Bool {
        sentence.contains("](") || sentence.contains("][") || sentence.contains("![")
            || sentence.firstMatch(of: /<\/?[A-Za-z!]|javascript:|data:[a-z]+\//) != nil
    }
}

extension SentenceVerifier.Reason {
    init(_ failure: Entailment.Failure) {
        self =
            switch failure {
            case .literal: .literal
            case .name: .name
            case .overlap: .overlap
            case .polarity: .polarity
            case .qualifier: .qualifier
            case .binding: .binding
            case .empty: .empty
            }
    }
}
