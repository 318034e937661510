/// Lists and changes conversations beyond what the conversation engine needs.
public protocol InboxStore: Sendable {
    /// Those that moved last first, starting after a place.
    func conversations(
        _ query: ConversationQuery, in business: BusinessID, after: ConversationQuery.Place?, limit: Int
    ) async throws -> [Conversation]
    /// How many conversations a query finds.
    func conversationCount(_ query: ConversationQuery, in business: BusinessID) async throws -> Int
    /// Those in which a person was asked for and none has come, longest first.
    func conversationsAwaitingPerson(in business: BusinessID, limit: Int) async throws -> [Conversation]
    /// Stores a conversation under its id. The same id again changes nothing.
    ///
    /// - Returns: the conversation as stored.
    /// - Throws: `StoreError.taken` when another has its unique name; `StoreError.notFound` when the business, the
    ///   service or the contact is none of the business's.
    func create(_ conversation: Conversation) async throws -> Conversation
    /// Changes a conversation in one transaction.
    ///
    /// - Parameter version: the one that the change was made of; any when `nil`.
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, `StoreError.taken`, `ConversationStatus.Refusal`, what
    ///   `change` throws.
    func editConversation(
        _ id: ConversationID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Conversation) throws -> Void
    ) async throws -> Conversation
    /// The conversation of this name.
    func conversation(named uniqueName: String, in business: BusinessID) async throws -> Conversation?
    /// - Throws: `StoreError.notFound`, `StoreError.stale`.
    func deleteConversation(_ id: ConversationID, in business: BusinessID, version: Int?) async throws
}

/// Keeps the services that group conversations.
public protocol ServiceStore: Sendable {
    func service(_ id: ServiceID, in business: BusinessID) async throws -> ConversationService?
    /// Newest first, starting after `after`. - Parameter text: part of the name.
    func services(in business: BusinessID, text: String?, after: ServiceID?, limit: Int) async throws
        -> [ConversationService]
    /// Stores a service under its id. The same id again changes nothing.
    func create(_ service: ConversationService) async throws -> ConversationService
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, what `change` throws.
    func editService(
        _ id: ServiceID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout ConversationService) throws -> Void
    ) async throws -> ConversationService
    /// Removes a service; its conversations stay, in none. - Throws: `StoreError.notFound`, `StoreError.stale`.
    func deleteService(_ id: ServiceID, in business: BusinessID, version: Int?) async throws
}

/// Keeps who takes part in conversations.
public protocol ParticipantStore: Sendable {
    func participant(_ id: ParticipantID, in conversation: ConversationID, of business: BusinessID) async throws
        -> Participant?
    /// In order of joining, starting after `after`.
    func participants(
        in conversation: ConversationID, of business: BusinessID, after: ParticipantID?, limit: Int
    ) async throws -> [Participant]
    /// Stores a participant under its id. The same id again changes nothing.
    ///
    /// - Throws: `StoreError.notFound` for an unknown conversation or contact; `StoreError.taken` when the identity is
    ///   in the conversation already, or the pair of addresses in one that is open; `StoreError.full`.
    func create(_ participant: Participant) async throws -> Participant
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, what `change` throws.
    func editParticipant(
        _ id: ParticipantID, in conversation: ConversationID, of business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Participant) throws -> Void
    ) async throws -> Participant
    /// - Throws: `StoreError.notFound`, `StoreError.stale`.
    func deleteParticipant(
        _ id: ParticipantID, in conversation: ConversationID, of business: BusinessID, version: Int?
    ) async throws
}

/// Keeps what people of the business write about conversations.
public protocol NoteStore: Sendable {
    func note(_ id: NoteID, in conversation: ConversationID, of business: BusinessID) async throws -> Note?
    /// In order of time, starting after `after`.
    func notes(in conversation: ConversationID, of business: BusinessID, after: NoteID?, limit: Int) async throws
        -> [Note]
    /// Stores a note under its id. The same id again changes nothing. - Throws: `StoreError.notFound`.
    func create(_ note: Note) async throws -> Note
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, what `change` throws.
    func editNote(
        _ id: NoteID, in conversation: ConversationID, of business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Note) throws -> Void
    ) async throws -> Note
    /// - Throws: `StoreError.notFound`, `StoreError.stale`.
    func deleteNote(_ id: NoteID, in conversation: ConversationID, of business: BusinessID, version: Int?) async throws
}
