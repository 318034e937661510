import Testing

@testable import ModelProviders

struct GraphemeBreakerTests {
    @Test(
        "graphemes end where Unicode's rules say",
        arguments: [
            ["a", "b"], ["\r\n", "\n", "\r"], ["e\u{301}", "x"], ["\u{1}", "\u{301}"],
            ["\u{1100}\u{1161}\u{11A8}"],
            ["각", "가"], ["\u{AC00}\u{11A8}", "\u{1100}"], ["🇵🇹", "🇪🇸", "🇩"], ["👩‍👩‍👧‍👦", "👩"], ["👩🏽‍💻"], ["a\u{200D}", "👩"],
            ["\u{600}a", "b"], ["\u{600}\u{600}1"], ["कि", "क्ष", "क\u{94D}\u{200D}ष"], ["க்", "ஷ"], ["త్త\u{C46}"],
            ["❤\u{FE0F}‍🔥"], ["\u{301}\u{301}", " "], ["a\u{903}"],
        ])
    func segments(expected: [String]) {
        var breaker = GraphemeBreaker()
        var found: [String] = []
        for scalar in expected.joined().unicodeScalars {
            if breaker.begins(with: scalar.value) { found.append("") }
            found[found.count - 1].unicodeScalars.append(scalar)
        }
        // By scalars: strings that differ by normalisation alone are equal.
        #expect(found.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
    }
}
