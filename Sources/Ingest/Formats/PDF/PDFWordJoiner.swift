/// Joins lines into running text.
enum PDFWordJoiner {
    private static let hyphens: Set<Unicode.Scalar> = ["-", "\u{AD}", "\u{2010}"]

    /// Two lines as one text: a word broken by a hyphen is made whole, scripts without spaces get none.
    ///
    /// - Parameter vocabulary: words of the document, which tell a compound (`self-` `service`) from a broken word.
    static func join(_ upper: String, _ lower: String, vocabulary: Set<String>?) -> String {
        guard let last = upper.unicodeScalars.last, let first = lower.unicodeScalars.first else { return upper + lower }
        if hyphens.contains(last), let stem = stem(before: upper), first.properties.isLowercase || last == "\u{AD}" {
            let head = String(upper.unicodeScalars.dropLast())
            if last == "\u{AD}" { return head + lower }
            let rest = leadingWord(of: lower)
            return keepsHyphen(stem, rest, vocabulary) ? upper + lower : head + lower
        }
        // A compound or a range broken after its own hyphen: `Müller-` `Lüdenscheidt`, `2019-` `2021`.
        if last == "-" || last == "\u{2010}", upper.unicodeScalars.dropLast().last.map({ $0 != " " && $0 != last }) == true,
            first.properties.isAlphabetic || first.properties.numericType != nil
        {
            return upper + lower
        }
        if Script.isUnspaced(last), Script.isUnspaced(first) { return upper + lower }
        return upper + " " + lower
    }

    static func endsInHyphen(_ line: String) -> Bool { line.unicodeScalars.last.map(hyphens.contains) ?? false }

    /// The words of lines in lower case, those with inner hyphens whole.
    static func vocabulary(of lines: some Sequence<String>) -> Set<String> {
        var words: Set<String> = []
        for line in lines {
            for word in line.lowercased().split(separator: " ") {
                let trimmed = word.unicodeScalars.trimming { !$0.properties.isAlphabetic }
                if trimmed.count > 2 { words.insert(String(trimmed)) }
            }
        }
        return words
    }

    private static func keepsHyphen(_ stem: String, _ rest: String, _ vocabulary: Set<String>?) -> Bool {
        guard let vocabulary else { return false }
        if vocabulary.contains(stem + rest) { return false }
        return vocabulary.contains(stem + "-" + rest)
    }

    /// The letters before a final hyphen in lower case; `nil` when no letter stands there.
    private static func stem(before text: String) -> String? {
        let letters = text.unicodeScalars.dropLast().reversed().prefix { $0.properties.isAlphabetic || $0 == "-" || $0 == "'" }
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
