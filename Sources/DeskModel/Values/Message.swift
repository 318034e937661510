/// One thing said in a conversation.
public struct Message: Hashable, Sendable {
    public enum Sender: String, Hashable, Sendable, Codable, CaseIterable { case user, assistant, system, human }

    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case text, voice, image, video, document, location, contacts, other
    }

    /// How far a message sent through a provider has come.
    public enum Delivery: String, Hashable, Sendable, Codable, CaseIterable {
        case queued, sent, delivered, read, failed
    }

    /// What came of the question that an answer is to.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        case answered, declined
        /// Nothing was asked: a greeting, thanks.
        case talk
    }

    public let id: MessageID
    public let conversation: ConversationID
    public let business: BusinessID
    public let sender: Sender
    public let text: String
    public let kind: Kind
    /// Whether it is part of filling in a form.
    public let isForm: Bool
    /// Present on what a form says.
    public let form: FormPrompt?
    /// Who of the business wrote it: a user's id, or the name an API client gave.
    public let author: String?
    /// The name that the customer saw, of a person of the business.
    public let authorName: String?
    /// The message it answers.
    public let replyTo: MessageID?
    /// Present on answers only.
    public let answer: Answer?
    /// Present on answers only.
    public let outcome: Outcome?
    public let receipt: ReceiptID?
    /// What the provider calls it; unique within the business.
    public let providerID: String?
    public let delivery: Delivery?
    /// A JSON object as text: the business's own fields.
    public let attributes: String
    /// Counts up within the conversation from 0 and is never given twice.
    public let index: Int
    public let createdAt: Timestamp

    public init(
        id: MessageID, conversation: ConversationID, business: BusinessID, sender: Sender, text: String,
        kind: Kind = .text, isForm: Bool = false, form: FormPrompt? = nil, author: String? = nil,
        authorName: String? = nil, replyTo: MessageID? = nil, answer: Answer? = nil, outcome: Outcome? = nil,
        receipt: ReceiptID? = nil, providerID: String? = nil, delivery: Delivery? = nil, attributes: String = "{}",
        index: Int = 0, createdAt: Timestamp
    ) {
        self.id = id
        self.conversation = conversation
        self.business = business
        self.sender = sender
        self.text = text
        self.kind = kind
        self.isForm = isForm
        self.form = form
        self.author = author
        self.authorName = authorName
        self.replyTo = replyTo
        self.answer = answer
        self.outcome = outcome
        self.receipt = receipt
        self.providerID = providerID
        self.delivery = delivery
        self.attributes = attributes
        self.index = index
        self.createdAt = createdAt
    }
}

/// What a message is made of when it is handed in.
public struct MessageDraft: Hashable, Sendable {
    public var sender: Message.Sender
    public var text: String
    public var kind: Message.Kind
    public var isForm: Bool
    public var form: FormPrompt?
    public var author: String?
    /// What the customer sees of a person of the business.
    public var authorName: String?
    public var replyTo: MessageID?
    public var providerID: String?
    public var attributes: String
    public var media: [MediaDraft]
    /// Refused when the conversation is closed; a customer's word opens it again.
    public var needsOpenConversation: Bool

    public init(
        _ sender: Message.Sender, _ text: String, kind: Message.Kind = .text, isForm: Bool = false,
        form: FormPrompt? = nil, author: String? = nil, authorName: String? = nil, replyTo: MessageID? = nil,
        providerID: String? = nil, attributes: String = "{}", media: [MediaDraft] = [],
        needsOpenConversation: Bool = false
    ) {
        self.sender = sender
        self.text = text
        self.kind = kind
        self.isForm = isForm
        self.form = form
        self.author = author
        self.authorName = authorName
        self.replyTo = replyTo
        self.providerID = providerID
        self.attributes = attributes
        self.media = media
        self.needsOpenConversation = needsOpenConversation
    }
}
