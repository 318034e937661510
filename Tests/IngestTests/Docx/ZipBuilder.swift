/// Writes zip archives (PKWARE APPNOTE 6.3) for tests: stored entries, and deflated ones that are one long run.
struct ZipBuilder {
    private struct Entry {
        let name: [UInt8]
        let method: UInt16
        let flags: UInt16
        let checksum: UInt32
        let packed: [UInt8]
        let size: Int
    }

    private var entries: [Entry] = []

    mutating func add(_ name: String, _ content: [UInt8], isEncrypted: Bool = false) {
        entries.append(
            Entry(
                name: Array(name.utf8), method: 0, flags: isEncrypted ? 1 : 0, checksum: Self.checksum(content),
                packed: content, size: content.count))
    }

    /// An entry of about `count` spaces, deflated 160-fold.
    ///
    /// - Parameter declared: the size its header claims; its true one by default.
    mutating func addBomb(_ name: String, count: Int, declared: Int? = nil) {
        // Fixed Huffman codes (RFC 1951 3.2.6): one literal space, then copies of 258 from one byte back.
        var bits = BitWriter()
        bits.write([1, 1, 0])
        bits.write(code: 0x30 + 0x20, length: 8)
        let copies = (count - 1) / 258
        for _ in 0..<copies {
            bits.write(code: 0b1100_0101, length: 8)
            bits.write(code: 0, length: 5)
        }
        bits.write(code: 0, length: 7)
        entries.append(
            Entry(
                name: Array(name.utf8), method: 8, flags: 0, checksum: 0, packed: bits.bytes,
                size: declared ?? 1 + copies * 258))
    }

    var bytes: [UInt8] {
        var output: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = output.count
            let common =
                little(20, 2) + little(Int(entry.flags), 2) + little(Int(entry.method), 2) + little(0, 2)
                + little(0x21, 2)
                + little(Int(entry.checksum), 4) + little(entry.packed.count, 4) + little(entry.size, 4)
                + little(entry.name.count, 2) + little(0, 2)
            output += [0x50, 0x4B, 3, 4] + common + entry.name + entry.packed
            directory += [0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 10) + little(offset, 4) + entry.name
        }
        let end =
            [0x50, 0x4B, 5, 6] + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
            + little(directory.count, 4) + little(output.count, 4) + little(0, 2)
        return output + directory + end
    }

    private func little(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}

/// Bits in the order of RFC 1951: bytes fill from their lowest bit, Huffman codes go highest bit first.
private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    mutating func write(_ bits: [UInt8]) {
        for bit in bits {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= bit << used
            used += 1
        }
    }

    mutating func write(code: Int, length: Int) {
        write((0..<length).reversed().map { UInt8((code >> $0) & 1) })
    }
}
