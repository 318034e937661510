import LoopbackServer
import Testing
import Transfer

@Suite("A transfer that goes wrong", .timeLimit(.minutes(1)))
struct TransferFailureTests {
    let client = TransferClient()

    /// The error that a request to a scripted server ends with.
    private func failure(
        _ change: (inout TransferRequest) -> Void = { _ in }, _ script: @escaping @Sendable (Connection) -> Void
    ) async throws -> TransferError? {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            script(connection)
        }
        var request = TransferRequest(
            .get, server.url("/secret-path?token=hunter2"), headers: ["Authorization": "Bearer hunter2"],
            addresses: .operator)
        change(&request)
        let sent = request
        let error = await #expect(throws: TransferError.self) { try await client.send(sent) }
        #expect(error?.description.contains("hunter2") == false)
        #expect(error?.description.contains("secret-path") == false)
        return error
    }

    @Test("a server that never answers is given up after the idle limit, and sees it")
    func silent() async throws {
        let closed = Reports<Bool>()
        let error = try await failure({ $0.limits.idle = .milliseconds(100) }) { closed.send($0.waitForClose()) }
        #expect(error?.reason == .idleTimedOut)
        #expect(await closed.next() == true)
    }

    @Test("a body that stalls is given up after the idle limit")
    func stalled() async throws {
        let error = try await failure({ $0.limits.idle = .milliseconds(100) }) { connection in
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            _ = connection.waitForClose()
        }
        #expect(error?.reason == .idleTimedOut)
    }

    @Test("headers that trickle in forever end at the total limit")
    func slowHeaders() async throws {
        let error = try await failure({ $0.limits.total = .milliseconds(300) }) { connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            let gate = Gate()
            while connection.send("X-Slow: 1\r\n") { gate.wait(milliseconds: 20) }
        }
        #expect(error?.reason == .totalTimedOut)
    }

    @Test("endless headers end at a bound")
    func endlessHeaders() async throws {
        let error = try await failure { connection in
            connection.send("HTTP/1.1 200 OK\r\n")
            while connection.send("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        #expect(error?.reason == .responseTooLarge)
    }

    @Test("a body larger than the limit is refused, announced or not", arguments: [true, false])
    func hugeBody(announced: Bool) async throws {
        let error = try await failure({ $0.limits.maximumResponseBytes = 100_000 }) { connection in
            let framing = announced ? "Content-Length: 1000000000" : "Connection: close"
            connection.send("HTTP/1.1 200 OK\r\n\(framing)\r\n\r\n")
            let piece = [UInt8](repeating: 7, count: 65536)
            while connection.send(piece) {}
        }
        #expect(error?.reason == .responseTooLarge)
    }

    @Test("a body of exactly the limit is taken")
    func exactBody() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respond(200, body: String(repeating: "x", count: 1000))
        }
        var request = TransferRequest(.get, server.url(), addresses: .operator)
        request.limits.maximumResponseBytes = 1000
        #expect(try await client.send(request).body.count == 1000)
    }

    @Test(
        "what is not HTTP is reported as malformed",
        arguments: [
            "\u{1}\u{2}\u{3}garbage without a status line\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 OK\r\n\r\n",
            "HTTP/9.9 200 OK\r\n\r\n",
        ])
    func garbage(reply: String) async throws {
        let error = try await failure { $0.send(reply) }
        #expect(error?.reason == .malformedResponse)
    }

    @Test("a connection closed or reset without an answer is an interruption", arguments: [true, false])
    func closedEarly(reset: Bool) async throws {
        let error = try await failure { if reset { $0.reset() } }
        #expect(error?.reason == .interrupted)
    }

    @Test("broken chunks are an error, not a short body")
    func brokenChunks() async throws {
        let error = try await failure { connection in
            connection.respondChunked()
            connection.chunk("good")
            connection.send("zz\r\nbad")
        }
        #expect(error?.reason == .interrupted || error?.reason == .malformedResponse)
    }

    @Test("a port where nobody listens is unreachable")
    func nobodyListens() async throws {
        let port = try LoopbackServer { _ in }.port
        // The server is gone with the statement above; its accepting thread closes the socket a moment later.
        var reason: TransferError.Reason?
        for _ in 0..<1000 where reason != .unreachable {
            do throws(TransferError) {
                _ = try await client.send(TransferRequest(.get, "http://127.0.0.1:\(port)/", addresses: .operator))
            } catch { reason = error.reason }
        }
        #expect(reason == .unreachable)
    }

    @Test("a name without an address is unresolvable")
    func unknownName() async throws {
        let error = await #expect(throws: TransferError.self) {
            try await client.send(TransferRequest(.get, "http://no-such-host.invalid/", addresses: .operator))
        }
        #expect(error?.reason == .unresolvable)
    }

    @Test("plain HTTP where TLS was asked for is insecure")
    func noTLS() async throws {
        let server = try LoopbackServer { connection in connection.send("HTTP/1.1 400 Bad Request\r\n\r\n") }
        let error = await #expect(throws: TransferError.self) {
            try await client.send(
                TransferRequest(.get, "https://127.0.0.1:\(server.port)/", addresses: .operator))
        }
        #expect(error?.reason == .insecure)
    }
}
