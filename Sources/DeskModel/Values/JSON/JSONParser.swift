/// Reads JSON (RFC 8259) in one pass over its bytes: what anybody may send before it is known who they are costs time in
/// proportion to its size, and no deep recursion.
struct JSONParser {
    /// Where and why a text is no JSON.
    struct Problem: Error, Hashable, Sendable {
        /// Of the first byte that does not fit, from 0.
        let offset: Int
    }

    /// Arrays and objects within each other; providers' bodies have about ten.
    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: `Problem`.
    static func value(of bytes: [UInt8]) throws(Problem) -> JSONValue {
        var parser = JSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.problem }
        return value
    }

    private var problem: Problem { Problem(offset: index) }
    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ byte: Character) throws(Problem) {
        guard let wanted = byte.asciiValue, next == wanted else { throw problem }
        index += 1
    }

    private mutating func value(depth: Int) throws(Problem) -> JSONValue {
        guard depth <= Self.maximumDepth else { throw problem }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Problem) -> JSONValue {
        let isThere = word.withUTF8Buffer { bytes[index...].prefix($0.count).elementsEqual($0) }
        guard isThere else { throw problem }
        index += word.utf8CodeUnitCount
        return value
    }

    private mutating func object(_ depth: Int) throws(Problem) -> JSONValue {
        try take("{")
        var members: [String: JSONValue] = [:]
        skipSpace()
        if next == UInt8(ascii: "}") {
            index += 1
            return .object(members)
        }
        while true {
            skipSpace()
            let name = try string()
            skipSpace()
            try take(":")
            members[name] = try value(depth: depth + 1)
            skipSpace()
            if next == UInt8(ascii: ",") {
                index += 1
                continue
            }
            try take("}")
            return .object(members)
        }
    }

    private mutating func array(_ depth: Int) throws(Problem) -> JSONValue {
        try take("[")
        var elements: [JSONValue] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            index += 1
            return .array(elements)
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if next == UInt8(ascii: ",") {
                index += 1
                continue
            }
            try take("]")
            return .array(elements)
        }
    }

    private mutating func number() throws(Problem) -> JSONValue {
        let start = index
        var isWhole = true
        while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isWhole = false
            default: return try number(start, isWhole)
            }
            index += 1
        }
        return try number(start, isWhole)
    }

    private func number(_ start: Int, _ isWhole: Bool) throws(Problem) -> JSONValue {
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        // Swift reads more than JSON has: a plus sign in front, leading zeros, a bare point.
        guard text.utf8.count <= 400, Self.isNumber(bytes[start..<index]) else { throw Problem(offset: start) }
        if isWhole, let whole = Int64(text) { return .integer(whole) }
        guard let number = Double(text), number.isFinite else { throw Problem(offset: start) }
        return .number(number)
    }

    /// RFC 8259 section 6.
    private static func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        func digits() -> Int {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !startsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    private mutating func string() throws(Problem) -> String {
        try take("\"")
        var content: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw problem }
                index += 1
                return text
            case UInt8(ascii: "\\"):
                index += 1
                try escape(into: &content)
            case 0..<0x20: throw problem
            default:
                content.append(byte)
                index += 1
            }
        }
        throw problem
    }

    private mutating func escape(into content: inout [UInt8]) throws(Problem) {
        guard let byte = next else { throw problem }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            var unit = UInt32(try unit())
            if (0xD800..<0xDC00).contains(unit), next == UInt8(ascii: "\\"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "u")
            {
                let mark = index
                index += 2
                let low = UInt32(try self.unit())
                if (0xDC00..<0xE000).contains(low) {
                    unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                } else {
                    index = mark
                }
            }
            // Half a character is none.
            content += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        default: throw problem
        }
    }

    /// Four hexadecimal digits.
    private mutating func unit() throws(Problem) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw problem
            }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }
}
