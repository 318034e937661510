import Foundation
import Testing
import TextAnalysis

@Suite("Terms")
struct TermAnalyzerTests {
    private func terms(_ text: String, _ language: String) -> [String] {
        TermAnalyzer(language: language).terms(in: text)
    }

    @Test(
        "words of one stem meet",
        arguments: [
            ("en", "cancellations", "cancellation"), ("en", "Parking", "parked"), ("es", "habitaciones", "habitación"),
            ("de", "Häuser", "Häusern"), ("pt", "reservas", "reserva"), ("fr", "chambres", "chambre"),
            ("hi", "किताबें", "किताब"),
            ("ta", "புத்தகங்கள்", "புத்தகம்"),
        ])
    func stems(language: String, one: String, other: String) {
        #expect(terms(one, language) == terms(other, language))
        #expect(!terms(one, language).isEmpty)
    }

    @Test(
        "words stay whole where Snowball has no stems, combining marks and all",
        arguments: [
            ("te", "తెలుగు"), ("gu", "ગુજરાતી"), ("bn", "বাংলা"), ("ml", "മലയാളം"), ("und", "κόσμε"),
        ])
    func whole(language: String, word: String) {
        #expect(terms(word, language).count == 1)
    }

    @Test("a code is found by the whole and by its parts, however it is joined")
    func codes() {
        #expect(terms("AX-200", "en") == ["ax", "200", "ax200"])
        #expect(Set(terms("AX-200", "en")).isSuperset(of: terms("AX200", "en")))
        #expect(Set(terms("ax_200/7", "en")).contains("ax2007"))
    }

    @Test("digit groups are one number, decimals are not")
    func numbers() {
        #expect(terms("1,250", "en") == ["1250"])
        #expect(terms("1.250,50", "es") == ["1250", "50"])
        #expect(terms("3.5", "en") == ["3", "5"])
        #expect(terms("192.168.1.1", "en").count == 4)
    }

    @Test("case, width, ligatures and accents are folded")
    func folding() {
        #expect(terms("ＣＡＦÉ", "und") == terms("cafe", "und"))
        #expect(terms("ﬁne Straße", "und") == ["fine", "strasse"])
        #expect(terms("cafe\u{301}", "und") == ["cafe"])
    }

    @Test("stop words go, and only the language's own")
    func stopWords() {
        #expect(terms("the house of the rising sun", "en") == ["hous", "rise", "sun"])
        #expect(terms("the house", "und") == ["the", "house"])
        #expect(terms("what is it", "en").isEmpty)
    }

    @Test("invisible characters neither split nor change a word")
    func invisible() {
        #expect(terms("pa\u{AD}ss\u{200B}word\u{FEFF}", "en") == terms("password", "en"))
        #expect(terms("\u{202E}pool\u{202C}", "en") == ["pool"])
    }

    @Test("scripts without spaces become pairs, a lone character stays")
    func pairs() {
        #expect(terms("東京都 中", "zh") == ["東京", "京都", "中"])
        #expect(terms("iPhone用ケース", "ja").contains("ケー"))
        #expect(terms("한국어", "ko") == ["한국", "국어"])
    }

    @Test(
        "every term consists of letters, marks and digits",
        arguments: [
            "a-b c_d e.f g/h (i) \"j\" k'l m’n", "x\u{0}y\nz\t|", "C++ & .NET @ 100% #1 £5", "🙂 ok 🙂",
            "\u{1F1E9}\u{1F1EA}",
        ])
    func clean(text: String) {
        for language in ["en", "de", "und"] {
            for term in terms(text, language) {
                #expect(term.unicodeScalars.allSatisfy { CharacterSet.alphanumerics.contains($0) })
                #expect(!term.isEmpty)
            }
        }
    }

    @Test("no term is longer than an index can bear")
    func long() {
        let terms = terms(String(repeating: "a", count: 100_000) + " " + String(repeating: "b-1", count: 5_000), "und")
        #expect(terms.allSatisfy { $0.utf8.count <= 200 })
    }

    @Test("many threads at once get what one gets")
    func threads() async {
        let text = "The cancellations of bookings were running late, and the guests kept asking"
        let expected = terms(text, "en")
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { TermAnalyzer(language: "en").terms(in: text) == expected } }
            for await same in group { #expect(same) }
        }
    }

    @Test("a question is looked up under its own language and the documents'")
    func query() {
        let query = QueryAnalyzer().analyze("reservas?", likelyLanguages: ["pt"])
        #expect(query.terms.contains { terms("reserva", "pt").contains($0) })
        #expect(query.languages.contains("pt"))
        #expect(QueryAnalyzer().analyze("Where is the parking?").terms(for: "en") == terms("parking", "en"))
    }

    @Test("a question of any length asks for a bounded number of terms")
    func bounded() {
        let text = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
        let query = QueryAnalyzer().analyze(text, likelyLanguages: ["es", "pt", "de", "fr", "it", "nl"])
        #expect(query.terms.count <= 2 * QueryAnalyzer.mostTerms)
        #expect(query.languages.count <= QueryAnalyzer.mostLanguages)
        #expect(QueryAnalyzer().analyze("").terms.isEmpty)
    }
}
