public import DeskModel

/// A value that a connection is made of.
public struct ChannelSetting: Hashable, Sendable {
    /// The name in the systems that ours replaces, in lower case.
    public let name: String
    public let isSecret: Bool
    /// Whether the channel is off without it.
    public let isRequired: Bool
    /// What a value must be, for people.
    public let rule: String
    public let isValid: @Sendable (String) -> Bool

    init(
        _ name: String, secret: Bool = false, required: Bool = false, rule: String,
        isValid: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        isSecret = secret
        isRequired = required
        self.rule = rule
        self.isValid = isValid
    }

    public static func == (one: ChannelSetting, other: ChannelSetting) -> Bool { one.name == other.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The settings of a provider's connections.
    public static func all(of provider: ChannelProvider) -> [ChannelSetting] {
        switch provider {
        case .twilio: twilio
        case .whatsapp: whatsApp
        case .telegram: telegram
        case .email: email
        }
    }

    private static let apiBase = ChannelSetting(
        "api_base", rule: "the http or https address of the provider's API",
        isValid: { $0.wholeMatch(of: /https?:\/\/[^\s\/?#@]+(\/[^\s?#]*)?/) != nil && $0.utf8.count <= 500 })

    private static let twilio = [
        ChannelSetting(
            "twilio_account_sid", required: true, rule: "AC and 32 hexadecimal digits",
            isValid: { TwilioSid.isValid($0, "AC") }),
        token("twilio_auth_token", required: true),
        ChannelSetting(
            "twilio_phone_number", rule: "numbers such as +14155550100, separated by commas",
            isValid: { text in
                let numbers = list(text)
                return !numbers.isEmpty && numbers.count <= 100 && numbers.allSatisfy(PhoneAddress.isE164)
            }),
        ChannelSetting(
            "twilio_messaging_service_sid", rule: "MG and 32 hexadecimal digits",
            isValid: { TwilioSid.isValid($0, "MG") }),
        ChannelSetting(
            "twilio_content_sid", rule: "HX and 32 hexadecimal digits: a template with one variable",
            isValid: { TwilioSid.isValid($0, "HX") }),
        ChannelSetting(
            "twilio_voice_mode", rule: "menu or relay", isValid: { VoiceScript.Mode(rawValue: $0) != nil }),
        ChannelSetting(
            "twilio_languages", rule: "languages such as en-US, separated by commas",
            isValid: { text in
                let languages = list(text)
                return (1...20).contains(languages.count)
                    && languages.allSatisfy { $0.wholeMatch(of: /[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}/) != nil }
            }),
        ChannelSetting(
            "twilio_messages_per_second", rule: "a number from 0.1 to 1000, as Twilio agreed to for each sender",
            isValid: { Double($0).map { (0.1...1_000).contains($0) } ?? false }),
        ChannelSetting(
            "partial_timeout", rule: "milliseconds from 50 to 5000",
            isValid: { Int($0).map { (50...5_000).contains($0) } ?? false }),
        ChannelSetting(
            "max_buffer_size", rule: "characters from 20 to 2000",
            isValid: { Int($0).map { (20...2_000).contains($0) } ?? false }),
        ChannelSetting(
            "sentence_end_patterns", rule: "the marks that end a sentence, such as .!?",
            isValid: { $0.count <= 20 && $0.allSatisfy { !$0.isLetter && !$0.isNumber && !$0.isWhitespace } }),
        ChannelSetting("agent_phone_number", rule: "a number such as +14155550199", isValid: PhoneAddress.isE164),
        apiBase,
    ]

    private static let whatsApp = [
        ChannelSetting(
            "whatsapp_phone_number_id", required: true, rule: "the ids of phone numbers, separated by commas",
            isValid: { text in
                let ids = list(text)
                return !ids.isEmpty && ids.count <= 100 && ids.allSatisfy(isNumber)
            }),
        token("whatsapp_access_token"), token("whatsapp_app_secret", required: true), token("whatsapp_verify_token"),
        ChannelSetting("whatsapp_business_account_id", rule: "an id of digits", isValid: isNumber),
        ChannelSetting("whatsapp_app_id", rule: "an id of digits", isValid: isNumber),
        ChannelSetting(
            "whatsapp_api_version", rule: "a version such as v25.0",
            isValid: { $0.wholeMatch(of: /v[0-9]{1,3}\.[0-9]{1,2}/) != nil }),
        ChannelSetting(
            "whatsapp_template", rule: "the name of an approved template",
            isValid: { $0.wholeMatch(of: /[a-z0-9_]{1,512}/) != nil }),
        ChannelSetting(
            "whatsapp_template_language", rule: "a language such as en_US",
            isValid: { $0.wholeMatch(of: /[a-z]{2,3}(_[A-Z]{2})?/) != nil }),
        apiBase,
    ]

    private static let telegram = [
        ChannelSetting(
            "telegram_bot_token", secret: true, rule: "a token such as 123456:ABC-def",
            isValid: { $0.wholeMatch(of: /[0-9]{1,20}:[A-Za-z0-9_-]{1,200}/) != nil }),
        ChannelSetting(
            "telegram_secret_token", secret: true, required: true, rule: "1 to 256 of A-Z a-z 0-9 _ -",
            isValid: TelegramSecret.isUsable),
        ChannelSetting("telegram_groups", rule: "true or false", isValid: { ["true", "false"].contains($0) }),
        apiBase,
    ]

    private static let email = [
        ChannelSetting(
            "email_address", required: true, rule: "an address such as desk@example.com",
            isValid: { EmailAddress($0) != nil }),
        ChannelSetting(
            "email_inbound_secret", secret: true, required: true, rule: "16 to 200 printable characters without spaces",
            isValid: { (16...200).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }),
    ]

    private static func token(_ name: String, required: Bool = false) -> ChannelSetting {
        ChannelSetting(
            name, secret: true, required: required, rule: "1 to 1,000 printable characters without spaces",
            isValid: { (1...1_000).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } })
    }

    private static func isNumber(_ text: String) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The parts of a value that holds several.
    static func list(_ text: String?) -> [String] {
        (text ?? "").split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}
