public import DeskModel

/// What a format reader makes of a file: pages of blocks in reading order. Crosses the worker's pipe as JSON.
public struct ExtractedDocument: Hashable, Sendable, Codable {
    public let kind: DocumentKind
    /// IANA name of the character encoding, for formats of plain text; `nil` elsewhere.
    public let encoding: String?
    /// The file's own title, when it holds a sensible one.
    public let title: String?
    public let pages: [ExtractedPage]
    /// Sentences for the owner, such as "Page 3 has no text layer."
    public let warnings: [String]

    public init(kind: DocumentKind, encoding: String?, title: String?, pages: [ExtractedPage], warnings: [String]) {
        self.kind = kind
        self.encoding = encoding
        self.title = title
        self.pages = pages
        self.warnings = warnings
    }
}

/// A page; formats without pages have one, numbered 1.
public struct ExtractedPage: Hashable, Sendable, Codable {
    /// From 1.
    public let number: Int
    public let blocks: [ExtractedBlock]

    public init(number: Int, blocks: [ExtractedBlock]) {
        self.number = number
        self.blocks = blocks
    }

    /// The page as plain text: list items and table rows on lines of their own, an empty line between other blocks.
    public var text: String {
        var text = ""
        var previous: ExtractedBlock.Kind?
        for block in blocks {
            if let previous { text += previous.isLine && block.kind == previous ? "\n" : "\n\n" }
            text += block.text
            previous = block.kind
        }
        return text
    }
}

/// A heading, paragraph, list item or table row.
public struct ExtractedBlock: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable {
        case heading, paragraph, listItem = "list_item", tableRow = "table_row", footnote, code

        /// Whether neighbours of this kind belong together, a line each.
        var isLine: Bool { self == .listItem || self == .tableRow || self == .code }
    }

    public let kind: Kind
    /// 1...6 for headings, nesting depth from 1 for list items, 0 elsewhere.
    public let level: Int
    /// Normalised (NFC, single spaces, no soft hyphens); a table row reads `Header: cell; Header: cell` where headers
    /// are known, else its cells separated by ` | `.
    public let text: String
    /// Where it stands on its page in points from the top left corner; `nil` where the format has no geometry.
    public let box: ExtractedBox?

    public init(kind: Kind, level: Int = 0, text: String, box: ExtractedBox? = nil) {
        self.kind = kind
        self.level = level
        self.text = text
        self.box = box
    }
}

/// A rectangle on a page, in points (1/72 inch), origin at the top left.
public struct ExtractedBox: Hashable, Sendable, Codable {
    public let x: Double
    public let y: Double
    public let width: Double
    public let height: Double

    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }
}
