/// What a PDF may hold.
struct PDFLimits: Hashable, Sendable {
    /// Documents with more pages are refused.
    var pages = 5_000
    /// Characters of text in one document; more are refused.
    var characters = 20_000_000
    /// Characters read from one page; what follows is left out, with a warning.
    var charactersPerPage = 1_000_000
}
