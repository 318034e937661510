import Testing
import TextAnalysis

@Suite("Sentences")
struct SentenceSplitterTests {
    private func split(_ text: String) -> [String] { SentenceSplitter.sentences(in: text).map { String(text[$0]) } }

    @Test(
        "sentences end where readers end them",
        arguments: [
            ("It rains. We stay.", ["It rains.", "We stay."]),
            ("Dr. Smith met J. K. Rowling. They talked.", ["Dr. Smith met J. K. Rowling.", "They talked."]),
            ("It costs 3.50 dollars, approx. 4 euros. Fine.", ["It costs 3.50 dollars, approx. 4 euros.", "Fine."]),
            (
                "See https://example.com/a.b?c=d.e for more. Bye.",
                ["See https://example.com/a.b?c=d.e for more.", "Bye."]
            ),
            ("\"Stop.\" He left. (Really.) Yes!", ["\"Stop.\"", "He left.", "(Really.)", "Yes!"]),
            ("\"Really?\" he asked. No.", ["\"Really?\" he asked.", "No."]),
            ("Well... it depends. Then… Nothing.", ["Well... it depends.", "Then…", "Nothing."]),
            (
                "The U.S. Embassy opens at 9 a.m. on weekdays. The rest is closed.",
                [
                    "The U.S. Embassy opens at 9 a.m. on weekdays.", "The rest is closed.",
                ]
            ),
            ("It fell.[12] It rose.", ["It fell.[12]", "It rose."]),
            ("1. Open the lid. 2. Press.", ["1. Open the lid.", "2. Press."]),
            ("Am 3. Oktober war es so. Heute nicht.", ["Am 3. Oktober war es so.", "Heute nicht."]),
            ("यह एक है। यह दो है॥ डॉ. शर्मा आए।", ["यह एक है।", "यह दो है॥", "डॉ. शर्मा आए।"]),
            ("これは文です。次も文です！「はい。」そう。", ["これは文です。", "次も文です！", "「はい。」", "そう。"]),
            ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
            ("A heading\n\nA sentence over\ntwo lines.", ["A heading", "A sentence over\ntwo lines."]),
        ])
    func ends(text: String, expected: [String]) {
        #expect(split(text) == expected)
    }

    @Test(
        "nothing but white space is lost, whatever the text",
        arguments: [
            "", " \n\t ", "...", "?!", "a", "\u{FEFF}", ". . . .", "[1][2][", "\"\"\"", "🙂. 🙂.", "a\r\n\r\nb",
            "x.\u{2029}y",
        ])
    func keepsAll(text: String) {
        let kept = split(text).joined().filter { !$0.isWhitespace }
        #expect(kept == text.filter { !$0.isWhitespace })
    }

    @Test("ranges are in order, apart and trimmed")
    func ranges() {
        let text = "  One.  Two!   \n\n Three  "
        let ranges = SentenceSplitter.sentences(in: text)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound })
        #expect(ranges.map { String(text[$0]) } == ["One.", "Two!", "Three"])
    }

    @Test("a text of stops alone is handled in one pass")
    func manyStops() {
        let text = String(repeating: ".", count: 200_000) + String(repeating: "[1", count: 50_000)
        #expect(split(text).joined().count == text.count)
        #expect(split(String(repeating: "a. ", count: 50_000)).count > 0)
    }
}
