import DeskModel
import Testing

@testable import Ingest

@Suite("Outlines of PDFs")
struct PDFOutlineTests {
    private func document(_ outline: [(title: String, page: Int, height: Double)]) throws -> ExtractedDocument {
        var writer = PDFWriter(pages: [PDFWriter.Page(), PDFWriter.Page()], outline: outline)
        writer.pages[0].text("2 Warranty", x: 60, y: 100)
        writer.pages[0].lines(
            ["All goods come with a warranty of two years, which begins", "on the day of delivery."], x: 60, y: 130)
        writer.pages[1].lines(["The first part of the second page says something."], x: 60, y: 100)
        writer.pages[1].lines(["The second part of it says something else."], x: 60, y: 400)
        return try PDFReader.read(writer.data())
    }

    @Test("a line that reads like a bookmark becomes its heading, whatever it looks like")
    func matching() throws {
        let blocks = try document([("Warranty", 1, 700)]).pages[0].blocks
        #expect(blocks.map(\.kind) == [.heading, .paragraph])
        #expect(blocks[0].text == "2 Warranty")
    }

    @Test("a bookmark that no line reads like is put where it points to")
    func inserting() throws {
        let blocks = try document([("Remote repairs", 2, 420)]).pages[1].blocks
        #expect(blocks.map(\.kind) == [.paragraph, .heading, .paragraph])
        #expect(blocks[1].text == "Remote repairs")
    }

    @Test("bookmarks that only count pages are left out")
    func counting() throws {
        #expect(try document([("Page 2", 2, 792)]).pages[1].blocks.allSatisfy { $0.kind == .paragraph })
    }
}
