import DeskModel
import Testing

@testable import Ingest

@Suite("Plain text")
struct PlainTextReaderTests {
    private func blocks(_ text: String) throws -> [ExtractedBlock] {
        try PlainTextReader.read(text.bytes).pages.flatMap(\.blocks)
    }

    private func texts(_ text: String) throws -> [String] { try blocks(text).map(\.text) }

    private func code(_ content: [UInt8]) -> String {
        do throws(DocumentFailure) {
            _ = try PlainTextReader.read(content)
            return "read"
        } catch {
            return error.code
        }
    }

    @Test("hard-wrapped lines are joined, with every kind of line end", arguments: ["\n", "\r\n", "\r"])
    func wrapped(lineEnd: String) throws {
        let lines = [
            "The shop is open every day from nine in the morning until six in",
            "the evening, except on public holidays, when it stays",
            "closed all day.", "", "Parking is free for customers.",
        ]
        #expect(
            try texts(lines.joined(separator: lineEnd)) == [
                "The shop is open every day from nine in the morning until six in the evening, except on public holidays, when it stays "
                    + "closed all day.", "Parking is free for customers.",
            ])
    }

    @Test("short lines stay apart, as in addresses")
    func shortLines() throws {
        #expect(
            try texts("Acme Ltd\n12 Main Street\nPune 411001\n\nText follows here.") == [
                "Acme Ltd", "12 Main Street", "Pune 411001", "Text follows here.",
            ])
    }

    @Test("Japanese lines are joined without a space")
    func japanese() throws {
        let line = String(repeating: "営業時間は毎日午前九時", count: 4)
        #expect(try texts("\(line)\n\(line)\nまでです。") == [line + line + "までです。"])
    }

    @Test("a short first line before an empty one is the title; a sentence is not")
    func title() throws {
        let titled = try PlainTextReader.read("Returns policy\n\nYou may return items.".bytes)
        #expect(titled.title == "Returns policy")
        #expect(titled.pages[0].blocks.first?.kind == .heading)
        #expect(try PlainTextReader.read("We are closed.\n\nCome later.".bytes).title == nil)
        #expect(try PlainTextReader.read("Only a line".bytes).title == nil)
        #expect(try PlainTextReader.read("- item\n\nText.".bytes).title == nil)
    }

    @Test("underlined, numbered and capital lines are headings; sentences and lists are not")
    func headings() throws {
        let found = try blocks(
            """
            Guide

            Intro text here.

            Opening
            =======
            We open at nine.

            RETURNS AND REFUNDS

            Send it back.

            2.1 Shipping costs

            They are ours.

            STOP.

            1. one

            2. two
            """)
        #expect(
            found.filter { $0.kind == .heading }.map(\.text) == [
                "Guide", "Opening", "RETURNS AND REFUNDS", "2.1 Shipping costs",
            ])
        #expect(found.filter { $0.kind == .listItem }.map(\.text) == ["1. one", "2. two"])
        #expect(found.filter { $0.kind == .heading }.map(\.level) == [1, 1, 2, 2])
    }

    @Test("list items keep their continuation lines and depth")
    func lists() throws {
        let found = try blocks(
            "You need:\n- a ticket\n- an identity card,\n  valid for a month\n  - or a passport\n\nBye now.")
        #expect(
            found.map(\.text) == [
                "You need:", "a ticket", "an identity card, valid for a month", "or a passport", "Bye now.",
            ])
        #expect(found.map(\.level) == [0, 1, 1, 2, 0])
    }

    @Test("lines of cells are rows")
    func rows() throws {
        #expect(try texts("Plan\tPrice\nBasic\t5\nPro\t9") == ["Plan: Basic; Price: 5", "Plan: Pro; Price: 9"])
        let comma = try blocks("name,size,price\npen,1,2\nink,3,4")
        #expect(comma.map(\.kind) == [.tableRow, .tableRow, .tableRow])
        #expect(comma.map(\.text) == ["name,size,price", "pen,1,2", "ink,3,4"])
    }

    @Test("form feeds turn pages")
    func pages() throws {
        let pages = try PlainTextReader.read("One.\u{0C}Two.\n\u{0C}".bytes).pages
        #expect(pages.map(\.number) == [1, 2])
        #expect(pages.map(\.text) == ["One.", "Two."])
    }

    @Test("text is composed, without soft hyphens and stray controls")
    func normalised() throws {
        #expect(
            try texts(
                "Cafe\u{301}  au\u{AD}\u{200B} lait\u{7}, as ordered many times before by the guests here in the "
                    + String(repeating: "hall ", count: 20)
            ).first?.hasPrefix("Café au lait, as") == true)
    }

    @Test("nothing, white space and binary are refused with their reasons")
    func refused() {
        #expect(code([]) == "empty")
        #expect(code(" \r\n\t\n".bytes) == "empty")
        #expect(code([0xEF, 0xBB, 0xBF]) == "empty")
        #expect(
            code([0x7F, 0x45, 0x4C, 0x46] + (0..<4000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) })
                == "unsupported_kind")
    }

    @Test("megabytes are read whole, as lines and as one line")
    func large() throws {
        let sentence = "All of these words are here to fill the page. "
        let lines = String(repeating: sentence + "\n\n", count: 20_000)
        #expect(try blocks(lines).count == 20_000)
        let single = String(repeating: sentence, count: 60_000)
        #expect(try blocks(single).count == 1)
    }
}
