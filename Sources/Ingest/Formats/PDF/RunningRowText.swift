/// The text of a row at a page's edge, as rows of several pages are compared.
struct RunningRowText {
    /// The row with one of its numbers taken out.
    struct Counted {
        /// In lower case, with `#` in place of the number and the others as they are.
        let text: String
        let number: Int
    }

    /// In lower case.
    let exact: String
    /// In lower case, with `#` for every number.
    let masked: String

    init(_ text: String) {
        exact = text.lowercased()
        var masked: [UInt8] = []
        masked.reserveCapacity(exact.utf8.count)
        var hasNumber = false
        var isAfterDigit = false
        for byte in exact.utf8 {
            let isDigit = Self.isDigit(byte)
            if !isDigit {
                masked.append(byte)
            } else if !isAfterDigit {
                masked.append(UInt8(ascii: "#"))
                hasNumber = true
            }
            isAfterDigit = isDigit
        }
        let isRoman = !hasNumber && Self.roman(exact) != nil
        self.masked = isRoman ? "#" : String(decoding: masked, as: UTF8.self)
    }

    /// The row once for each of its numbers, any of which may be the page's.
    var counted: [Counted] {
        let bytes = Array(exact.utf8)
        var numbers: [(range: Range<Int>, value: Int)] = []
        for (index, byte) in bytes.enumerated() where Self.isDigit(byte) {
            let digit = Int(byte - 0x30)
            if let last = numbers.last, last.range.upperBound == index {
                numbers[numbers.count - 1] = (last.range.lowerBound..<index + 1, min(last.value, 1 << 40) * 10 + digit)
            } else {
                numbers.append((index..<index + 1, digit))
            }
        }
        if numbers.isEmpty, let number = Self.roman(exact) { return [Counted(text: "#", number: number)] }
        return numbers.prefix(8).map { number in
            let text = bytes[..<number.range.lowerBound] + [UInt8(ascii: "#")] + bytes[number.range.upperBound...]
            return Counted(text: String(decoding: text, as: UTF8.self), number: number.value)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    /// The text as `masked` has it; may be `nil` where that has none of these lengths in UTF-8, or is a bare number.
    static func masked(_ text: String, lengths: Set<Int>) -> String? {
        var length = 0
        var isAfterDigit = false
        for byte in text.utf8 {
            // Lower case may be longer or shorter where there is more than ASCII.
            guard byte < 0x80 else { return RunningRowText(text).masked }
            let isDigit = isDigit(byte)
            if !isDigit || !isAfterDigit { length += 1 }
            isAfterDigit = isDigit
        }
        return lengths.contains(length) ? RunningRowText(text).masked : nil
    }

    /// Whether the masked text is more than a page number: at least two words of letters beside the word for page.
    static func saysSomething(_ masked: String) -> Bool {
        let words = masked.split { !$0.isLetter }
        let counting: Set<Substring> = ["page", "of", "seite", "von", "página", "pagina", "de", "p", "pg", "стр", "पृष्ठ"]
        return words.count { !counting.contains($0) && $0.count > 1 } > 1
    }

    /// A roman number in lower case up to a few hundred.
    private static func roman(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 8 else { return nil }
        let values: [UInt8: Int] = [0x69: 1, 0x76: 5, 0x78: 10, 0x6C: 50, 0x63: 100]
        let digits = text.utf8.compactMap { values[$0] }
        guard digits.count == text.utf8.count else { return nil }
        return zip(digits, digits.dropFirst() + [0]).reduce(0) { $0 + ($1.0 < $1.1 ? -$1.0 : $1.0) }
    }
}
