import DeskModel
import Synchronization

/// An embedder before which every answer stops until the test lets it go on.
final class AnswerGate: Embedder, ModelCatalog {
    private struct Waiting {
        let id: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var nextID = 0
        var waiting: [Waiting] = []
        var isOpen = false
    }

    private let state = Mutex(State())
    private let inner = HashingEmbedder(dimension: 16)

    var modelID: String { inner.modelID }
    var dimension: Int { inner.dimension }
    var maximumTokens: Int { inner.maximumTokens }

    /// Answers that wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// - Parameter isOpen: whether answers pass without waiting.
    init(isOpen: Bool = false) { state.withLock { $0.isOpen = isOpen } }

    /// Lets the answer go on that has waited longest.
    func release() {
        let first = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
        first?.continuation.resume()
    }

    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.isOpen || Task.isCancelled { return true }
                    state.waiting.append(Waiting(id: id, continuation: continuation))
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            let cancelled = state.withLock { state in
                let index = state.waiting.firstIndex { $0.id == id }
                return index.map { state.waiting.remove(at: $0) }
            }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
        try Task.checkCancellation()
        return try await inner.embed(texts, for: purpose)
    }

    func tokenCount(of text: String) -> Int { inner.tokenCount(of: text) }

    func embedder(for business: Business) async throws -> any Embedder { self }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}
