import LoopbackServer
import Testing
import Transfer

@Suite("A streamed response", .timeLimit(.minutes(1)))
struct TransferStreamTests {
    let client = TransferClient()

    @Test("pieces are read as they arrive, before the response is over")
    func pieces() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            for piece in ["one", "two", "three"] {
                connection.chunk(piece)
                // The next piece is sent only once the test has read this one.
                gate.wait()
            }
            connection.endChunks()
        }
        let response = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
        #expect(response.status == 200)
        var pieces: [String] = []
        for try await piece in response.body {
            pieces.append(String(decoding: piece, as: UTF8.self))
            gate.open()
        }
        #expect(pieces == ["one", "two", "three"])
        #expect(try await response.body.read() == nil)
    }

    @Test("cancelling the reading task closes the connection and ends the wait")
    func cancelWhileReading() async throws {
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk("first")
            closed.send(connection.waitForClose())
        }
        let started = Reports<Void>()
        let task = Task { () -> TransferError? in
            do throws(TransferError) {
                let response = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
                while try await response.body.read() != nil { started.send(()) }
                return nil
            } catch { return error }
        }
        _ = await started.next()
        task.cancel()
        #expect(await task.value?.reason == .cancelled)
        #expect(await closed.next() == true)
    }

    @Test("cancelling while the head is awaited closes the connection")
    func cancelBeforeHead() async throws {
        let arrived = Reports<Void>()
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            arrived.send(())
            closed.send(connection.waitForClose())
        }
        let task = Task { try await client.send(TransferRequest(.get, server.url(), addresses: .operator)) }
        _ = await arrived.next()
        task.cancel()
        await #expect(throws: TransferError.self) { try await task.value }
        #expect(await closed.next() == true)
    }

    @Test("a task that was cancelled before it began sends nothing that stays")
    func cancelledBeforehand() async throws {
        let server = try LoopbackServer { connection in _ = connection.waitForClose() }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await client.send(TransferRequest(.get, server.url(), addresses: .operator))
        }
        task.cancel()
        let error = await #expect(throws: TransferError.self) { try await task.value }
        #expect(error?.reason == .cancelled)
    }

    @Test("letting go of a body that was not read to its end closes the connection")
    func abandoned() async throws {
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk("first")
            closed.send(connection.waitForClose())
        }
        do {
            let response = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
            #expect(try await response.body.read() == Array("first".utf8))
        }
        #expect(await closed.next() == true)
    }

    @Test("a reader that lags holds the sender back, and gets every byte in order once it reads")
    func backPressure() async throws {
        let megabyte = 1024 * 1024
        let bytes = (0..<24).flatMap { [UInt8](repeating: UInt8($0), count: megabyte) }
        let size = bytes.count
        let stuckAt = Reports<Int>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n")
            let taken = connection.send(bytes, patience: 600)
            stuckAt.send(taken)
            connection.send(Array(bytes[taken...]))
        }
        var request = TransferRequest(.get, server.url(), addresses: .operator)
        request.limits.maximumResponseBytes = size
        // Paused for longer than this below: standing still by our own will is no idle peer.
        request.limits.idle = .seconds(1)
        let response = try await client.stream(request)
        let taken = try #require(await stuckAt.next())
        #expect(taken < size / 2, "the sender went on to \(taken) bytes though nobody read")
        var total = 0
        var largest = 0
        var wrong = 0
        for try await piece in response.body {
            largest = max(largest, piece.count)
            if piece.first != UInt8(total / megabyte) { wrong += 1 }
            total += piece.count
        }
        #expect(total == size)
        #expect(wrong == 0)
        #expect(largest <= request.limits.maximumBufferedBytes)
    }

    @Test("bytes that came before the connection broke are delivered, then the break is reported")
    func interrupted() async throws {
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        }
        let response = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
        var received: [UInt8] = []
        let error = await #expect(throws: TransferError.self) {
            for try await piece in response.body { received += piece }
        }
        #expect(error?.reason == .interrupted)
        #expect(received == Array("half".utf8))
    }

    @Test("the deadline can be moved while the response arrives")
    func movedDeadline() async throws {
        let closed = Reports<Bool>()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            connection.chunk("first")
            closed.send(connection.waitForClose())
        }
        let response = try await client.stream(TransferRequest(.get, server.url(), addresses: .operator))
        #expect(try await response.body.read() != nil)
        response.body.setDeadline(.now + .milliseconds(50))
        let error = await #expect(throws: TransferError.self) { try await response.body.read() }
        #expect(error?.reason == .totalTimedOut)
        #expect(await closed.next() == true)
    }

    @Test("a client that was let go keeps its open responses alive")
    func clientLetGo() async throws {
        let gate = Gate()
        let server = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            connection.respondChunked()
            gate.wait()
            connection.chunk("late")
            connection.endChunks()
        }
        let response = try await TransferClient().stream(TransferRequest(.get, server.url(), addresses: .operator))
        gate.open()
        var body: [UInt8] = []
        for try await piece in response.body { body += piece }
        #expect(body == Array("late".utf8))
    }
}
