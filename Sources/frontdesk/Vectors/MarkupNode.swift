/// An element of a small XML document, for comparing: names, attributes in any order, and children.
struct MarkupNode: Equatable {
    let name: String
    let attributes: [String: String]
    let children: [MarkupNode]
    let text: String

    /// - Returns: `nil` for what is not well-formed, as far as TwiML goes.
    init?(_ document: String) {
        var rest = document[...]
        if rest.hasPrefix("<?xml"), let end = rest.firstRange(of: "?>") { rest = rest[end.upperBound...] }
        rest = rest.drop(while: \.isWhitespace)
        guard let node = Self.element(&rest), rest.allSatisfy(\.isWhitespace) else { return nil }
        self = node
    }

    private init(name: String, attributes: [String: String], children: [MarkupNode], text: String) {
        self.name = name
        self.attributes = attributes
        self.children = children
        self.text = text
    }

    /// Names of the elements right inside.
    var verbs: [String] { children.map(\.name) }
    /// The same, each with the names of those inside it in parentheses.
    var nestedVerbs: [String] {
        children.map { $0.children.isEmpty ? $0.name : "\($0.name)(\($0.children.map(\.name).first ?? ""))" }
    }

    func contains(_ name: String) -> Bool { children.contains { $0.name == name || $0.contains(name) } }

    /// Whether this has all that the other has; attributes may be more.
    func covers(_ other: MarkupNode, renaming rename: (String) -> String) -> [String] {
        var problems: [String] = []
        if name != other.name { problems.append("<\(name)> in place of <\(other.name)>") }
        for (attribute, value) in other.attributes where attributes[attribute].map(rename) != value {
            problems.append("\(name) \(attribute)=\(attributes[attribute] ?? "none") in place of \(value)")
        }
        if text.trimmingWhitespace != other.text.trimmingWhitespace { problems.append("text of <\(name)>") }
        if verbs != other.verbs { problems.append("<\(name)> holds \(verbs) in place of \(other.verbs)") }
        return problems + zip(children, other.children).flatMap { $0.covers($1, renaming: rename) }
    }

    private static func element(_ rest: inout Substring) -> MarkupNode? {
        guard rest.first == "<" else { return nil }
        rest = rest.dropFirst()
        let name = take(&rest) { $0.isLetter || $0.isNumber }
        guard !name.isEmpty else { return nil }
        var attributes: [String: String] = [:]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("/>") {
                rest = rest.dropFirst(2)
                return MarkupNode(name: name, attributes: attributes, children: [], text: "")
            }
            if rest.first == ">" { break }
            let attribute = take(&rest) { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == ":" }
            guard !attribute.isEmpty, rest.hasPrefix("=\"") else { return nil }
            rest = rest.dropFirst(2)
            attributes[attribute] = unescaped(take(&rest) { $0 != "\"" })
            rest = rest.dropFirst()
        }
        rest = rest.dropFirst()
        var children: [MarkupNode] = []
        var text = ""
        while !rest.isEmpty {
            if rest.hasPrefix("</\(name)>") {
                rest = rest.dropFirst(name.count + 3)
                return MarkupNode(name: name, attributes: attributes, children: children, text: text)
            }
            if rest.first == "<" {
                guard let child = element(&rest) else { return nil }
                children.append(child)
            } else {
                text += unescaped(take(&rest) { $0 != "<" })
            }
        }
        return nil
    }

    private static func take(_ rest: inout Substring, while isTaken: (Character) -> Bool) -> String {
        let taken = rest.prefix(while: isTaken)
        rest = rest[taken.endIndex...]
        return String(taken)
    }

    private static func unescaped(_ text: String) -> String {
        var text = text
        for (name, character) in [("lt", "<"), ("gt", ">"), ("quot", "\""), ("apos", "'"), ("amp", "&")] {
            text = text.replacing("&\(name);", with: character)
        }
        return text
    }
}

extension String {
    fileprivate var trimmingWhitespace: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
