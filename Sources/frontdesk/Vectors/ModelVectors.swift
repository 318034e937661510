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
            for vector in file.content["chat"].elements { results.append(await chat(vector, desk)) }
            for vector in file.content["embeddings"].elements { results.append(await embed(vector, desk)) }
            for vector in file.content["errors"].elements { results.append(await refuse(vector, desk)) }
            return results
        }
    }

    private static func answer(_ response: JSONValue, raw: [UInt8]?) -> VectorStandIn.Answer {
        var headers = [
            "Content-Type": response["content_type"].string ?? (raw == nil ? "application/json" : "text/event-stream")
        ]
        if case .object(let given) = response["headers"] { headers.merge(given.compactMapValues(\.string)) { $1 } }
        return VectorStandIn.Answer(
            status: Int(response["status"].integer ?? 200), headers: headers,
            body: raw ?? Array(response["json"].text.utf8))
    }

    private static func model(_ desk: VectorDesk, _ name: String) -> OpenAILanguageModel {
        OpenAILanguageModel(
            endpoint: ModelEndpoint(baseURL: desk.standInURL + "/v1", apiKey: "TEST", model: name),
            client: TransferClient(),
            options: RemoteModelOptions(retry: RetryPolicy(maximumRetries: 0), addresses: .operator))
    }

    private static func chat(_ vector: JSONValue, _ desk: VectorDesk) async -> VectorResult {
        var check = VectorCheck(vector, in: "chat")
        let raw =
            vector["raw_hex"].string.flatMap { bytes(ofHexadecimal: $0) } ?? Array((vector["raw"].string ?? "").utf8)
        desk.standIn.reset()
        desk.standIn.answer("/v1/chat/completions", with: answer(vector["response"], raw: raw))
        let json = vector["request"]["json"]
        let turns = json["messages"].elements.compactMap { message in
            LanguageModelRequest.Turn.Role(rawValue: message["role"].string ?? "").map {
                LanguageModelRequest.Turn($0, message["content"].string ?? "")
            }
        }
        let request = LanguageModelRequest(
            turns: turns.isEmpty ? [LanguageModelRequest.Turn(.user, "x")] : turns,
            maximumTokens: Int(json["max_tokens"].integer ?? 1000), temperature: json["temperature"].number ?? 0.7)
        var text = ""
        var failure: (any Error)?
        do {
            for try await piece in model(desk, json["model"].string ?? "m").complete(request) { text += piece }
        } catch {
            failure = error
        }
        let expect = vector["expect"]
        check.expect("text", expect["text"].string ?? "", text)
        // What is cut off, or has an error inside, is not presented as an answer.
        let isWhole = expect["error"].isNull && expect["complete"].bool != false
        if isWhole, let failure { check.fail("error", failure) }
        if !isWhole, failure == nil { check.expect("error", "reported", "none") }
        if !json.isNull {
            let sent = await desk.standIn.request { $0.path == vector["request"]["path"].string ?? "" }
            check.expect("request", subset: json, of: sent.flatMap { try? JSONValue(parsing: $0.body) } ?? .null)
            check.expect(
                "authorization", vector["request"]["headers"]["Authorization"].string ?? "",
                sent?.headers["authorization"] ?? "")
        }
        return check.result
    }

    private static func embed(_ vector: JSONValue, _ desk: VectorDesk) async -> VectorResult {
        var check = VectorCheck(vector, in: "embeddings")
        let json = vector["request"]["json"]
        let texts = json["input"].elements.compactMap(\.string)
        let wanted = vector["expect"]["vectors"].elements.map { $0.elements.compactMap(\.number) }
        desk.standIn.answer("/v1/embeddings", with: answer(vector["response"], raw: nil))
        let embedder = OpenAIEmbedder(
            endpoint: ModelEndpoint(
                baseURL: desk.standInURL + "/v1", apiKey: "TEST", model: json["model"].string ?? "m"),
            dimension: wanted.first?.count ?? 1, client: TransferClient(),
            options: RemoteModelOptions(retry: RetryPolicy(maximumRetries: 0), addresses: .operator))
        do {
            let got = try await embedder.embed(texts, for: .query)
            check.expect("count", String(wanted.count), String(got.count))
            for (index, pair) in zip(wanted, got).enumerated() {
                // Ours are of unit length: their directions are compared.
                let length = pair.0.reduce(0) { $0 + $1 * $1 }.squareRoot()
                let isSame = zip(pair.0, pair.1).allSatisfy { abs($0 / length - Double($1)) < 1e-5 }
                check.expect("vectors[\(index)]", "\(pair.0)", isSame ? "\(pair.0)" : "\(pair.1)")
            }
        } catch {
            check.fail("embed", error)
        }
        return check.result
    }

    private static func refuse(_ vector: JSONValue, _ desk: VectorDesk) async -> VectorResult {
        var check = VectorCheck(vector, in: "errors")
        let expect = vector["expect"]
        let path = "/v1/chat/completions"
        desk.standIn.reset()
        desk.standIn.answer(path, with: answer(vector["response"], raw: nil))
        let whole =
            #"{"choices":[{"index":0,"message":{"role":"assistant","content":"again"},"finish_reason":"stop"}]}"#
        desk.standIn.answer(
            path,
            with: VectorStandIn.Answer(
                status: 200, headers: ["Content-Type": "application/json"], body: Array(whole.utf8)))
        let model = OpenAILanguageModel(
            endpoint: ModelEndpoint(baseURL: desk.standInURL + "/v1", apiKey: "TEST", model: "m"),
            client: TransferClient(),
            options: RemoteModelOptions(retry: RetryPolicy(maximumRetries: 1), addresses: .operator))
        let request = LanguageModelRequest(
            turns: [LanguageModelRequest.Turn(.user, "x")], maximumTokens: 10, temperature: 0)
        let started = ContinuousClock.now
        var text = ""
        var failure: (any Error)?
        do {
            for try await piece in model.complete(request) { text += piece }
        } catch {
            failure = error
        }
        check.expect("retry", expect["retry"], .bool(text == "again"))
        if let seconds = expect["wait_s_at_least"].number, text == "again" {
            let waited = started.duration(to: .now) / .seconds(1)
            check.expect("waited long enough", "true", String(waited >= seconds * 0.98))
        }
        if expect["secret_absent_from_logs"].bool == true {
            let words = String(describing: failure)
            check.expect("secret in the error", "false", String(words.contains("TEST")))
        }
        return check.result
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
