import Foundation

/// Makes lies of true sentences by general rules: another figure, another unit, a denial more or less, another day.
enum LiePlanter {
    static func lies(about sentences: [String]) -> [GroundingCases.Lie] {
        let truths = Set(sentences.map { $0.lowercased() })
        var seen: Set<String> = []
        return sentences.flatMap { sentence in rules.compactMap { kind, rule in rule(sentence).map { (kind, $0) } } }
            .filter { !truths.contains($0.1.lowercased()) && seen.insert($0.1.lowercased()).inserted }
            .map { GroundingCases.Lie(kind: $0.0, text: $0.1) }
    }

    private static let rules: [(String, @Sendable (String) -> String?)] = [
        ("last digit", { digit($0, last: true) }), ("first digit", { digit($0, last: false) }),
        ("ten times", { tenfold($0) }),
        (
            "weekday",
            { swap($0, ["Monday": "Tuesday", "Friday": "Thursday", "Sunday": "Thursday", "Saturday": "Monday"]) }
        ),
        ("month", { swap($0, ["October": "September", "November": "March", "April": "June"]) }),
        (
            "number word",
            { swap($0, ["two": "four", "three": "six", "fourteen": "forty", "ten": "twelve", "thirty": "sixty"]) }
        ),
        (
            "denied",
            {
                $0.contains(" not ")
                    ? nil
                    : swap(
                        $0,
                        [" is ": " is not ", " are ": " are not ", " can ": " cannot ", " costs ": " does not cost "])
            }
        ),
        ("affirmed", { swap($0, ["do not ": "", "don't ": "", " not ": " ", "cannot ": "can ", "can't ": "can "]) }),
        ("currency", { swap($0, ["$": "€", "€": "£", "dollars": "pounds", "euros": "dollars", "₹": "€"]) }),
        (
            "unit",
            { swap($0, [" days": " months", " hours": " weeks", " kg": " lb", " night": " hour", "a month": "a day"]) }
        ),
        ("half of day", { swap($0, [" am": " pm", " pm": " am"]) }),
        (
            "quantifier",
            {
                swap(
                    $0, ["All ": "Some ", "all ": "some ", "Some ": "All ", "usually": "always", "at least": "exactly"])
            }
        ),
        ("order", { swap($0, [" before ": " after ", " after ": " before ", " until ": " from "]) }),
        (
            "comparison",
            {
                swap(
                    $0,
                    [
                        "above": "below", "over ": "under ", "under ": "over ", "up to": "more than",
                        "at least": "at most",
                    ])
            }
        ),
        (
            "invented",
            { $0.hasSuffix(".") && $0.allSatisfy(\.isASCII) ? $0.dropLast() + ", and a gift basket is included." : nil }
        ),
        (
            "invented name",
            { $0.hasSuffix(".") && $0.allSatisfy(\.isASCII) ? $0.dropLast() + " at the Riverside branch." : nil }
        ),
        ("letter", { swap($0, ["stay@": "stray@", "alder.example": "older.example", "WX": "VX"]) }),
    ]

    /// The first of the words that the sentence holds, replaced.
    private static func swap(_ sentence: String, _ words: KeyValuePairs<String, String>) -> String? {
        for (word, other) in words {
            if let range = sentence.range(of: word) {
                return sentence.replacingCharacters(in: range, with: other)
            }
        }
        return nil
    }

    private static func digit(_ sentence: String, last: Bool) -> String? {
        guard let index = last ? sentence.lastIndex(where: \.isNumber) : sentence.firstIndex(where: \.isNumber),
            let value = sentence[index].wholeNumberValue
        else { return nil }
        var changed = sentence
        changed.replaceSubrange(index...index, with: String(value == 9 ? 3 : value + 1))
        return changed
    }

    private static func tenfold(_ sentence: String) -> String? {
        guard let start = sentence.firstIndex(where: \.isNumber) else { return nil }
        let end = sentence[start...].firstIndex { !$0.isNumber } ?? sentence.endIndex
        // Ten of an hour or of a date would be no number at all: those are changed by other rules.
        guard end == sentence.endIndex || !":/-".contains(sentence[end]) else { return nil }
        return sentence.replacingCharacters(in: end..<end, with: "0")
    }
}
