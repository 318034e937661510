/// What a scalar is to the word scanner.
enum CharacterClass: UInt8 {
    /// Ends a word.
    case separator
    /// A letter, or a mark on one.
    case letter
    case digit
    /// Belongs to a script written without spaces: words are cut into overlapping pairs.
    case unspaced
    /// Invisible: neither ends a word nor belongs to it (joiners, direction marks, soft hyphens, variation selectors).
    case ignorable

    init(_ scalar: Unicode.Scalar) {
        self = scalar.value < 128 ? Self.ascii[Int(scalar.value)] : Self.other(scalar)
    }

    private static let ascii: [CharacterClass] = (0..<128).map { value in
        switch UInt8(value) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): .letter
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        default: .separator
        }
    }

    private static func other(_ scalar: Unicode.Scalar) -> CharacterClass {
        switch scalar.value {
        case 0x00AD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0x034F, 0x061C, 0x180B...0x180F, 0xE0000...0xE0FFF:
            return .ignorable
        // Katakana's prolonged sound mark and the iteration marks are letters to Unicode, unspaced to us.
        case 0x0E01...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3005...0x3007, 0x3041...0x30FF, 0x31F0...0x31FF,
            0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0x20000...0x323AF:
            return isWordScalar(scalar) ? .unspaced : .separator
        default:
            break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark:
            return .letter
        case .decimalNumber, .letterNumber: return .digit
        default: return .separator
        }
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber, .letterNumber:
            true
        default: false
        }
    }
}
