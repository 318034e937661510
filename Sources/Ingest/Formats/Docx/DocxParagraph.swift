import TextAnalysis

/// A paragraph while it is read.
struct DocxParagraph {
    private struct Break {
        let utf8Offset: Int
        let page: Int
        /// Set by the author: the text is cut here, not at the next sentence.
        let isExplicit: Bool
    }

    var style: String?
    var outlineLevel: Int?
    var numbering: Int?
    var numberingLevel: Int?
    /// Its mark is deleted, or it is a drop capital: the next paragraph continues it.
    var continuesInNext = false
    var endsSection = false
    var holdsPageNumber = false
    /// Texts of the notes it refers to.
    var notes: [String] = []
    /// What stands in text boxes anchored in it.
    var floating: [DocxBlock] = []
    private(set) var text = ""
    private var startPage: Int?
    private var breaks: [Break] = []
    private var boldCharacters = 0
    private var plainCharacters = 0

    mutating func append(_ piece: String, page: Int, isBold: Bool) {
        text += piece
        guard piece.contains(where: { !$0.isWhitespace }) else { return }
        if startPage == nil { startPage = page }
        if isBold { boldCharacters += piece.utf8.count } else { plainCharacters += piece.utf8.count }
    }

    mutating func breakPage(to page: Int, isExplicit: Bool) {
        guard startPage != nil else { return }
        if isExplicit { text += " " }
        breaks.append(Break(utf8Offset: text.utf8.count, page: page, isExplicit: isExplicit))
    }

    /// A short line wholly in bold that does not end as sentences do.
    func looksLikeHeading(_ text: String) -> Bool {
        guard boldCharacters > 0, plainCharacters == 0, text.count <= 80, let last = text.last else { return false }
        return !".,;!。".contains(last) && text.contains(where: \.isLetter)
    }

    var isBold: Bool { boldCharacters > 0 && plainCharacters == 0 }

    /// The normalised text, cut where pages break: at the first sentence that begins on the next page, as a sentence
    /// belongs to the page it begins on.
    func pieces(defaultPage: Int) -> [(text: String, page: Int)] {
        let whole = BlockText.normalized(text)
        let start = startPage ?? defaultPage
        guard !whole.isEmpty, !breaks.isEmpty else { return [(whole, start)] }
        let sentences = SentenceSplitter.sentences(in: whole)
        var pieces: [(String, Int)] = []
        var from = whole.startIndex
        var page = start
        for mark in breaks {
            let before = text.utf8.index(text.startIndex, offsetBy: mark.utf8Offset)
            let length = BlockText.normalized(String(text[..<before])).utf8.count
            var cut = whole.utf8.index(whole.startIndex, offsetBy: min(length, whole.utf8.count))
            if !mark.isExplicit { cut = sentences.first { $0.lowerBound >= cut }?.lowerBound ?? whole.endIndex }
            cut = cut.samePosition(in: whole.unicodeScalars) ?? whole.endIndex
            if cut > from {
                pieces.append((BlockText.normalized(String(whole[from..<cut])), page))
                from = cut
            }
            page = mark.page
        }
        pieces.append((BlockText.normalized(String(whole[from...])), page))
        return pieces.filter { !$0.0.isEmpty }
    }
}
