import Testing

@testable import WebSocketUpgrade

@Suite("What a client must not send", .timeLimit(.minutes(1)))
struct ViolationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let frames: [Frame]
        let code: UInt16

        init(_ description: String, _ frames: Frame..., code: UInt16) {
            testDescription = description
            self.frames = frames
            self.code = code
        }
    }

    private static let cases = [
        Case("unmasked frame", Frame(opcode: 1, payload: [65], isMasked: false), code: 1002),
        Case("unmasked close", Frame(opcode: 8, isMasked: false), code: 1002),
        Case("first reserved bit", Frame(opcode: 1, payload: [65], reservedBits: 4), code: 1002),
        Case("third reserved bit", Frame(opcode: 2, payload: [65], reservedBits: 1), code: 1002),
        Case("reserved bit on a ping", Frame(opcode: 9, reservedBits: 2), code: 1002),
        Case("unknown data opcode", Frame(opcode: 3, payload: [65]), code: 1002),
        Case("unknown control opcode", Frame(opcode: 11), code: 1002),
        Case("continuation of nothing", Frame(opcode: 0, payload: [65]), code: 1002),
        Case("message inside a message", .text("a", isFinal: false), .text("b"), code: 1002),
        Case("continuation after the end", .text("a"), Frame(opcode: 0, payload: [65]), code: 1002),
        Case("fragmented ping", Frame(opcode: 9, isFinal: false), code: 1002),
        Case("fragmented close", Frame(opcode: 8, isFinal: false), code: 1002),
        Case("long ping", Frame(opcode: 9, payload: Array(repeating: 0, count: 126)), code: 1002),
        Case("long close", .close(1000, Array(repeating: 65, count: 124)), code: 1002),
        Case("half a close code", Frame(opcode: 8, payload: [3]), code: 1002),
        Case("reserved close code", .close(1005), code: 1002),
        Case("close code out of range", .close(5000), code: 1002),
        Case("close reason that is not UTF-8", .close(1000, [0xFF]), code: 1007),
        Case("text that is not UTF-8", Frame(opcode: 1, payload: [0x48, 0xC3, 0x28]), code: 1007),
        Case(
            "fragments that are not UTF-8 together", Frame(opcode: 1, payload: [0xE2], isFinal: false),
            Frame(opcode: 0, payload: [0x28]), code: 1007),
        Case("frame over the limit", Frame(opcode: 2, payload: Array(repeating: 0, count: 1_025)), code: 1009),
        Case(
            "message over the limit", Frame(opcode: 2, payload: Array(repeating: 0, count: 1_000), isFinal: false),
            Frame(opcode: 0, payload: Array(repeating: 0, count: 1_000), isFinal: false),
            Frame(opcode: 0, payload: Array(repeating: 0, count: 1_000)), code: 1009),
        Case("length beyond all memory", Frame(opcode: 2, declaredLength: .max), code: 1009),
    ]

    @Test("each is answered with its close code, and the server lives on", arguments: cases)
    func violation(_ violation: Case) async throws {
        var configuration = WebSocketConfiguration()
        configuration.maximumFrameBytes = 1_024
        configuration.maximumMessageBytes = 2_048
        try await TestServer.with(configuration: configuration, session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(violation.frames.flatMap(\.bytes))
                let close = try await client.readClose()
                #expect(close.code == violation.code)
                #expect(!close.reason.isEmpty)
                #expect(try await client.readFrame() == nil)
            }
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.text("next"))
                #expect(try await client.readFrame()?.text == "next")
            }
        }
    }

    @Test("a frame of 2 MB is refused by its header, before any of its payload comes")
    func announcedFrame() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(Frame(opcode: 1, declaredLength: 2_097_152))
                #expect(try await client.readClose().code == 1009)
            }
        }
    }

    @Test("a client in the midst of sending 2 MB still gets to read why it is refused")
    func sentFrame() async throws {
        try await TestServer.with(session: TestServer.echoSession) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(Frame(opcode: 1, payload: Array(repeating: 65, count: 2_097_152)))
                #expect(try await client.readClose().code == 1009)
            }
        }
    }

    @Test("messages before a violation are delivered")
    func earlierMessages() async throws {
        let (messages, continuation) = AsyncStream<WebSocketMessage>.makeStream()
        try await TestServer.with(
            session: { session in
                for await message in session.inbound { continuation.yield(message) }
                continuation.finish()
            }
        ) { server in
            try await RawClient.upgraded(port: server.port) { client in
                try await client.send(.text("one"), .text("two"), Frame(opcode: 0), .text("never"))
                #expect(try await client.readClose().code == 1002)
            }
            var seen: [WebSocketMessage] = []
            for await message in messages { seen.append(message) }
            #expect(seen == [.text("one"), .text("two")])
        }
    }
}
