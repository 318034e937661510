import DeskModel
import Testing

@testable import Ingest

@Suite("HTML pages")
struct HTMLReaderTests {
    private func blocks(_ body: String) throws -> [ExtractedBlock] {
        try HTMLReader.read(body.bytes).pages.flatMap(\.blocks)
    }

    private func texts(_ body: String) throws -> [String] { try blocks(body).map(\.text) }

    private func code(_ content: [UInt8]) -> String {
        do throws(DocumentFailure) {
            _ = try HTMLReader.read(content)
            return "read"
        } catch {
            return error.code
        }
    }

    @Test("headings, paragraphs, lists and preformatted lines become blocks, unclosed or not")
    func structure() throws {
        let found = try blocks(
            "<html><h1>Returns<p>Within <b>30</b>&nbsp;days.<p>Free<br>of charge.<ul><li>One<li>Two<ol start=3><li>Sub</ol></ul>"
                + "<pre>let a = 1\n    let b = 2</pre>")
        #expect(
            found.map(\.text) == [
                "Returns", "Within 30 days.", "Free of charge.", "One", "Two", "3. Sub", "let a = 1", "    let b = 2",
            ])
        #expect(found.map(\.kind) == [.heading, .paragraph, .paragraph, .listItem, .listItem, .listItem, .code, .code])
        #expect(found.map(\.level) == [1, 0, 0, 1, 1, 2, 0, 0])
    }

    @Test("scripts, styles, navigation and hidden parts are left out, what follows them is not")
    func leftOut() throws {
        let found = try texts(
            "<script>var x = '<p>no</p>'</script><style>p{}</style><nav><ul><li>Home</ul></nav><p>Yes."
                + "<div style='color:red; display : none'>no<p>no</div><div hidden><div>no</div></div><p aria-hidden=true>no</p>"
                + "<select><option>no</select><template><p>no</template><svg><text>no</text></svg><footer>Tel. 5</footer>"
        )
        #expect(found == ["Yes.", "Tel. 5"])
    }

    @Test("table rows carry their headers; row headers label their cell; layout tables read as their contents")
    func tables() throws {
        #expect(
            try texts("<table><caption>Prices</caption><tr><th>Item<th>Price<tr><td>Pen<td>1<tr><td>Ink<td>2</table>")
                == ["Prices", "Item: Pen; Price: 1", "Item: Ink; Price: 2"])
        #expect(
            try texts("<table><tr><th>Phone:</th><td>555</td></tr><tr><th>Mail</th><td>a@b</td></tr></table>")
                == ["Phone: 555", "Mail: a@b"])
        #expect(
            try texts("<table><thead><tr><th>A<th>B</thead><tr><td rowspan=2>x<td>1<tr><td>2</table>") == [
                "A: x; B: 1", "A: x; B: 2",
            ])
        #expect(
            try texts("<table><tr><td><h2>Part</h2><p>Text.</td><td>Side</td></tr></table>") == [
                "Part", "Text.", "Side",
            ])
    }

    @Test("the title is the document's own")
    func title() throws {
        #expect(try HTMLReader.read("<title> Our &amp; shop </title><p>x".bytes).title == "Our & shop")
        #expect(try HTMLReader.read("<title>Untitled Document</title><p>x".bytes).title == nil)
        #expect(try texts("<title>T</title><p>x") == ["x"])
    }

    @Test("the declared encoding is used when the bytes agree")
    func declared() throws {
        let latin = Array("<meta charset=windows-1251><p>".utf8) + [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2] + "</p>".bytes
        let document = try HTMLReader.read(latin)
        #expect(document.encoding == "windows-1251")
        #expect(document.pages[0].text == "Привет")
        let mislabelled = try HTMLReader.read("<meta charset=iso-8859-1><p>Grüße".bytes)
        #expect(mislabelled.encoding == "UTF-8")
        #expect(mislabelled.pages[0].text == "Grüße")
    }

    @Test(
        "spans and stray ends cannot break the reader",
        arguments: [
            "</table></td></li></p>x", "<td>x", "<table>x<table></table>",
            "<tr><td colspan=999999999 rowspan=99999999>x",
            "<li>x</ul></ul>", "<h1><table><h2>x", "<table><tr><td><table><tr><td>x", "<dl><dt>x<dd>y",
        ])
    func stray(html: String) throws { #expect(try texts(html).joined().contains("x")) }

    @Test("a stray NUL is dropped")
    func nul() throws {
        #expect(try texts("<p>" + String(repeating: "word ", count: 30) + "x\0y").last?.hasSuffix("xy") == true)
    }

    @Test("absurd depth is refused, and a page of scripts has no text")
    func hostile() {
        #expect(code(String(repeating: "<div>", count: 200_000).bytes) == "damaged")
        #expect(code("<html><script>document.write('x')</script></html>".bytes) == "no_text")
        #expect(code("   \n".bytes) == "empty")
    }

    @Test("external and internal entities stay unread")
    func entities() throws {
        let found = try texts("<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><p>a&x;b</p><p>done</p>")
        #expect(found.last == "done")
        #expect(!found.joined().contains("localhost"))
    }

    @Test("megabytes of paragraphs are read whole")
    func large() throws {
        #expect(try blocks(String(repeating: "<p>Some words of text.</p>\n", count: 40_000)).count == 40_000)
    }
}
