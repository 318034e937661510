import DeskModel
import Foundation
import Synchronization

/// The database's side of retrieval in memory: BM25 with k1 1.2 and b 0.75 over each business's own chunks.
final class InMemoryPassageStore: PassageStore {
    private let passages = Mutex<[BusinessID: [Passage]]>([:])
    /// What full text says it has seen.
    private let generation: Int64

    init(generation: Int64 = 0) { self.generation = generation }

    func add(_ passage: Passage, to business: BusinessID) {
        passages.withLock { $0[business, default: []].append(passage) }
    }

    func fullTextMatches(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> FullTextMatches {
        let allowed = try await chunks(passing: filter, in: business)
        let all = stored(in: business).filter { allowed?.contains($0.chunk.id) ?? true }.map {
            ($0.chunk.id, $0.chunk.terms.split(separator: " ").map(String.init))
        }
        let average = Double(all.reduce(0) { $0 + $1.1.count }) / Double(max(1, all.count))
        let statistics = try await termStatistics(terms, in: business)
        let scored = all.compactMap { id, words -> ScoredChunk? in
            let score = Set(terms).reduce(0.0) { sum, term in
                let frequency = Double(words.count { $0 == term })
                let length = 0.25 + 0.75 * Double(words.count) / average
                return sum + statistics.inverseDocumentFrequency(of: term) * frequency * 2.2
                    / (frequency + 1.2 * length)
            }
            return score > 0 ? ScoredChunk(id: id, score: score) : nil
        }
        return FullTextMatches(
            chunks: Array(scored.sorted { ($0.score, $1.id) > ($1.score, $0.id) }.prefix(limit)),
            statistics: statistics, generation: generation)
    }

    /// Of documents and languages alone: it keeps no labels.
    func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>? {
        guard !filter.isOpen else { return nil }
        return Set(
            stored(in: business).map(\.chunk).filter {
                filter.documents?.contains($0.document) ?? true && filter.languages?.contains($0.language) ?? true
            }.map(\.id))
    }

    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage] {
        let byID = Dictionary(stored(in: business).map { ($0.chunk.id, $0) }, uniquingKeysWith: { first, _ in first })
        return ids.compactMap { byID[$0] }
    }

    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics {
        let all = stored(in: business).map { Set($0.chunk.terms.split(separator: " ").map(String.init)) }
        let counts = Dictionary(
            uniqueKeysWithValues: Set(terms).map { term in (term, all.count { $0.contains(term) }) })
        return TermStatistics(chunks: all.count, chunksWithTerm: counts)
    }

    private func stored(in business: BusinessID) -> [Passage] { passages.withLock { $0[business] ?? [] } }
}
