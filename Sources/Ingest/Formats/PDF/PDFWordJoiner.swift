/// Joins lines into running text.
enum PDFWordJoiner {
    private static let hyphens: Set<Unicode.Scalar> = ["-", "\u{AD}", "\u{2010}"]

    /// Two lines as one text: a word broken by a hyphen is made whole, scripts without spaces get none.
    ///
    /// - Parameter vocabulary: words of the document, which tell a compound (`self-` `service`) from a broken word.
    static func join(_ upper: String, _ lower: String, vocabulary: Set<String>) -> String {
        guard let last = upper.unicodeScalars.last, let first = lower.unicodeScalars.first else { return upper + lower }
        if hyphens.contains(last), let stem = stem(before: upper), first.properties.isLowercase || last == "\u{AD}" {
            let head = String(upper.unicodeScalars.dropLast())
            if last == "\u{AD}" { return head + lower }
            let rest = leadingWord(of: lower)
            return keepsHyphen(stem, rest, vocabulary) ? upper + lower : head + lower
        }
        // A compound or a range broken after its own hyphen: `Müller-` `Lüdenscheidt`, `2019-` `2021`.
        if last == "-" || last == "\u{2010}",
            upper.unicodeScalars.dropLast().last.map({ $0 != " " && $0 != last }) == true,
            first.properties.isAlphabetic || first.properties.numericType != nil
        {
            return upper + lower
        }
        if Script.isUnspaced(last), Script.isUnspaced(first) { return upper + lower }
        return upper + " " + lower
    }

    /// The words that would tell whether the word broken between two lines is a compound; none when no word is.
    static func candidates(_ upper: String, _ lower: String) -> [String] {
        guard let last = upper.unicodeScalars.last, hyphens.contains(last), let stem = stem(before: upper) else {
            return []
        }
        let rest = leadingWord(of: lower)
        return [stem + rest, stem + "-" + rest]
    }

    /// Adds those words of the line, in lower case and without punctuation around them, that are wanted.
    static func collect(_ wanted: Set<String>, from line: String, into words: inout Set<String>) {
        let text = line.utf8.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) } ? line : line.lowercased()
        for part in text.unicodeScalars.split(separator: " ") where part.count > 2 {
            let word = String(String.UnicodeScalarView(part.trimming { !$0.properties.isAlphabetic }))
            if wanted.contains(word) { words.insert(word) }
        }
    }

    private static func keepsHyphen(_ stem: String, _ rest: String, _ vocabulary: Set<String>) -> Bool {
        if vocabulary.contains(stem + rest) { return false }
        return vocabulary.contains(stem + "-" + rest)
    }

    /// The letters before a final hyphen in lower case; `nil` when no letter stands there.
    private static func stem(before text: String) -> String? {
        let letters = text.unicodeScalars.dropLast().reversed().prefix {
            $0.properties.isAlphabetic || $0 == "-" || $0 == "'"
        }
        guard letters.first?.properties.isAlphabetic == true else { return nil }
        var stem = String.UnicodeScalarView()
        stem.append(contentsOf: letters.reversed())
        return String(stem).lowercased()
    }

    private static func leadingWord(of text: String) -> String {
        String(text.unicodeScalars.prefix { $0.properties.isAlphabetic || $0 == "-" || $0 == "'" }).lowercased()
    }
}

extension BidirectionalCollection {
    /// Without the elements at both ends that satisfy the predicate.
    fileprivate func trimming(_ isDropped: (Element) -> Bool) -> SubSequence {
        guard let first = firstIndex(where: { !isDropped($0) }), let last = lastIndex(where: { !isDropped($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
