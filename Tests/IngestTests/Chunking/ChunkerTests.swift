import DeskModel
import Testing

@testable import Ingest

@Suite("Chunks")
struct ChunkerTests {
    /// Words as tokens, with two special ones.
    static let words: @Sendable (String) -> Int = { $0.split(whereSeparator: \.isWhitespace).count + 2 }

    private func chunks(
        _ blocks: [ExtractedBlock], size: Int = 1000, overlap: Int = 200, tokens: Int = 256, title: String = "Guide"
    ) -> [Chunk] {
        let document = ExtractedDocument(
            kind: .txt, encoding: nil, title: nil, pages: [ExtractedPage(number: 1, blocks: blocks)], warnings: [])
        return Chunker(
            configuration: .init(size: size, overlap: overlap, maximumTokens: tokens), tokenCount: Self.words
        )
        .chunks(of: document, document: "d", title: title)
    }

    private func heading(_ text: String, _ level: Int = 1) -> ExtractedBlock {
        ExtractedBlock(kind: .heading, level: level, text: text)
    }

    private func paragraph(_ text: String) -> ExtractedBlock { ExtractedBlock(kind: .paragraph, text: text) }

    private func sentences(_ count: Int, _ word: String = "word") -> String {
        (1...count).map { "Sentence \($0) has the \(word) in it." }.joined(separator: " ")
    }

    @Test("an empty document has no chunks")
    func empty() {
        #expect(chunks([]).isEmpty)
        #expect(chunks([paragraph(" \n ")]).isEmpty)
    }

    @Test("headings begin chunks and make up their paths")
    func sections() {
        let found = chunks([
            heading("Returns"), paragraph(sentences(8)), heading("Abroad", 2), paragraph(sentences(8)),
            heading("Costs"),
            paragraph(sentences(8)),
        ])
        #expect(found.map(\.sectionPath) == [["Returns"], ["Returns", "Abroad"], ["Costs"]])
        #expect(found.map { $0.sentences[0].text(in: $0.text) } == ["Returns", "Abroad", "Costs"])
        #expect(found.map { $0.sentences[0].kind } == [.heading, .heading, .heading])
    }

    @Test("a heading without text of its own stays with the next one")
    func headingChain() {
        let found = chunks([heading("Part"), heading("Chapter", 2), paragraph(sentences(8))])
        #expect(found.count == 1)
        #expect(found[0].sectionPath == ["Part", "Chapter"])
        #expect(found[0].text.hasPrefix("Part\n\nChapter\n\nSentence 1"))
    }

    @Test("tiny sections beside each other share a chunk under the heading they share; large ones do not")
    func tinySections() {
        let tiny = chunks([
            heading("Questions"), paragraph(sentences(6)), heading("A?", 2), paragraph("Yes."), heading("B?", 2),
            paragraph("No."),
        ])
        #expect(tiny.map(\.sectionPath) == [["Questions"], ["Questions"]])
        #expect(tiny.last?.text == "A?\n\nYes.\n\nB?\n\nNo.")
    }

    @Test("S11: chunks end at sentences and repeat whole sentences from the end of the one before")
    func overlap() {
        let found = chunks([paragraph(sentences(60))], size: 400, overlap: 80)
        #expect(found.count > 3)
        for (chunk, next) in zip(found, found.dropFirst()) {
            #expect(chunk.text.hasSuffix("."))
            let shared = next.characters.lowerBound..<chunk.characters.upperBound
            #expect(shared.count > 30 && shared.count <= 80)
            let repeated = next.sentences.prefix { $0.end <= shared.count }.map { $0.text(in: next.text) }
            #expect(chunk.sentences.suffix(repeated.count).map { $0.text(in: chunk.text) } == repeated)
        }
    }

    @Test("a short rest joins the chunk before it")
    func shortRest() {
        let found = chunks([paragraph(sentences(12)), paragraph("The end.")], size: 400, overlap: 0)
        #expect(found.last?.text.hasSuffix("The end.") == true)
        #expect((found.last?.text.count ?? 0) > 50)
    }

    @Test("table rows are whole, and are not repeated")
    func rows() {
        let rows = (1...60).map {
            ExtractedBlock(kind: .tableRow, text: "Plan: number \($0); Price: \($0) euros a month")
        }
        let found = chunks(rows, size: 300)
        let all = found.flatMap { chunk in chunk.sentences.map { $0.text(in: chunk.text) } }
        #expect(all == rows.map(\.text))
        #expect(found.allSatisfy { $0.sentences.allSatisfy { $0.kind == .tableRow } })
    }

