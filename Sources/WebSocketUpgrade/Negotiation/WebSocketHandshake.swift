import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// The request side of the opening handshake (RFC 6455, section 4.2).
enum WebSocketHandshake {
    /// Whether a request wants its connection to become a WebSocket. Whatever else is wrong with it is `refusal`'s.
    static func isRequested(by request: HTTPRequest) -> Bool {
        request.method == .get && request.headerFields.hasToken("upgrade", in: .connection)
            && request.headerFields.hasToken("websocket", in: .upgrade)
    }

    /// Why a request that `isRequested` cannot be granted, whatever it is for; `nil` when it can.
    static func refusal(of request: HTTPRequest) -> WebSocketDecision? {
        let fields = request.headerFields
        guard fields[values: .secWebSocketVersion] == ["13"] else {
            return .reject(
                status: .upgradeRequired, headers: [.secWebSocketVersion: "13", .upgrade: "websocket"],
                body: "Use WebSocket version 13.")
        }
        guard request.authority != nil else {
            return .reject(status: .badRequest, body: "A WebSocket request needs a Host header.")
        }
        let keys = fields[values: .secWebSocketKey]
        guard keys.count == 1, isKey(keys[0]) else {
            return .reject(
                status: .badRequest, body: "A WebSocket request needs one Sec-WebSocket-Key of 16 bytes in Base64.")
        }
        guard fields[.transferEncoding] == nil, fields[values: .contentLength].allSatisfy({ $0 == "0" }) else {
            return .reject(status: .badRequest, body: "A WebSocket request has no body.")
        }
        return nil
    }

    /// The headers of the 101 response.
    static func responseHeaders(
        to head: HTTPRequestHead, request: HTTPRequest, headers: HTTPFields, subprotocol: String?, channel: any Channel
    ) -> EventLoopFuture<HTTPHeaders> {
        var fields = headers
        for name in handshakeFields { fields[name] = nil }
        if let subprotocol, request.headerFields.tokens(in: .secWebSocketProtocol).contains(Substring(subprotocol)) {
            fields[.secWebSocketProtocol] = subprotocol
        }
        let extra = HTTPHeaders(fields.map { ($0.name.rawName, $0.value) })
        // NIO's upgrader knows how to answer a key; the rest of it is not needed here.
        return NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(extra) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        ).buildUpgradeResponse(channel: channel, upgradeRequest: head, initialResponseHeaders: [:])
    }

    private static let handshakeFields: [HTTPField.Name] = [
        .connection, .upgrade, .contentLength, .transferEncoding, .secWebSocketAccept, .secWebSocketExtensions,
        .secWebSocketProtocol,
    ]

    private static func isKey(_ key: String) -> Bool {
        key.utf8.count == 24 && key.hasSuffix("==")
            && key.utf8.dropLast(2).allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }
}

extension HTTPFields {
    /// The comma-separated items of all fields of a name, without the space around them.
    func tokens(in name: HTTPField.Name) -> [Substring] {
        self[values: name].flatMap { value in
            value.split(separator: ",").map { token in
                var token = token
                while let first = token.utf8.first, first == 32 || first == 9 { token.removeFirst() }
                while let last = token.utf8.last, last == 32 || last == 9 { token.removeLast() }
                return token
            }
        }
    }

    /// - Parameter token: in lower case.
    func hasToken(_ token: String, in name: HTTPField.Name) -> Bool {
        tokens(in: name).contains { $0.lowercased() == token }
    }
}
