/// A bookmark of the document's outline.
struct PDFOutlineEntry: Hashable {
    let title: String
    /// From 1.
    let level: Int
    /// From 1.
    let page: Int
    /// Where on the page it points to, in points from the page's lower edge; `nil` for the whole page.
    let heightFromBottom: Double?
}
