public import DeskModel
import Synchronization
public import Transfer

/// A language model behind an OpenAI-compatible endpoint (`POST {base}/chat/completions`, streamed).
public struct OpenAILanguageModel: LanguageModel {
    public let modelID: String
    private let endpoint: EndpointClient
    private let adaptations = KnownAdaptations()

    /// - Parameter client: shared by all who call the same endpoints, so that connections are pooled.
    public init(endpoint: ModelEndpoint, client: TransferClient, options: RemoteModelOptions = RemoteModelOptions()) {
        modelID = endpoint.model
        self.endpoint = EndpointClient(endpoint: endpoint, client: client, options: options)
    }

    /// The request is sent when the first piece is asked for, and each piece is read when asked for: a slow reader holds
    /// the endpoint back. A reply that breaks off, or holds no text, ends with `ModelError`.
    public func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error> {
        let reply = ChatCompletionReply(to: request, from: endpoint, adaptations: adaptations)
        return AsyncThrowingStream { try await reply.next() }
    }
}

/// What an endpoint was found to want, remembered for the next call.
final class KnownAdaptations: Sendable {
    private let known = Mutex<Set<RequestAdaptation>>([])

    var all: Set<RequestAdaptation> { known.withLock { $0 } }

    func insert(_ adaptation: RequestAdaptation) { known.withLock { _ = $0.insert(adaptation) } }
}
