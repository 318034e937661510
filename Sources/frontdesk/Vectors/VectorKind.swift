import DeskModel

/// A protocol that vector files are of.
enum VectorKind: String, CaseIterable {
    case twilioSignature = "twilio_signature"
    case smsSegments = "sms_segments"
    case twilioMessaging = "twilio_messaging"
    case whatsApp = "whatsapp"
    case telegram
    case conversationRelay = "conversationrelay"
    case standardWebhooks = "standard_webhooks"
    case openAI = "openai_sse"
    case widgetIdentity = "widget_identity"
    case twilioConversations = "twilio_conversations"
    case twilioIntelligence = "twilio_intelligence"
    case segment
    case exotelStream = "exotel_stream"
    case sarvam

    /// Tells a file's protocol by what it holds; its name only helps where that leaves it open.
    init?(of file: VectorFile) {
        guard let kind = Self.kind(ofContent: file.content) ?? Self.kind(named: file.name) else { return nil }
        self = kind
    }

    /// Where a file of this protocol has its cases.
    var sections: [String] {
        switch self {
        case .twilioMessaging, .telegram: ["cases", "send"]
        case .whatsApp: ["verification", "posts", "api", "cases", "send"]
        case .conversationRelay:
            ["twiml", "handshake", "handshakes", "cases", "action_callback", "action_callbacks"]
        case .openAI: ["chat", "embeddings", "errors", "cases"]
        default: ["cases"]
        }
    }

    /// Whether the desk speaks it.
    var isSpoken: Bool {
        switch self {
        case .twilioConversations, .twilioIntelligence, .segment, .exotelStream, .sarvam: false
        default: true
        }
    }

    private static func kind(ofContent content: JSONValue) -> VectorKind? {
        func has(_ names: String...) -> Bool { names.contains { !content[$0].isNull } }
        let cases = content["cases"].elements
        func hold(_ names: String...) -> Bool { cases.contains { item in names.contains { !item[$0].isNull } } }
        if has("stt", "tts") { return .sarvam }
        if has("chat", "embeddings") || hold("raw", "raw_hex") { return .openAI }
        if has("verification", "posts", "api") || hold("app_secret", "verify_token") { return .whatsApp }
        if hold("secret_token") || sends(to: "/bot", in: content) { return .telegram }
        if has("frame_examples", "passthru", "connect") { return .exotelStream }
        if hold("lookup") { return .segment }
        if hold("identifier_hash") { return .widgetIdentity }
        if hold("segments") { return .smsSegments }
        if hold("secrets") || cases.contains(where: { !$0["headers"]["webhook-id"].isNull }) {
            return .standardWebhooks
        }
        if hold("request_url", "header_X-Twilio-Signature") { return .twilioSignature }
        let steps = cases.flatMap { $0["steps"].elements }
        if steps.contains(where: { !$0["in"]["event"].isNull }) { return .exotelStream }
        if has("handshake", "twiml", "action_callback") || !steps.isEmpty { return .conversationRelay }
        if has("resources") { return .twilioConversations }
        if sends(to: "/2010-04-01/", in: content) { return .twilioMessaging }
        return cases.lazy.compactMap { kind(ofTwilio: $0["request"]) }.first
    }

    private static func sends(to prefix: String, in content: JSONValue) -> Bool {
        content["send"].elements.contains { $0["request"]["path"].string?.hasPrefix(prefix) ?? false }
    }

    /// Of a request that Twilio signed.
    private static func kind(ofTwilio request: JSONValue) -> VectorKind? {
        let isSigned =
            !request["headers"]["X-Twilio-Signature"].isNull || !request["header_X-Twilio-Signature"].isNull
        guard isSigned || !request["auth_token"].isNull else { return nil }
        let body = request["body"].string ?? request["raw_body"].string ?? ""
        if body.contains("transcript_sid") || body.contains("operatorResults") { return .twilioIntelligence }
        return body.contains("EventType=on") ? .twilioConversations : .twilioMessaging
    }

    /// By the longest name of a protocol that stands in the file's.
    private static func kind(named name: String) -> VectorKind? {
        func squeezed(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
        return allCases.filter { squeezed(name).contains(squeezed($0.rawValue)) }.max {
            $0.rawValue.count < $1.rawValue.count
        }
    }
}
