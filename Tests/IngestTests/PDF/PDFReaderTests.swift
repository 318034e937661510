import DeskModel
import Testing

@testable import Ingest

@Suite("PDF reading")
struct PDFReaderTests {
    private let left = [
        "Returns are accepted within thirty days", "of delivery, provided that the goods are",
        "unused and in their own packaging. The",
        "refund reaches the customer after about", "five working days, by the same means of",
        "payment that the order was placed with.",
    ]
    private let right = [
        "Shipping is free above fifty euros in all", "countries of the union. Parcels leave the",
        "warehouse on the day after the order and",
        "arrive within three days. Islands and the", "far north take two days longer, which we",
        "cannot change, as much as we would like.",
    ]

    @Test("two columns are read one after the other, below the title that spans them")
    func columns() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text("Terms of sale of the small shop at the corner of the market", x: 60, y: 60, size: 18)
                page.lines(left, x: 60, y: 100)
                page.lines(right, x: 320, y: 100)
            })
        let blocks = document.pages[0].blocks
        #expect(blocks.map(\.kind) == [.heading, .paragraph, .paragraph])
        #expect(blocks[1].text == left.joined(separator: " "))
        #expect(blocks[2].text == right.joined(separator: " "))
    }

    @Test("columns whose lines do not stand at the same heights are not woven together")
    func shiftedColumns() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.lines(left, x: 60, y: 100)
                page.lines(right, x: 320, y: 105)
            })
        #expect(document.pages[0].text == left.joined(separator: " ") + "\n\n" + right.joined(separator: " "))
    }

    @Test("text above, in and below columns keeps its order")
    func bands() throws {
        let wide = "This sentence runs over the whole width of the page and says what the columns below are all about."
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text(wide, x: 60, y: 80)
                page.lines(left, x: 60, y: 110)
                page.lines(right, x: 320, y: 110)
                page.text("After the columns. " + wide, x: 60, y: 210, size: 9)
            })
        let text = document.pages[0].text
        let order = [wide, "Returns are accepted", "Shipping is free", "After the columns."].map {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(order.allSatisfy { $0 != nil })
        #expect(order.compactMap { $0 }.sorted() == order.compactMap { $0 })
    }

    @Test("running headers, footers and page numbers are dropped, and said once when they say something")
    func runningText() throws {
        var writer = PDFWriter()
        for number in 1...5 {
            var page = PDFWriter.Page()
            page.text("Acme Handbook for new customers", x: 60, y: 30, size: 9)
            page.lines(
                ["Chapter text number \(number * 7) is here for all to read.", "It goes on for a second line."], x: 60,
                y: 200)
            page.text("Call us at 555 0100", x: 60, y: 760, size: 9)
            page.text("Page \(number) of 5", x: 500, y: 760, size: 9)
            writer.pages.append(page)
        }
        let document = try PDFReader.read(writer.data())
        let text = document.pages.map(\.text).joined(separator: "\n")
        #expect(text.ranges(of: "Acme Handbook").count == 1)
        #expect(text.ranges(of: "555 0100").count == 1)
        #expect(
            document.pages[2].text == "Chapter text number 21 is here for all to read. It goes on for a second line.")
    }

    @Test("bare page numbers are dropped everywhere, figures in the text are not")
    func pageNumbers() throws {
        var writer = PDFWriter()
        for number in 1...4 {
            var page = PDFWriter.Page()
            page.text("The price is \(number)9 euros.", x: 60, y: 300)
            page.text("\(number)", x: 300, y: 770)
            writer.pages.append(page)
        }
        let pages = try PDFReader.read(writer.data()).pages
        #expect(pages.map(\.text) == (1...4).map { "The price is \($0)9 euros." })
    }

    @Test("a line that only looks alike on every page is not taken for a footer")
    func formLetters() throws {
        var writer = PDFWriter()
        for (name, total) in [("Ada", 310), ("Bob", 20), ("Eve", 77), ("Kim", 12)] {
            var page = PDFWriter.Page()
            page.text("Dear \(name), this is what you owe us.", x: 60, y: 300)
            page.text("Total: \(total) euros", x: 60, y: 750)
            writer.pages.append(page)
        }
        let text = try PDFReader.read(writer.data()).pages.map(\.text)
        #expect(zip(text, [310, 20, 77, 12]).allSatisfy { $0.contains("Total: \($1) euros") })
    }

    @Test("words broken at line ends are mended, compounds keep their hyphen")
    func hyphens() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.lines(
                    [
                        "The self-service desk answers cus-", "tomers at any hour of day, for self-",
                        "service never sleeps, and its opera-",
                        "tors are happy about their quiet nights.",
                    ], x: 60, y: 100)
            })
        #expect(
            document.pages[0].text
                == "The self-service desk answers customers at any hour of day, for self-service never sleeps, and its "
                + "operators are happy about their quiet nights.")
    }

    @Test("ligatures are taken apart, soft hyphens vanish, other characters stay as they are")
    func ligatures() throws {
        let document = try PDFReader.read(
            PDFWriter.page {
                $0.text("The o\u{3}ce \u{1}nds \u{2}at co\u{4}operation \u{BD} a 5\u{B2} caf\u{E9}", x: 60, y: 100)
            })
        #expect(document.pages[0].text == "The office finds flat cooperation \u{BD} a 5\u{B2} café")
    }

    @Test("larger and bold lines are headings, with levels by size")
    func headings() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text("Customer guide", x: 60, y: 60, size: 24)
                page.text("Opening hours", x: 60, y: 100, size: 15)
                page.lines(
                    ["We are open from nine to five on all days but Sunday,", "and by telephone at any time."], x: 60,
                    y: 120)
                page.text("On holidays", x: 60, y: 160, font: "F2")
                page.lines(["Then we are closed, but the desk goes on answering."], x: 60, y: 175)
            })
        let headings = document.pages[0].blocks.filter { $0.kind == .heading }
        #expect(headings.map(\.text) == ["Customer guide", "Opening hours", "On holidays"])
        #expect(headings.map(\.level) == [1, 2, 3])
    }

    @Test("paragraphs end at gaps, at indents and where a line breaks off early")
    func paragraphs() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                var y = page.lines(left + ["without costs."], x: 60, y: 100)
                y = page.lines(["Exchanges are free."], x: 60, y: y)
                y = page.lines(right, x: 60, y: y)
                page.lines(["A gap stands above this line of the page."], x: 60, y: y + 14)
            })
        #expect(
            document.pages[0].blocks.map { $0.text.prefix(12) } == [
                "Returns are ", "Exchanges ar", "Shipping is ", "A gap stands",
            ])
    }

    @Test("list items are blocks of their own, with their wrapped lines")
    func lists() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text("You need:", x: 60, y: 100)
                page.text("\u{95}", x: 70, y: 115)
                page.lines(
                    ["the receipt or a copy of it that can be read well, which", "may also come by electronic mail"],
                    x: 85, y: 115)
                page.text("\u{95}", x: 70, y: 139)
                page.text("the goods", x: 85, y: 139)
                page.text("1. First send it.", x: 60, y: 160)
                page.text("2. Then wait.", x: 60, y: 172)
            })
        let items = document.pages[0].blocks.filter { $0.kind == .listItem }.map(\.text)
        #expect(
            items == [
                "• the receipt or a copy of it that can be read well, which may also come by electronic mail",
                "• the goods",
                "1. First send it.", "2. Then wait.",
            ])
    }

    @Test("a table under a bold row names the header of each cell")
    func tableWithHeader() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text("Prices of all the plans that we have on offer this year:", x: 60, y: 80)
                for (row, cells) in [["Plan", "Price", "Seats"], ["Small", "9 EUR", "3"], ["Large", "49 EUR", "25"]]
                    .enumerated()
                {
                    for (column, cell) in cells.enumerated() {
                        page.text(
                            cell, x: 60 + Double(column) * 120, y: 110 + Double(row) * 16, font: row == 0 ? "F2" : "F1")
                    }
                }
            })
        let rows = document.pages[0].blocks.filter { $0.kind == .tableRow }
        #expect(rows.map(\.text) == ["Plan: Small; Price: 9 EUR; Seats: 3", "Plan: Large; Price: 49 EUR; Seats: 25"])
        #expect(rows[0].box.map { $0.y > 110 && $0.y < 130 } == true)
    }

    @Test("a table without headers keeps the cells of a row together")
    func tableWithoutHeader() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                for (row, cells) in [["Monday", "nine to five"], ["Tuesday", "ten to six"], ["Friday", "closed"]]
                    .enumerated()
                {
                    page.text(cells[0], x: 60, y: 110 + Double(row) * 16)
                    page.text(cells[1], x: 220, y: 110 + Double(row) * 16)
                }
            })
        #expect(
            document.pages[0].blocks.map(\.text) == [
                "Monday | nine to five", "Tuesday | ten to six", "Friday | closed",
            ])
    }

    @Test("blocks know where they stand, from the top left corner")
    func boxes() throws {
        let document = try PDFReader.read(PDFWriter.page { $0.text("Somewhere", x: 100, y: 200) })
        let box = try #require(document.pages[0].blocks.first?.box)
        #expect(abs(box.x - 100) < 1)
        #expect(box.y < 200 && box.y + box.height > 195 && box.height < 20)
        #expect(box.width > 40 && box.width < 60)
    }

    @Test("a stamp set sideways does not disturb the text")
    func rotated() throws {
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.sideways("Preprint of March, not yet reviewed", x: 25, y: 400)
                page.lines(left, x: 60, y: 300)
            })
        #expect(
            document.pages[0].blocks.map(\.text) == [
                left.joined(separator: " "), "Preprint of March, not yet reviewed",
            ])
    }

    @Test("words written from right to left come in the order they are read in")
    func rightToLeft() throws {
        // The map of font F3 turns a into alef and so on; PDF files hold such text in the order of the page, mirrored.
        let document = try PDFReader.read(
            PDFWriter.page { page in
                page.text("cba", x: 400, y: 100, font: "F3")
                page.text("fed", x: 380, y: 100, font: "F3")
                page.text("ihg", x: 360, y: 100, font: "F3")
            })
        #expect(document.pages[0].text == "אבג דהו זחט")
    }

    @Test("what stands in form fields is read with the page")
    func formFields() throws {
        var page = PDFWriter.Page()
        page.text("Name of the customer:", x: 60, y: 100)
        page.annotations = [
            "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Ada Lovelace) "
                + "/DA (/Helv 10 Tf) /Rect [200 688 400 702] >>"
        ]
        let text = try PDFReader.read(PDFWriter(pages: [page]).data()).pages[0].text
        #expect(text.contains("Name of the customer:"))
        #expect(text.contains("Ada Lovelace"))
    }

    @Test("a sensible title among the properties is taken over")
    func title() throws {
        var writer = PDFWriter(pages: [PDFWriter.Page()], title: "Terms of sale")
        writer.pages[0].text("Text", x: 60, y: 100)
        #expect(try PDFReader.read(writer.data()).title == "Terms of sale")
        writer.title = "Microsoft Word - terms.doc"
        #expect(try PDFReader.read(writer.data()).title == nil)
    }
}
