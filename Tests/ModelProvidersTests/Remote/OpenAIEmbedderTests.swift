import DeskModel
import Foundation
import LoopbackServer
import Testing
import Transfer

@testable import ModelProviders

@Suite("A remote embedder", .timeLimit(.minutes(1)))
struct OpenAIEmbedderTests {
    let client = TransferClient()

    private func embedder(
        _ server: LoopbackServer, dimension: Int = 3, maximumTokens: Int = 8000, requestsDimension: Bool = false
    ) -> OpenAIEmbedder {
        OpenAIEmbedder(
            endpoint: ModelEndpoint(baseURL: server.url("/v1"), apiKey: "sk-secret", model: "embed"),
            dimension: dimension, requestsDimension: requestsDimension, maximumTokens: maximumTokens, client: client,
            options: RemoteModelOptions(retry: RetryPolicy(baseDelay: .milliseconds(5))))
    }

    /// A server whose vectors tell which text they were made of: (length, 3, 4), of unit length only after normalising.
    private func lengthServer(requests: Reports<ReceivedRequest> = Reports()) throws -> LoopbackServer {
        try LoopbackServer { connection in
            while let request = connection.request() {
                requests.send(request)
                let texts = request.json["input"] as? [String] ?? []
                let items = texts.enumerated().map { #"{"index":\#($0),"embedding":[\#($1.utf8.count),3,4.0e0]}"# }
                // In reverse order: the index counts, not the place.
                connection.respond(200, body: #"{"data":[\#(items.reversed().joined(separator: ","))]}"#)
            }
        }
    }

    @Test("texts become unit vectors in their order, in bounded batches")
    func batches() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try lengthServer(requests: requests)
        let texts = (1...150).map { String(repeating: "x", count: $0) }
        let vectors = try await embedder(server).embed(texts, for: .passage)
        #expect(vectors.count == 150)
        for (index, vector) in vectors.enumerated() {
            let length = Float(index + 1)
            let norm = (length * length + 25).squareRoot()
            #expect(abs(vector[0] - length / norm) < 1e-6)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        }
        var sizes: [Int] = []
        for _ in 0..<3 { sizes.append((await requests.next()?.json["input"] as? [String])?.count ?? 0) }
        #expect(sizes == [64, 64, 22])
        #expect(server.connections == 1)
    }

    @Test("the request has the fields of the API, and asks for a dimension only when told to")
    func request() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try lengthServer(requests: requests)
        _ = try await embedder(server).embed(["opening hours", ""], for: .query)
        let plain = try #require(await requests.next())
        #expect(plain.line == "POST /v1/embeddings HTTP/1.1")
        #expect(plain.headers["authorization"] == "Bearer sk-secret")
        #expect(Set(plain.json.keys) == ["model", "input", "encoding_format"])
        #expect(plain.json["input"] as? [String] == ["opening hours", " "], "endpoints refuse empty texts")
        _ = try await embedder(server, requestsDimension: true).embed(["x"], for: .query)
        #expect(try #require(await requests.next()).json["dimensions"] as? Int == 3)
    }

    @Test("no texts need no request")
    func nothing() async throws {
        let server = try lengthServer()
        #expect(try await embedder(server).embed([], for: .query).isEmpty)
        #expect(server.connections == 0)
    }

    @Test("batches are bounded by size too")
    func largeTexts() {
        let texts = [String](repeating: String(repeating: "x", count: 100_000), count: 5)
        #expect(OpenAIEmbedder.batches(texts).map(\.count) == [2, 2, 1])
        #expect(OpenAIEmbedder.batches([String(repeating: "x", count: 1_000_000)]).count == 1)
    }

    @Test("a text beyond the model's length is cut between characters")
    func longText() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try lengthServer(requests: requests)
        _ = try await embedder(server, maximumTokens: 2).embed(["abcdefgé and more"], for: .passage)
        #expect(try #require(await requests.next()).json["input"] as? [String] == ["abcdefg"])
    }

