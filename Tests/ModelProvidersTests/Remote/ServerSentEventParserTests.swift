import ModelProviders
import Testing

@Suite("Server-sent events")
struct ServerSentEventParserTests {
    /// The events of a stream cut into pieces of so many bytes.
    private func events(_ bytes: [UInt8], piece: Int, maximum: Int = 1024) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser(maximumBytes: maximum)
        var events: [ServerSentEvent] = []
        for start in stride(from: 0, to: bytes.count, by: piece) {
            events += try parser.receive(bytes[start..<min(bytes.count, start + piece)])
        }
        return events
    }

    static let cases: [(stream: String, events: [ServerSentEvent])] = [
        ("data: one\n\ndata: two\n\n", [.init(data: "one"), .init(data: "two")]),
        ("data: one\r\n\r\ndata: two\r\n\r\n", [.init(data: "one"), .init(data: "two")]),
        ("data: one\r\rdata: two\r\r", [.init(data: "one"), .init(data: "two")]),
        ("data: one\r\n\ndata: two\n\r\n", [.init(data: "one"), .init(data: "two")]),
        ("data: a\ndata: b\r\ndata:  c\rdata\n\n", [.init(data: "a\nb\n c\n")]),
        (": comment\n\n:\ndata: x\n: another\n\n", [.init(data: "x")]),
        ("event: delta\nid: 7\nretry: 10\ndata:x\n\ndata: y\n\n", [.init(type: "delta", data: "x"), .init(data: "y")]),
        ("data:\n\n", [.init(data: "")]),
        ("event: lonely\n\ndata: x\n\n", [.init(data: "x")]),
        ("data: dropped\n", []),
        ("data: dropped", []),
        ("\n\n\r\n\r\r\n", []),
        ("\u{FEFF}data: after a BOM\n\n", [.init(data: "after a BOM")]),
        ("data: x\n\n\u{FEFF}data: not the first line\n\n", [.init(data: "x")]),
        ("data: grüße 你好 😀\n\n", [.init(data: "grüße 你好 😀")]),
        ("Data: x\ndatax: y\n data: z\n\n", []),
        ("data: nul\0 stays\n\n", [.init(data: "nul\0 stays")]),
    ]

    @Test("a stream gives the same events however it is cut", arguments: cases)
    func anyCut(stream: String, expected: [ServerSentEvent]) throws {
        let bytes = Array(stream.utf8)
        for piece in 1...bytes.count { #expect(try events(bytes, piece: piece) == expected, "pieces of \(piece)") }
    }

    @Test("bytes that are not UTF-8 become replacement characters and do no other harm")
    func invalidUTF8() throws {
        let bytes = Array("data: a".utf8) + [0xFF, 0xC3] + Array("b\n\ndata: ok\n\n".utf8)
        for piece in 1...bytes.count {
            #expect(try events(bytes, piece: piece).map(\.data) == ["a\u{FFFD}\u{FFFD}b", "ok"])
        }
    }

    @Test("a line without an end, or an event of endless lines, is refused at the bound")
    func oversized() {
        let line = "data: " + String(repeating: "x", count: 2000)
        let lines = String(repeating: "data: x\n", count: 2000)
        for stream in [line, lines] {
            #expect(throws: ServerSentEventParser.Oversized.self) { try events(Array(stream.utf8), piece: 7) }
        }
    }

    @Test("many events that are small each are not oversized")
    func manySmall() throws {
        let stream = String(repeating: "data: \(String(repeating: "x", count: 500))\n\n", count: 50)
        #expect(try events(Array(stream.utf8), piece: 13).count == 50)
    }
}
