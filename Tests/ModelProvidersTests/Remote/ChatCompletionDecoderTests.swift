import DeskModel
import Testing

@testable import ModelProviders

@Suite("Decoding chat completions")
struct ChatCompletionDecoderTests {
    private func decode(_ pieces: [[UInt8]], maximumTextBytes: Int = 4096) -> (
        text: String, decoder: ChatCompletionDecoder
    ) {
        var decoder = ChatCompletionDecoder(maximumTextBytes: maximumTextBytes)
        var text = pieces.map { decoder.receive($0) }.joined()
        text += decoder.end()
        return (text, decoder)
    }

    @Test("a reply is the same in one piece, in single bytes and in uneven pieces", arguments: ChatStreamCase.all)
    func anyCut(example: ChatStreamCase) {
        let bytes = Array(example.raw.utf8)
        for size in [bytes.count, 1, 2, 3, 7, 64, 251] {
            let pieces = stride(from: 0, to: bytes.count, by: size).map {
                Array(bytes[$0..<min(bytes.count, $0 + size)])
            }
            let (text, decoder) = decode(pieces)
            #expect(text == example.text)
            switch example.outcome {
            case .complete:
                #expect(decoder.failure == nil)
                #expect(decoder.isComplete)
            case .failed(let reason): #expect(decoder.failure?.reason == reason)
            }
        }
    }

    @Test("the finish reason is kept")
    func finishReason() {
        let raw = #"data: {"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"length"}]}"# + "\n\n"
        #expect(decode([Array(raw.utf8)]).decoder.finishReason == "length")
    }

    @Test("usage is kept, and calls of functions are put together")
    func usageAndCalls() {
        let chunks = [
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"hours","arguments":"{"}}]}}]}"#,
            #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"finish_reason":"stop"}]}"#,
            #"{"choices":[],"usage":{"total_tokens":5}}"#,
        ]
        let (text, decoder) = decode(chunks.map { Array("data: \($0)\n\n".utf8) })
        #expect(text.isEmpty && decoder.failure == nil && !decoder.isTruncated)
        #expect(decoder.usage == ["total_tokens": 5])
        #expect(decoder.toolCalls.map(\.name) == ["hours"] && decoder.toolCalls.map(\.arguments) == ["{}"])
        let cut = decode([Array(#"data: {"choices":[{"delta":{"content":"We"}}]}"#.utf8) + [10, 10]]).decoder
        #expect(cut.isTruncated && cut.failure != nil && cut.usage == nil)
    }

    @Test("text beyond the bound is refused")
    func boundedText() {
        let raw = #"data: {"choices":[{"delta":{"content":"0123456789"}}]}"# + "\n\n"
        let (text, decoder) = decode([[UInt8]](repeating: Array(raw.utf8), count: 11), maximumTextBytes: 100)
        #expect(text.utf8.count == 100)
        #expect(decoder.failure?.reason == .tooLong)
    }

    @Test("what an endpoint says about a failure is not repeated, only its code")
    func errorDetail() {
        let raw = #"data: {"error":{"message":"key sk-secret, prompt: my name is Ana","code":"bad_thing"}}"# + "\n\n"
        let failure = decode([Array(raw.utf8)]).decoder.failure
        #expect(failure?.detail.contains("bad_thing") == true)
        #expect(failure?.detail.contains("secret") == false)
        #expect(failure?.detail.contains("Ana") == false)
    }
}
