/// Finds and removes the marks by which a language model says what it used: `[1]`, `[2, 3]`, `[1][2]`, `【1】`.
enum CitationMarkers {
    /// The sentence without its marks, and the ids in them that were given out; ids the model made up are dropped.
    static func resolve(_ sentence: String, known: ClosedRange<Int>) -> (text: String, ids: [Int]) {
        var text = ""
        var ids: [Int] = []
        var rest = Substring(sentence)
        while let open = rest.firstIndex(where: { $0 == "[" || $0 == "【" }) {
            text += rest[..<open]
            let inside = rest[rest.index(after: open)...].prefix(Self.longest)
            if let close = inside.firstIndex(where: { $0 == "]" || $0 == "】" }), let numbers = numbers(inside[..<close])
            {
                for number in numbers where known.contains(number) && !ids.contains(number) { ids.append(number) }
                rest = rest[rest.index(after: close)...]
                while text.last == " ", rest.first.map({ $0.isPunctuation || $0.isWhitespace }) ?? true {
                    text.removeLast()
                }
            } else {
                text.append(rest[open])
                rest = rest[rest.index(after: open)...]
            }
        }
        text += rest
        return (text.split(whereSeparator: \.isWhitespace).joined(separator: " "), ids)
    }

    private static let longest = 40

    /// The numbers of a mark's inside, `nil` when it holds anything else.
    private static func numbers(_ inside: Substring) -> [Int]? {
        let cleaned = inside.lowercased().replacing("passage", with: "").replacing("source", with: "").replacing(
            "id", with: "")
        let parts = cleaned.split { $0 == "," || $0 == ";" || $0 == " " || $0 == "=" || $0 == "\"" || $0 == "^" }
        let numbers = parts.compactMap { Int($0) }
        return !parts.isEmpty && numbers.count == parts.count ? numbers : nil
    }
}
