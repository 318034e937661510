public import DeskModel

/// What a channel can carry. Rendering follows it, and nothing else knows of a channel's limits.
public struct ChannelCapabilities: Hashable, Sendable {
    public enum Measure: Hashable, Sendable {
        case scalars
        case utf16
    }

    /// How an answer says where it comes from.
    public enum Source: Hashable, Sendable {
        /// As data beside the text.
        case structured
        /// As a short link, for so many citations.
        case link(maximum: Int)
        /// In words.
        case spoken
    }

    /// What can be put under a text for choosing.
    public struct Choices: Hashable, Sendable {
        public let maximum: Int
        public let titleLength: Int
        /// UTF-8 bytes of what comes back.
        public let idBytes: Int

        public init(maximum: Int, titleLength: Int, idBytes: Int) {
            self.maximum = maximum
            self.titleLength = titleLength
            self.idBytes = idBytes
        }
    }

    /// The longest text of one message, by `measure`.
    public let maximumLength: Int
    /// What a message should stay below.
    public let preferredLength: Int
    public let measure: Measure
    public let source: Source
    public let buttons: Choices?
    public let list: Choices?
    /// Whether plain characters take the place of typographic ones.
    public let foldsTypography: Bool
    /// Whether an answer is shown while it is written.
    public let streams: Bool
    /// Hours after the customer's last message in which free text may be sent; `nil` for ever.
    public let windowHours: Int?
    /// Kinds of messages that customers can send beside text.
    public let media: Set<Message.Kind>

    /// - Parameter channel: of a conversation.
    public static func of(_ channel: Conversation.Channel) -> ChannelCapabilities {
        switch channel {
        case .web, .api: web
        case .sms: sms
        case .call: call
        case .whatsapp: whatsApp
        case .telegram: telegram
        case .email: email
        }
    }

    private static let web = ChannelCapabilities(
        maximumLength: 100_000, preferredLength: 100_000, measure: .scalars, source: .structured,
        buttons: Choices(maximum: 20, titleLength: 100, idBytes: 256), list: nil, foldsTypography: false,
        streams: true, windowHours: nil, media: [])
    private static let sms = ChannelCapabilities(
        maximumLength: 1_600, preferredLength: 320, measure: .utf16, source: .link(maximum: 1), buttons: nil,
        list: nil, foldsTypography: true, streams: false, windowHours: nil, media: [.image, .video, .voice, .document])
    private static let call = ChannelCapabilities(
        maximumLength: 4_096, preferredLength: 600, measure: .scalars, source: .spoken, buttons: nil, list: nil,
        foldsTypography: false, streams: true, windowHours: nil, media: [])
    private static let whatsApp = ChannelCapabilities(
        maximumLength: 4_096, preferredLength: 4_096, measure: .scalars, source: .link(maximum: 3),
        buttons: Choices(maximum: 3, titleLength: 20, idBytes: 256),
        list: Choices(maximum: 10, titleLength: 24, idBytes: 200), foldsTypography: false, streams: false,
        windowHours: 24, media: [.image, .video, .voice, .document, .location, .contacts])
    private static let telegram = ChannelCapabilities(
        maximumLength: 4_096, preferredLength: 4_096, measure: .utf16, source: .link(maximum: 3),
        buttons: Choices(maximum: 20, titleLength: 60, idBytes: 64), list: nil, foldsTypography: false,
        streams: false, windowHours: nil, media: [.image, .video, .voice, .document, .location, .contacts])
    private static let email = ChannelCapabilities(
        maximumLength: 100_000, preferredLength: 100_000, measure: .scalars, source: .link(maximum: 10),
        buttons: nil, list: nil, foldsTypography: false, streams: false, windowHours: nil, media: [.image, .document])

    func length(of text: some StringProtocol) -> Int {
        switch measure {
        case .scalars: text.unicodeScalars.count
        case .utf16: text.utf16.count
        }
    }
}
