import Foundation

/// Finds and fetches chunks in the database.
public protocol PassageStore: Sendable {
    /// The chunks that hold any of the terms, by BM25 computed over this business's chunks alone, best (largest) first.
    ///
    /// - Parameter terms: analysed as `Chunk.terms` was; weights repeat nothing, duplicates are dropped.
    func fullText(_ terms: [String], in business: BusinessID, limit: Int) async throws -> [ScoredChunk]
    /// The passages with these ids, in the order given; ids that are gone or belong to another business are left out.
    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage]
    /// How many of the business's chunks hold each term, and how many chunks it has in all.
    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics
}

/// How common terms are among a business's chunks.
public struct TermStatistics: Hashable, Sendable {
    public let chunks: Int
    public let chunksWithTerm: [String: Int]

    public init(chunks: Int, chunksWithTerm: [String: Int]) {
        self.chunks = chunks
        self.chunksWithTerm = chunksWithTerm
    }

    /// Robertson's inverse document frequency, never negative.
    public func inverseDocumentFrequency(of term: String) -> Double {
        let holding = Double(chunksWithTerm[term] ?? 0)
        let ratio = (Double(chunks) - holding + 0.5) / (holding + 0.5)
        return log(1 + ratio)
    }
}
