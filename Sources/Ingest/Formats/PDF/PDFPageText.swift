/// The text of a page as the library found it: one box per character, lines ended by newlines, in the library's order.
struct PDFPageText {
    /// A stretch of characters in one font.
    struct Style {
        let range: Range<Int>
        let size: Double
        let isBold: Bool
    }

    /// From 1.
    let number: Int
    let width: Double
    let height: Double
    let characters: [Unicode.Scalar]
    /// As many as characters, or none where the two could not be matched.
    let boxes: [PDFBox]
    let styles: [Style]
    /// What the reader of the page sees in its form fields and text notes, top to bottom.
    let fields: [Field]

    /// A filled-in form field or a text note.
    struct Field {
        let text: String
        let box: PDFBox
    }
}
