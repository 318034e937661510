import DeskModel
import TextAnalysis

/// Makes chunks of runs of units: text, offsets, pages, language and terms.
struct ChunkAssembler {
    private let document: DocumentID
    private let title: String
    private let text: DocumentText
    private let units: [ChunkUnit]
    /// What the document as a whole is written in, for chunks too short to tell.
    private let language: String
    private var analyzers: [String: TermAnalyzer] = [:]
    private(set) var chunks: [Chunk] = []

    init(document: DocumentID, title: String, text: DocumentText, units: [ChunkUnit]) {
        self.document = document
        self.title = title
        self.text = text
        self.units = units
        var sample = ""
        for block in text.blocks where block.kind != .code {
            sample += block.text + "\n"
            if sample.utf8.count > 8000 { break }
        }
        language = sample.isEmpty ? "und" : LanguageGuesser.language(of: String(sample.prefix(4000)))
    }

    mutating func append(_ range: Range<Int>, path: [String]) {
        let members = units[range]
        guard let first = members.first, let last = members.last else { return }
        var bytes = Array(text.utf8[first.utf8.lowerBound..<last.utf8.upperBound])
        let origin = first.utf8.lowerBound
        var sentences: [ChunkSentence] = []
        sentences.reserveCapacity(members.count)
        for unit in members {
            let start = unit.utf8.lowerBound - origin
            let end = unit.utf8.upperBound - origin
            // The page end inside a sentence that runs over it.
            if unit.pages.count > 1 {
                for index in start..<end where bytes[index] == 0x0A { bytes[index] = 0x20 }
            }
            sentences.append(ChunkSentence(start: start, end: end, page: unit.pages.lowerBound, kind: unit.kind))
        }
        let content = String(decoding: bytes, as: UTF8.self)
        let guess = LanguageGuesser.language(of: content)
        let own = guess == "und" ? language : guess
        let chunk = Chunk(
            document: document, ordinal: chunks.count, text: content, sectionPath: path,
            pages: first.pages.lowerBound...max(first.pages.lowerBound, last.pages.upperBound),
            characters: first.scalars.lowerBound..<last.scalars.upperBound, sentences: sentences,
            terms: "", language: own)
        let header = ChunkHeader.words(title: title, path: path, in: chunk)
        let analyzed = analyzer(for: own).terms(in: (header + [content]).joined(separator: "\n"))
        chunks.append(
            Chunk(
                document: document, ordinal: chunk.ordinal, text: content, sectionPath: path, pages: chunk.pages,
                characters: chunk.characters, sentences: sentences, terms: analyzed.joined(separator: " "),
                language: own))
    }

    private mutating func analyzer(for language: String) -> TermAnalyzer {
        if let analyzer = analyzers[language] { return analyzer }
        let analyzer = TermAnalyzer(language: language)
        analyzers[language] = analyzer
        return analyzer
    }
}
