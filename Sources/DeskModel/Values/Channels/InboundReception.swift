/// What a channel does beside storing a message.
public struct InboundEffect: Hashable, Sendable {
    /// Whether the desk is to answer it.
    public var expectsAnswer: Bool
    /// What the customer now agrees to be sent on the channel; `nil` when they said nothing of it.
    public var consent: Bool?
    /// Whether it only opens the conversation: they are greeted.
    public var greets: Bool
    /// What they are told at once, stored in the same transaction, unless a person speaks with them.
    public var note: String?
    /// Whether the note is left out where it is what they were told last, and not long ago.
    public var notesOnce: Bool

    public init(
        expectsAnswer: Bool = true, consent: Bool? = nil, greets: Bool = false, note: String? = nil,
        notesOnce: Bool = false
    ) {
        self.notesOnce = notesOnce
        self.note = note
        self.expectsAnswer = expectsAnswer
        self.consent = consent
        self.greets = greets
    }
}

/// What became of a message that a provider brought.
public enum InboundReception: Hashable, Sendable {
    /// Stored now.
    case new(Message)
    /// The event was taken in before.
    case repeated
}

/// Where a conversation on a channel goes.
public struct ChannelThread: Hashable, Sendable {
    public let conversation: ConversationID
    public let business: BusinessID
    public let provider: ChannelProvider
    public let channel: Conversation.Channel
    /// Theirs.
    public let address: String
    /// Ours; `nil` where the provider has but one.
    public let ownAddress: String?
    /// When the customer last wrote: by the provider's clock, where it tells.
    public let lastInboundAt: Timestamp
    /// The provider's id of their last message.
    public let lastInboundID: String?
    /// BCP 47, of the conversation or else of the contact.
    public let language: String?
    /// Whether they asked for no more messages on the channel.
    public let isOptedOut: Bool
    /// What the last message brought for answers in the thread.
    public let details: [String: String]

    public init(
        conversation: ConversationID, business: BusinessID, provider: ChannelProvider, channel: Conversation.Channel,
        address: String, ownAddress: String?, lastInboundAt: Timestamp, lastInboundID: String?, language: String?,
        isOptedOut: Bool, details: [String: String] = [:]
    ) {
        self.details = details
        self.conversation = conversation
        self.business = business
        self.provider = provider
        self.channel = channel
        self.address = address
        self.ownAddress = ownAddress
        self.lastInboundAt = lastInboundAt
        self.lastInboundID = lastInboundID
        self.language = language
        self.isOptedOut = isOptedOut
    }
}

/// What one piece of a message is to say.
public struct ChannelPart: Hashable, Sendable {
    /// Of a file: its name and a link to it, for where it cannot be handed over.
    public let text: String
    public let media: MediaID?

    public init(_ text: String, media: MediaID? = nil) {
        self.text = text
        self.media = media
    }
}

/// One piece of a message on its way to a provider.
public struct ChannelDelivery: Hashable, Sendable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// Not cut into pieces yet: the first and only row of its message.
        case unplanned
        case waiting
        /// Handed to the provider, or about to be; what became of it is not known.
        case sending
        case accepted, failed
    }

    public let message: MessageID
    /// From 0.
    public let part: Int
    public let text: String
    public let state: State
    /// When it was last handed over.
    public let attemptedAt: Timestamp?
    public let providerID: String?
    /// The file that it hands over.
    public let media: MediaID?
    /// Ours, that the provider gives back with reports where it can.
    public var reference: String { "\(message):\(part)" }

    public init(
        message: MessageID, part: Int, text: String, state: State, attemptedAt: Timestamp? = nil,
        providerID: String? = nil, media: MediaID? = nil
    ) {
        self.media = media
        self.message = message
        self.part = part
        self.text = text
        self.state = state
        self.attemptedAt = attemptedAt
        self.providerID = providerID
    }
}
