import DeskModel
import Foundation

/// Makes a reply's text of a response's bytes, however they are cut: an event stream, or one JSON object from an
/// endpoint that does not stream.
struct ChatCompletionDecoder {
    private enum Form { case unknown, events, object }

    /// Why the reply is not to be trusted. Text that came before it has been given out.
    private(set) var failure: ModelError?
    /// The endpoint said that the reply is over: a finish reason or `[DONE]`.
    private(set) var isComplete = false
    /// Nothing more will come.
    private(set) var isDone = false
    private(set) var finishReason: String?
    private(set) var textBytes = 0

    private let maximumTextBytes: Int
    private var form = Form.unknown
    private var parser = ServerSentEventParser()
    private var object: [UInt8] = []

    init(maximumTextBytes: Int) { self.maximumTextBytes = maximumTextBytes }

    /// - Returns: the text that these bytes add, which may be empty.
    mutating func receive(_ bytes: [UInt8]) -> String {
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
    mutating func end() -> String {
        guard failure == nil, !isDone else { return "" }
        isDone = true
        var text = ""
        if form == .object { text = take(object) }
        if failure == nil, !isComplete {
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
        guard let choice = chunk.choices?.first(where: { ($0.index ?? 0) == 0 }) else { return "" }
        let content = choice.delta ?? choice.message
        if let reason = choice.finishReason { (finishReason, isComplete) = (reason, true) }
        if finishReason == "content_filter" || content?.refusal?.isEmpty == false {
            failure = ModelError(.refused, "The model refused to answer or its content filter withheld the reply.")
            return ""
        }
        let text = content?.content ?? ""
        textBytes += text.utf8.count
        if textBytes > maximumTextBytes {
            failure = ModelError(.tooLong, "The reply is larger than \(maximumTextBytes) bytes.")
            return ""
        }
        return text
    }

    /// The first byte tells, whatever the content type claims: no line of an event stream begins with a brace.
    private static func form(of bytes: [UInt8]) -> Form {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes.first(where: { !blanks.contains($0) }) else { return .unknown }
        return first == UInt8(ascii: "{") ? .object : .events
    }
}
