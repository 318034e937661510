public import DeskModel

/// What an update of a Telegram bot tells.
public struct TelegramItem: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case message, choice, edit
        /// The customer blocked the bot, or took it back.
        case system
    }

    public let kind: Kind
    public let updateID: Int64
    /// The bot's own number: updates and messages are counted anew for each. `nil` when it is not known.
    public var bot: String?
    public var messageID: Int64?
    public var chat: Int64
    public var from: Int64?
    public var name: String?
    /// BCP 47.
    public var language: String?
    public var text: String?
    public var messageKind: Message.Kind = .text
    public var media: InboundMessage.Media?
    /// What stands behind the button that was pressed, and the id by which its pressing is acknowledged.
    public var data: String?
    public var callbackID: String?
    /// Of a system item.
    public var isBlocked = false
    /// Seconds since 1970.
    public var timestamp: Int64?

    init(_ kind: Kind, updateID: Int64, chat: Int64) {
        self.kind = kind
        self.updateID = updateID
        self.chat = chat
    }

    /// What the message is called within the business.
    public var providerID: String? { messageID.map { TelegramSending.id(of: $0, in: chat, of: bot) } }

    /// The message that it is to the desk; `nil` when it is none.
    public var inbound: InboundMessage? {
        guard kind == .message || kind == .choice else { return nil }
        let update = bot.map { "\($0):\(updateID)" } ?? "\(updateID)"
        let id = kind == .choice ? nil : providerID
        return InboundMessage(
            provider: .telegram, channel: .telegram, eventID: "update:\(update)",
            messageID: id ?? "telegram:choice:\(update)", address: String(chat), name: name, language: language,
            text: text ?? data ?? "", kind: messageKind, media: media.map { [$0] } ?? [], choice: data,
            sentAt: timestamp.flatMap { Timestamp(seconds: $0) })
    }
}
