/// A small number for each code point.
///
/// The numbers stand in blocks of 256 of which equal ones are shared, so that all of Unicode takes about 40 KiB.
struct CodePointTable: Sendable {
    private static let blockSize = 256
    private var blocks: [UInt16] = []
    private var values: [UInt8] = []

    /// - Parameter flat: a number for each of the 0x110000 code points.
    init(_ flat: [UInt8]) {
        var known: [ArraySlice<UInt8>: UInt16] = [:]
        for start in stride(from: 0, to: flat.count, by: Self.blockSize) {
            let block = flat[start..<start + Self.blockSize]
            if let number = known[block] {
                blocks.append(number)
            } else {
                let number = UInt16(known.count)
                known[block] = number
                blocks.append(number)
                values.append(contentsOf: block)
            }
        }
    }

    /// - Parameter point: at most 0x10FFFF.
    @inline(__always)
    subscript(point: UInt32) -> UInt8 {
        values[Int(blocks[Int(point >> 8)]) &* Self.blockSize &+ Int(point & 0xFF)]
    }

    /// Reads `a b-c`, hexadecimal.
    static func ranges(_ table: String) -> [ClosedRange<UInt32>] {
        table.split(separator: " ").map { word in
            let ends = word.split(separator: "-").map(number)
            return ends[0]...ends[ends.count - 1]
        }
    }

    /// Reads a hexadecimal number of a generated table.
    static func number(_ text: Substring) -> UInt32 {
        guard let value = UInt32(text, radix: 16) else { preconditionFailure("the generated tables are damaged") }
        return value
    }
}
