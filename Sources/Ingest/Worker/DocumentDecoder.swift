import DeskModel

/// Reads what `DocumentEncoder` wrote. The worker may have been taken over by what it read, so nothing is believed:
/// lengths are checked, texts repaired, and no count reserves memory.
struct DocumentDecoder {
    struct Malformed: Error {}

    private var rest: ArraySlice<UInt8>

    static func decode(_ bytes: [UInt8]) throws(Malformed) -> ExtractedDocument {
        var decoder = DocumentDecoder(rest: bytes[...])
        let document = try decoder.document()
        guard decoder.rest.isEmpty else { throw Malformed() }
        return document
    }

    private mutating func document() throws(Malformed) -> ExtractedDocument {
        guard let kind = DocumentKind(rawValue: try string()) else { throw Malformed() }
        let encoding = try optionalString()
        let title = try optionalString()
        var warnings: [String] = []
        for _ in 0..<(try number()) { warnings.append(try string()) }
        var pages: [ExtractedPage] = []
        for _ in 0..<(try number()) { pages.append(try page()) }
        return ExtractedDocument(kind: kind, encoding: encoding, title: title, pages: pages, warnings: warnings)
    }

    private mutating func page() throws(Malformed) -> ExtractedPage {
        let number = try number()
        var blocks: [ExtractedBlock] = []
        for _ in 0..<(try self.number()) { blocks.append(try block()) }
        return ExtractedPage(number: number, blocks: blocks)
    }

    private mutating func block() throws(Malformed) -> ExtractedBlock {
        guard let kind = ExtractedBlock.Kind(rawValue: try string()) else { throw Malformed() }
        let level = try number()
        let text = try string()
        guard try isPresent() else { return ExtractedBlock(kind: kind, level: level, text: text) }
        let box = ExtractedBox(x: try double(), y: try double(), width: try double(), height: try double())
        return ExtractedBlock(kind: kind, level: level, text: text, box: box)
    }

    private mutating func optionalString() throws(Malformed) -> String? { try isPresent() ? try string() : nil }

    private mutating func string() throws(Malformed) -> String { String(decoding: try take(number()), as: UTF8.self) }

    private mutating func isPresent() throws(Malformed) -> Bool {
        guard let byte = rest.popFirst(), byte < 2 else { throw Malformed() }
        return byte == 1
    }

    private mutating func double() throws(Malformed) -> Double {
        let pattern = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let value = Double(bitPattern: pattern)
        guard value.isFinite else { throw Malformed() }
        return value
    }

    /// At most 2^31 - 1, so that sums of them cannot overflow.
    private mutating func number() throws(Malformed) -> Int {
        var value = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            guard let byte = rest.popFirst() else { throw Malformed() }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 {
                guard value <= Int(Int32.max) else { throw Malformed() }
                return value
            }
        }
        throw Malformed()
    }

    private mutating func take(_ count: Int) throws(Malformed) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw Malformed() }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
