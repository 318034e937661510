import DeskModel
import Synchronization

/// The texts of one call and what came of them. Resumes its caller once: when all are done, at the first failure, or
/// when cancelled; work that is left then is skipped.
final class EmbeddingBatch: Sendable {
    private struct State {
        var vectors: [[Float]?]
        var remaining: Int
        var continuation: CheckedContinuation<[[Float]], any Error>?
        var outcome: Result<[[Float]], any Error>?
    }

    let texts: [String]
    private let state: Mutex<State>

    init(_ texts: [String]) {
        self.texts = texts
        state = Mutex(State(vectors: Array(repeating: nil, count: texts.count), remaining: texts.count))
    }

    /// Whether nobody waits for more of it.
    var isOver: Bool { state.withLock { $0.outcome != nil } }

    func finish(_ index: Int, with vector: [Float]) {
        let (continuation, vectors) = state.withLock { state -> (CheckedContinuation<[[Float]], any Error>?, [[Float]]) in
            guard state.outcome == nil, state.vectors[index] == nil else { return (nil, []) }
            state.vectors[index] = vector
            state.remaining -= 1
            guard state.remaining == 0 else { return (nil, []) }
            let vectors = state.vectors.compactMap { $0 }
            state.outcome = .success(vectors)
            defer { state.continuation = nil }
            return (state.continuation, vectors)
        }
        continuation?.resume(returning: vectors)
    }

    func fail(_ error: any Error) {
        let continuation = state.withLock { state -> CheckedContinuation<[[Float]], any Error>? in
            guard state.outcome == nil else { return nil }
            state.outcome = .failure(error)
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(throwing: error)
    }

    /// Waits for the outcome; called once.
    func wait() async throws -> [[Float]] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome = state.withLock { state -> Result<[[Float]], any Error>? in
                    if state.outcome == nil { state.continuation = continuation }
                    return state.outcome
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            fail(CancellationError())
        }
    }
}
