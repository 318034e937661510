/// The words of an HTML page, in one pass: a mail may hold anything, and must not cost more than its size.
struct PageText {
    /// What is left out with all that is in it; quoted mails among them.
    private static let hidden: Set = ["script", "style", "head", "title", "blockquote"]
    private static let breaking: Set = [
        "br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "table",
    ]
    private static let named: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
    ]

    private let page: [Unicode.Scalar]
    private var index = 0
    private var words = String.UnicodeScalarView()
    private var endsWithSpace = true

    static func words(of html: String) -> String {
        var reader = PageText(page: Array(html.unicodeScalars))
        reader.read()
        return String(reader.words)
    }

    private init(page: [Unicode.Scalar]) { self.page = page }

    private mutating func read() {
        while index < page.count {
            switch page[index] {
            case "<": readTag()
            case "&": append(readEntity())
            default:
                append(page[index])
                index += 1
            }
        }
    }

    /// Runs of white space are one space.
    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.properties.isWhitespace {
            if !endsWithSpace { words.append(" ") }
            endsWithSpace = true
        } else {
            words.append(scalar)
            endsWithSpace = false
        }
    }

    private mutating func readTag() {
        if page[index...].starts(with: Array("<!--".unicodeScalars)) {
            skip(to: "-->")
            return
        }
        var start = index + 1
        let isClosing = start < page.count && page[start] == "/"
        if isClosing { start += 1 }
        var end = start
        while end < page.count, page[end].properties.isAlphabetic || ("0"..."9").contains(page[end]) { end += 1 }
        let name = String(String.UnicodeScalarView(page[start..<min(end, start + 20)])).lowercased()
        guard end > start || isClosing else {
            append("<")
            index += 1
            return
        }
        index = end
        skip(to: ">")
        if Self.breaking.contains(name) {
            words.append("\n")
            endsWithSpace = true
        }
        if !isClosing, Self.hidden.contains(name) {
            skip(to: "</\(name)")
            skip(to: ">")
        }
    }

    /// To behind the next such text, whatever its case; to the end when there is none.
    private mutating func skip(to text: String) {
        let wanted = Array(text.unicodeScalars)
        while index + wanted.count <= page.count {
            // What is looked for begins with no letter.
            let isThere =
                page[index] == wanted[0]
                && zip(page[index...], wanted).allSatisfy { found, wanted in
                    found == wanted || found.properties.lowercaseMapping == String(wanted)
                }
            if isThere {
                index += wanted.count
                return
            }
            index += 1
        }
        index = page.count
    }

    private mutating func readEntity() -> Unicode.Scalar {
        let start = index + 1
        guard let end = page[start...].prefix(9).firstIndex(of: ";") else {
            index += 1
            return "&"
        }
        let name = String(String.UnicodeScalarView(page[start..<end]))
        var scalar = Self.named[name]
        if name.hasPrefix("#") {
            let isHexadecimal = name.lowercased().hasPrefix("#x")
            let code = UInt32(name.dropFirst(isHexadecimal ? 2 : 1), radix: isHexadecimal ? 16 : 10)
            scalar = code.flatMap { $0 >= 0x20 ? Unicode.Scalar($0) : " " }
        }
        guard let scalar else {
            index += 1
            return "&"
        }
        index = end + 1
        return scalar
    }
}
