public import DeskModel

/// What a provider's webhook told, in no provider's terms.
public enum ChannelEvent: Hashable, Sendable {
    /// A customer wrote. A keyword among the effects is obeyed and not answered.
    case message(InboundMessage, InboundEffect)
    /// A message of ours came further, or failed.
    case report(DeliveryReport)
    /// A customer changed a message of theirs, or took it back.
    case edit(messageID: String, text: String?)
    /// Something that is no message, for the team to see.
    case happening(ChannelHappening)
    /// A customer said what they agree to without writing a message, by blocking us for one.
    case consent(address: String, channel: Conversation.Channel, Bool)
}
