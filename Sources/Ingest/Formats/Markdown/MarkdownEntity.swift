/// Character references such as `&nbsp;` and `&#8364;`.
enum MarkdownEntity {
    /// The characters a reference stands for, by HTML's own table; the reference itself when it stands for none.
    static func text(_ reference: String) -> String {
        var blocks = MarkupBlocks()
        // The brackets keep white space that a reference may stand for.
        guard (try? HTMLParser.parse("<p>[\(reference)]</p>", into: &blocks)) != nil,
            let text = blocks.finish().first?.text, text.hasPrefix("["), text.hasSuffix("]")
        else { return reference }
        return String(text.dropFirst().dropLast())
    }
}
