import LoopbackServer
import Testing
import Transfer

@Suite("A transfer client", .timeLimit(.minutes(1)))
struct TransferClientTests {
    let client = TransferClient()

    @Test("a request arrives as it was written, and its whole response comes back")
    func roundTrip() async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try LoopbackServer { connection in
            guard let request = connection.request() else { return }
            requests.send(request)
            connection.respond(201, ["X-Reply": " yes "], body: "größe")
        }
        let request = TransferRequest(
            .post, server.url("/a?b=c#not-sent"), headers: ["X-Test": "one", "X-Empty": ""], body: Array("héllo".utf8),
            addresses: .operator)
        let response = try await client.send(request)
        #expect(response.status == 201)
        #expect(response.headers["x-reply"] == "yes")
        #expect(String(decoding: response.body, as: UTF8.self) == "größe")
        let received = try #require(await requests.next())
        #expect(received.line == "POST /a?b=c HTTP/1.1")
        #expect(received.headers["x-test"] == "one")
        #expect(received.headers["x-empty"] == "")
        #expect(received.headers["content-length"] == "6")
        #expect(received.headers["content-type"] == nil)
        #expect(received.text == "héllo")
    }

    @Test(
        "every method is sent under its own name, with and without a body",
        arguments: [
            TransferRequest.Method.get, .head, .post, .put, .patch, .delete,
        ])
    func methods(method: TransferRequest.Method) async throws {
        let requests = Reports<ReceivedRequest>()
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                requests.send(request)
                connection.send("HTTP/1.1 204 No Content\r\n\r\n")
            }
        }
        let bodies: [[UInt8]?] = method == .get || method == .head ? [nil] : [nil, Array("x".utf8)]
        for body in bodies {
            let response = try await client.send(
                TransferRequest(method, server.url(), body: body, addresses: .operator))
            #expect(response.status == 204)
            let received = try #require(await requests.next())
            #expect(received.line == "\(method.rawValue) / HTTP/1.1")
            #expect(received.body == body ?? [])
        }
    }

    @Test("a connection is used again for the next request")
    func keepAlive() async throws {
        let server = try LoopbackServer { connection in
            while connection.request() != nil { connection.respond(200, body: "ok") }
        }
        for _ in 0..<5 { _ = try await client.send(TransferRequest(.get, server.url(), addresses: .operator)) }
        #expect(server.connections == 1)
    }

    @Test("interim responses and trailers are not taken for the response's head")
    func interimResponses() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 103 Early Hints\r\nX-From: interim\r\n\r\n")
            connection.send("HTTP/1.1 200 OK\r\nX-From: final\r\nTransfer-Encoding: chunked\r\n\r\n")
            connection.chunk("body")
            connection.send("0\r\nX-From: trailer\r\n\r\n")
        }
        let response = try await client.send(TransferRequest(.get, server.url(), addresses: .operator))
        #expect(response.status == 200)
        #expect(response.headers.fields.filter { $0.name == "X-From" }.map(\.value) == ["final"])
        #expect(response.body == Array("body".utf8))
    }

    @Test("more transfers than allowed at once wait their turn, and more than may wait are refused")
    func bounds() async throws {
        let client = TransferClient(maximumConcurrentTransfers: 2, maximumWaitingTransfers: 2)
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk("held until the test lets go")
            _ = connection.waitForClose()
        }
        let request = TransferRequest(.get, server.url(), addresses: .operator)
        var held: [StreamedTransferResponse] = []
        for _ in 0..<2 { held.append(try await client.stream(request)) }
        let third = Task { try await insist(on: request, by: client) }
        let fourth = Task { try await insist(on: request, by: client) }
        // Tried until both are queued, by a request that gives up its own place at once.
        var hasty = request
        hasty.limits.total = .milliseconds(1)
        var reason: TransferError.Reason?
        while reason != .overloaded {
            do throws(TransferError) { _ = try await client.stream(hasty) } catch { reason = error.reason }
        }
        #expect(server.connections == 2)
        #expect(held.map(\.status) == [200, 200])
        held = []
        #expect(try await third.value == 200)
        #expect(try await fourth.value == 200)
        #expect(server.connections == 4)
    }

    @Test("a transfer whose time is up before its turn was never started, and the server never saw it")
    func neverStarted() async throws {
        let client = TransferClient(maximumConcurrentTransfers: 1, maximumWaitingTransfers: 2)
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk("held until the test lets go")
            _ = connection.waitForClose()
        }
        let held = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
        var late = TransferRequest(.post, server.url(), body: [1], addresses: .operator)
        late.limits.total = .milliseconds(100)
        let request = late
        let error = await #expect(throws: TransferError.self) { try await client.send(request) }
        #expect(error?.reason == .neverStarted)
        #expect(server.connections == 1)
        #expect(held.status == 200)
    }

    /// The status of the response, tried again for as long as there is no place.
    private func insist(on request: TransferRequest, by client: TransferClient) async throws -> Int {
        while true {
            do throws(TransferError) {
                return try await client.stream(request).status
            } catch {
                guard error.reason == .overloaded else { throw error }
                await Task.yield()
            }
        }
    }

    @Test("hundreds of transfers at once all get their own answer")
    func many() async throws {
        let server = try LoopbackServer { connection in
            while let request = connection.request() {
                connection.respond(200, body: String(request.line.split(separator: " ")[1]))
            }
        }
        let client = TransferClient(maximumConcurrentTransfers: 16, maximumWaitingTransfers: 400)
        try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<300 {
                group.addTask {
                    let request = TransferRequest(.get, server.url("/\(number)"), addresses: .operator)
                    return (number, try await client.send(request).body)
                }
            }
            for try await (number, body) in group { #expect(String(decoding: body, as: UTF8.self) == "/\(number)") }
        }
        #expect(server.connections <= 16)
    }
}
