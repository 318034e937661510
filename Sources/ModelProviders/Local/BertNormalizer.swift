import Foundation

/// Splits text into words as BERT's uncased models were trained on: clean, space out CJK, strip accents, lower case,
/// split at white space and around punctuation. Follows the `BertNormalizer` and `BertPreTokenizer` of Hugging Face's
/// `tokenizers`, so that the ids come out the same.
struct BertNormalizer: Sendable {
    /// The words as UTF-8, in order.
    func words(of text: some Sequence<Unicode.Scalar>, _ body: (ArraySlice<UInt8>) -> Bool) {
        var word: [UInt8] = []
        word.reserveCapacity(64)
        func flush() -> Bool {
            guard !word.isEmpty else { return true }
            let goesOn = body(word[...])
            word.removeAll(keepingCapacity: true)
            return goesOn
        }
        for scalar in text {
            if scalar.value < 0x80 {
                // ASCII needs no tables: the bulk of most text.
                let byte = UInt8(scalar.value)
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word.append(byte)
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
                case UInt8(ascii: " "), 9, 10, 13:
                    guard flush() else { return }
                case 0..<32, 127: continue
                default:
                    guard flush() else { return }
                    word.append(byte)
                    guard flush() else { return }
                }
                continue
            }
            if scalar.value == 0xFFFD || Self.isControl(scalar) { continue }
            if scalar.properties.isWhitespace {
                guard flush() else { return }
                continue
            }
            if Self.isIdeograph(scalar) {
                guard flush() else { return }
                word.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
                guard flush() else { return }
                continue
            }
            for part in String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
            where part.properties.generalCategory != .nonspacingMark {
                for lower in part.properties.lowercaseMapping.unicodeScalars {
                    if Self.isPunctuation(lower) {
                        guard flush() else { return }
                        word.append(contentsOf: UTF8.encode(lower).map(Array.init) ?? [])
                        guard flush() else { return }
                    } else if lower.properties.isWhitespace {
                        guard flush() else { return }
                    } else {
                        word.append(contentsOf: UTF8.encode(lower).map(Array.init) ?? [])
                    }
                }
            }
        }
        _ = flush()
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate: true
        default: false
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            return (33...47).contains(scalar.value) || (58...64).contains(scalar.value)
                || (91...96).contains(scalar.value) || (123...126).contains(scalar.value)
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }

    /// The CJK blocks that BERT sets apart.
    private static func isIdeograph(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0x20000...0x2A6DF, 0x2A700...0x2B73F, 0x2B740...0x2B81F,
            0x2B920...0x2CEAF, 0xF900...0xFAFF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }
}