    @Test("a line that announces a list goes with it")
    func introduction() throws {
        let items = (1...9).map { ExtractedBlock(kind: .listItem, level: 1, text: "Item \($0) of what is needed.") }
        let found = chunks([paragraph(sentences(13)), paragraph("You need these:")] + items, size: 440, overlap: 0)
        try #require(found.count == 2)
        #expect(found[1].text.hasPrefix("You need these:\n\nItem 1"))
    }

    @Test("a sentence over a page end is one, on the page it begins on")
    func acrossPages() {
        let pages = [
            ExtractedPage(number: 1, blocks: [paragraph("One. The refund is paid within")]),
            ExtractedPage(number: 2, blocks: [paragraph("fourteen days. Two.")]),
        ]
        let document = ExtractedDocument(kind: .pdf, encoding: nil, title: nil, pages: pages, warnings: [])
        let chunk = Chunker(tokenCount: Self.words).chunks(of: document, document: "d", title: "T")[0]
        #expect(
            chunk.sentences.map { $0.text(in: chunk.text) } == [
                "One.", "The refund is paid within fourteen days.", "Two.",
            ])
        #expect(chunk.sentences.map(\.page) == [1, 1, 2])
        #expect(chunk.pages == 1...2)
    }

    @Test("a new sentence after a page end is its own")
    func notAcrossPages() {
        let pages = [
            ExtractedPage(number: 1, blocks: [paragraph("A line without stop")]),
            ExtractedPage(number: 2, blocks: [paragraph("Next page.")]),
        ]
        let document = ExtractedDocument(kind: .pdf, encoding: nil, title: nil, pages: pages, warnings: [])
        let chunk = Chunker(tokenCount: Self.words).chunks(of: document, document: "d", title: "T")[0]
        #expect(chunk.sentences.count == 2)
    }

    @Test("terms hold title, path and text, a heading in the text once")
    func terms() {
        let found = chunks(
            [heading("Zebra"), paragraph(sentences(80, "apple"))], size: 500, overlap: 0, title: "Quokka")
        for chunk in found {
            let terms = chunk.terms.split(separator: " ")
            #expect(terms.count { $0.hasPrefix("zebra") } == 1)
            #expect(terms.count { $0.hasPrefix("quokka") } == 1)
            #expect(terms.contains { $0.hasPrefix("appl") })
        }
    }

    @Test("chunks know their language; a short one has the document's")
    func language() {
        let german =
            "Die Rückgabe ist innerhalb von vierzehn Tagen möglich, wenn die Ware nicht benutzt wurde und die Rechnung vorliegt. "
        let found = chunks(
            [paragraph(String(repeating: german, count: 12)), heading("1.2"), paragraph("4711")], size: 500)
        #expect(found.allSatisfy { $0.language == "de" })
    }

    @Test("the passage to embed names title and section once and keeps to the tokens")
    func passage() {
        let chunker = Chunker(configuration: .init(size: 400, overlap: 0, maximumTokens: 64), tokenCount: Self.words)
        let document = ExtractedDocument(
            kind: .txt, encoding: nil, title: nil,
            pages: [ExtractedPage(number: 1, blocks: [heading("Returns"), paragraph(sentences(40))])], warnings: [])
        let found = chunker.chunks(of: document, document: "d", title: "Guide")
        #expect(chunker.passage(of: found[0], title: "Guide") == "Guide\n" + found[0].text)
        #expect(chunker.passage(of: found[1], title: "Guide") == "Guide > Returns\n" + found[1].text)
        #expect(found.allSatisfy { Self.words(chunker.passage(of: $0, title: "Guide")) <= 64 })
    }

    @Test(
        "a long text that is one sentence, one word or nothing but tiny lines is cut small",
        arguments: ["sentence ", "x", "長", "a\n"])
    func huge(unit: String) {
        let count = 150_000 / unit.count
        let blocks =
            unit == "a\n"
            ? (0..<40_000).map { _ in paragraph("a") } : [paragraph(String(repeating: unit, count: count))]
        let document = ExtractedDocument(
            kind: .txt, encoding: nil, title: nil, pages: [ExtractedPage(number: 1, blocks: blocks)], warnings: [])
        let found = Chunker(tokenCount: { $0.utf8.count / 4 + 2 }).chunks(of: document, document: "d", title: "T")
        #expect(found.count > 50)
        #expect(found.allSatisfy { $0.characters.count <= 1250 })
    }
}
