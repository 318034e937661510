/// What is known of HTML's elements (WHATWG HTML, section 15.3, in short).
enum MarkupElement {
    static func isVoid(_ name: String) -> Bool { voids.contains(name) }

    /// Whether it begins and ends a block of text.
    static func isBlock(_ name: String) -> Bool { blocks.contains(name) }

    /// Whether its contents are no text of the page: code, navigation, controls, what is hidden.
    static func isLeftOut(_ name: String, _ attributes: [String: String]) -> Bool {
        if leftOut.contains(name) || attributes["hidden"] != nil { return true }
        if name == "dialog", attributes["open"] == nil { return true }
        if attributes["aria-hidden"]?.lowercased() == "true" { return true }
        if let role = attributes["role"]?.lowercased(), ["navigation", "menu", "menubar", "search"].contains(role) {
            return true
        }
        guard let style = attributes["style"] else { return false }
        let compact = style.lowercased().filter { !$0.isWhitespace }
        return compact.contains("display:none") || compact.contains("visibility:hidden")
    }

    private static let voids: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "basefont", "frame", "isindex",
    ]

    private static let leftOut: Set<String> = [
        "script", "style", "noscript", "template", "nav", "svg", "iframe", "object", "canvas", "audio", "video", "map",
        "select", "textarea", "button", "datalist", "applet", "frameset", "noframes",
    ]

    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir",
        "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head",
        "header",
        "hgroup", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody",
        "td",
        "tfoot", "th", "thead", "tr", "ul",
    ]
}
