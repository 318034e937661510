import DeskModel
import Testing

/// Response bodies as endpoints send them, and what must come of them. Our own values in the fields of OpenAI's
/// `CreateChatCompletionStreamResponse` and of servers that resemble it.
struct ChatStreamCase: Sendable, CustomTestStringConvertible {
    enum Outcome: Hashable, Sendable { case complete, failed(ModelError.Reason) }

    let name: String
    let raw: String
    let text: String
    let outcome: Outcome

    var testDescription: String { name }

    private static func delta(_ content: String, finish: String = "null") -> String {
        #"data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"\#(content)"},"logprobs":null,"finish_reason":\#(finish)}]}"#
            + "\n\n"
    }
    private static let stop = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
    private static let done = "data: [DONE]\n\n"

    static let all: [ChatStreamCase] = [
        .init(
            name: "role first, three deltas, finish, usage, DONE",
            raw:
                #"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null}]}"#
                + "\n\n" + delta("We open") + delta(" at 9") + delta(".") + stop
                + #"data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}"# + "\n\n"
                + done,
            text: "We open at 9.", outcome: .complete),
        .init(
            name: "cut by length", raw: delta("We op", finish: "\"length\"") + done, text: "We op", outcome: .complete),
        .init(name: "finish without DONE", raw: delta("Yes.") + stop, text: "Yes.", outcome: .complete),
        .init(name: "DONE without finish", raw: delta("Yes.") + done, text: "Yes.", outcome: .complete),
        .init(name: "neither", raw: delta("Yes, but"), text: "Yes, but", outcome: .failed(.malformedReply)),
        .init(
            name: "cut within an event", raw: delta("Yes") + "data: {\"choi", text: "Yes",
            outcome: .failed(.malformedReply)),
        .init(name: "more after DONE", raw: delta("Yes.") + done + delta(" No."), text: "Yes.", outcome: .complete),
        .init(
            name: "CRLF and comments",
            raw: ": OPENROUTER PROCESSING\r\n\r\n"
                + (delta("Yes.") + stop + done).replacing("\n", with: "\r\n"), text: "Yes.", outcome: .complete),
        .init(
            name: "escapes and characters of many bytes",
            raw: delta(#"\"tea\"\n5 \u20ac, "#) + delta("tschüß 你好 😀")
                + stop + done, text: "\"tea\"\n5 €, tschüß 你好 😀", outcome: .complete),
        .init(
            name: "other choices, unknown keys, null choices, reasoning",
            raw:
                #"data: {"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"},"x":[1]}],"y":{}}"#
                + "\n\n" + #"data: {"choices":null,"usage":null}"# + "\n\n" + #"data: {"object":"ping"}"# + "\n\n"
                + #"data: {"choices":[{"index":0,"delta":{"reasoning_content":"hidden","content":null}}]}"# + "\n\n"
                + stop + done, text: "yes", outcome: .complete),
        .init(
            name: "an error object after text",
            raw: delta("We ")
                + #"data: {"error":{"message":"Overloaded","type":"server_error","code":500}}"# + "\n\n"
                + delta("open"),
            text: "We ", outcome: .failed(.failed)),
        .init(
            name: "an error as a string", raw: delta("We ") + #"data: {"error":"out of memory"}"# + "\n\n",
            text: "We ", outcome: .failed(.failed)),
        .init(
            name: "JSON that is none", raw: delta("We ") + "data: {oops\n\n" + delta("open") + stop + done,
            text: "We ", outcome: .failed(.malformedReply)),
        .init(
            name: "a content filter", raw: delta("We ") + delta("", finish: "\"content_filter\"") + done,
            text: "We ", outcome: .failed(.refused)),
        .init(
            name: "a refusal", raw: #"data: {"choices":[{"index":0,"delta":{"refusal":"I cannot"}}]}"# + "\n\n" + done,
            text: "", outcome: .failed(.refused)),
        .init(
            name: "one JSON object though a stream was asked for",
            raw:
                " \n{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + "\"content\":\"We open at 9.\"},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":7}}",
            text: "We open at 9.", outcome: .complete),
        .init(
            name: "one JSON object that reports an error", raw: #"{"error":{"message":"no","code":"model_not_found"}}"#,
            text: "", outcome: .failed(.failed)),
        .init(
            name: "one JSON object cut short", raw: #"{"choices":[{"message":{"content":"We"#, text: "",
            outcome: .failed(.malformedReply)),
        .init(
            name: "a web page", raw: "<!doctype html>\n<title>Sign in</title>\n\n", text: "",
            outcome: .failed(.malformedReply)),
    ]
}
