import Foundation

/// Finds and fetches chunks in the database.
public protocol PassageStore: Sendable {
    /// The chunks that hold any of the terms, by BM25 computed over this business's chunks alone, best (largest) first.
    ///
    /// - Parameters:
    ///   - terms: analysed as `Chunk.terms` was; weights repeat nothing, duplicates are dropped.
    ///   - filter: chunks that do not pass it are not found.
    func fullText(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> [ScoredChunk]
    /// The chunks that pass the filter; `nil` when all do.
    func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>?
    /// The passages with these ids, in the order given; ids that are gone or belong to another business are left out.
    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage]
    /// How many of the business's chunks hold each term, and how many chunks it has in all.
    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics
}

extension PassageStore {
    /// Of what customers may find.
    public func fullText(_ terms: [String], in business: BusinessID, limit: Int) async throws -> [ScoredChunk] {
        try await fullText(terms, in: business, limit: limit, filter: .customers)
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
