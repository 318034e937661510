/// Keeps who speaks in each conversation. A change and what is said because of it are one transaction.
public protocol HandoffStore: Sendable {
    /// - Throws: `StoreError.notFound` for an unknown conversation.
    func handoff(of conversation: ConversationID, in business: BusinessID) async throws -> Handoff
    /// Makes a change, if nothing has changed since the version that it was made from.
    ///
    /// - Returns: the messages that it says, stored; `nil` when something has changed meanwhile: look again.
    /// - Throws: `StoreError.withdrawn` when `answering` waits no more; `StoreError.notFound`.
    func change(_ change: HandoffChange) async throws -> [Message]?
    /// Conversations in which a person was asked for or speaks, longest first.
    func openHandoffs(in business: BusinessID, limit: Int) async throws -> [Handoff]
    /// In how many conversations a person was asked for and none has come, and in how many one speaks.
    func openHandoffCounts(in business: BusinessID) async throws -> (requested: Int, held: Int)
    /// Leases of every business that ended by this moment, those that ended first before.
    func leases(endedBy moment: Timestamp, limit: Int) async throws -> [Handoff]
    /// Notes how far someone has read; never moves backwards. - Returns: whether it moved.
    func markRead(
        _ message: MessageID, by reader: ConversationReader, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Bool
    /// What came of the latest questions, newest first.
    func outcomes(
        in conversation: ConversationID, of business: BusinessID, limit: Int
    ) async throws -> [Message.Outcome]
}

/// Who has read a message.
public enum ConversationReader: Hashable, Sendable {
    case customer
    case agent(Agent)
}

/// A change of who speaks, with all that belongs to it.
public struct HandoffChange: Sendable {
    /// Carries the version that it was made from.
    public var next: Handoff
    /// Said in the conversation, in order.
    public var says: [MessageDraft]
    /// The customer's message that the first of `says` answers; it must still wait.
    public var answering: Message?
    /// Added to the log, in order.
    public var tells: [(kind: LoggedEvent.Kind, detail: [String: String])]
    /// On hand-back: have the assistant answer what the customer wrote and nobody answered.
    public var answersWaiting: Bool
    public var closesConversation: Bool
    /// How a form that waited for the person to finish goes on when they do, unless the conversation ends, and behind
    /// the reply to the last words to the person.
    public var resumesForm: (@Sendable (FormScene) -> FormMove?)?

    public init(
        _ next: Handoff, says: [MessageDraft] = [], answering: Message? = nil,
        tells: [(kind: LoggedEvent.Kind, detail: [String: String])] = [], answersWaiting: Bool = false,
        closesConversation: Bool = false, resumesForm: (@Sendable (FormScene) -> FormMove?)? = nil
    ) {
        self.next = next
        self.says = says
        self.answering = answering
        self.tells = tells
        self.answersWaiting = answersWaiting
        self.closesConversation = closesConversation
        self.resumesForm = resumesForm
    }
}
