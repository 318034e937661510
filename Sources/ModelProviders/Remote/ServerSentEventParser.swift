/// One event of a `text/event-stream`.
public struct ServerSentEvent: Hashable, Sendable {
    /// The `event` field; `message` when there is none.
    public let type: String
    /// The `data` lines, joined by LF.
    public let data: String

    public init(type: String = "message", data: String) {
        self.type = type
        self.data = data
    }
}

/// Reads an event stream (WHATWG HTML, section 9.2.6) from pieces that may be cut anywhere, within characters too.
///
/// Lines end with LF, CRLF or CR. Events that the stream's end cuts off are dropped. `id` and `retry` are ignored.
public struct ServerSentEventParser: Sendable {
    /// The stream holds a line or an event larger than its bound; nothing after it can be trusted.
    public struct Oversized: Error, Hashable, Sendable {}

    private let maximumBytes: Int
    private var line: [UInt8] = []
    private var lineHasEndedWithCR = false
    private var isFirstLine = true
    private var data: [UInt8]?
    private var type = ""

    /// - Parameter maximumBytes: of one line, and of the data of one event.
    public init(maximumBytes: Int = 1024 * 1024) { self.maximumBytes = maximumBytes }

    /// - Returns: the events that these bytes complete.
    /// - Throws: `Oversized`.
    public mutating func receive(_ bytes: some Sequence<UInt8>) throws(Oversized) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            let completesCRLF = lineHasEndedWithCR && byte == UInt8(ascii: "\n")
            lineHasEndedWithCR = byte == UInt8(ascii: "\r")
            if completesCRLF { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                if let event = try endLine() { events.append(event) }
            } else {
                guard line.count < maximumBytes else { throw Oversized() }
                line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() throws(Oversized) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        var content = line[...]
        if isFirstLine, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        isFirstLine = false
        if content.isEmpty { return dispatch() }
        let colon = content.firstIndex(of: UInt8(ascii: ":"))
        var value = colon.map { content[($0 + 1)...] } ?? []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        // A comment has an empty name, which is no field's.
        switch String(decoding: content[..<(colon ?? content.endIndex)], as: UTF8.self) {
        case "data":
            guard (data?.count ?? 0) + value.count < maximumBytes else { throw Oversized() }
            data = data.map { $0 + [UInt8(ascii: "\n")] + value } ?? Array(value)
        case "event": type = String(decoding: value, as: UTF8.self)
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer { (data, type) = (nil, "") }
        guard let data else { return nil }
        return ServerSentEvent(type: type.isEmpty ? "message" : type, data: String(decoding: data, as: UTF8.self))
    }
}
