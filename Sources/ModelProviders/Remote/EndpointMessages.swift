import DeskModel

/// The body of `POST /chat/completions`.
struct ChatCompletionBody: Encodable {
    struct Message: Encodable {
        let role: String
        let content: String
    }

    let model: String
    let messages: [Message]
    let stream = true
    let streamOptions: [String: Bool]?
    let temperature: Double?
    let maxTokens: Int?
    let maxCompletionTokens: Int?

    enum CodingKeys: String, CodingKey {
        case model, messages, stream, temperature
        case streamOptions = "stream_options"
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }

    init(_ request: LanguageModelRequest, model: String, adaptations: Set<RequestAdaptation>) {
        self.model = model
        messages = request.turns.map { Message(role: $0.role.rawValue, content: $0.content) }
        streamOptions = adaptations.contains(.withoutStreamOptions) ? nil : ["include_usage": true]
        temperature = adaptations.contains(.withoutTemperature) ? nil : request.temperature
        let renamed = adaptations.contains(.completionTokens)
        maxTokens = renamed ? nil : request.maximumTokens
        maxCompletionTokens = renamed ? request.maximumTokens : nil
    }
}

/// What some models want otherwise than most; learnt from the endpoint's refusal.
enum RequestAdaptation: Hashable, Sendable {
    /// `max_completion_tokens` in place of `max_tokens`.
    case completionTokens
    /// No `temperature`.
    case withoutTemperature
    /// No `stream_options`, which older servers do not know.
    case withoutStreamOptions
}

/// An event of a streamed chat completion, or the whole of one that was not streamed.
struct ChatCompletionChunk: Decodable {
    struct Choice: Decodable {
        let index: Int?
        let delta: Content?
        let message: Content?
        let finishReason: String?

        enum CodingKeys: String, CodingKey {
            case index, delta, message
            case finishReason = "finish_reason"
        }
    }

    struct Content: Decodable {
        let content: String?
        let refusal: String?
        /// As it came: no server's way of telling these may spoil the text.
        let toolCalls: JSONValue?

        enum CodingKeys: String, CodingKey {
            case content, refusal
            case toolCalls = "tool_calls"
        }
    }

    let choices: [Choice]?
    let usage: JSONValue?
    let error: EndpointErrorBody?
}

/// What an endpoint says about a failure: an object with any of these fields, or a bare string.
struct EndpointErrorBody: Decodable {
    let code: String?
    let type: String?
    let param: String?
    /// May repeat the key or the customer's words: looked at, never shown.
    let message: String

    enum CodingKeys: String, CodingKey { case code, type, param, message }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            (code, type, param, message) = (nil, nil, nil, text)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) -> String? {
            (try? container.decode(String.self, forKey: key))
                ?? (try? container.decode(Int.self, forKey: key)).map { "\($0)" }
        }
        (code, type, param, message) = (text(.code), text(.type), text(.param), text(.message) ?? "")
    }

    /// The code or type, when it has the shape of a name: safe to show to an operator.
    var name: String? {
        [code, type].compactMap { $0 }.first { name in
            (1...64).contains(name.utf8.count) && Int(name) == nil
                && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || isAlphanumeric($0) }
        }
    }
}

/// The body of an answer that reports a failure.
struct EndpointErrorReply: Decodable {
    let error: EndpointErrorBody
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: false
    }
}
