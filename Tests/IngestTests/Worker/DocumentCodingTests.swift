import DeskModel
import Testing

@testable import Ingest

@Suite("Documents on the worker's pipe")
struct DocumentCodingTests {
    private let document = ExtractedDocument(
        kind: .docx, encoding: "UTF-8", title: nil,
        pages: [
            ExtractedPage(
                number: 300,
                blocks: [
                    ExtractedBlock(
                        kind: .heading, level: 2, text: "Über uns — 関于",
                        box: ExtractedBox(x: -1.5, y: 0, width: 1e9, height: 0.1)),
                    ExtractedBlock(kind: .paragraph, text: ""),
                ]),
            ExtractedPage(number: 301, blocks: []),
        ], warnings: ["Page 2 has no text layer."])

    @Test("what is encoded is decoded unchanged")
    func roundTrip() throws {
        #expect(try DocumentDecoder.decode(DocumentEncoder.encode(document)) == document)
    }

    @Test("cut short at any place, it is refused")
    func truncated() {
        let bytes = DocumentEncoder.encode(document)
        for length in bytes.indices {
            #expect(throws: DocumentDecoder.Malformed.self) { try DocumentDecoder.decode(Array(bytes[..<length])) }
        }
        #expect(throws: DocumentDecoder.Malformed.self) { try DocumentDecoder.decode(bytes + [0]) }
    }

    @Test("whatever byte is changed, it is decoded or refused, never trapped on")
    func corrupted() {
        let bytes = DocumentEncoder.encode(document)
        var refused = 0
        for index in bytes.indices {
            for value: UInt8 in [0x00, 0x7F, 0x80, 0xFF] {
                var changed = bytes
                changed[index] = value
                if (try? DocumentDecoder.decode(changed)) == nil { refused += 1 }
            }
        }
        #expect(refused > 0)
    }
}
