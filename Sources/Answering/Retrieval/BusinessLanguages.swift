import DeskModel
import Synchronization

/// Remembers in which languages a business's documents are written, from the passages that were found: a question of
/// three words guesses its own language badly, and may be asked in another than the documents'.
final class BusinessLanguages: Sendable {
    private static let mostBusinesses = 2_000
    private static let mostCounted = 4_000

    private let counts = Mutex<[BusinessID: [String: Int]]>([:])

    /// The likeliest languages, at most three.
    func likely(for business: BusinessID) -> [String] {
        let known = counts.withLock { $0[business] ?? [:] }
        return known.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(3).map(\.key)
    }

    func note(_ passages: [Passage], of business: BusinessID) {
        let languages = passages.map(\.chunk.language).filter { $0 != "und" }
        guard !languages.isEmpty else { return }
        counts.withLock { counts in
            // Forgetting costs one worse-analysed question; growing without end would cost memory.
            if counts.count >= Self.mostBusinesses, counts[business] == nil { counts.removeAll() }
            var known = counts[business] ?? [:]
            for language in languages { known[language, default: 0] += 1 }
            if known.values.reduce(0, +) > Self.mostCounted {
                known = known.mapValues { $0 / 2 }.filter { $0.value > 0 }
            }
            counts[business] = known
        }
    }
}