    @Test("the dimension is found out by a first call")
    func discovery() async throws {
        let server = try lengthServer()
        let endpoint = ModelEndpoint(baseURL: server.url("/v1"), apiKey: nil, model: "embed")
        let embedder = try await OpenAIEmbedder.discover(endpoint: endpoint, client: client)
        #expect(embedder.dimension == 3)
        #expect(embedder.modelID == "embed@127.0.0.1:\(server.port)")
        #expect(try await embedder.embed(["x"], for: .query).first?.count == 3)
    }

    @Test("vectors in base64 are read as little-endian floats")
    func base64() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            let floats: [Float] = [0, -3, 4]
            let data = floats.reduce(into: Data()) { data, float in
                withUnsafeBytes(of: float.bitPattern.littleEndian) { data.append(contentsOf: $0) }
            }
            connection.respond(200, body: #"{"data":[{"index":0,"embedding":"\#(data.base64EncodedString())"}]}"#)
        }
        #expect(try await embedder(server).embed(["x"], for: .query) == [[0, -0.6, 0.8]])
    }

    @Test("huge finite values are normalised without overflow")
    func hugeValues() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(200, body: #"{"data":[{"embedding":[3e38,0,0]}]}"#)
        }
        #expect(try await embedder(server).embed(["x"], for: .query) == [[1, 0, 0]])
    }

    @Test(
        "an answer that does not fit the question is refused",
        arguments: [
            #"{"data":[]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":0,"embedding":[1,2,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":2,"embedding":[1,2,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":-1,"embedding":[1,2,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,2]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3,4]},{"index":1,"embedding":[1,2,3,4]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[0,0,0]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,null,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,1e999,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":[1,NaN,3]}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":"AADAfwAAgD8AAIA/"}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":"AAAA"}]}"#,
            #"{"data":[{"index":0,"embedding":[1,2,3]},{"index":1,"embedding":"not base64!"}]}"#,
            #"{"object":"list"}"#, "[]", "", "<html>", "data: {}",
        ])
    func malformed(body: String) async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, body: body) }
        }
        let error = await #expect(throws: ModelError.self) {
            try await embedder(server).embed(["opening hours", "parking"], for: .query)
        }
        #expect(error?.reason == .malformedReply)
    }

    @Test("an endless answer is cut off")
    func endless() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\n{\"data\":[{\"index\":0,\"embedding\":[1")
            let more = Array(String(repeating: ",1", count: 30_000).utf8)
            while connection.send(more) {}
        }
        let error = await #expect(throws: ModelError.self) { try await embedder(server).embed(["x"], for: .query) }
        #expect(error?.reason == .tooLong)
    }

    @Test("overload is tried again, a refusal is not")
    func retries() async throws {
        let server = try LoopbackServer { connection in
            var isFirst = true
            while connection.request() != nil {
                connection.respond(
                    isFirst ? 429 : 200, ["retry-after-ms": "5"], body: #"{"data":[{"index":0,"embedding":[0,1,0]}]}"#)
                isFirst = false
            }
        }
        #expect(try await embedder(server).embed(["x"], for: .query) == [[0, 1, 0]])
        let refusing = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(401)
            #expect(connection.request() == nil, "asked again")
        }
        let error = await #expect(throws: ModelError.self) { try await embedder(refusing).embed(["x"], for: .query) }
        #expect(error?.reason == .refused)
    }

    @Test("cancelling closes the connection and is no failure of the model")
    func cancelling() async throws {
        let arrived = Reports<Void>()
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            arrived.send(())
            closed.send(connection.waitForClose())
        }
        let embedder = embedder(server)
        let task = Task { try await embedder.embed(["x"], for: .query) }
        _ = await arrived.next()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await closed.next() == true)
    }

    @Test("tokens are estimated by bytes, at least one per word")
    func tokenCount() throws {
        let embedder = embedder(try lengthServer())
        #expect(embedder.tokenCount(of: "") == 0)
        #expect(embedder.tokenCount(of: "abcdefgh") == 2)
        #expect(embedder.tokenCount(of: "abcdefghi") == 3)
        #expect(embedder.tokenCount(of: "a b c d") == 4)
    }
}
