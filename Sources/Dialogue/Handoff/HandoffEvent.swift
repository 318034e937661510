public import DeskModel

/// What may change who speaks in a conversation.
public enum HandoffEvent: Hashable, Sendable {
    /// The customer asks for a person, or a rule does. - Parameter language: of the words that asked.
    case requested(Handoff.Reason, language: String?)
    /// An agent takes the word.
    case taken(Agent)
    /// An agent says something; they take the word when nobody has it.
    case spoke(Agent)
    /// A sign that the agent is there, such as typing.
    case seen(Agent)
    /// - Parameter answering: whether the assistant answers what nobody has answered.
    case released(Agent, answering: Bool)
    case transferred(Agent, to: Agent)
    /// The clock was looked at.
    case ticked
    case closed(by: Agent?)
    /// The conversation has as many messages as it may have.
    case filled
}

/// Why an event was refused.
public enum HandoffRefusal: Error, Hashable, Sendable {
    /// Another speaks.
    case held(by: Agent)
    /// They do not have the word, so they cannot give it away.
    case notHeld
    /// The business has no hand-offs.
    case disabled
}
