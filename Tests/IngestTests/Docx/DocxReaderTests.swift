import DeskModel
import Testing

@testable import Ingest

@Suite("Word documents")
struct DocxReaderTests {
    private let styles = """
        <w:styles \(DocxBuilder.namespaces)>\
        <w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>\
        <w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/></w:style>\
        <w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Mein Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>\
        <w:style w:type="paragraph" w:styleId="Gliederung"><w:name w:val="Gliederung"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>\
        <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>\
        <w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>\
        <w:style w:type="paragraph" w:styleId="A"><w:name w:val="a"/><w:basedOn w:val="B"/></w:style>\
        <w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="A"/></w:style></w:styles>
        """

    private func read(_ builder: DocxBuilder) throws -> ExtractedDocument { try DocxReader.read(builder.bytes) }

    private func blocks(_ body: String, parts: [(String, String, String)] = []) throws -> [ExtractedBlock] {
        var builder = DocxBuilder(body)
        builder.parts = parts.map { (type: $0.0, name: $0.1, content: $0.2) }
        return try read(builder).pages.flatMap(\.blocks)
    }

    private func texts(_ body: String) throws -> [String] { try blocks(body).map(\.text) }

    @Test("headings are known by the styles they are based on, whatever the styles are called")
    func headings() throws {
        let found = try blocks(
            DocxBuilder.paragraph("Anfang", style: "berschrift1")
                + DocxBuilder.paragraph("Kapitel zwei", style: "Kapitel")
                + DocxBuilder.paragraph("Unter", style: "Gliederung") + DocxBuilder.paragraph("Text.", style: "A"),
            parts: [("styles", "styles.xml", styles)])
        #expect(found.map(\.kind) == [.heading, .heading, .heading, .paragraph])
        #expect(found.map(\.level) == [1, 1, 2, 0])
    }

    @Test("the title is the paragraph styled so, else the core property, unless an office program invented it")
    func title() throws {
        var builder = DocxBuilder(DocxBuilder.paragraph("Rückgabe", style: "Titel") + DocxBuilder.paragraph("Text."))
        builder.parts = [(type: "styles", name: "styles.xml", content: styles)]
        builder.coreTitle = "Vorlage"
        #expect(try read(builder).title == "Rückgabe")
        builder.parts = []
        #expect(try read(builder).title == "Vorlage")
        builder.coreTitle = "Document1"
        #expect(try read(builder).title == nil)
    }

    @Test("a short bold line heads what follows when the document has no heading styles")
    func boldHeading() throws {
        let bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Opening hours</w:t></w:r></w:p>"
        #expect(try blocks(bold + DocxBuilder.paragraph("Nine to five.")).map(\.kind) == [.heading, .paragraph])
        let styled = try blocks(
            DocxBuilder.paragraph("Styled", style: "berschrift1") + bold + DocxBuilder.paragraph("Nine to five."),
            parts: [("styles", "styles.xml", styles)])
        #expect(styled.map(\.kind) == [.heading, .paragraph, .paragraph])
    }

    @Test("list items carry their depth and number; a sublist starts again")
    func lists() throws {
        let numbering = """
            <w:numbering \(DocxBuilder.namespaces)><w:abstractNum w:abstractNumId="0">\
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>\
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>\
            </w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>\
            <w:lvlText w:val="·"/></w:lvl></w:abstractNum>\
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>\
            </w:numbering>
            """
        func item(_ text: String, _ id: Int, _ level: Int) -> String {
            """
            <w:p><w:pPr><w:numPr><w:ilvl w:val="\(level)"/><w:numId w:val="\(id)"/></w:numPr></w:pPr>\
            <w:r><w:t>\(text)</w:t></w:r></w:p>
            """
        }
        let found = try blocks(
            item("Open", 1, 0) + item("look", 1, 1) + item("turn", 1, 1) + item("Close", 1, 0) + item("again", 1, 1)
                + item("Bullet", 2, 0) + item("None", 0, 0),
            parts: [("numbering", "numbering.xml", numbering)])
        #expect(found.map(\.text) == ["1. Open", "1.a) look", "1.b) turn", "2. Close", "2.a) again", "Bullet", "None"])
        #expect(found.map(\.level) == [1, 2, 2, 1, 2, 1, 0])
        #expect(found.last?.kind == .paragraph)
    }

    @Test("table rows carry the headers of their columns")
    func table() throws {
        let header =
            "<w:tr><w:trPr><w:tblHeader/></w:trPr>\(DocxBuilder.cell("Plan"))\(DocxBuilder.cell("Price"))</w:tr>"
        let rows = "<w:tr>\(DocxBuilder.cell("Basic"))\(DocxBuilder.cell("5 EUR"))</w:tr>"
        #expect(try texts("<w:tbl>\(header)\(rows)</w:tbl>") == ["Plan: Basic; Price: 5 EUR"])
    }

