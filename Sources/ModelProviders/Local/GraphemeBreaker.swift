/// Finds where graphemes end (extended grapheme clusters, Unicode Standard Annex 29, Unicode 17), scalar by scalar.
///
/// By tables taken from Hugging Face's `tokenizers` and not by `Character`, because the tokeniser's ids depend on the
/// version of Unicode.
struct GraphemeBreaker: Sendable {
    private enum Class: UInt8 {
        case other, carriageReturn, lineFeed, control, prepend, extend, spacingMark, joiner, pictograph
        case leading, vowel, trailing, vowelSyllable, trailingSyllable, regional
        /// `extend` that does not end an Indic conjunct is the usual one; these are the others, and its consonants.
        case endingExtend, linker, consonant
    }

    /// What a sequence of pictographs and an Indic conjunct have reached (rules GB11 and GB9c).
    private enum Sequence { case none, pictograph, joinedPictograph, consonant, linkedConsonant }

    private var previous: Class?
    private var sequence = Sequence.none
    /// Regional indicators since the last pair.
    private var isHalfFlag = false

    /// Takes the next scalar. - Returns: whether a grapheme begins with it.
    mutating func begins(with scalar: UInt32) -> Bool {
        let next = Class(rawValue: Self.table[scalar]) ?? .other
        defer { advance(to: next) }
        guard let previous else { return true }
        return !joins(previous, next)
    }

    /// Whether what comes next belongs to the grapheme whatever it is, controls excepted.
    var joinsNext: Bool { previous == .prepend }

    /// Takes printable ASCII characters at once, which are graphemes each unless `joinsNext`.
    mutating func pass() { (previous, sequence, isHalfFlag) = (.other, .none, false) }

    private func joins(_ previous: Class, _ next: Class) -> Bool {
        switch (previous, next) {
        case (.carriageReturn, .lineFeed): true
        case (.carriageReturn, _), (.lineFeed, _), (.control, _): false
        case (_, .carriageReturn), (_, .lineFeed), (_, .control): false
        case (_, .extend), (_, .endingExtend), (_, .linker), (_, .joiner), (_, .spacingMark), (.prepend, _): true
        case (.leading, .leading), (.leading, .vowel), (.leading, .vowelSyllable), (.leading, .trailingSyllable): true
        case (.vowelSyllable, .vowel), (.vowelSyllable, .trailing), (.vowel, .vowel), (.vowel, .trailing): true
        case (.trailingSyllable, .trailing), (.trailing, .trailing): true
        case (.regional, .regional): isHalfFlag
        case (_, .pictograph): sequence == .joinedPictograph
        case (_, .consonant): sequence == .linkedConsonant
        default: false
        }
    }

    private mutating func advance(to next: Class) {
        previous = next
        isHalfFlag = next == .regional && !isHalfFlag
        switch (next, sequence) {
        case (.pictograph, _): sequence = .pictograph
        case (.consonant, _): sequence = .consonant
        case (.joiner, .pictograph): sequence = .joinedPictograph
        case (.extend, .pictograph), (.endingExtend, .pictograph), (.linker, .pictograph): break
        case (.linker, .consonant), (.linker, .linkedConsonant): sequence = .linkedConsonant
        case (.extend, .consonant), (.extend, .linkedConsonant): break
        case (.joiner, .consonant), (.joiner, .linkedConsonant): break
        default: sequence = .none
        }
    }

    private static let table: CodePointTable = {
        var flat = [UInt8](repeating: Class.other.rawValue, count: 0x110000)
        let tables: [(String, Class)] = [
            (controlRanges, .control), (prependRanges, .prepend), (extendRanges, .extend),
            (spacingMarkRanges, .spacingMark), (leadingRanges, .leading), (vowelRanges, .vowel),
            (trailingRanges, .trailing), (pictographRanges, .pictograph), (consonantRanges, .consonant),
            (linkerRanges, .linker), (endsConjunctRanges, .endingExtend),
        ]
        for (ranges, kind) in tables {
            for range in CodePointTable.ranges(ranges) {
                for point in range { flat[Int(point)] = kind.rawValue }
            }
        }
        for point in 0..<0x20 { flat[point] = Class.control.rawValue }
        flat[0x7F] = Class.control.rawValue
        flat[0x0D] = Class.carriageReturn.rawValue
        flat[0x0A] = Class.lineFeed.rawValue
        flat[0x200D] = Class.joiner.rawValue
        for point in 0x1F1E6...0x1F1FF { flat[point] = Class.regional.rawValue }
        // A syllable with or without a trailing consonant (Unicode Standard, section 3.12).
        for point in 0xAC00...0xD7A3 {
            flat[point] = (point % 28 == 0xAC00 % 28 ? Class.vowelSyllable : .trailingSyllable).rawValue
        }
        return CodePointTable(flat)
    }()
}
