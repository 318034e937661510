public import DeskModel
import Foundation

/// Makes a reply's text of a response's bytes, however they are cut: an event stream, or one JSON object from an
/// endpoint that does not stream.
public struct ChatCompletionDecoder {
    private enum Form { case unknown, events, object }

    /// Why the reply is not to be trusted. Text that came before it has been given out.
    public private(set) var failure: ModelError?
    /// The endpoint said that the reply is over: a finish reason or `[DONE]`.
    public private(set) var isComplete = false
    /// It ended without that.
    public private(set) var isTruncated = false
    /// Nothing more will come.
    private(set) var isDone = false
    public private(set) var finishReason: String?
    /// Tokens, as the endpoint counted them; `nil` from one that does not say.
    public private(set) var usage: JSONValue?
    private var calls: [Int64: ToolCall] = [:]
    private(set) var textBytes = 0

    private let maximumTextBytes: Int
    private var form = Form.unknown
    private var parser = ServerSentEventParser()
    private var object: [UInt8] = []

    /// A function that the model wants called: told in pieces, as its text is.
    public struct ToolCall: Hashable, Sendable {
        public internal(set) var id: String?
        public internal(set) var name = ""
        /// JSON as the model wrote it.
        public internal(set) var arguments = ""
    }

    /// In the order of their places.
    public var toolCalls: [ToolCall] { calls.sorted { $0.key < $1.key }.map(\.value) }

    public init(maximumTextBytes: Int) { self.maximumTextBytes = maximumTextBytes }

    /// - Returns: the text that these bytes add, which may be empty.
    public mutating func receive(_ bytes: [UInt8]) -> String {
        guard failure == nil, !isDone else { return "" }
        if form == .unknown { form = Self.form(of: bytes) }
        switch form {
        case .unknown: return ""
        case .object:
            object += bytes
            return ""
        case .events: return readEvents(bytes)
        }
    }

    /// The response is over. - Returns: the text of a reply that was not streamed.
    public mutating func end() -> String {
        guard failure == nil, !isDone else { return "" }
        isDone = true
        var text = ""
        if form == .object { text = take(object) }
        if failure == nil, !isComplete {
            isTruncated = true
            failure = ModelError(.malformedReply, "The reply ended before it was complete.")
        }
        return text
    }

    private mutating func readEvents(_ bytes: [UInt8]) -> String {
        var text = ""
        do {
            for event in try parser.receive(bytes) where failure == nil && !isDone {
                if event.data == "[DONE]" {
                    (isComplete, isDone) = (true, true)
                } else if !event.data.isEmpty {
                    text += take(Array(event.data.utf8))
                }
            }
        } catch {
            failure = ModelError(.malformedReply, "The reply holds an event larger than any honest one.")
        }
        return text
    }

    private mutating func take(_ json: [UInt8]) -> String {
        guard let chunk = try? JSONDecoder().decode(ChatCompletionChunk.self, from: Data(json)) else {
            failure = ModelError(.malformedReply, "The reply holds JSON that is not a chat completion.")
            return ""
        }
        if let error = chunk.error {
            failure = EndpointFailure(error, describedBy: "The endpoint reported an error within its reply").error
            return ""
        }
        if let usage = chunk.usage { self.usage = usage }
        guard let choice = chunk.choices?.first(where: { ($0.index ?? 0) == 0 }) else { return "" }
        let content = choice.delta ?? choice.message
        if let reason = choice.finishReason { (finishReason, isComplete) = (reason, true) }
        if finishReason == "content_filter" || content?.refusal?.isEmpty == false {
            failure = ModelError(.refused, "The model refused to answer or its content filter withheld the reply.")
            return ""
        }
        if let calls = content?.toolCalls { read(calls: calls.elements) }
        let text = content?.content ?? ""
        textBytes += text.utf8.count
        if textBytes > maximumTextBytes {
            failure = ModelError(.tooLong, "The reply is larger than \(maximumTextBytes) bytes.")
            return ""
        }
        return text
    }

    private mutating func read(calls pieces: [JSONValue]) {
        for (place, piece) in pieces.enumerated() {
            var call = calls[piece["index"].integer ?? Int64(place)] ?? ToolCall()
            call.id = call.id ?? piece["id"].filled
            call.name += piece["function"]["name"].string ?? ""
            if call.arguments.utf8.count < maximumTextBytes {
                call.arguments += piece["function"]["arguments"].string ?? ""
            }
            calls[piece["index"].integer ?? Int64(place)] = call
        }
    }

    /// The first byte tells, whatever the content type claims: no line of an event stream begins with a brace.
    private static func form(of bytes: [UInt8]) -> Form {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes.first(where: { !blanks.contains($0) }) else { return .unknown }
        return first == UInt8(ascii: "{") ? .object : .events
    }
}
