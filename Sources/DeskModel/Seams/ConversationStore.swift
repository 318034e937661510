/// Keeps conversations, messages and receipts. What it returned is durable.
public protocol ConversationStore: Sendable {
    func openConversation(in business: BusinessID, channel: Conversation.Channel) async throws -> Conversation
    func conversation(_ id: ConversationID, in business: BusinessID) async throws -> Conversation?
    /// Newest first, starting after `after`.
    func conversations(in business: BusinessID, after: ConversationID?, limit: Int) async throws -> [Conversation]
    func deleteConversation(_ id: ConversationID, in business: BusinessID) async throws -> Bool

    /// Stores one message. A `user` message waits for an answer until `record` or `reply` gives one, unless a person
    /// speaks in the conversation; the first makes its sender a contact, and opens a closed conversation again. What a
    /// person of the business says goes through `Desk.speak`, which sees to it that they are the one to speak.
    ///
    /// What came with the same provider's id before is not stored twice.
    ///
    /// - Throws: `StoreError.notFound`; `StoreError.closed` when the draft needs an open conversation.
    func append(_ draft: MessageDraft, to conversation: ConversationID, in business: BusinessID) async throws -> Message
    /// Stores the answer to a message with its receipt in one transaction; a message that has an answer keeps it, and
    /// that one is returned.
    ///
    /// - Throws: `StoreError.withdrawn` when the message waits no more, and when a person speaks in the conversation;
    ///   `StoreError.notFound`.
    func record(_ answer: Answer, receipt: Receipt, to message: Message) async throws -> Message
    /// Stores what is said to a customer's message by another than the answerer, in one transaction: the first is its
    /// reply, and it waits no more. Without drafts nothing is said to it.
    ///
    /// - Returns: what was stored; nothing when the message has its reply already.
    /// - Throws: as `record`.
    func reply(_ drafts: [MessageDraft], to message: Message) async throws -> [Message]
    /// Whether the message is still to be answered.
    func isWaiting(_ message: Message) async throws -> Bool
    /// In order of time. With `after`, those that follow it; without, the last `limit`.
    func messages(in conversation: ConversationID, of business: BusinessID, after: MessageID?, limit: Int) async throws
        -> [Message]
    /// The user's messages of every business that still wait for an answer, oldest first: what a crash left behind.
    func waitingMessages(limit: Int) async throws -> [Message]
    /// Counts that a message which an earlier run of the desk left waiting is taken up again.
    ///
    /// - Returns: how often it was, this time included; 0 when it waits no more.
    func countResumption(of message: Message) async throws -> Int
    /// Those of one conversation, oldest first.
    func waitingMessages(in conversation: ConversationID, of business: BusinessID, limit: Int) async throws -> [Message]
    func message(_ id: MessageID, in business: BusinessID) async throws -> Message?
    /// The message that gave the answer of a receipt.
    func message(ofReceipt id: ReceiptID, in business: BusinessID) async throws -> Message?
    func receipt(_ id: ReceiptID, in business: BusinessID) async throws -> Receipt?
}

extension ConversationStore {
    /// Stores one message of text. - Throws: `StoreError.notFound`.
    public func append(
        _ sender: Message.Sender, _ text: String, to conversation: ConversationID, in business: BusinessID
    ) async throws -> Message {
        try await append(MessageDraft(sender, text), to: conversation, in: business)
    }
}
