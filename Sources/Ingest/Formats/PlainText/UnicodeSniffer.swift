/// Recognises UTF-16 and UTF-32 without a byte order mark, which detection libraries miss.
enum UnicodeSniffer {
    private static let sampleSize = 32 << 10

    /// The encoding when the bytes read as text in it, byte order included.
    static func detect(_ content: ArraySlice<UInt8>) -> CharacterEncoding? {
        let sample = content.prefix(sampleSize)
        // Spaces, line ends and digits have zero bytes in these encodings, so text of any length has some.
        guard sample.count >= 4, sample.contains(0), !isTextWithStrayZeros(sample) else { return nil }
        if content.count % 4 == 0 {
            for (encoding, order) in [
                (CharacterEncoding.utf32LittleEndian, [3, 2, 1, 0]), (.utf32BigEndian, [0, 1, 2, 3]),
            ] {
                if isUTF32(sample, order) { return encoding }
            }
        }
        guard content.count % 2 == 0 else { return nil }
        let little = utf16Score(sample, low: 0)
        let big = utf16Score(sample, low: 1)
        guard max(little, big) > 0.7, little != big else { return nil }
        return little > big ? .utf16LittleEndian : .utf16BigEndian
    }

    /// Whether it is ordinary text but for a few zero bytes that some program left in it.
    private static func isTextWithStrayZeros(_ bytes: ArraySlice<UInt8>) -> Bool {
        let rest = bytes.filter { $0 != 0 }
        guard (bytes.count - rest.count) * 10 < bytes.count else { return false }
        let controls = rest.contains { $0 < 0x09 || (0x0E...0x1F).contains($0) }
        return !controls && String(validating: rest, as: UTF8.self) != nil
    }

    private static func isUTF32(_ bytes: ArraySlice<UInt8>, _ order: [Int]) -> Bool {
        var index = bytes.startIndex
        var text = 0
        var count = 0
        while index + 4 <= bytes.endIndex {
            let value = order.reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[index + $1]) }
            guard let scalar = Unicode.Scalar(value), value != 0 else { return false }
            if isTextual(scalar) { text += 1 }
            count += 1
            index += 4
        }
        return count > 0 && text * 10 >= count * 9
    }

    /// The share of code units that are text, 0 when surrogates do not pair; ASCII counts in full, the rest less, so that
    /// the right byte order, with its spaces and line ends, wins.
    private static func utf16Score(_ bytes: ArraySlice<UInt8>, low: Int) -> Double {
        var score = 0.0
        var count = 0.0
        var expectsLowSurrogate = false
        var index = bytes.startIndex
        while index + 2 <= bytes.endIndex {
            let unit = UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8
            index += 2
            count += 1
            let isLow = (0xDC00...0xDFFF).contains(unit)
            if isLow != expectsLowSurrogate { return 0 }
            expectsLowSurrogate = (0xD800...0xDBFF).contains(unit)
            if isLow || expectsLowSurrogate {
                score += 0.7
                continue
            }
            guard let scalar = Unicode.Scalar(UInt32(unit)), isTextual(scalar) else {
                score -= 2
                continue
            }
            score += unit < 0x80 ? 1 : 0.8
        }
        return count > 0 ? score / count : 0
    }

    private static func isTextual(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x20...0x7E, 0xA0...0xFF: return true
        case 0...0x9F: return false
        default:
            switch scalar.properties.generalCategory {
            case .unassigned, .privateUse, .control, .surrogate: return false
            default: return true
            }
        }
    }
}
