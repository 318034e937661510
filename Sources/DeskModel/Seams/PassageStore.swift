import Foundation

/// Finds and fetches chunks in the database.
public protocol PassageStore: Sendable {
    /// The chunks that hold any of the terms, by BM25 computed over this business's chunks alone, best (largest) first.
    ///
    /// - Parameters:
    ///   - terms: analysed as `Chunk.terms` was; weights repeat nothing, duplicates are dropped.
    ///   - filter: chunks that do not pass it are not found.
    func fullTextMatches(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> FullTextMatches
    /// The chunks that pass the filter; `nil` when all do.
    func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>?
    /// The passages with these ids, in the order given; ids that are gone or belong to another business are left out.
    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage]
    /// How many of the business's chunks hold each term, and how many chunks it has in all.
    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics
}

extension PassageStore {
    /// The chunks alone.
    public func fullText(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter = .customers
    ) async throws -> [ScoredChunk] {
        try await fullTextMatches(terms, in: business, limit: limit, filter: filter).chunks
    }
}

/// What full text knows of some terms, at one moment.
public struct FullTextMatches: Hashable, Sendable {
    /// The chunks that hold any of them by BM25, best (largest) first.
    public let chunks: [ScoredChunk]
    public let statistics: TermStatistics
    /// Of the business's chunks at that moment, as `IndexChange.generation` counts them; 0 when there is no such
    /// business. Vectors that the chunks are fused with must not be older.
    public let generation: Int64

    public init(chunks: [ScoredChunk], statistics: TermStatistics, generation: Int64) {
        self.chunks = chunks
        self.statistics = statistics
        self.generation = generation
    }
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
