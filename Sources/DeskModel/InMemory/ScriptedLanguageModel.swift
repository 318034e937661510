/// A language model that says what it was told to, for tests.
public struct ScriptedLanguageModel: LanguageModel {
    public let modelID: String
    private let reply: @Sendable (LanguageModelRequest) async throws -> [String]

    /// - Parameter reply: the pieces of the reply to a request, or the error to fail with.
    public init(
        modelID: String = "scripted", reply: @escaping @Sendable (LanguageModelRequest) async throws -> [String]
    ) {
        self.modelID = modelID
        self.reply = reply
    }

    public func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    for piece in try await reply(request) { continuation.yield(piece) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
