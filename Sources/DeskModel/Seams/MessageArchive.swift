/// Reads, finds and removes messages beyond what the conversation engine needs, and keeps their files.
public protocol MessageArchive: Sendable {
    /// In order of time starting after `after`, or newest first when `descending`, starting before it.
    func messages(
        in conversation: ConversationID, of business: BusinessID, descending: Bool, after: MessageID?, limit: Int
    ) async throws -> [Message]
    func message(_ id: MessageID, in conversation: ConversationID, of business: BusinessID) async throws -> Message?
    /// Removes a message with its files and the receipt of its answer; an answer to it stays.
    ///
    /// - Throws: `StoreError.notFound`.
    func deleteMessage(_ id: MessageID, in conversation: ConversationID, of business: BusinessID) async throws
    /// The messages that hold what is looked for.
    ///
    /// - Parameter place: where the page before ended; in order of relevance there is one page.
    func search(_ query: MessageQuery, in business: BusinessID, after place: Int64?, limit: Int) async throws
        -> [MessageHit]
    /// The files of messages, in order.
    func media(of messages: [MessageID], in business: BusinessID) async throws -> [MessageMedia]
    /// The bytes of a file. `nil` when there is none, or when it is kept elsewhere.
    func mediaContent(
        _ id: MediaID, of message: MessageID, in conversation: ConversationID, of business: BusinessID
    ) async throws -> (media: MessageMedia, content: [UInt8])?
}
