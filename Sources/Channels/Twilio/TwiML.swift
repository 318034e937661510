/// A document of Twilio's markup language. Text is escaped here and nowhere else.
public struct TwiML: Hashable, Sendable {
    /// A verb, a noun or a text.
    public indirect enum Node: Hashable, Sendable {
        case element(String, attributes: [Attribute], children: [Node])
        case text(String)
    }

    public struct Attribute: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public let verbs: [Node]

    public init(_ verbs: Node...) { self.verbs = verbs }
    public init(_ verbs: [Node]) { self.verbs = verbs }

    /// Says nothing and does nothing.
    public static let empty = TwiML([])

    public var document: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>" + verbs.map(Self.xml).joined() + "</Response>"
    }

    private static func xml(_ node: Node) -> String {
        switch node {
        case .text(let text): return escape(text)
        case .element(let name, let attributes, let children):
            let head = attributes.map { " \($0.name)=\"\(escape($0.value, inAttribute: true))\"" }.joined()
            guard !children.isEmpty else { return "<\(name)\(head)/>" }
            return "<\(name)\(head)>\(children.map(xml).joined())</\(name)>"
        }
    }

    /// Without what XML 1.0 cannot hold (its section 2.2).
    static func escape(_ text: String, inAttribute: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&apos;"
            // A reader would make spaces of these in an attribute (XML 1.0, 3.3.3).
            case "\t", "\n": escaped += inAttribute ? "&#\(scalar.value);" : String(scalar)
            case "\r": escaped += "&#13;"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension TwiML.Node {
    /// - Parameter attributes: those with `nil` are left out.
    public static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [TwiML.Node] = []
    ) -> TwiML.Node {
        .element(
            name, attributes: attributes.compactMap { name, value in value.map { TwiML.Attribute(name, $0) } },
            children: children)
    }
}
