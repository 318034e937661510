import DeskModel
import Testing

@testable import Ingest

@Suite("Markdown")
struct MarkdownReaderTests {
    private func blocks(_ text: String) throws -> [ExtractedBlock] {
        try MarkdownReader.read(text.bytes).pages.flatMap(\.blocks)
    }

    private func texts(_ text: String) throws -> [String] { try blocks(text).map(\.text) }

    @Test("headings, lists, quotes and code become blocks without their marks")
    func structure() throws {
        let found = try blocks(
            """
            # Setup *fast*

            Hello **bold** `code` [link](http://x) ![picture](a.png)
            next line.

            1. one
               - sub
            2. two

            > quoted

            ```swift
            if x {
                y()
            }
            ```

            Under
            -----
            """)
        #expect(
            found.map(\.text) == [
                "Setup fast", "Hello bold code link next line.", "1. one", "sub", "2. two", "quoted", "if x {",
                "    y()", "}",
                "Under",
            ])
        #expect(
            found.map(\.kind) == [
                .heading, .paragraph, .listItem, .listItem, .listItem, .paragraph, .code, .code, .code, .heading,
            ])
        #expect(found.map(\.level) == [1, 0, 1, 2, 1, 0, 0, 0, 0, 2])
    }

    @Test("table rows carry their headers")
    func table() throws {
        #expect(
            try texts("| Plan | Cost |\n|---|--:|\n| Basic | **5** |\n| Pro | |\n") == [
                "Plan: Basic; Cost: 5", "Plan: Pro",
            ])
    }

    @Test(
        "front matter gives the title and is no text",
        arguments: [
            ("---\ntitle: \"My Guide\"\ntags: [a]\n---\nText.", "My Guide"),
            ("+++\ntitle = 'Toml'\n+++\nText.", "Toml"),
            ("\u{FEFF}---\r\nTitle: Windows\r\n---\r\nText.", "Windows"), ("---\nlayout: x\n---\nText.", nil),
        ])
    func frontMatter(text: String, title: String?) throws {
        let document = try MarkdownReader.read(text.bytes)
        #expect(document.title == title)
        #expect(document.pages[0].text == "Text.")
    }

    @Test("a rule at the start is no front matter")
    func rule() throws { #expect(try texts("---\n\nText\n\n---\n\nMore") == ["Text", "More"]) }

    @Test("character references and raw HTML read as what they show")
    func raw() throws {
        #expect(try texts("5 &euro; &#169; &nosuch; a<br>b <i>c</i>") == ["5 € © &nosuch; a b c"])
        #expect(
            try texts("<details><summary>More</summary><p>Raw <b>html</b></p></details>\n\nEnd.") == [
                "More", "Raw html", "End.",
            ])
        #expect(try texts("<script>\nalert(1)\n</script>\n\nText.") == ["Text."])
    }

    @Test("tables that multiply and brackets that nest end in time")
    func hostile() throws {
        let columns = 20_000
        let bomb =
            String(repeating: "|a", count: columns) + "|\n" + String(repeating: "|-", count: columns) + "|\n"
            + String(repeating: "|x\n", count: 5_000)
        do {
            _ = try MarkdownReader.read(bomb.bytes)
        } catch {
            #expect(error.code == "too_large")
        }
        #expect(try !texts("# T\n\n" + String(repeating: "[", count: 50_000)).isEmpty)
        #expect(try !texts(String(repeating: "> ", count: 5_000) + "deep").isEmpty)
        #expect(try !texts(String(repeating: "*a **b ", count: 5_000)).isEmpty)
    }

    @Test("other encodings are read too")
    func encoding() throws {
        let document = try MarkdownReader.read("# ".bytes + [0x47, 0x72, 0xFC, 0xDF, 0x65] + "\n".bytes)
        #expect(document.pages[0].text == "Grüße")
    }
}
