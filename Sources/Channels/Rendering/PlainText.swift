/// Text for channels that show no markup.
enum PlainText {
    /// Without the marks of emphasis and headings, with links written out.
    static func withoutMarkdown(_ text: String) -> String {
        var text = text.replacing(/\[([^\]\n]+)\]\((https?:[^)\s]+)\)/) { "\($0.1) \($0.2)" }
        text = text.replacing(/\*\*([^*\n]+)\*\*/) { String($0.1) }
        text = text.replacing(/(?m)^#{1,6} +/, with: "")
        return text.replacing(/`([^`\n]+)`/) { String($0.1) }
    }

    /// Also without what a voice would stumble over: angle brackets, which it might take for markup, and addresses.
    static func forSpeech(_ text: String) -> String {
        let text = withoutMarkdown(text).replacing(/https?:\/\/\S+/, with: "").replacing(/[<>]/, with: " ")
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
