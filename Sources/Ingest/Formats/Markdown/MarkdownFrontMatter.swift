/// The block of metadata that static site programs put before Markdown: YAML between `---`, TOML between `+++`.
struct MarkdownFrontMatter {
    let title: String?

    /// Takes the front matter off; `nil` and the whole text when there is none.
    static func split(_ text: String) -> (matter: MarkdownFrontMatter?, body: String) {
        let start = text.first == "\u{FEFF}" ? text.index(after: text.startIndex) : text.startIndex
        var lines = text[start...].split(
            maxSplits: 200, omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard let fence = lines.first.map(trimmed), fence == "---" || fence == "+++" else { return (nil, text) }
        // The last element is what the splits left over, not a line.
        if lines.count == 201 { lines.removeLast() }
        let isEnd = { (line: Substring) in trimmed(line) == fence || (fence == "---" && trimmed(line) == "...") }
        guard let end = lines.dropFirst().firstIndex(where: isEnd) else { return (nil, text) }
        let body = lines[end].endIndex < text.endIndex ? text[text.index(after: lines[end].endIndex)...] : ""
        let fields = lines[1..<end]
        // "---" over plain text is a rule: metadata has keys.
        guard fields.contains(where: { $0.contains(fence == "---" ? ":" : "=") }) else { return (nil, text) }
        return (MarkdownFrontMatter(title: title(in: fields, separator: fence == "---" ? ":" : "=")), String(body))
    }

    private static func title(in lines: ArraySlice<Substring>, separator: Character) -> String? {
        for line in lines {
            guard let mark = line.firstIndex(of: separator), trimmed(line[..<mark]).lowercased() == "title" else {
                continue
            }
            var value = trimmed(line[line.index(after: mark)...])
            if value.count >= 2, let quote = value.first, quote == value.last, quote == "\"" || quote == "'" {
                value = String(value.dropFirst().dropLast())
            }
            return value
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        BlockText.normalized(String(text))
    }
}
