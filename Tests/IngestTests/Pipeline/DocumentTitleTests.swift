import DeskModel
import Testing

@testable import Ingest

@Suite("Titles of documents")
struct DocumentTitleTests {
    private func document(title: String?, _ blocks: [ExtractedBlock]) -> ExtractedDocument {
        ExtractedDocument(
            kind: .pdf, encoding: nil, title: title, pages: [ExtractedPage(number: 1, blocks: blocks)], warnings: [])
    }

    private let heading = ExtractedBlock(kind: .heading, level: 1, text: "Warranty terms")

    @Test("the file's own title comes first, then its first heading, then its name")
    func order() {
        #expect(DocumentTitle.title(of: document(title: "Terms", [heading]), filename: "a.pdf") == "Terms")
        #expect(
            DocumentTitle.title(of: document(title: "Untitled 1", [heading]), filename: "a.pdf") == "Warranty terms")
        let text = ExtractedBlock(kind: .paragraph, text: "Some text")
        #expect(
            DocumentTitle.title(of: document(title: nil, [text]), filename: "Price list 2024.v2.pdf")
                == "Price list 2024.v2")
    }

    @Test(
        "folders and odd names are no obstacle",
        arguments: [
            ("/tmp/up/load.docx", "load"), ("C:\\files\\list.txt", "list"), (".hidden", ".hidden"), ("", "Untitled"),
            ("README", "README"),
        ])
    func names(filename: String, title: String) {
        #expect(DocumentTitle.title(of: document(title: nil, []), filename: filename) == title)
    }
}
