import DeskModel
import LoopbackServer
import ModelProviders
import Testing
import Transfer

@Suite("A remote language model", .timeLimit(.minutes(1)))
struct OpenAILanguageModelTests {
    let client = TransferClient()
    let question = LanguageModelRequest(
        turns: [.init(.system, "Answer from the passages."), .init(.user, "Open on Sunday?")], maximumTokens: 50,
        temperature: 0.25)
    static let quick = RetryPolicy(baseDelay: .milliseconds(5), maximumDelay: .milliseconds(20))

    private func model(
        _ server: LoopbackServer, _ change: (inout RemoteModelOptions) -> Void = { _ in }
    ) -> OpenAILanguageModel {
        var options = RemoteModelOptions(retry: Self.quick)
        change(&options)
        let endpoint = ModelEndpoint(baseURL: server.url("/v1/"), apiKey: "sk-secret", model: "tiny")
        return OpenAILanguageModel(endpoint: endpoint, client: client, options: options)
    }

    private func reply(of model: OpenAILanguageModel) async -> (text: String, error: ModelError?) {
        var text = ""
        do {
            for try await piece in model.complete(question) { text += piece }
            return (text, nil)
        } catch {
            return (text, error as? ModelError)
        }
    }

    private static func delta(_ content: String) -> String {
        #"data: {"choices":[{"index":0,"delta":{"content":"\#(content)"},"finish_reason":null}]}"# + "\n\n"
    }
    private static let ending =
        #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"

