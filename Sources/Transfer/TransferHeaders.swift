/// HTTP header fields in order; names compare without regard to case (RFC 9110 section 5.1).
public struct TransferHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One field line.
    public struct Field: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field]

    public init(_ fields: [Field] = []) { self.fields = fields }

    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field($0.0, $0.1) }
    }

    /// The first value under this name.
    public subscript(_ name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted }?.value
    }

    /// Adds a line after those that are there.
    public mutating func append(_ name: String, _ value: String) { fields.append(Field(name, value)) }

    /// Only the fields with these names (in lower case).
    func keeping(_ names: Set<String>) -> TransferHeaders {
        TransferHeaders(fields.filter { names.contains($0.name.lowercased()) })
    }
}

extension TransferHeaders {
    /// Names that libcurl writes itself; a second copy could make two servers read one request differently.
    private static let owned: Set<String> = [
        "connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade",
    ]
    private static let maximumBytes = 32 * 1024

    /// Refuses what could end the line early and so inject another header or request (RFC 9110 section 5.5).
    func validate() throws(TransferError) {
        var total = 0
        for field in fields {
            total += field.name.utf8.count + field.value.utf8.count + 4
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else {
                throw TransferError(.invalidRequest, "A header name holds a character that is not allowed.")
            }
            guard !Self.owned.contains(field.name.lowercased()) else {
                throw TransferError(.invalidRequest, "The header \(field.name) is set by the client itself.")
            }
            guard field.value.utf8.allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
                throw TransferError(.invalidRequest, "The value of the header \(field.name) holds a control character.")
            }
        }
        guard total <= Self.maximumBytes else {
            throw TransferError(.invalidRequest, "The headers are larger than \(Self.maximumBytes) bytes.")
        }
    }

    /// The `token` characters of RFC 9110 section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
