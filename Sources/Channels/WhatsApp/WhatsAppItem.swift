public import DeskModel

/// One thing that a webhook of the WhatsApp Cloud API tells.
public struct WhatsAppItem: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case message, reaction, status, system, edit, delete, unsupported
    }

    public struct Media: Hashable, Sendable {
        public let id: String
        public let mimeType: String?
        /// Base64.
        public let sha256: String?
        public let filename: String?
        public let isVoice: Bool
    }

    public let kind: Kind
    /// The provider's word: `text`, `image`, `interactive`, ...
    public var type: String?
    public var id: String?
    /// Digits without a plus sign; absent for people known by a user id only.
    public var from: String?
    /// A business-scoped user id.
    public var userID: String?
    public var name: String?
    public var phoneNumberID: String?
    /// Words of theirs: the text, a caption, the title of what they chose, the place or the card in words.
    public var text: String?
    public var media: Media?
    /// What stands behind the button or row they chose.
    public var choice: String?
    public var latitude: Double?
    public var longitude: Double?
    /// Of a reaction; `nil` when it was taken back.
    public var emoji: String?
    /// The message that a reaction, an edit, a deletion or a quotation refers to.
    public var target: String?
    /// A status' word and whom it is about.
    public var status: String?
    public var recipient: String?
    public var errorCode: Int64?
    /// `biz_opaque_callback_data` of the message that a status is about.
    public var reference: String?
    /// The advertisement that they came by, as its headline or address.
    public var campaign: String?
    /// Seconds since 1970.
    public var timestamp: Int64?

    public init(_ kind: Kind) { self.kind = kind }

    /// Whom an answer goes to: the number with a plus sign, else the user id.
    public var address: String? { from.map { PhoneAddress.fromDigits($0) ?? $0 } ?? userID }
}

/// How far a message sent through the Cloud API has come.
public enum WhatsAppMessageStatus {
    private static let ranks = ["sent": 10, "delivered": 20, "read": 30, "played": 40]

    /// - Returns: `nil` for a word that Meta does not document.
    public static func step(_ word: String) -> DeliveryStep? {
        // Between `sent` and `delivered`: what has arrived cannot fail any more.
        word == "failed"
            ? DeliveryStep(word, rank: 15, isTerminal: true) : ranks[word].map { DeliveryStep(word, rank: $0) }
    }

    static func delivery(_ word: String) -> Message.Delivery {
        switch word {
        case "sent": .sent
        case "delivered": .delivered
        case "read", "played": .read
        default: .failed
        }
    }
}

extension WhatsAppItem {
    /// The report of a status item.
    public var report: DeliveryReport? {
        guard kind == .status, let id, let status, let step = WhatsAppMessageStatus.step(status) else { return nil }
        return DeliveryReport(
            messageID: id, step: step, delivery: WhatsAppMessageStatus.delivery(status),
            errorCode: errorCode.map(String.init), reference: reference,
            occurredAt: timestamp.flatMap { Timestamp(seconds: $0) })
    }

    /// The message of a message item; `nil` for any other and where nobody could be answered.
    public var inbound: InboundMessage? {
        guard kind == .message || kind == .unsupported, let id, let address else { return nil }
        var message = InboundMessage(
            provider: .whatsapp, channel: .whatsapp, eventID: "message:\(id)", messageID: id, address: address,
            ownAddress: phoneNumberID, name: name, phone: from.flatMap(PhoneAddress.fromDigits), text: text ?? "",
            kind: messageKind,
            media: media.map {
                [InboundMessage.Media(reference: $0.id, contentType: $0.mimeType, filename: $0.filename)]
            } ?? [], inReplyTo: target, choice: choice, sentAt: timestamp.flatMap { Timestamp(seconds: $0) })
        message.campaign = campaign
        return message
    }

    /// What a reaction or a system item tells; `nil` for any other and where nobody is named.
    public var happening: ChannelHappening? {
        guard kind == .reaction || kind == .system, let id, let address else { return nil }
        let said =
            kind == .system
            ? text.map { String($0.prefix(500)) } ?? "WhatsApp told of a change to the customer's account."
            : emoji.map { "Reacted with \($0.prefix(16))" } ?? "Took back a reaction."
        return ChannelHappening(
            kind == .system ? .system : .reaction, provider: .whatsapp, channel: .whatsapp, eventID: "message:\(id)",
            address: address, text: said, target: target, emoji: emoji.map { String($0.prefix(16)) })
    }

    private var messageKind: Message.Kind {
        switch type {
        case "text", "interactive", "button", "request_welcome": .text
        case "image", "sticker": .image
        case "audio": .voice
        case "video": .video
        case "document": .document
        case "location": .location
        case "contacts": .contacts
        default: .other
        }
    }
}
