/// What a normaliser does with each code point: a class, and what some are replaced by.
///
/// Classes stand in blocks of 256 of which equal ones are shared, so that all of Unicode takes about 40 KiB.
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

    private static let blockSize = 256
    private var blocks: [UInt16]
    private var classes: [UInt8]
    private var replacements: [UInt32: [Unicode.Scalar]] = [:]

    /// Reads tables as `BertNormalizer+Tables.swift` holds them.
    init(removed: String, spaces: String, ideographs: String, punctuation: String, replacements: String) {
        var flat = [UInt8](repeating: Class.word.rawValue, count: 0x110000)
        func mark(_ table: String, _ kind: Class) {
            for range in Self.ranges(table) {
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
        blocks = []
        classes = []
        var known: [ArraySlice<UInt8>: UInt16] = [:]
        for start in stride(from: 0, to: flat.count, by: Self.blockSize) {
            let block = flat[start..<start + Self.blockSize]
            if let number = known[block] {
                blocks.append(number)
            } else {
                let number = UInt16(known.count)
                known[block] = number
                blocks.append(number)
                classes.append(contentsOf: block)
            }
        }
    }

    @inline(__always)
    func of(_ point: UInt32) -> Class {
        let block = Int(blocks[Int(point >> 8)])
        return Class(rawValue: classes[block &* Self.blockSize &+ Int(point & 0xFF)]) ?? .word
    }

    /// What stands for a code point of class `replaced` or `replacedIdeograph`.
    func replacement(of point: UInt32) -> [Unicode.Scalar] { replacements[point] ?? [] }

    /// `a b-c`, hexadecimal.
    private static func ranges(_ table: String) -> [ClosedRange<UInt32>] {
        table.split(separator: " ").map { word in
            let ends = word.split(separator: "-").map(number)
            return ends[0]...ends[ends.count - 1]
        }
    }

    /// `S:t,u+v` and `S-E/n:t`, hexadecimal.
    private static func replacements(_ table: String) -> [(UInt32, [Unicode.Scalar])] {
        table.split(separator: " ").flatMap { word -> [(UInt32, [Unicode.Scalar])] in
            let sides = word.split(separator: ":")
            if let slash = sides[0].firstIndex(of: "/") {
                let ends = sides[0][..<slash].split(separator: "-").map(number)
                let target = number(sides[1])
                let step = number(sides[0][sides[0].index(after: slash)...])
                return stride(from: ends[0], through: ends[1], by: Int(step)).map {
                    ($0, [Unicode.Scalar(target + $0 - ends[0])].compactMap { $0 })
                }
            }
            let first = number(sides[0])
            return sides[1].split(separator: ",").enumerated().map { offset, targets in
                (first + UInt32(offset), targets.split(separator: "+").compactMap { Unicode.Scalar(number($0)) })
            }
        }
    }

    private static func number(_ text: Substring) -> UInt32 {
        guard let value = UInt32(text, radix: 16) else { preconditionFailure("the generated tables are damaged") }
        return value
    }
}
