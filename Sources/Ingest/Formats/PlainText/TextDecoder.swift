/// Text and the encoding it was in.
struct DecodedText: Equatable {
    let text: String
    /// IANA name.
    let encoding: String
}

/// Turns the bytes of a text file into text, whatever their encoding.
enum TextDecoder {
    /// Decodes the bytes: by their mark, as UTF-8, as unmarked UTF-16 or UTF-32, by escape sequences, else by detection.
    ///
    /// - Parameter declared: an encoding that the content names itself; used when the bytes agree.
    /// - Returns: `nil` when the bytes are not text in any encoding.
    static func decode(_ content: [UInt8], declared: CharacterEncoding? = nil) -> DecodedText? {
        if let marked = decodeMarked(content) { return marked }
        let bytes = content[...]
        if let encoding = UnicodeSniffer.detect(bytes),
            let text = IconvDecoder.decode(bytes, as: encoding, tolerance: 0.001)
        {
            return DecodedText(text: text, encoding: encoding.name)
        }
        guard !looksBinary(content) else { return unmarkedUTF16(bytes) }
        if let text = String(validating: content, as: UTF8.self) {
            guard content.contains(where: { $0 >= 0x80 }) else { return decodeSevenBit(bytes, text, declared) }
            return DecodedText(text: text, encoding: CharacterEncoding.utf8.name)
        }
        if let text = nearlyUTF8(content) { return DecodedText(text: text, encoding: CharacterEncoding.utf8.name) }
        if let declared, let text = IconvDecoder.decode(bytes, as: declared, tolerance: 0.002),
            TextPlausibility(String(text.prefix(20_000))).score > 0.15
        {
            return DecodedText(text: text, encoding: declared.name)
        }
        guard let encoding = EncodingDetector.detect(bytes),
            let text = IconvDecoder.decode(bytes, as: encoding, tolerance: 0.002)
        else { return unmarkedUTF16(bytes) }
        return DecodedText(text: text, encoding: encoding.name)
    }

    /// The last resort: UTF-16 without a mark whose text has neither spaces nor line ends, so no zero bytes either.
    private static func unmarkedUTF16(_ bytes: ArraySlice<UInt8>) -> DecodedText? {
        guard bytes.count >= 8, bytes.count % 2 == 0 else { return nil }
        let readings = [CharacterEncoding.utf16LittleEndian, .utf16BigEndian].compactMap { encoding in
            IconvDecoder.decode(bytes, as: encoding).map {
                (encoding, $0, TextPlausibility(String($0.prefix(8192))).score)
            }
        }
        guard let best = readings.max(by: { $0.2 < $1.2 }), best.2 > 0.6,
            best.1.unicodeScalars.prefix(8192).allSatisfy({
                $0.properties.generalCategory != .control || $0.value < 0x20
            })
        else { return nil }
        return DecodedText(text: best.1, encoding: best.0.name)
    }

    private static func decodeMarked(_ content: [UInt8]) -> DecodedText? {
        let marks: [(bytes: [UInt8], encoding: CharacterEncoding)] = [
            ([0xEF, 0xBB, 0xBF], .utf8), ([0xFF, 0xFE, 0, 0], .utf32LittleEndian),
            ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
            ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian), ([0x84, 0x31, 0x95, 0x33], .gb18030),
        ]
        for mark in marks where content.starts(with: mark.bytes) {
            // A mark may stand before anything: the rest must hold what it promises.
            let rest = content[mark.bytes.count...]
            guard let text = IconvDecoder.decode(rest, as: mark.encoding, tolerance: 0.01) else { continue }
            let controls = text.unicodeScalars.prefix(4096).count {
                $0.value < 0x09 || (0x0E...0x1A).contains($0.value)
            }
            if controls * 50 > min(text.unicodeScalars.count, 4096) { continue }
            return DecodedText(text: text, encoding: mark.encoding.name)
        }
        return nil
    }

    /// ASCII, or one of the encodings that switch character sets by escape sequences.
    private static func decodeSevenBit(
        _ bytes: ArraySlice<UInt8>, _ text: String, _ declared: CharacterEncoding?
    ) -> DecodedText {
        if bytes.contains(0x1B) {
            let guess = EncodingDetector.uchardet(bytes.prefix(1 << 20)).flatMap { CharacterEncoding(label: $0) }
            for encoding in [guess, declared].compactMap({ $0 }) + CharacterEncoding.stateful
            where CharacterEncoding.stateful.contains(encoding) {
                guard let decoded = IconvDecoder.decode(bytes, as: encoding), !decoded.unicodeScalars.contains("\u{1B}")
                else {
                    continue
                }
                return DecodedText(text: decoded, encoding: encoding.name)
            }
        }
        return DecodedText(text: text, encoding: CharacterEncoding.ascii.name)
    }

    /// UTF-8 with a few broken bytes in it: well-formed sequences do not come about by chance.
    private static func nearlyUTF8(_ content: [UInt8]) -> String? {
        let text = String(decoding: content, as: UTF8.self)
        var broken = 0
        var wellFormed = 0
        for scalar in text.unicodeScalars where scalar.value >= 0x80 {
            if scalar == "\u{FFFD}" { broken += 1 } else { wellFormed += 1 }
        }
        return wellFormed > broken * 10 ? text : nil
    }

    /// Whether control characters that no text holds make up a hundredth of the bytes.
    private static func looksBinary(_ content: [UInt8]) -> Bool {
        var controls = 0
        for byte in content where byte < 0x09 || (0x0E...0x1A).contains(byte) || byte == 0x7F || byte == 0x1C {
            // SO and SI switch character sets in ISO-2022-KR.
            if byte != 0x0E && byte != 0x0F { controls += 1 }
        }
        return controls * 100 > content.count
    }
}
