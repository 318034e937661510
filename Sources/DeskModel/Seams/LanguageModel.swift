/// Continues a chat, piece by piece.
public protocol LanguageModel: Sendable {
    /// As the endpoint knows it, for receipts.
    var modelID: String { get }

    /// The reply as it is written. Ending the iteration or cancelling the task cancels the request at the endpoint.
    ///
    /// The stream throws `ModelError` when the endpoint fails for good after its retries; no retry happens once text came.
    func complete(_ request: LanguageModelRequest) -> AsyncThrowingStream<String, any Error>
}

/// A chat to continue.
public struct LanguageModelRequest: Hashable, Sendable {
    public struct Turn: Hashable, Sendable {
        public enum Role: String, Hashable, Sendable { case system, user, assistant }
        public let role: Role
        public let content: String

        public init(_ role: Role, _ content: String) {
            self.role = role
            self.content = content
        }
    }

    public let turns: [Turn]
    public let maximumTokens: Int
    /// 0...2.
    public let temperature: Double

    public init(turns: [Turn], maximumTokens: Int, temperature: Double) {
        self.turns = turns
        self.maximumTokens = maximumTokens
        self.temperature = temperature
    }
}
