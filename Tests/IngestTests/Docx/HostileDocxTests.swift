import DeskModel
import Testing

@testable import Ingest

@Suite("Hostile and broken Word documents")
struct HostileDocxTests {
    private func code(_ content: [UInt8]) -> String {
        do throws(DocumentFailure) {
            _ = try DocxReader.read(content)
            return "read"
        } catch {
            return error.code
        }
    }

    private func document(_ prolog: String, _ text: String) -> [UInt8] {
        var builder = DocxBuilder("")
        builder.document = """
            \(prolog)<w:document \(DocxBuilder.namespaces)><w:body>\(DocxBuilder.paragraph(text))</w:body></w:document>
            """
        return builder.bytes
    }

    @Test("a part that is far too large is refused, whether its header says so or lies", arguments: [70 << 20, 100])
    func bomb(declared: Int) {
        var zip = ZipBuilder()
        zip.addBomb("word/document.xml", count: 2 << 20, declared: declared)
        let failure = #expect(throws: DocumentFailure.self) {
            try DocxReader.read(zip.bytes, limits: .init(part: 1 << 20))
        }
        #expect(failure?.code == "too_large")
    }

    @Test("the usual limits hold without being asked for")
    func usualLimits() {
        var zip = ZipBuilder()
        zip.addBomb("word/document.xml", count: 1000, declared: 70 << 20)
        #expect(code(zip.bytes) == "too_large")
    }

    @Test("a part packed more tightly than any text is refused, however small")
    func ratio() {
        var zip = ZipBuilder()
        zip.addBomb("word/document.xml", count: 5 << 20)
        let failure = #expect(throws: DocumentFailure.self) {
            try DocxReader.read(zip.bytes, limits: .init(ratio: 100))
        }
        #expect(failure?.code == "too_large")
    }

    @Test("parts beyond the limits of one and of all together are refused")
    func limits() throws {
        let content = DocxBuilder(DocxBuilder.paragraph(String(repeating: "word ", count: 2000))).bytes
        #expect(throws: DocumentFailure.self) { try DocxReader.read(content, limits: .init(part: 5000)) }
        #expect(throws: DocumentFailure.self) { try DocxReader.read(content, limits: .init(total: 10_000)) }
        #expect(throws: DocumentFailure.self) { try DocxReader.read(content, limits: .init(entries: 2)) }
        #expect(try DocxReader.read(content, limits: .init()).pages.count == 1)
    }

    @Test("external entities are neither loaded nor shown")
    func externalEntity() {
        let content = document("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")
        #expect(code(content) == "damaged")
    }

    @Test("entities that expand to billions are refused")
    func billionLaughs() {
        var entities = "<!ENTITY a0 \"lol\">"
        for level in 1...9 {
            entities += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
        }
        #expect(code(document("<!DOCTYPE d [\(entities)]>", "&a9;")) == "damaged")
    }

    @Test("elements nested ten thousand deep are refused")
    func deepNesting() {
        let depth = 10_000
        let body =
            String(repeating: "<w:sdt><w:sdtContent>", count: depth) + DocxBuilder.paragraph("x")
            + String(repeating: "</w:sdtContent></w:sdt>", count: depth)
        #expect(code(DocxBuilder(body).bytes) == "damaged")
    }

    @Test("a file cut short anywhere is damaged, and never crashes")
    func truncated() {
        let content = DocxBuilder(DocxBuilder.paragraph(String(repeating: "Some text. ", count: 50))).bytes
        for length in stride(from: 4, to: content.count - 1, by: 97) {
            #expect(code(Array(content.prefix(length))) == "damaged")
        }
    }

    @Test("flipped bytes anywhere end in text or in a failure, never in a crash")
    func corrupted() {
        let content = DocxBuilder(DocxBuilder.paragraph("Some text to break.")).bytes
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var broken = content
            for _ in 0..<4 {
                broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            #expect(["read", "damaged", "empty", "too_large", "encrypted"].contains(code(broken)))
        }
    }

    @Test("XML cut short is damaged")
    func truncatedXML() {
        var builder = DocxBuilder("")
        builder.document = "<w:document \(DocxBuilder.namespaces)><w:body><w:p><w:r><w:t>Hal"
        #expect(code(builder.bytes) == "damaged")
    }

    @Test("missing parts are no obstacle but for the main one")
    func missingParts() {
        var zip = ZipBuilder()
        zip.add(
            "word/document.xml",
            "<w:document xmlns:w=\"w\"><w:body>\(DocxBuilder.paragraph("Alone."))</w:body></w:document>".bytes)
        #expect(code(zip.bytes) == "read")
        var empty = ZipBuilder()
        empty.add("[Content_Types].xml", "<Types/>".bytes)
        #expect(code(empty.bytes) == "damaged")
        #expect(code([]) == "damaged")
    }

    @Test("a damaged part that is not the main one costs a warning, not the document")
    func damagedStyles() throws {
        var builder = DocxBuilder(DocxBuilder.paragraph("Text."))
        builder.parts = [(type: "styles", name: "styles.xml", content: "<w:styles><broken")]
        let document = try DocxReader.read(builder.bytes)
        #expect(document.pages[0].text == "Text.")
        #expect(document.warnings.count == 1)
    }

    @Test("encrypted documents are named so")
    func encrypted() {
        var zip = ZipBuilder()
        zip.add("word/document.xml", [UInt8](repeating: 7, count: 100), isEncrypted: true)
        #expect(code(zip.bytes) == "encrypted")
        #expect(code(ContainerFixture.encryptedPackage) == "encrypted")
    }

    @Test("a document without words is empty")
    func empty() {
        #expect(code(DocxBuilder("<w:p/>").bytes) == "empty")
    }

    @Test("eleven megabytes of paragraphs are read whole")
    func large() throws {
        let count = 70_000
        let paragraph = DocxBuilder.paragraph(String(repeating: "sufficiently ", count: 9) + "long.")
        let content = DocxBuilder(String(repeating: paragraph, count: count)).bytes
        #expect(content.count > 11 << 20)
        #expect(try DocxReader.read(content).pages[0].blocks.count == count)
    }

    @Test("thousands of pages set by breaks alone are counted, not multiplied")
    func manyBreaks() throws {
        let breaks = String(repeating: "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>", count: 3000)
        let document = try DocxReader.read(DocxBuilder(breaks + DocxBuilder.paragraph("End.")).bytes)
        #expect(document.pages.count == 3001)
        #expect(document.pages.last?.text == "End.")
    }
}
