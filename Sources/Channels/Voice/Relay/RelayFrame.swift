public import DeskModel

/// A frame that Twilio's ConversationRelay sends.
///
/// Source: Twilio docs, "ConversationRelay WebSocket messages".
public enum RelayFrame: Hashable, Sendable {
    case setup(RelaySetup)
    /// What the caller said; partial until `isLast`.
    case prompt(text: String, language: String?, isLast: Bool)
    case digit(String)
    /// The caller spoke into an answer of which they had heard this much.
    case interrupt(heard: String)
    case error(String)
    /// `info`, `debug` and whatever comes to be.
    case other(String)

    private static let maximumPrompt = 20_000

    /// - Returns: `nil` for what is no JSON object with a type.
    public init?(_ text: String) {
        guard let json = try? JSONValue(parsing: Array(text.utf8)), let type = json["type"].string else { return nil }
        switch type {
        case "setup":
            guard let setup = RelaySetup(json) else { return nil }
            self = .setup(setup)
        case "prompt":
            let words = json["voicePrompt"].string ?? ""
            self = .prompt(
                text: String(words.prefix(Self.maximumPrompt)), language: json["lang"].filled,
                isLast: json["last"].bool ?? true)
        case "dtmf":
            guard let digit = json["digit"].string, digit.count == 1, "0123456789*#".contains(digit) else { return nil }
            self = .digit(digit)
        case "interrupt": self = .interrupt(heard: json["utteranceUntilInterrupt"].string ?? "")
        case "error": self = .error(json["description"].string ?? "")
        default: self = .other(type)
        }
    }
}

/// The first frame: whose call it is.
public struct RelaySetup: Hashable, Sendable {
    public let sessionID: String
    public let callSid: String
    public let accountSid: String?
    public let from: String
    public let to: String
    public let isOutbound: Bool
    public let parameters: [String: String]

    init?(_ json: JSONValue) {
        guard let session = json["sessionId"].filled, TwilioSid.isValid(session, "VX"),
            let call = json["callSid"].filled, TwilioSid.isValid(call, "CA")
        else { return nil }
        sessionID = session
        callSid = call
        accountSid = json["accountSid"].filled
        from = String((json["from"].string ?? "").prefix(256))
        to = String((json["to"].string ?? "").prefix(256))
        isOutbound = json["direction"].string?.hasPrefix("outbound") ?? false
        var parameters: [String: String] = [:]
        if case .object(let members) = json["customParameters"] { parameters = members.compactMapValues(\.string) }
        self.parameters = parameters
    }
}

/// A frame that we send.
public enum RelayReply: Hashable, Sendable {
    /// A piece of what is said; `isLast` on the last of a turn.
    case text(token: String, isLast: Bool)
    case language(String)
    /// Ends the session. - Parameter handoff: JSON for the address that is called next; `nil` for none.
    case end(handoff: String?)

    public var json: JSONValue {
        switch self {
        case .text(let token, let isLast): ["type": "text", "token": .string(token), "last": .bool(isLast)]
        case .language(let code):
            ["type": "language", "ttsLanguage": .string(code), "transcriptionLanguage": .string(code)]
        case .end(let handoff?): ["type": "end", "handoffData": .string(handoff)]
        case .end(nil): ["type": "end"]
        }
    }
}
