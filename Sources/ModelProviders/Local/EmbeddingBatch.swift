import DeskModel
import Synchronization

/// The texts of one call and what came of them. Resumes its caller once: when all are done, at the first failure, or
/// when cancelled.
final class EmbeddingBatch: Sendable {
    private struct State {
        var vectors: [[Float]]
        var remaining: Int
        var continuation: CheckedContinuation<[[Float]], any Error>?
        var outcome: Result<[[Float]], any Error>?
    }

    let texts: [String]
    /// Indices of the texts from the longest to the shortest: texts of one length in a row are what the engine does
    /// fastest, and the last to be begun is soon done.
    let order: [Int]
    let purpose: EmbeddingPurpose
    private let state: Mutex<State>

    init(_ texts: [String], for purpose: EmbeddingPurpose) {
        self.texts = texts
        order = texts.indices.sorted { (texts[$0].utf8.count, $1) > (texts[$1].utf8.count, $0) }
        self.purpose = purpose
        state = Mutex(State(vectors: Array(repeating: [], count: texts.count), remaining: texts.count))
    }

    /// Gives the vector of one text; each is given once.
    func finish(_ index: Int, with vector: [Float]) {
        let isComplete = state.withLock { state in
            state.vectors[index] = vector
            state.remaining -= 1
            return state.remaining == 0
        }
        if isComplete { conclude { .success($0) } }
    }

    func fail(_ error: any Error) { conclude { _ in .failure(error) } }

    /// Waits for the outcome; called once.
    func wait() async throws -> [[Float]] {
        try await withCheckedThrowingContinuation { continuation in
            let outcome = state.withLock { state in
                if state.outcome == nil { state.continuation = continuation }
                return state.outcome
            }
            if let outcome { continuation.resume(with: outcome) }
        }
    }

    private func conclude(_ outcome: ([[Float]]) -> Result<[[Float]], any Error>) {
        let resumption = state.withLock { state -> (CheckedContinuation<[[Float]], any Error>, [[Float]])? in
            guard state.outcome == nil else { return nil }
            state.outcome = outcome(state.vectors)
            defer { state.continuation = nil }
            return state.continuation.map { ($0, state.vectors) }
        }
        if let (continuation, vectors) = resumption { continuation.resume(with: outcome(vectors)) }
    }
}
