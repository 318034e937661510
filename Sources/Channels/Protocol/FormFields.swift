/// The fields of an `application/x-www-form-urlencoded` text (WHATWG URL, section 5), in the order sent.
public struct FormFields: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public let fields: [Field]

    /// No provider sends more.
    private static let maximumFields = 1_000

    public init(_ fields: [Field]) { self.fields = fields }

    /// Decodes a body or a query. - Returns: `nil` for more fields than any provider sends.
    public init?(decoding text: some Sequence<UInt8>) {
        let pieces = Array(text).split(separator: UInt8(ascii: "&"))
        guard pieces.count <= Self.maximumFields else { return nil }
        fields = pieces.map { piece in
            let parts = piece.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return Field(Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    /// The first value under this name, `nil` when there is none.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The first value under this name unless it is empty.
    public func filled(_ name: String) -> String? { self[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// As a body: spaces become `+`, all but `*-._` and ASCII letters and digits is escaped.
    public var encoded: String {
        fields.map { Self.encoded($0.name) + "=" + Self.encoded($0.value) }.joined(separator: "&")
    }

    private static func encoded(_ text: String) -> String {
        PercentEncoding.encode(text, keeping: "*-._ ").replacing(" ", with: "+")
    }

    private static func decoded(_ bytes: some Collection<UInt8>) -> String {
        String(
            decoding: PercentEncoding.decode(bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }),
            as: UTF8.self)
    }
}

/// Percent-encoding (RFC 3986 section 2.1).
public enum PercentEncoding {
    /// What is not well-formed stays as it is.
    public static func decode(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    /// Escapes every byte of the text's UTF-8 but ASCII letters, digits and those of `kept`.
    public static func encode(_ text: String, keeping kept: String) -> String {
        let kept = Set(kept.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isAlphanumeric(byte) || kept.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