    @Test("cells that span columns or rows keep the others in their columns")
    func spans() throws {
        let header = """
            <w:tr><w:trPr><w:tblHeader/></w:trPr>\(DocxBuilder.cell("City"))\(DocxBuilder.cell("Open"))\
            \(DocxBuilder.cell("Phone"))</w:tr>
            """
        let rows = """
            <w:tr>\(DocxBuilder.cell("Pune", "<w:vMerge w:val=\"restart\"/>"))\(DocxBuilder.cell("9"))\(DocxBuilder.cell("1"))</w:tr>\
            <w:tr>\(DocxBuilder.cell("", "<w:vMerge/>"))\(DocxBuilder.cell("closed", "<w:gridSpan w:val=\"2\"/>"))</w:tr>
            """
        #expect(
            try texts("<w:tbl>\(header)\(rows)</w:tbl>") == [
                "City: Pune; Open: 9; Phone: 1", "City: Pune; Open: closed",
            ])
    }

    @Test("a table without headers reads as cells; one of a single column as its paragraphs; a nested one in its cell")
    func plainTables() throws {
        let nested = "<w:tbl><w:tr>\(DocxBuilder.cell("x"))\(DocxBuilder.cell("y"))</w:tr></w:tbl>"
        let outer =
            "<w:tbl><w:tr>\(DocxBuilder.cell("a"))<w:tc>\(nested)\(DocxBuilder.paragraph("b"))</w:tc></w:tr></w:tbl>"
        #expect(try texts(outer) == ["a | x | y b"])
        let single = "<w:tbl><w:tr>\(DocxBuilder.cell("Alone."))</w:tr><w:tr>\(DocxBuilder.cell("Too."))</w:tr></w:tbl>"
        #expect(try blocks(single).map(\.kind) == [.paragraph, .paragraph])
    }

    @Test("tracked changes read as accepted")
    func trackedChanges() throws {
        let body = """
            <w:p><w:r><w:t>Pay </w:t></w:r><w:del><w:r><w:delText>five</w:delText><w:t>gone</w:t></w:r></w:del>\
            <w:ins><w:r><w:t>six</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom>\
            <w:moveTo><w:r><w:t> euros</w:t></w:r></w:moveTo></w:p>\
            <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>\(DocxBuilder.paragraph("paragraph."))
            """
        #expect(try texts(body) == ["Pay six euros", "One paragraph."])
    }

    @Test("fields show their results, not their code, also when nested and over paragraphs")
    func fields() throws {
        let body = """
            <w:p><w:r><w:t>See </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "</w:instrText></w:r>\
            <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF</w:instrText></w:r>\
            <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>hidden</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>\
            <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>the terms</w:t></w:r></w:p>\
            <w:p><w:r><w:t>below</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>.</w:t></w:r></w:p>
            """
        #expect(try texts(body) == ["See the terms", "below."])
    }

    @Test("hyperlinks, content controls, smart tags, breaks, hyphens and symbols keep the words whole")
    func inline() throws {
        let body = """
            <w:p><w:hyperlink><w:r><w:t>Our</w:t></w:r></w:hyperlink><w:r><w:tab/></w:r><w:smartTag><w:r><w:t>shop</w:t></w:r>\
            </w:smartTag><w:r><w:br/><w:t>co</w:t><w:softHyphen/><w:t>opera\u{AD}tes</w:t></w:r><w:sdt><w:sdtContent><w:r>\
            <w:t xml:space="preserve"> e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r></w:sdtContent></w:sdt>\
            <w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>
            """
        #expect(try texts(body) == ["Our shop cooperates e-mailα✓"])
    }

    @Test("hidden text, comments and placeholders are left out")
    func hidden() throws {
        let body = """
            <w:p><w:r><w:t>Seen</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> unseen</w:t></w:r>\
            <w:r><w:commentReference w:id="1"/></w:r></w:p>\
            <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>\(DocxBuilder.paragraph("Click here"))</w:sdtContent></w:sdt>
            """
        #expect(try blocks(body, parts: [("comments", "comments.xml", "<w:comments/>")]).map(\.text) == ["Seen"])
    }

    @Test("a text box is read once, though it is written in two ways")
    func textBox() throws {
        let content = "<w:txbxContent>\(DocxBuilder.paragraph("Call us."))</w:txbxContent>"
        let body = """
            <w:p><w:r><w:t>Before.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>\(content)\
            </wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>\(content)</v:textbox></w:pict></mc:Fallback>\
            </mc:AlternateContent></w:r></w:p>
            """
        #expect(try texts(body) == ["Before.", "Call us."])
        let fallbackOnly = """
            <w:p><w:r><mc:AlternateContent><mc:Choice Requires="x"><w:drawing/></mc:Choice><mc:Fallback><w:pict><v:textbox>\
            \(content)</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
            """
        #expect(try texts(fallbackOnly) == ["Call us."])
    }

    @Test("notes follow the paragraph that refers to them; separators do not count")
    func notes() throws {
        let notes = """
            <w:footnotes \(DocxBuilder.namespaces)><w:footnote w:type="separator" w:id="0">\(DocxBuilder.paragraph("---"))</w:footnote>\
            <w:footnote w:id="2">\(DocxBuilder.paragraph("Within the EU."))</w:footnote></w:footnotes>
            """
        let body = """
            <w:p><w:r><w:t>Shipping is free.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>\
            \(DocxBuilder.paragraph("Next."))
            """
        let found = try blocks(body, parts: [("footnotes", "footnotes.xml", notes)])
        #expect(found.map(\.text) == ["Shipping is free.", "Within the EU.", "Next."])
        #expect(found.map(\.kind) == [.paragraph, .footnote, .paragraph])
    }

    @Test("headers and footers are read once, without page numbers")
    func runningText() throws {
        let header = "<w:hdr \(DocxBuilder.namespaces)>\(DocxBuilder.paragraph("Acme Ltd"))</w:hdr>"
        let footer = """
            <w:ftr \(DocxBuilder.namespaces)><w:p><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r>\
            </w:fldSimple></w:p>\(DocxBuilder.paragraph("VAT 12"))</w:ftr>
            """
        let section = "<w:sectPr><w:headerReference r:id=\"rId10\"/><w:footerReference r:id=\"rId11\"/></w:sectPr>"
        let body =
            "<w:p><w:pPr>\(section)</w:pPr><w:r><w:t>One.</w:t></w:r></w:p>\(DocxBuilder.paragraph("Two."))\(section)"
        var builder = DocxBuilder(body)
        builder.parts = [
            (type: "header", name: "h.xml", content: header), (type: "footer", name: "f.xml", content: footer),
        ]
        let pages = try read(builder).pages
        #expect(pages.map { $0.blocks.map(\.text) } == [["Acme Ltd", "One."], ["Two.", "VAT 12"]])
    }

    @Test("pages follow set and rendered breaks, each break once; a sentence belongs to the page it begins on")
    func pages() throws {
        let rendered = "<w:r><w:lastRenderedPageBreak/></w:r>"
        let body = """
            <w:p><w:r><w:t>First page. This sentence goes</w:t></w:r>\(rendered)<w:r><w:t xml:space="preserve"> on. Second page.</w:t>\
            </w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p>\(rendered)<w:r><w:t>Third page.</w:t></w:r></w:p>\
            <w:p><w:pPr><w:pageBreakBefore/></w:pPr>\(rendered)<w:r><w:t>Fourth page.</w:t></w:r></w:p>
            """
        var builder = DocxBuilder(body)
        builder.coreTitle = nil
        let pages = try read(builder).pages
        #expect(pages.map(\.number) == [1, 2, 3, 4])
        #expect(
            pages.map { $0.blocks.map(\.text) } == [
                ["First page. This sentence goes on."], ["Second page."], ["Third page."], ["Fourth page."],
            ])
    }

    @Test("a row whose cells all run over a page turns one page")
    func rowOverPages() throws {
        let cell = """
            <w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>b</w:t></w:r></w:p></w:tc>
            """
        let found = try read(
            DocxBuilder("<w:tbl><w:tr>\(cell)\(cell)</w:tr></w:tbl>\(DocxBuilder.paragraph("After."))"))
        #expect(found.pages.map(\.number) == [1, 2])
        #expect(found.pages[1].blocks.map(\.text) == ["After."])
    }

    @Test("the main part may lie elsewhere, in the strict namespace, with a byte order mark")
    func otherPackages() throws {
        var builder = DocxBuilder("")
        builder.documentPart = "content/main2.xml"
        builder.relationshipTypes = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
        builder.document = """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main">\
            <w:body>\(DocxBuilder.paragraph("Strict."))</w:body></w:document>
            """
        #expect(try read(builder).pages[0].blocks.map(\.text) == ["Strict."])
    }

    @Test("tables of contents are left out, as they only repeat headings")
    func contents() throws {
        let found = try blocks(
            DocxBuilder.paragraph("Returns 4", style: "Verzeichnis1") + DocxBuilder.paragraph("Text."),
            parts: [("styles", "styles.xml", styles)])
        #expect(found.map(\.text) == ["Text."])
    }
}
