import DeskModel

/// How vectors stand in a BLOB, little-endian.
enum VectorColumn {
    /// Values as 32-bit floats, one after the other.
    static func encode(_ vector: [Float]) -> [UInt8] {
        vector.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
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
    static func encode(_ vectors: [QuantizedVector]) throws -> [UInt8] {
        let dimension = vectors.first?.codes.count ?? 0
        guard vectors.allSatisfy({ $0.codes.count == dimension }) else {
            throw SQLError.malformedValue("sentence_vectors")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 + vectors.count * (4 + dimension))
        append(UInt32(vectors.count), to: &bytes)
        append(UInt32(dimension), to: &bytes)
        for vector in vectors {
            append(vector.scale.bitPattern, to: &bytes)
            vector.codes.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    static func decodeQuantized(_ bytes: [UInt8]) throws -> [QuantizedVector] {
        guard bytes.count >= 8 else { throw SQLError.malformedValue("sentence_vectors") }
        return try bytes.withUnsafeBytes { raw in
            func number(at offset: Int) -> UInt32 {
                UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            }
            let count = Int(number(at: 0))
            let stride = 4 + Int(number(at: 4))
            let (size, overflow) = count.multipliedReportingOverflow(by: stride)
            guard !overflow, bytes.count - 8 == size else { throw SQLError.malformedValue("sentence_vectors") }
            return (0..<count).map { index in
                let start = 8 + index * stride
                let codes = raw[start + 4..<start + stride].map { Int8(bitPattern: $0) }
                return QuantizedVector(scale: Float(bitPattern: number(at: start)), codes: codes)
            }
        }
    }

    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
