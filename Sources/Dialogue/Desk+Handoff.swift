import Answering
public import DeskModel

/// How people take part in conversations. Whoever wants to say something as a person of the business does it here: one
/// voice at a time is kept by the store.
extension Desk {
    /// Who speaks. - Throws: `StoreError.notFound`.
    public func handoff(of conversation: ConversationID, in business: BusinessID) async throws -> Handoff {
        try await handoffs.store.handoff(of: conversation, in: business)
    }

    /// Conversations in which a person was asked for or speaks, longest first.
    public func openHandoffs(in business: BusinessID, limit: Int) async throws -> [Handoff] {
        try await handoffs.store.openHandoffs(in: business, limit: limit)
    }

    /// In how many conversations a person was asked for and none has come, and in how many one speaks.
    public func openHandoffCounts(in business: BusinessID) async throws -> (requested: Int, held: Int) {
        try await handoffs.store.openHandoffCounts(in: business)
    }

    /// Gives an agent the word; who has it keeps it, with a new lease. The answer under way is never sent.
    ///
    /// - Throws: `HandoffRefusal.held`; `StoreError.notFound`.
    @discardableResult
    public func take(
        _ conversation: ConversationID, of business: BusinessID, by agent: Agent
    ) async throws -> Handoff {
        try await handoffs.apply(.taken(agent), in: conversation, of: business).handoff
    }

    /// Gives the word back to the assistant.
    ///
    /// - Parameter answering: whether the assistant answers what the customer wrote since the agent's last words.
    /// - Throws: `HandoffRefusal`; `StoreError.notFound`.
    @discardableResult
    public func release(
        _ conversation: ConversationID, of business: BusinessID, by agent: Agent, answering: Bool = false
    ) async throws -> Handoff {
        try await handoffs.apply(.released(agent, answering: answering), in: conversation, of: business).handoff
    }

    /// Gives the word to another agent. - Throws: `HandoffRefusal`; `StoreError.notFound`.
    @discardableResult
    public func transfer(
        _ conversation: ConversationID, of business: BusinessID, from agent: Agent, to other: Agent
    ) async throws -> Handoff {
        try await handoffs.apply(.transferred(agent, to: other), in: conversation, of: business).handoff
    }

    /// Says something as a person, who takes the word if nobody has it.
    ///
    /// - Parameter draft: its sender and author are set here.
    /// - Returns: the message as stored.
    /// - Throws: `DeskError` for a text that cannot be stored; `HandoffRefusal.held`; `StoreError.notFound`.
    @discardableResult
    public func speak(
        _ draft: MessageDraft, in conversation: ConversationID, of business: BusinessID, by agent: Agent
    ) async throws -> Message {
        var draft = try validated(draft)
        draft.sender = .human
        draft.author = agent.id
        draft.authorName = agent.name
        let outcome = try await handoffs.apply(.spoke(agent), in: conversation, of: business, adding: [draft])
        guard let message = outcome.said.last else { throw DeskError.unknownConversation }
        return message
    }

    /// The customer asks for a person. - Throws: `HandoffRefusal.disabled`; `StoreError.notFound`.
    @discardableResult
    public func requestPerson(
        in conversation: ConversationID, of business: BusinessID, language: String? = nil
    ) async throws -> Handoff {
        try await handoffs.apply(.requested(.customer, language: language), in: conversation, of: business).handoff
    }

    /// Closes a conversation, and gives the word back. - Throws: `HandoffRefusal.held`; `StoreError.notFound`.
    public func close(
        _ conversation: ConversationID, of business: BusinessID, by agent: Agent? = nil
    ) async throws {
        try await handoffs.apply(.closed(by: agent), in: conversation, of: business)
    }

    /// Tells those who watch that someone is writing; an agent's lease is renewed by it.
    ///
    /// - Parameter agent: `nil` for the customer.
    public func typing(
        by agent: Agent?, in conversation: ConversationID, of business: BusinessID
    ) async throws {
        if let agent {
            let state = try await handoffs.apply(.seen(agent), in: conversation, of: business).handoff
            // Only who has the word is about to say something.
            guard state.agent?.id == agent.id else { return }
        }
        events.publish(
            .typing(from: agent == nil ? .user : .human, name: agent?.name), to: conversation, of: business)
    }

    /// Notes and tells how far someone has read. - Throws: `StoreError.notFound` for a message of elsewhere.
    public func markRead(
        _ message: MessageID, by reader: ConversationReader, in conversation: ConversationID, of business: BusinessID
    ) async throws {
        guard try await handoffs.store.markRead(message, by: reader, in: conversation, of: business) else { return }
        let sender: Message.Sender = reader == .customer ? .user : .human
        events.publish(.read(from: sender, message: message), to: conversation, of: business)
    }

    /// What the assistant would answer, for an agent to use or not. Stored and said nowhere.
    ///
    /// - Parameter question: the customer's last message without.
    /// - Returns: `nil` when there is nothing to answer.
    /// - Throws: what the stores throw; `StoreError.notFound`.
    public func suggestion(
        to question: String? = nil, in conversation: ConversationID, of business: BusinessID
    ) async throws -> (question: String, answer: Answer)? {
        guard let owner = try await businesses.business(business),
            try await conversations.conversation(conversation, in: business) != nil
        else { throw StoreError.notFound }
        let recent = try await conversations.messages(
            in: conversation, of: business, after: nil, limit: configuration.historyLength + 20)
        let asked = recent.lastIndex { $0.sender == .user }
        guard let text = try question.map({ try validated($0) }) ?? asked.map({ recent[$0].text }) else { return nil }
        let history = question == nil ? asked.map { Array(recent[..<$0]) } ?? [] : recent
        let (answer, _) = try await answerer.answer(
            AnswerRequest(
                business: owner, question: text, history: history.suffix(configuration.historyLength)))
        return (text, answer)
    }
}
