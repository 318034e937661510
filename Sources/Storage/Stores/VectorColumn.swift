import DeskModel

/// How vectors stand in a BLOB, little-endian.
enum VectorColumn {
    /// Values as 32-bit floats, one after the other.
    static func encode(_ vector: [Float]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(vector.count * 4)
        for value in vector { append(value.bitPattern, to: &bytes) }
        return bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> [Float] {
        guard bytes.count.isMultiple(of: 4) else { throw SQLError.malformedValue("vector") }
        return bytes.withUnsafeBytes { raw in
            (0..<bytes.count / 4).map {
                Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self)))
            }
        }
    }

    /// Count and dimension as 32-bit integers, then for each vector its scale as a 32-bit float and a byte per value.
    static func encode(_ vectors: [QuantizedVector]) -> [UInt8] {
        var bytes: [UInt8] = []
        append(UInt32(vectors.count), to: &bytes)
        append(UInt32(vectors.first?.codes.count ?? 0), to: &bytes)
        for vector in vectors {
            append(vector.scale.bitPattern, to: &bytes)
            bytes.append(contentsOf: vector.codes.lazy.map { UInt8(bitPattern: $0) })
        }
        return bytes
    }

    static func decodeQuantized(_ bytes: [UInt8]) throws -> [QuantizedVector] {
        guard bytes.count >= 8 else { throw SQLError.malformedValue("sentence_vectors") }
        return try bytes.withUnsafeBytes { raw in
            let count = Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)))
            let dimension = Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
            let stride = 4 + dimension
            guard bytes.count == 8 + count * stride else { throw SQLError.malformedValue("sentence_vectors") }
            return (0..<count).map { index in
                let start = 8 + index * stride
                let scale = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: start, as: UInt32.self))
                let codes = [Int8](UnsafeRawBufferPointer(rebasing: raw[start + 4..<start + stride]).bindMemory(to: Int8.self))
                return QuantizedVector(scale: Float(bitPattern: scale), codes: codes)
            }
        }
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
}

/// How a chunk's sentences stand in a text column: `start,end,page,kind` separated by spaces. Read with every passage,
/// so it is made to be parsed quickly.
enum SentenceColumn {
    private static let kinds: [ChunkSentence.Kind] = [.prose, .heading, .listItem, .tableRow]

    static func encode(_ sentences: [ChunkSentence]) -> String {
        sentences.map { sentence in
            "\(sentence.start),\(sentence.end),\(sentence.page),\(kinds.firstIndex(of: sentence.kind) ?? 0)"
        }.joined(separator: " ")
    }

    static func decode(_ text: String) throws -> [ChunkSentence] {
        var sentences: [ChunkSentence] = []
        var numbers: [Int] = []
        var current = 0
        func finish() throws {
            numbers.append(current)
            guard numbers.count == 4, kinds.indices.contains(numbers[3]) else {
                throw SQLError.malformedValue("sentences")
            }
            sentences.append(
                ChunkSentence(start: numbers[0], end: numbers[1], page: numbers[2], kind: kinds[numbers[3]]))
            numbers.removeAll(keepingCapacity: true)
            current = 0
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): current = current * 10 + Int(byte - UInt8(ascii: "0"))
            case UInt8(ascii: ","):
                numbers.append(current)
                current = 0
            case UInt8(ascii: " "): try finish()
            default: throw SQLError.malformedValue("sentences")
            }
        }
        if !text.isEmpty { try finish() }
        return sentences
    }
}
