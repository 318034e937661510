import DeskModel
import Foundation

/// Joins the dense and the full-text list into one order by scores, not ranks: a list that tells its results apart has
/// more to say than one that does not.
struct Fusion {
    /// A found chunk with what each list said about it.
    struct Candidate {
        let id: ChunkID
        /// Cosine, when dense search found it.
        var dense: Double?
        /// BM25, when full text found it.
        var lexical: Double?
        /// 0...1.
        var fused: Double = 0
        var denseShare: Double = 0
        var lexicalShare: Double = 0
    }

    /// Weight of the dense list when it deserves full trust; the rest is full text's.
    static let denseWeight = 0.5

    /// The union of both lists, best first.
    ///
    /// - Parameters:
    ///   - floor: the cosine that unrelated chunks have.
    ///   - highestLexical: the BM25 a chunk would get that held every term of the query many times.
    ///   - support: how far the model knows the question's language, 0...1.
    static func fuse(
        dense: [ScoredChunk], lexical: [ScoredChunk], floor: Double, highestLexical: Double, support: Double
    ) -> (candidates: [Candidate], trust: Double) {
        var candidates: [ChunkID: Candidate] = [:]
        for hit in dense {
            var candidate = Candidate(id: hit.id, dense: hit.score)
            candidate.denseShare = share(of: hit.score, above: floor)
            candidates[hit.id] = candidate
        }
        let scale = max(highestLexical, lexical.first?.score ?? 0)
        for hit in lexical {
            var candidate = candidates[hit.id] ?? Candidate(id: hit.id)
            candidate.lexical = hit.score
            candidate.lexicalShare = scale > 0 ? max(0, hit.score / scale) : 0
            candidates[hit.id] = candidate
        }
        let trust = dense.isEmpty ? 0 : lexical.isEmpty ? 1 : support
        let weight = lexical.isEmpty ? 1 : denseWeight * trust
        var fused = Array(candidates.values)
        for index in fused.indices {
            fused[index].fused = weight * fused[index].denseShare + (1 - weight) * fused[index].lexicalShare
        }
        fused.sort { ($0.fused, $1.id) > ($1.fused, $0.id) }
        return (fused, trust)
    }

    /// Where a cosine stands between an unrelated chunk's and a perfect one's. Models differ in the range they use.
    private static func share(of cosine: Double, above floor: Double) -> Double {
        guard floor < 0.999 else { return cosine >= floor ? 1 : 0 }
        return max(0, min(1, (cosine - floor) / (1 - floor)))
    }
}
