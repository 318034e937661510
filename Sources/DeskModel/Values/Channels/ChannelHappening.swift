/// Something that a provider told of a customer and that is no message: a reaction, another number. The team sees it in
/// the conversation; nobody answers it and it is sent to nobody.
public struct ChannelHappening: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable { case reaction, system }

    public let kind: Kind
    public let provider: ChannelProvider
    public let channel: Conversation.Channel
    /// The same for every repeat of the event; unique within the provider and the business.
    public let eventID: String
    /// The customer's.
    public let address: String
    /// A sentence for the team.
    public let text: String
    /// The provider's id of the message that it is about.
    public let target: String?
    /// Of a reaction; `nil` when it was taken back.
    public let emoji: String?

    public init(
        _ kind: Kind, provider: ChannelProvider, channel: Conversation.Channel, eventID: String, address: String,
        text: String, target: String? = nil, emoji: String? = nil
    ) {
        self.kind = kind
        self.provider = provider
        self.channel = channel
        self.eventID = eventID
        self.address = address
        self.text = text
        self.target = target
        self.emoji = emoji
    }
}
