/// What a normaliser does with each code point: a class, and what some are replaced by.
struct CharacterClasses: Sendable {
    enum Class: UInt8 {
        /// Part of a word as it stands.
        case word
        case removed, space
        /// A word of its own.
        case punctuation, ideograph
        /// Part of a word after replacement, and a word of its own after replacement.
        case replaced, replacedIdeograph
        /// A syllable of Hangul, which decomposes by arithmetic (Unicode Standard, section 3.12).
        case hangul
    }

    private let classes: CodePointTable
    private var replacements: [UInt32: [Unicode.Scalar]] = [:]

    /// Reads tables as `BertNormalizer+Tables.swift` holds them.
    init(removed: String, spaces: String, ideographs: String, punctuation: String, replacements: String) {
        var flat = [UInt8](repeating: Class.word.rawValue, count: 0x110000)
        func mark(_ table: String, _ kind: Class) {
            for range in CodePointTable.ranges(table) {
                for point in range { flat[Int(point)] = kind.rawValue }
            }
        }
        mark(removed, .removed)
        mark(spaces, .space)
        mark(ideographs, .ideograph)
        mark(punctuation, .punctuation)
        for point in 0xAC00...0xD7A3 { flat[point] = Class.hangul.rawValue }
        for (point, targets) in Self.replacements(replacements) {
            self.replacements[point] = targets
            let isIdeograph = flat[Int(point)] == Class.ideograph.rawValue
            flat[Int(point)] = (isIdeograph ? Class.replacedIdeograph : Class.replaced).rawValue
        }
        classes = CodePointTable(flat)
    }

    @inline(__always)
    func of(_ point: UInt32) -> Class { Class(rawValue: classes[point]) ?? .word }

    /// What stands for a code point of class `replaced` or `replacedIdeograph`.
    func replacement(of point: UInt32) -> [Unicode.Scalar] { replacements[point] ?? [] }

    /// `S:t,u+v` and `S-E/n:t`, hexadecimal.
    private static func replacements(_ table: String) -> [(UInt32, [Unicode.Scalar])] {
        table.split(separator: " ").flatMap { word -> [(UInt32, [Unicode.Scalar])] in
            let sides = word.split(separator: ":")
            if let slash = sides[0].firstIndex(of: "/") {
                let ends = sides[0][..<slash].split(separator: "-").map(CodePointTable.number)
                let target = CodePointTable.number(sides[1])
                let step = CodePointTable.number(sides[0][sides[0].index(after: slash)...])
                return stride(from: ends[0], through: ends[1], by: Int(step)).map {
                    ($0, [Unicode.Scalar(target + $0 - ends[0])].compactMap { $0 })
                }
            }
            let first = CodePointTable.number(sides[0])
            return sides[1].split(separator: ",").enumerated().map { offset, targets in
                let scalars = targets.split(separator: "+").map(CodePointTable.number)
                return (first + UInt32(offset), scalars.compactMap { Unicode.Scalar($0) })
            }
        }
    }
}