    @Test("the request says what the endpoint needs, and asks for its usage")
    func request() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try LoopbackServer { connection in
            guard let request = connection.request() else { return }
            requests.send(request)
            connection.respond(200, body: Self.delta("Yes.") + Self.ending)
        }
        let answer = await reply(of: model(server))
        #expect(answer.text == "Yes.")
        #expect(answer.error == nil)
        let received = try #require(await requests.next())
        #expect(received.line == "POST /v1/chat/completions HTTP/1.1")
        #expect(received.headers["authorization"] == "Bearer sk-secret")
        #expect(received.headers["content-type"] == "application/json")
        #expect(
            Set(received.json.keys) == ["model", "messages", "stream", "stream_options", "temperature", "max_tokens"])
        #expect(received.json["model"] as? String == "tiny")
        #expect(received.json["stream"] as? Bool == true)
        #expect(received.json["temperature"] as? Double == 0.25)
        #expect(received.json["max_tokens"] as? Int == 50)
        #expect(
            received.json["messages"] as? [[String: String]] == [
                ["role": "system", "content": "Answer from the passages."],
                ["role": "user", "content": "Open on Sunday?"],
            ])
    }

    @Test("text is given out while the reply is still being written")
    func streaming() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            for piece in ["We ", "open ", "at 9."] {
                connection.chunk(Self.delta(piece))
                gate.wait()
            }
            connection.chunk(Self.ending)
            connection.endChunks()
        }
        var pieces: [String] = []
        for try await piece in model(server).complete(question) {
            pieces.append(piece)
            gate.open()
        }
        #expect(pieces == ["We ", "open ", "at 9."])
    }

    @Test("over the wire every kind of reply comes out as it should", arguments: ChatStreamCase.all)
    func overTheWire(example: ChatStreamCase) async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil {
                connection.respondChunked()
                for byte in stride(from: 0, to: example.raw.utf8.count, by: 11) {
                    connection.chunk(Array(example.raw.utf8.dropFirst(byte).prefix(11)))
                }
                connection.endChunks()
            }
        }
        let answer = await reply(of: model(server))
        #expect(answer.text == example.text)
        switch example.outcome {
        case .complete: #expect(answer.error == nil)
        case .failed(let reason): #expect(answer.error?.reason == reason)
        }
    }

    @Test("the connection serves the next question after a reply that ended well")
    func keepAlive() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil {
                connection.respondChunked()
                connection.chunk(Self.delta("Yes."))
                connection.chunk(Self.ending)
                connection.endChunks()
            }
        }
        let model = model(server)
        for _ in 0..<3 { #expect(await reply(of: model).text == "Yes.") }
        #expect(server.connections == 1)
    }

    @Test("ending the iteration closes the connection")
    func breaking() async throws {
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk(Self.delta("We "))
            closed.send(connection.waitForClose())
        }
        let model = model(server)
        for try await piece in model.complete(question) {
            #expect(piece == "We ")
            break
        }
        #expect(await closed.next() == true)
    }

    @Test("cancelling the task closes the connection, before text and after", arguments: [true, false])
    func cancelling(afterText: Bool) async throws {
        let arrived = Reports<Void>()
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            if afterText {
                connection.respondChunked()
                connection.chunk(Self.delta("We "))
            }
            arrived.send(())
            closed.send(connection.waitForClose())
        }
        let model = model(server)
        let task = Task { await reply(of: model) }
        _ = await arrived.next()
        task.cancel()
        #expect(await task.value.error == nil, "a cancelled task is no failure of the model")
        #expect(await closed.next() == true)
        #expect(server.connections == 1)
    }

    @Test("overload is waited out as the endpoint asks, and faults are tried again")
    func retries() async throws {
        let statuses = [(429, ["Retry-After": "0.01"]), (500, [:]), (200, [:])]
        let server = try LoopbackServer { connection in
            var remaining = statuses[...]
            while connection.request() != nil, let (status, headers) = remaining.popFirst() {
                connection.respond(status, headers, body: status == 200 ? Self.delta("Yes.") + Self.ending : "{}")
            }
        }
        let answer = await reply(of: model(server))
        #expect(answer.text == "Yes.")
        #expect(answer.error == nil)
    }

    @Test(
        "after its retries an endpoint that stays ill is given up",
        arguments: [
            (429, ModelError.Reason.overloaded), (500, .failed), (503, .overloaded),
        ])
    func retriesEnd(status: Int, reason: ModelError.Reason) async throws {
        let requests = Reports<Void>()
        let server = try LoopbackServer { connection in
            while connection.request() != nil {
                requests.send(())
                connection.respond(status, body: "oops")
            }
        }
        let answer = await reply(of: model(server))
        #expect(answer.error?.reason == reason)
        #expect(answer.text.isEmpty)
        for _ in 0..<3 { _ = await requests.next() }
    }

    @Test("an endpoint that asks for a longer wait than there is time is given up at once")
    func retryAfterTooLong() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(429, ["Retry-After": "100"]) }
        }
        #expect(await reply(of: model(server) { $0.totalTimeout = .seconds(20) }).error?.reason == .overloaded)
    }

    @Test(
        "what is refused is asked once, and neither key nor words of the customer show in the error",
        arguments: [
            400, 401, 403, 404, 302,
        ])
    func refusals(status: Int) async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(
                status, ["Location": "http://127.0.0.1:1/"],
                body: #"{"error":{"message":"Incorrect API key sk-secret for: Open on Sunday?","code":"bad"}}"#)
            #expect(connection.request() == nil, "asked again")
        }
        let error = try #require(await reply(of: model(server)).error)
        #expect(error.reason == .refused)
        #expect(!error.description.contains("sk-secret"))
        #expect(!error.description.contains("Sunday"))
        #expect(server.connections == 1)
    }

    @Test("a connection that breaks before any text is tried again, after text never")
    func brokenConnections() async throws {
        let early = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk(": thinking\n\n")
        }
        let first = await reply(of: model(early))
        #expect(first.error?.reason == .unreachable)
        #expect(early.connections == 3)

        let late = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk(Self.delta("We "))
        }
        let second = await reply(of: model(late))
        #expect(second.text == "We ")
        #expect(second.error?.reason == .unreachable)
        #expect(late.connections == 1)
    }

    @Test("an endpoint that is not there is unreachable")
    func nobodyThere() async throws {
        let port = try LoopbackServer { _ in }.port
        let endpoint = ModelEndpoint(baseURL: "http://127.0.0.1:\(port)/v1", model: "tiny")
        let model = OpenAILanguageModel(
            endpoint: endpoint, client: client, options: RemoteModelOptions(retry: Self.quick))
        #expect(await reply(of: model).error?.reason == .unreachable)
    }

    @Test("silence before the first text is timed out, though comments keep coming")
    func firstTokenTimeout() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            let gate = Gate()
            while connection.chunk(": still thinking\n\n") { gate.wait(milliseconds: 20) }
        }
        let answer = await reply(of: model(server) { $0.firstTokenTimeout = .milliseconds(200) })
        #expect(answer.error?.reason == .timedOut)
        #expect(server.connections == 1)
    }

    @Test("a reply that stalls midway is timed out after its text, and the first token's limit no longer counts")
    func idleTimeout() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk(Self.delta("We "))
            Gate().wait(milliseconds: 1500)
            connection.chunk(Self.delta("open "))
            _ = connection.waitForClose()
        }
        let model = model(server) {
            $0.firstTokenTimeout = .milliseconds(1200)
            $0.idleTimeout = .seconds(2)
        }
        let answer = await reply(of: model)
        #expect(answer.text == "We open ")
        #expect(answer.error?.reason == .timedOut)
    }

    @Test("a reply that never ends is cut at the total limit, or at its size")
    func endless() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            while connection.chunk(Self.delta("and so on ")) {}
        }
        let sized = await reply(of: model(server) { $0.maximumTextBytes = 1000 })
        #expect(sized.error?.reason == .tooLong)
        #expect(sized.text.utf8.count <= 1000)
        let timed = await reply(
            of: model(server) {
                $0.totalTimeout = .milliseconds(300)
                $0.maximumTextBytes = .max
            })
        #expect(timed.error?.reason == .timedOut)
    }

    @Test("a reply that is complete is not held up by a server that keeps the connection open")
    func noEnd() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk(Self.delta("Yes."))
            connection.chunk(#"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n")
            _ = connection.waitForClose()
        }
        let answer = await reply(of: model(server))
        #expect(answer.text == "Yes.")
        #expect(answer.error == nil)
    }

    @Test("a reply without text is an error rather than an empty answer")
    func emptyReply() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(200, body: Self.ending)
        }
        #expect(await reply(of: model(server)).error?.reason == .malformedReply)
    }

    @Test("a model that wants its fields otherwise is asked again in its way, and known from then on")
    func adaptations() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                requests.send(request)
                if request.json["max_tokens"] != nil {
                    connection.respond(
                        400, body: #"{"error":{"message":"Use 'max_completion_tokens' instead.","param":"max_tokens"}}"#
                    )
                } else if request.json["temperature"] != nil {
                    connection.respond(422, body: #"{"error":{"message":"Unsupported value","param":"temperature"}}"#)
                } else if request.json["stream_options"] != nil {
                    connection.respond(400, body: #"{"error":{"message":"Unknown field stream_options"}}"#)
                } else {
                    connection.respond(200, body: Self.delta("Yes.") + Self.ending)
                }
            }
        }
        let model = model(server) { $0.retry.maximumRetries = 0 }
        #expect(await reply(of: model).text == "Yes.")
        for _ in 0..<3 { _ = await requests.next() }
        let last = try #require(await requests.next())
        #expect(Set(last.json.keys) == ["model", "messages", "stream", "max_completion_tokens"])
        #expect(await reply(of: model).text == "Yes.")
        #expect(try #require(await requests.next()).json["max_completion_tokens"] as? Int == 50)
    }

    @Test("an endpoint that refuses again what was already changed is not asked forever")
    func adaptationsEnd() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil {
                connection.respond(400, body: #"{"error":{"message":"no max_completion_tokens","param":"max_tokens"}}"#)
            }
        }
        #expect(await reply(of: model(server)).error?.reason == .refused)
    }

    @Test("a slow reader holds the endpoint back")
    func backPressure() async throws {
        let stuck = Reports<Bool>()
        let flood = 8 * 1024 * 1024
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\n\r\n" + Self.delta("first"))
            let line = Array((": " + String(repeating: "x", count: 1021) + "\n").utf8)
            let bytes = (0..<flood / line.count).flatMap { _ in line }
            let taken = connection.send(bytes, patience: 300)
            stuck.send(taken < bytes.count)
            connection.send(Array(bytes[taken...]))
            connection.send(Self.delta(" last") + Self.ending)
        }
        var pieces: [String] = []
        for try await piece in model(server).complete(question) {
            if pieces.isEmpty { #expect(await stuck.next() == true) }
            pieces.append(piece)
        }
        #expect(pieces == ["first", " last"])
    }

    @Test("a tenant's endpoint on this machine is refused, as is a key that would inject a header")
    func hostileEndpoints() async throws {
        let server = try LoopbackServer { $0.respond(200) }
        #expect(await reply(of: model(server) { $0.addresses = .publicOnly }).error?.reason == .refused)
        let endpoint = ModelEndpoint(baseURL: server.url("/v1"), apiKey: "x\r\nX-Injected: yes", model: "tiny")
        let injected = await reply(of: OpenAILanguageModel(endpoint: endpoint, client: client))
        #expect(injected.error?.reason == .refused)
        #expect(injected.error?.description.contains("Injected") == false)
        let file = ModelEndpoint(baseURL: "file:///etc", apiKey: nil, model: "tiny")
        #expect(await reply(of: OpenAILanguageModel(endpoint: file, client: client)).error?.reason == .refused)
        #expect(server.connections == 0)
    }
}
