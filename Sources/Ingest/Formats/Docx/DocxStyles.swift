/// The paragraph and character styles of a document, reduced to what reading needs, with inheritance resolved.
struct DocxStyles {
    /// What a style says of its paragraphs.
    struct Properties {
        /// 1...6 where its paragraphs are headings.
        var headingLevel: Int?
        var isTitle = false
        var numbering: Int?
        var numberingLevel: Int?
        var isCode = false
        /// An entry of a table of contents.
        var isContents = false
        var isBold: Bool?
        var isHidden: Bool?
    }

    private struct Style {
        var name = ""
        var parent: String?
        var outlineLevel: Int?
        var own = Properties()
    }

    private var styles: [String: Style] = [:]
    private(set) var defaultParagraph: String?
    private var resolved: [String: Properties] = [:]

    init() {}

    init(_ content: [UInt8]) throws(XMLFailure) {
        let cursor = try XMLCursor(content)
        try cursor.enterRoot()
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            guard cursor.name == "style", let id = cursor.attribute("styleId") else { return }
            if cursor.attribute("type") == "paragraph", Self.isOn(cursor.attribute("default")) { defaultParagraph = id }
            var style = Style()
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                switch cursor.name {
                case "name": style.name = cursor.attribute("val") ?? ""
                case "basedOn": style.parent = cursor.attribute("val")
                case "pPr": try Self.readParagraphProperties(cursor, &style)
                case "rPr": try Self.readRunProperties(cursor, &style)
                default: break
                }
            }
            styles[id] = style
        }
        for id in styles.keys { resolved[id] = resolve(id) }
    }

    /// What the style with this id says, its ancestors' words included; nothing for `nil` and unknown ids.
    func properties(_ id: String?) -> Properties { id.flatMap { resolved[$0] } ?? Properties() }

    /// An OOXML on-off value: a missing `val` means on.
    static func isOn(_ value: String?) -> Bool { value.map { !["0", "false", "off", "none"].contains($0) } ?? false }

    /// `isOn` of the element's `val`, on when it has none.
    static func isOn(_ cursor: XMLCursor) -> Bool { isOn(cursor.attribute("val") ?? "1") }

    private static func readParagraphProperties(_ cursor: XMLCursor, _ style: inout Style) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "outlineLvl" { style.outlineLevel = cursor.attribute("val").flatMap { Int($0) } }
            guard cursor.name == "numPr" else { return }
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                let value = cursor.attribute("val").flatMap { Int($0) }
                if cursor.name == "numId" { style.own.numbering = value }
                if cursor.name == "ilvl" { style.own.numberingLevel = value }
            }
        }
    }

    private static func readRunProperties(_ cursor: XMLCursor, _ style: inout Style) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "b" { style.own.isBold = isOn(cursor) }
            if cursor.name == "vanish" { style.own.isHidden = isOn(cursor) }
        }
    }

    /// Walks up `basedOn`, nearest word first; a cycle ends at its second visit.
    private func resolve(_ id: String) -> Properties {
        var result = Properties()
        var outlineLevel: Int?
        var visited: Set<String> = []
        var next: String? = id
        while let current = next, visited.insert(current).inserted, let style = styles[current] {
            let name = style.name.lowercased()
            if result.headingLevel == nil, outlineLevel == nil { result.headingLevel = Self.headingLevel(name) }
            if outlineLevel == nil { outlineLevel = style.outlineLevel }
            if current == id { result.isTitle = name == "title" }
            result.isCode = result.isCode || Self.codeStyles.contains(name)
            result.isContents =
                result.isContents || (name.hasPrefix("toc ") && name.dropFirst(4).allSatisfy(\.isNumber))
            result.numbering = result.numbering ?? style.own.numbering
            result.numberingLevel = result.numberingLevel ?? style.own.numberingLevel
            result.isBold = result.isBold ?? style.own.isBold
            result.isHidden = result.isHidden ?? style.own.isHidden
            next = style.parent
        }
        // Outline level 9 is body text (ECMA-376 part 1, 17.3.1.20): a style may take its parent's heading back.
        if result.headingLevel == nil, let outlineLevel, (0...8).contains(outlineLevel) {
            result.headingLevel = min(outlineLevel + 1, 6)
        }
        if result.isTitle { result.headingLevel = 1 }
        return result
    }

    private static let codeStyles: Set<String> = [
        "source code", "html preformatted", "code", "code block", "macro text",
    ]

    /// The built-in heading styles keep their English name in every language of Word.
    private static func headingLevel(_ name: String) -> Int? {
        guard name.hasPrefix("heading "), let level = Int(name.dropFirst(8)), (1...9).contains(level) else {
            return nil
        }
        return min(level, 6)
    }
}
