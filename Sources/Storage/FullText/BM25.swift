import Foundation

/// Robertson and Zaragoza's BM25 with the constants and the inverse document frequency of SQLite's FTS5, so that scores
/// computed here and there can be compared.
struct BM25 {
    private static let saturation = 1.2
    private static let lengthWeight = 0.75

    let chunks: Int
    let averageLength: Double

    /// Sparck Jones's weight. A term that half of the chunks hold tells nothing; FTS5 gives it almost no weight rather
    /// than a negative one.
    func weight(chunksHolding: Int) -> Double {
        let weight = log((Double(chunks - chunksHolding) + 0.5) / (Double(chunksHolding) + 0.5))
        return weight > 0 ? weight : 1e-6
    }

    /// What a term adds to a chunk's score.
    func score(weight: Double, occurrences: Int, length: Int) -> Double {
        let frequency = Double(occurrences)
        let relativeLength = Double(length) / max(1, averageLength)
        let norm = Self.saturation * (1 - Self.lengthWeight + Self.lengthWeight * relativeLength)
        return weight * frequency * (Self.saturation + 1) / (frequency + norm)
    }
}
