import Testing

@testable import Ingest

@Suite("Text of PDFs")
struct PDFTextTests {
    @Test(
        "lines are joined as their scripts and hyphens want",
        arguments: [
            ("one", "two", "one two"), ("cus-", "tomer", "customer"),
            ("Müller-", "Lüdenscheidt", "Müller-Lüdenscheidt"),
            ("2019-", "2021", "2019-2021"), ("a dash -", "here", "a dash - here"), ("你好", "世界", "你好世界"),
            ("co\u{AD}", "operate", "cooperate"), ("한국어", "문장", "한국어 문장"),
        ])
    func joining(upper: String, lower: String, joined: String) {
        #expect(PDFWordJoiner.join(upper, lower, vocabulary: []) == joined)
    }

    @Test("a hyphenated word that the document uses elsewhere keeps its hyphen, one it spells whole does not")
    func vocabulary() {
        let wanted = PDFWordJoiner.candidates("a well-", "known face") + PDFWordJoiner.candidates("all cus-", "tomers")
        var words: Set<String> = []
        for line in ["Our Well-known (customers)", "are kind."] {
            PDFWordJoiner.collect(Set(wanted), from: line, into: &words)
        }
        #expect(words == ["well-known", "customers"])
        #expect(PDFWordJoiner.join("a well-", "known face", vocabulary: words) == "a well-known face")
        #expect(PDFWordJoiner.join("all cus-", "tomers", vocabulary: words) == "all customers")
    }

    @Test("rows of leader dots shrink, an ellipsis stays")
    func leaders() {
        #expect(PDFTextCleaner.cleaned("Contents . . . . . . . . 7") == "Contents ... 7")
        #expect(PDFTextCleaner.cleaned("Contents.............7") == "Contents ... 7")
        #expect(PDFTextCleaner.cleaned("Wait... what") == "Wait... what")
    }

    @Test("private-use bullets become bullets, unknown ones vanish")
    func privateUse() {
        #expect(PDFTextCleaner.cleaned("\u{F0B7} item") == "• item")
        #expect(PDFTextCleaner.cleaned("a\u{E123}b") == "a b")
    }

    @Test(
        "list markers are known from words",
        arguments: [
            ("• item", 1), ("1. item", 2), ("12) item", 3), ("(a) item", 3), ("iv. item", 3), ("- item", 1),
            ("1.5 metres", 0),
            ("A word", 0), ("e.g. this", 0), ("-5 degrees", 0), ("2021. Then", 0), ("", 0),
        ])
    func markers(text: String, length: Int) {
        #expect(ListMarker.markerLength(text) == length)
    }

    @Test("numbers of pages are listed in ranges")
    func pageLists() {
        #expect(PDFWarnings.list([3]) == "Page 3")
        #expect(PDFWarnings.list([1, 2, 3, 7, 9, 10]) == "Pages 1-3, 7 and 9-10")
        #expect(PDFWarnings.list(Array(stride(from: 1, to: 99, by: 2))).hasSuffix("and others (49 in all)"))
    }

    @Test("gutters stay open where nothing covers them")
    func gutters() {
        var gutters = PDFGutters(minimum: 5)
        gutters.cover(PDFBox(left: 0, top: 0, right: 40, bottom: 10))
        gutters.cover(PDFBox(left: 60, top: 0, right: 100, bottom: 10))
        #expect(gutters.interior.map(\.left) == [40])
        #expect(gutters.interior.map(\.right) == [60])
        gutters.cover(PDFBox(left: 38, top: 12, right: 57, bottom: 20))
        #expect(gutters.interior.isEmpty)
    }
}
