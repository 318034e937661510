import CUchardet

/// Finds the encoding of text bytes that are not valid UTF-8 and carry no mark.
enum EncodingDetector {
    /// Bytes looked at; more tells nothing new.
    private static let sampleSize = 128 << 10
    /// How much better another encoding must read before uchardet is overruled.
    private static let margin = 0.12

    /// The most plausible encoding whose decoding is free of errors; `nil` when the bytes read like text in none.
    static func detect(_ content: ArraySlice<UInt8>) -> CharacterEncoding? {
        let sample = sample(of: content)
        var guess = uchardet(sample).flatMap { CharacterEncoding(label: $0) }
        // Romanian reads the same in both, and nobody ever wrote files in ISO-8859-16.
        if guess?.name == "ISO-8859-16" { guess = guess?.windowsSibling }
        var candidates: [CharacterEncoding] = []
        for encoding in [guess, guess?.windowsSibling].compactMap({ $0 }) + CharacterEncoding.multiByte
            + CharacterEncoding.singleByte where !candidates.contains(encoding)
        {
            candidates.append(encoding)
        }
        var best: (encoding: CharacterEncoding, score: Double)?
        for encoding in candidates {
            guard let text = IconvDecoder.decode(sample, as: encoding, tolerance: encoding == guess ? 0.002 : 0) else {
                continue
            }
            var score = TextPlausibility(text).score
            if encoding == guess || encoding == guess?.windowsSibling { score += margin }
            if score > best?.score ?? -.infinity { best = (encoding, score) }
        }
        guard let best, best.score > 0.15 else { return nil }
        return best.encoding
    }

    /// uchardet's own opinion.
    static func uchardet(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let status = bytes.withUnsafeBytes { bytes in
            uchardet_handle_data(detector, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        guard status == 0 else { return nil }
        uchardet_data_end(detector)
        guard let name = uchardet_get_charset(detector) else { return nil }
        let label = String(cString: name)
        return label.isEmpty ? nil : label
    }

    /// A stretch around the first byte beyond ASCII, from the start of its line, so that two-byte characters stay whole.
    private static func sample(of content: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard content.count > sampleSize, let high = content.firstIndex(where: { $0 >= 0x80 }) else {
            return content.prefix(sampleSize)
        }
        let line = content[..<high].lastIndex(where: { $0 == 0x0A || $0 == 0x0D }).map { $0 + 1 } ?? content.startIndex
        let start = high - line > sampleSize / 2 ? high : line
        return content[start...].prefix(sampleSize)
    }
}
