import DeskModel
import Synchronization
import Testing

@testable import Ingest

@Suite("Hostile and broken PDFs")
struct HostilePDFTests {
    private func failureCode(_ content: [UInt8], limits: PDFLimits = PDFLimits()) -> String? {
        do throws(DocumentFailure) {
            _ = try PDFReader.read(content, limits: limits)
            return nil
        } catch {
            return error.code
        }
    }

    private var page: PDFWriter.Page {
        var page = PDFWriter.Page()
        page.text("Some text that can be read", x: 60, y: 100)
        return page
    }

    @Test("a file under a password is refused as encrypted")
    func encrypted() {
        #expect(failureCode(PDFWriter(pages: [page], isEncrypted: true).data()) == "encrypted")
    }

    @Test("a file without any text is refused as such")
    func noText() {
        #expect(failureCode(PDFWriter(pages: [PDFWriter.Page()]).data()) == "no_text")
    }

    @Test("pages without a text layer are named")
    func textlessPages() throws {
        let empty = PDFWriter.Page()
        let one = try PDFReader.read(PDFWriter(pages: [page, page, empty]).data())
        #expect(one.warnings.count == 1)
        #expect(one.warnings.first?.hasPrefix("Page 3 has no text layer: ") == true)
        let several = try PDFReader.read(PDFWriter(pages: [empty, page, empty, empty]).data())
        #expect(several.warnings.first?.hasPrefix("Pages 1 and 3-4 have no text layer: ") == true)
        #expect(several.pages.map(\.number) == [1, 2, 3, 4])
    }

    @Test("ten thousand empty pages are refused before they are read")
    func tooManyPages() {
        #expect(
            failureCode(PDFWriter(pages: Array(repeating: PDFWriter.Page(), count: 10_000)).data()) == "too_many_pages")
    }

    @Test("more text than allowed is refused")
    func tooMuchText() {
        var limits = PDFLimits()
        limits.characters = 50
        #expect(failureCode(PDFWriter(pages: [page, page, page]).data(), limits: limits) == "too_large")
    }

    @Test("garbage behind a PDF's first line is refused as damaged")
    func garbage() {
        let noise = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 167 ^ $0 >> 3) }
        #expect(failureCode(Array("%PDF-1.7\n".utf8) + noise) == "damaged")
        #expect(failureCode(Array("%PDF-1.7\n".utf8)) == "damaged")
    }

    @Test("a file cut short gives the text that is left or a failure with a code", arguments: [20, 40, 60, 80, 95])
    func truncated(percent: Int) throws {
        let whole = PDFWriter(pages: [page, page, page]).data()
        let part = Array(whole.prefix(whole.count * percent / 100))
        do throws(DocumentFailure) {
            let document = try PDFReader.read(part)
            #expect(document.pages.contains { $0.text.contains("Some text") })
        } catch {
            #expect(["damaged", "no_text"].contains(error.code))
        }
    }

    @Test("arrays nested a hundred thousand deep end in a code or in text, not in a crash")
    func deepNesting() {
        var deep = page
        let nested = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        deep.rawContent = ("", Array((nested + "\n" + deep.operations).utf8))
        let code = failureCode(PDFWriter(pages: [deep]).data())
        #expect(code == nil || code == "damaged" || code == "no_text")
    }

    @Test("a stream that unpacks to sixteen megabytes of nothing costs little and hides no other page")
    func flateBomb() throws {
        var bomb = PDFWriter.Page()
        bomb.rawContent = ("/Filter /FlateDecode", FlateBomb.once(bytes: 100_000))
        let document = try PDFReader.read(PDFWriter(pages: [bomb, page]).data())
        #expect(document.pages[1].text == "Some text that can be read")
        #expect(document.warnings.count == 1)
    }

    @Test("a claimed number of pages that the file does not hold is noticed")
    func missingPages() throws {
        let whole = String(decoding: PDFWriter(pages: [page]).data(), as: UTF8.self)
        let lying = Array(whole.replacing("/Count 1", with: "/Count 3").utf8)
        do throws(DocumentFailure) {
            let document = try PDFReader.read(lying)
            #expect(document.pages[0].text.contains("Some text"))
        } catch {
            #expect(error.code == "damaged")
        }
    }

    @Test("a long document is read by two threads in order, with progress to its end")
    func longDocument() throws {
        var writer = PDFWriter()
        for number in 1...60 {
            var page = PDFWriter.Page()
            page.text("This is what page \(number)x says to its reader.", x: 60, y: 300)
            writer.pages.append(page)
        }
        let reported = Mutex<[Int]>([])
        let document = try PDFReader.read(writer.data()) { done, total in
            #expect(total == 60)
            reported.withLock { $0.append(done) }
        }
        #expect(document.pages.map(\.number) == Array(1...60))
        #expect(
            document.pages.enumerated().allSatisfy { $1.text == "This is what page \($0 + 1)x says to its reader." })
        let values = reported.withLock { $0 }
        #expect(values == values.sorted())
        #expect(values.isEmpty == false)
    }
}
