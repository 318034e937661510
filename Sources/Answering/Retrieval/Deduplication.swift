import DeskModel

/// Recognises passages that say the same: copies of one text, and chunks of one document that mostly overlap.
///
/// Two versions of a text that differ in a number or a denial are no copies: which of them holds is for `Conflicts`.
struct Deduplication {
    private struct Seen {
        let document: DocumentID
        let characters: Range<Int>
        let text: String
        let terms: Set<Int>
    }

    private static let sameTerms = 0.9
    private static let sameCharacters = 0.5

    /// The texts of the same terms.
    private var exact: [String: [String]] = [:]
    private var seen: [Seen] = []

    /// Whether the passage is new; from then on it is known.
    mutating func isNew(_ passage: Passage) -> Bool {
        let chunk = passage.chunk
        let line = chunk.terms.isEmpty ? chunk.text : chunk.terms
        let alike = exact[line] ?? []
        guard !alike.contains(where: { decidesAlike($0, chunk.text) }) else { return false }
        exact[line] = alike + [chunk.text]
        // Hashes of one process are comparable with each other, which is all that is needed.
        let terms = Set(chunk.terms.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0).hashValue })
        let isKnown = seen.contains { other in
            other.document == chunk.document && overlap(other.characters, chunk.characters) > Self.sameCharacters
                || isNearlyEqual(other.terms, terms) && decidesAlike(other.text, chunk.text)
        }
        if !isKnown {
            seen.append(
                Seen(document: chunk.document, characters: chunk.characters, text: chunk.text, terms: terms))
        }
        return !isKnown
    }

    /// The common part's share of the shorter range.
    private func overlap(_ a: Range<Int>, _ b: Range<Int>) -> Double {
        let common = a.clamped(to: b).count
        let shorter = min(a.count, b.count)
        return shorter > 0 ? Double(common) / Double(shorter) : 0
    }

    private func isNearlyEqual(_ a: Set<Int>, _ b: Set<Int>) -> Bool {
        let larger = max(a.count, b.count)
        // Short texts differ in the one word that matters.
        guard larger >= 20, Double(min(a.count, b.count)) >= Self.sameTerms * Double(larger) else { return false }
        let common = a.count { b.contains($0) }
        return Double(common) >= Self.sameTerms * Double(a.count + b.count - common)
    }

    /// Whether two texts of about the same words agree in those that decide what they say. Terms leave most of them out,
    /// and one of them may be all that an amendment changed.
    private func decidesAlike(_ a: String, _ b: String) -> Bool { a == b || deciding(a) == deciding(b) }

    /// Numbers, dates, denials and bounds, in their order.
    private func deciding(_ text: String) -> [String] {
        TextToken.tokens(in: text).filter { $0.hasDigit || decides($0.bare) }.map { String($0.plain) }
    }

    private func decides(_ word: String) -> Bool {
        if Negation.isNegation(word) || ConceptLexicon.turns.contains(word) { return true }
        if Qualifier.named(word) != nil || NumberForms.words([word]) != nil { return true }
        return Calendar.weekdays[word] != nil || Calendar.months[word] != nil
    }
}
