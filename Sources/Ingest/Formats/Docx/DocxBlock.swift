/// A block of a document with the page it begins on, before pages are put together.
struct DocxBlock {
    var block: ExtractedBlock
    var page: Int
    /// A short line wholly in bold, as people write headings who do not know styles.
    var looksLikeHeading = false
    var isBold = false
    /// Holds a page number field, as running headers and footers do.
    var holdsPageNumber = false
    var isTitle = false
}

/// Counts pages from the breaks a document holds: those its author set, and those Word noted where its last layout broke
/// (`w:lastRenderedPageBreak`). A note right after a set break means the same break.
struct DocxPageCounter {
    private(set) var page = 1
    private var freshlyBroken = false

    mutating func explicitBreak() {
        page += 1
        freshlyBroken = true
    }

    mutating func renderedBreak() {
        if freshlyBroken { freshlyBroken = false } else { page += 1 }
    }

    mutating func sawText(_ text: String) {
        if freshlyBroken, text.contains(where: { !$0.isWhitespace }) { freshlyBroken = false }
    }

    /// Table cells stand side by side: each begins on the page of its row.
    mutating func rewind(to other: Int) { page = other }
}
