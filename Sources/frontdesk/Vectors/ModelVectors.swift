import Channels
import DeskModel
import Foundation
import ModelProviders
import Transfer

/// `openai_sse`: a language model's streams, embeddings and errors, read by our clients from a stand-in.
enum ModelVectors {
    static func run(_ file: VectorFile) async throws -> [VectorResult] {
        try await VectorDesk.run(publicURL: "https://desk.example.com") { desk in
            var results: [VectorResult] = []
            for item in file.cases(in: VectorKind.openAI.sections) {
                var check = item.check
                // Any section may hold any kind of case.
                if !item.vector["raw"].isNull || !item.vector["raw_hex"].isNull {
                    await chat(item.vector, desk, &check)
                } else if !item.vector["request"]["json"]["input"].isNull {
                    await embed(item.vector, desk, &check)
                } else {
                    await refuse(item.vector, desk, &check)
                }
                results.append(check.result)
            }
            return results
        }
    }

    private static func answer(_ response: JSONValue, raw: [UInt8]) -> VectorStandIn.Answer {
        let answer = VectorStandIn.Answer(response)
        return VectorStandIn.Answer(
            status: answer.status,
            headers: answer.headers.merging(
                ["Content-Type": response["content_type"].string ?? "text/event-stream"]) { $1 }, body: raw)
    }

    private static func model(_ desk: VectorDesk, _ name: String, retries: Int) -> OpenAILanguageModel {
        OpenAILanguageModel(
            endpoint: ModelEndpoint(baseURL: desk.standInURL + "/v1", apiKey: "TEST", model: name),
            client: TransferClient(),
            options: RemoteModelOptions(retry: RetryPolicy(maximumRetries: retries), addresses: .operator))
    }

    // MARK: Chat

