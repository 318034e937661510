import DeskModel
import Testing

@testable import Ingest

@Suite("Kinds of documents")
struct DocumentKindDetectorTests {
    private func kind(_ text: String) -> DocumentKind? { DocumentKindDetector.kind(of: text.bytes) }

    @Test("a PDF may have junk before it, but not much")
    func pdf() {
        #expect(kind("%PDF-1.7\n") == .pdf)
        #expect(DocumentKindDetector.kind(of: [UInt8](repeating: 0, count: 1000) + "%PDF-1.4".bytes) == .pdf)
        #expect(kind(String(repeating: "x ", count: 800) + "%PDF-1.4") == .txt)
    }

    @Test("a Word document is known also when encrypted or cut short; other archives and binary formats are not read")
    func archives() {
        let docx = DocxBuilder(DocxBuilder.paragraph("Text.")).bytes
        #expect(DocumentKindDetector.kind(of: docx) == .docx)
        #expect(DocumentKindDetector.kind(of: Array(docx.dropLast(40))) == .docx)
        #expect(DocumentKindDetector.kind(of: ContainerFixture.encryptedPackage) == .docx)
        #expect(DocumentKindDetector.kind(of: ContainerFixture.binaryDocument) == nil)
        var zip = ZipBuilder()
        zip.add("readme.txt", "Hello.".bytes)
        #expect(DocumentKindDetector.kind(of: zip.bytes) == nil)
        var sheet = ZipBuilder()
        sheet.add(
            "[Content_Types].xml",
            "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/x.spreadsheetml.sheet\"/></Types>"
                .bytes)
        sheet.add(
            "_rels/.rels",
            "<Relationships><Relationship Id=\"1\" Type=\"a/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                .bytes)
        sheet.add("xl/workbook.xml", "<workbook/>".bytes)
        #expect(DocumentKindDetector.kind(of: sheet.bytes) == nil)
    }

    @Test(
        "HTML is known by its doctype or its elements",
        arguments: [
            "<!DOCTYPE html><p>x", "  <HTML><body>x", "<?xml version=\"1.0\"?><!-- a --><html xmlns=\"x\">",
            "<div><p>One</p></div>",
        ])
    func html(text: String) { #expect(kind(text) == .html) }

    @Test(
        "Markdown takes two clear constructs",
        arguments: [
            "# Title\n\nSee [here](https://x.example).\n", "Intro\n\n- one\n- two\n\n## Part\n\nText.",
            "---\ntitle: X\n---\n\n# X\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n**Note** this.",
        ])
    func markdown(text: String) { #expect(kind(text) == .markdown) }

    @Test(
        "text that only looks a little like markup is text",
        arguments: [
            "Plain words.", "# a comment\nkey = value\n", "- one\n- two\n", "5 < 6 and 7 > 3", "name,price\npen,1\n",
            "{\"a\": [1](2)}",
            "<notes> are kept here.",
        ])
    func text(text: String) { #expect(kind(text) == .txt) }

    @Test(
        "a link is words in brackets and an address without spaces in parentheses",
        arguments: [
            ("[a](b)", true), ("See [the [old] page](x).", false), ("[[old page](x)", true), ("[a](b c)[d](e)", true),
            ("[a](b[c]()", true), ("[a]()", false), ("[](b)", false), ("[a](b", false), ("a](b)", false),
            ("[a] (b)", false), ("[a]](b)", false), ("(b)[a]", false), ("[a](b c)", false), ("[é ü](ö)", true),
        ])
    func links(line: String, isLink: Bool) {
        // A list alone is no Markdown; with a link it is.
        #expect(kind("- one\n- two\n\n\(line)\n") == (isLink ? .markdown : .txt))
    }

    @Test(
        "S10: a line of brackets takes no longer than one of words",
        arguments: [
            String(repeating: "[", count: 65_000) + "](", String(repeating: "[a](", count: 16_000),
            String(repeating: "**a ", count: 16_000), String(repeating: "`a", count: 32_000),
            String(repeating: "](", count: 32_000),
        ])
    func hostileLines(line: String) {
        let start = ContinuousClock.now
        #expect(kind(line) == .txt)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test("what the signature or plain characters tell is what reading tells")
    func magic() {
        #expect(DocumentMagic.of("%PDF-1.7\n".bytes) == .pdf)
        #expect(DocumentMagic.of("{\\rtf1\\ansi Hello}".bytes) == .foreign)
        for text in ["Plain words.", "Grüße 😀\tvon\r\n\u{C}weit", "<p>x</p>", "# A\n\n[b](c)", " \n"] {
            #expect(DocumentMagic.of(text.bytes) == .text)
            #expect(kind(text) != nil)
        }
        let undecided: [[UInt8]] = [
            [], [0xE9, 0x74, 0xE9], DocxBuilder(DocxBuilder.paragraph("Text.")).bytes, [0xEF, 0xBB, 0xBF, 0x61],
            "a\u{0}b".bytes, "a\u{1B}$B".bytes, "a\u{85}".bytes, "a\u{FFFD}".bytes,
            [UInt8](repeating: 0x61, count: DocumentMagic.longestText + 1),
        ]
        for content in undecided { #expect(DocumentMagic.of(content) == .undecided) }
    }

    @Test("pictures, programs, RTF and noise are not read")
    func foreign() {
        var generator = SeededGenerator(seed: 1)
        #expect(DocumentKindDetector.kind(of: []) == nil)
        #expect(
            DocumentKindDetector.kind(
                of: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13] + [UInt8](repeating: 0, count: 90)) == nil)
        #expect(
            DocumentKindDetector.kind(of: [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0] + [UInt8](repeating: 0, count: 100))
                == nil)
        #expect(kind("{\\rtf1\\ansi Hello}") == nil)
        for _ in 0..<20 {
            let noise = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(DocumentKindDetector.kind(of: noise) == nil)
        }
    }

    @Test("the encoding does not hide the kind")
    func encodings() {
        let page = "<!DOCTYPE html><p>Grüße</p>"
        let units = page.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(DocumentKindDetector.kind(of: units) == .html)
        #expect(DocumentKindDetector.kind(of: [0xEF, 0xBB, 0xBF] + page.bytes) == .html)
    }
}
