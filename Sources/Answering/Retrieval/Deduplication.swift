import DeskModel

/// Recognises passages that say the same: copies of one text, and chunks of one document that mostly overlap.
struct Deduplication {
    private struct Seen {
        let document: DocumentID
        let characters: Range<Int>
        let terms: Set<Int>
    }

    private static let sameTerms = 0.9
    private static let sameCharacters = 0.5

    private var exact: Set<String> = []
    private var seen: [Seen] = []

    /// Whether the passage is new; from then on it is known.
    mutating func isNew(_ passage: Passage) -> Bool {
        let chunk = passage.chunk
        guard exact.insert(chunk.terms.isEmpty ? chunk.text : chunk.terms).inserted else { return false }
        // Hashes of one process are comparable with each other, which is all that is needed.
        let terms = Set(chunk.terms.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0).hashValue })
        let isKnown = seen.contains { other in
            other.document == chunk.document && overlap(other.characters, chunk.characters) > Self.sameCharacters
                || isNearlyEqual(other.terms, terms)
        }
        if !isKnown { seen.append(Seen(document: chunk.document, characters: chunk.characters, terms: terms)) }
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
}