    private static func chat(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async {
        let digits = vector["raw_hex"].string
        let bytes: [UInt8]? =
            if let digits { Self.bytes(ofHexadecimal: digits) } else { Array((vector["raw"].string ?? "").utf8) }
        guard let raw = bytes else {
            check.expect("raw_hex", "hexadecimal digits", digits ?? "")
            return
        }
        let expect = vector["expect"]
        check.understand(
            "expect", expect, ["text", "finish", "finish_reason", "usage", "complete", "error", "tool_calls"])
        let offsets = vector["splits"].elements.compactMap { $0.integer.map { Int($0) } }
        let ways: [(String, [Int])] = [
            ("", []), (" as split", offsets), (" byte by byte", Array(0..<raw.count)),
        ]
        for (way, cuts) in ways {
            read(raw, cutAt: cuts, way, expect, &check)
        }
        await ask(vector, raw, desk, &check)
    }

    /// Reads a reply as it comes off the network in pieces. - Parameter way: how it was cut, for people.
    private static func read(
        _ raw: [UInt8], cutAt cuts: [Int], _ way: String, _ expect: JSONValue, _ check: inout VectorCheck
    ) {
        var decoder = ChatCompletionDecoder(maximumTextBytes: RemoteModelOptions().maximumTextBytes)
        var text = ""
        var start = 0
        for end in cuts.sorted() + [raw.count] where end > start && end <= raw.count {
            text += decoder.receive(Array(raw[start..<end]))
            start = end
        }
        text += decoder.end()
        let calls = decoder.toolCalls.enumerated().map { index, call -> JSONValue in
            [
                "index": .integer(Int64(index)), "id": .string(orNull: call.id), "type": "function",
                "name": .string(call.name), "arguments": .string(call.arguments),
                "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
            ]
        }
        for name in expect.names {
            let expected = expect[name]
            switch name {
            case "text": check.expect("text\(way)", expected.string ?? "", text)
            case "finish", "finish_reason":
                check.expect("\(name)\(way)", expected, .string(orNull: decoder.finishReason))
            case "usage": check.expect("usage\(way)", subset: expected, of: decoder.usage ?? .null)
            case "complete": check.expect("complete\(way)", expected, .bool(decoder.isComplete))
            case "error":
                // What is cut off is no error of the endpoint's, and a refusal is an answer of the model's.
                let isError =
                    expected.isNull || expected.bool == false
                    ? decoder.failure.map { !decoder.isTruncated && $0.reason != .refused } ?? false
                    : decoder.failure != nil && !decoder.isTruncated
                check.expect(
                    "error\(way)", expected.isNull || expected.bool == false ? "none" : "reported",
                    isError ? "reported" : "none")
            case "tool_calls":
                let wanted = expected.isNull ? JSONValue.array([]) : expected
                check.expect("tool_calls\(way)", subset: wanted, of: .array(calls))
            default: break
            }
        }
    }

    /// Has the language model ask the stand-in, and compares what it sends and what it makes of the reply.
    private static func ask(
        _ vector: JSONValue, _ raw: [UInt8], _ desk: VectorDesk, _ check: inout VectorCheck
    ) async {
        desk.standIn.reset()
        desk.standIn.answer("/v1/chat/completions", with: answer(vector["response"], raw: raw))
        let mark = desk.standIn.mark
        let json = vector["request"]["json"]
        let turns = json["messages"].elements.compactMap { message in
            LanguageModelRequest.Turn.Role(rawValue: message["role"].string ?? "").map {
                LanguageModelRequest.Turn($0, message["content"].string ?? "")
            }
        }
        let request = LanguageModelRequest(
            turns: turns.isEmpty ? [LanguageModelRequest.Turn(.user, "x")] : turns,
            maximumTokens: Int(json["max_tokens"].integer ?? 1000), temperature: json["temperature"].number ?? 0.7)
        let (text, failure) = await reply(of: model(desk, json["model"].string ?? "m", retries: 0), to: request)
        let expect = vector["expect"]
        check.expect("answer", expect["text"].string ?? "", text)
        // What is cut off, or has an error inside, is not presented as an answer; neither is what holds no words.
        let isWhole = expect["error"].isNull || expect["error"].bool == false
        if isWhole, expect["complete"].bool != false {
            let isRefused = (failure as? ModelError)?.reason == .refused
            if let failure, !text.isEmpty, !isRefused { check.fail("answer's error", failure) }
        } else if failure == nil {
            check.expect("answer's error", "reported", "none")
        }
        guard !json.isNull else { return }
        let path = vector["request"]["path"].string ?? ""
        let sent = await desk.standIn.request(since: mark) { $0.path == path }
        check.expect("request", subset: json, of: sent.flatMap { try? JSONValue(parsing: $0.body) } ?? .null)
        if let authorization = vector["request"]["headers"]["Authorization"].string {
            check.expect("authorization", authorization, sent?.headers["authorization"] ?? "")
        }
    }

    private static func reply(
        of model: OpenAILanguageModel, to request: LanguageModelRequest
    ) async -> (text: String, failure: (any Error)?) {
        var text = ""
        do {
            for try await piece in model.complete(request) { text += piece }
        } catch {
            return (text, error)
        }
        return (text, nil)
    }

    // MARK: Embeddings

    private static func embed(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async {
        let json = vector["request"]["json"]
        let texts = json["input"].string.map { [$0] } ?? json["input"].elements.compactMap(\.string)
        let expect = vector["expect"]
        check.understand("expect", expect, ["vectors", "dimension", "error", "usage"])
        let wanted = expect["vectors"].elements.map { $0.elements.compactMap(\.number) }
        desk.standIn.reset()
        desk.standIn.answer("/v1/embeddings", with: VectorStandIn.Answer(vector["response"]))
        let mark = desk.standIn.mark
        let first = vector["response"]["json"]["data"].elements.first?["embedding"] ?? .null
        let dimension =
            expect["dimension"].integer.map { Int($0) } ?? wanted.first?.count
            ?? json["dimensions"].integer.map { Int($0) } ?? max(1, first.elements.count)
        let embedder = OpenAIEmbedder(
            endpoint: ModelEndpoint(
                baseURL: desk.standInURL + "/v1", apiKey: "TEST", model: json["model"].string ?? "m"),
            dimension: dimension, requestsDimension: !json["dimensions"].isNull, client: TransferClient(),
            options: RemoteModelOptions(retry: RetryPolicy(maximumRetries: 0), addresses: .operator))
        let isRefused = wanted.isEmpty || !expect["error"].isNull && expect["error"].bool != false
        do {
            let got = try await embedder.embed(texts, for: .query)
            guard !isRefused else {
                check.expect("error", expect["error"].text, "none")
                return
            }
            check.expect("count", String(wanted.count), String(got.count))
            for (index, pair) in zip(wanted, got).enumerated() {
                // Ours are of unit length: their directions are compared.
                let length = pair.0.reduce(0) { $0 + $1 * $1 }.squareRoot()
                let isSame =
                    pair.0.count == pair.1.count
                    && zip(pair.0, pair.1).allSatisfy { abs($0 / length - Double($1)) < 1e-5 }
                check.expect("vectors[\(index)]", "\(pair.0)", isSame ? "\(pair.0)" : "\(pair.1)")
            }
        } catch {
            if !isRefused { check.fail("embed", error) }
        }
        let sent = await desk.standIn.request(since: mark) { $0.path == "/v1/embeddings" }
        let body = sent.flatMap { try? JSONValue(parsing: $0.body) } ?? .null
        if !json["model"].isNull { check.expect("request.model", json["model"], body["model"]) }
        check.expect("request.input", subset: .array(texts.map { .string($0) }), of: body["input"])
        // Both ways of writing vectors are read; ours is to ask for numbers.
        if !json["dimensions"].isNull { check.expect("request.dimensions", json["dimensions"], body["dimensions"]) }
    }

    // MARK: Errors

    private static func refuse(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async {
        let expect = vector["expect"]
        check.understand("expect", expect, ["retry", "wait_s_at_least", "wait_s_at_most", "secret_absent_from_logs"])
        let path = "/v1/chat/completions"
        desk.standIn.reset()
        desk.standIn.answer(path, with: VectorStandIn.Answer(vector["response"]))
        let whole =
            #"{"choices":[{"index":0,"message":{"role":"assistant","content":"again"},"finish_reason":"stop"}]}"#
        desk.standIn.answer(
            path,
            with: VectorStandIn.Answer(
                status: 200, headers: ["Content-Type": "application/json"], body: Array(whole.utf8)))
        let request = LanguageModelRequest(
            turns: [LanguageModelRequest.Turn(.user, "x")], maximumTokens: 10, temperature: 0)
        let started = ContinuousClock.now
        let (text, failure) = await reply(of: model(desk, "m", retries: 1), to: request)
        let waited = started.duration(to: .now) / .seconds(1)
        if !expect["retry"].isNull { check.expect("retry", expect["retry"], .bool(text == "again")) }
        if let seconds = expect["wait_s_at_least"].number {
            check.expect("waited at least", "\(seconds)", waited >= seconds * 0.98 ? "\(seconds)" : "\(waited)")
        }
        if let seconds = expect["wait_s_at_most"].number {
            check.expect("waited at most", "\(seconds)", waited <= seconds + 1 ? "\(seconds)" : "\(waited)")
        }
        if expect["secret_absent_from_logs"].bool == true {
            check.expect("secret in the error", "false", String(String(reflecting: failure).contains("TEST")))
        }
    }

    private static func bytes(ofHexadecimal text: String) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(digits[index...index + 1]), radix: 16) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
