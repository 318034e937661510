/// An embedder without a model, for tests: words hashed into buckets, so that texts sharing words are near.
public struct HashingEmbedder: Embedder {
    public let modelID: String
    public let dimension: Int
    public let maximumTokens = 256

    public init(dimension: Int = 384) {
        self.dimension = dimension
        modelID = "hashing-\(dimension)"
    }

    public func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        texts.map(vector)
    }

    public func tokenCount(of text: String) -> Int { Self.words(of: text).count + 2 }

    private func vector(of text: String) -> [Float] {
        var sums = [Float](repeating: 0, count: dimension)
        for word in Self.words(of: text) { sums[Int(Self.hash(word) % UInt64(dimension))] += 1 }
        let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else {
            sums[0] = 1
            return sums
        }
        return sums.map { $0 / length }
    }

    private static func words(of text: String) -> [Substring] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { Substring($0) }
    }

    /// FNV-1a, because Swift's own hash changes with each process.
    private static func hash(_ word: Substring) -> UInt64 {
        word.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
