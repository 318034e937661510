import Glibc

/// Decodes bytes with iconv(3).
enum IconvDecoder {
    /// The text, or `nil` when the encoding is unknown or more than `tolerance` of the bytes are not text in it; bytes
    /// that are not become U+FFFD.
    ///
    /// - Parameter tolerance: share of the bytes; 0 demands that all decode, but for a character cut at the end.
    static func decode(_ bytes: ArraySlice<UInt8>, as encoding: CharacterEncoding, tolerance: Double = 0) -> String? {
        let converter = iconv_open("UTF-8", encoding.iconvName)
        guard converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        let allowed = Int(Double(bytes.count) * tolerance)
        var failures = 0
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 2)
        var buffer = [CChar](repeating: 0, count: 32 << 10)
        // iconv takes its input as mutable, though it only reads it.
        var input = bytes.map { CChar(bitPattern: $0) }
        let isDecoded = input.withUnsafeMutableBufferPointer { input -> Bool in
            var next = input.baseAddress
            var remaining = input.count
            while remaining > 0 {
                let (result, written, error) = buffer.withUnsafeMutableBufferPointer { buffer in
                    var target = buffer.baseAddress
                    var room = buffer.count
                    let result = iconv(converter, &next, &remaining, &target, &room)
                    return (result, buffer.count - room, errno)
                }
                output.append(contentsOf: buffer[..<written].lazy.map { UInt8(bitPattern: $0) })
                guard result == -1 else { continue }
                if error == E2BIG { continue }
                // A character cut off at the end is no fault of the encoding.
                if error == EINVAL, remaining < 8 { break }
                failures += 1
                if failures > allowed { return false }
                output.append(contentsOf: [0xEF, 0xBF, 0xBD])
                next = next.map { $0 + 1 }
                remaining -= 1
            }
            // Some encodings hold a letter back until they see whether a mark follows.
            let written = buffer.withUnsafeMutableBufferPointer { buffer in
                var target = buffer.baseAddress
                var room = buffer.count
                _ = iconv(converter, nil, nil, &target, &room)
                return buffer.count - room
            }
            output.append(contentsOf: buffer[..<written].lazy.map { UInt8(bitPattern: $0) })
            return true
        }
        return isDecoded ? String(decoding: output, as: UTF8.self) : nil
    }
}
