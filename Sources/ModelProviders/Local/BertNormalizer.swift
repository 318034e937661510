/// Splits text into words as BERT's uncased models were trained on: clean, set CJK ideographs apart, decompose and drop
/// non-spacing marks, lower case, split at white space and around punctuation.
///
/// Gives what `BertNormalizer` and `BertPreTokenizer` of Hugging Face's `tokenizers` give, by tables taken from them and
/// not from Swift's Unicode properties, whose version differs. One step of theirs is left out: putting several marks of
/// one character into canonical order. It shows only on marks that are kept, and no vocabulary of these models has a
/// piece with one (`scripts/check_tokenizer.py` checks), so such a word is unknown in any order.
struct BertNormalizer: Sendable {
    private let classes = CharacterClasses(
        removed: removedRanges, spaces: spaceRanges, ideographs: ideographRanges, punctuation: punctuationRanges,
        replacements: replacements)

    /// Calls `body` with each word's UTF-8, in order, until it returns false.
    ///
    /// - Parameter text: valid UTF-8.
    /// - Returns: whether `body` never did.
    func forEachWord(in text: UnsafeBufferPointer<UInt8>, _ body: (_ word: [UInt8]) -> Bool) -> Bool {
        var word = WordBuffer()
        var position = 0
        while position < text.count {
            let byte = text[position]
            if byte < 0x80 {
                position += 1
                switch Self.ascii[Int(byte)] {
                case .letter: word.bytes.append(byte | 0x20)
                case .digit: word.bytes.append(byte)
                case .space: guard word.flush(body) else { return false }
                case .punctuation: guard word.isolate(Unicode.Scalar(byte), body) else { return false }
                case .removed: break
                }
            } else {
                let (point, length) = text.scalar(at: position)
                position += length
                guard add(Unicode.Scalar(point) ?? "\u{FFFD}", to: &word, body) else { return false }
            }
        }
        return word.flush(body)
    }

    private func add(_ scalar: Unicode.Scalar, to word: inout WordBuffer, _ body: ([UInt8]) -> Bool) -> Bool {
        switch classes.of(scalar.value) {
        case .word: word.append(scalar)
        case .removed: break
        case .space: return word.flush(body)
        case .punctuation, .ideograph: return word.isolate(scalar, body)
        case .replaced:
            for part in classes.replacement(of: scalar.value) {
                if isPunctuation(part) {
                    guard word.isolate(part, body) else { return false }
                } else {
                    word.append(part)
                }
            }
        case .replacedIdeograph:
            for part in classes.replacement(of: scalar.value) {
                guard word.isolate(part, body) else { return false }
            }
        case .hangul:
            let index = scalar.value - 0xAC00
            word.append(0x1100 + index / 588)
            word.append(0x1161 + index % 588 / 28)
            if index % 28 > 0 { word.append(0x11A7 + index % 28) }
        }
        return true
    }

    private func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            ? Self.ascii[Int(scalar.value)] == .punctuation : classes.of(scalar.value) == .punctuation
    }

    private enum ASCII { case letter, digit, space, punctuation, removed }

    /// White space is what Unicode calls so and a tab, line feed or carriage return; other controls go.
    private static let ascii: [ASCII] = (UInt8(0)..<0x80).map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): .space
        case 0..<0x20, 0x7F: .removed
        default: .punctuation
        }
    }
}

/// The word being read.
private struct WordBuffer {
    var bytes: [UInt8] = []

    mutating func append(_ scalar: Unicode.Scalar) { append(scalar.value) }

    /// Appends a code point beyond ASCII or within as UTF-8.
    mutating func append(_ point: UInt32) {
        switch point {
        case 0..<0x80: bytes.append(UInt8(point))
        case 0x80..<0x800:
            bytes.append(UInt8(0xC0 | point >> 6))
            bytes.append(UInt8(0x80 | point & 0x3F))
        case 0x800..<0x10000:
            bytes.append(UInt8(0xE0 | point >> 12))
            bytes.append(UInt8(0x80 | point >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | point & 0x3F))
        default:
            bytes.append(UInt8(0xF0 | point >> 18))
            bytes.append(UInt8(0x80 | point >> 12 & 0x3F))
            bytes.append(UInt8(0x80 | point >> 6 & 0x3F))
            bytes.append(UInt8(0x80 | point & 0x3F))
        }
    }

    /// Hands over what was read. - Returns: what `body` does, or true when there is nothing.
    mutating func flush(_ body: ([UInt8]) -> Bool) -> Bool {
        guard !bytes.isEmpty else { return true }
        let goesOn = body(bytes)
        bytes.removeAll(keepingCapacity: true)
        return goesOn
    }

    /// Hands over what was read, then the scalar as a word of its own.
    mutating func isolate(_ scalar: Unicode.Scalar, _ body: ([UInt8]) -> Bool) -> Bool {
        guard flush(body) else { return false }
        append(scalar)
        return flush(body)
    }
}
