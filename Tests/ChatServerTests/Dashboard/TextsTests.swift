import Foundation
import Testing

@testable import ChatServer

@Suite("Texts of the dashboard")
struct TextsTests {
    private static let english = Texts.table(of: "en")

    @Test("Every language has every text and no other", arguments: Texts.languages)
    func complete(language: String) {
        let table = Texts.table(of: language)
        #expect(table.count > 100)
        #expect(Set(Self.english.keys).subtracting(table.keys).isEmpty)
        #expect(Set(table.keys).subtracting(Self.english.keys).isEmpty)
        #expect(table.filter { $0.value.trimmingCharacters(in: .whitespaces).isEmpty }.isEmpty)
    }

    @Test("Translations have the places of the English text", arguments: Texts.languages)
    func placeholders(language: String) {
        for (key, text) in Texts.table(of: language) where key != "asked_times_one" {
            #expect(Self.places(text) == Self.places(Self.english[key] ?? ""), "\(language): \(key)")
        }
    }

    @Test("Most texts of each language are not the English ones", arguments: Texts.languages.dropFirst())
    func translated(language: String) {
        let same = Texts.table(of: language).filter { $0.value == Self.english[$0.key] }
        #expect(same.count < Self.english.count / 10, "\(same.keys.sorted())")
    }

    @Test("Templates and views use no text that does not exist")
    func templatesUseKnownTexts() throws {
        for (name, source) in DashboardTemplates.sources {
            let text = String(decoding: source, as: UTF8.self)
            for match in text.matches(of: /\{\{t\.([a-z_0-9]+)\}\}/) {
                #expect(Self.english[String(match.output.1)] != nil, "\(name): \(match.output.1)")
            }
        }
        for outcome in Outcome.allCases { #expect(Self.english["done_\(outcome.rawValue)"] != nil) }
        for place in Navigation.groups.joined() { #expect(Self.english["nav_\(place.name)"] != nil) }
    }

    @Test("A value that looks like a place is left as it is, and so is a place without a value")
    func fill() {
        let texts = Texts("en")
        #expect(texts.fill("delete_document_text", ["name": "{name} {page}"]).contains("“{name} {page}”"))
        #expect(texts.fill("title_page", ["title": "A"]) == "A, page {page}")
    }

    @Test("Counts follow the plural of the language")
    func plural() {
        #expect(Texts("en").count("documents_count", 1) == "1 document")
        #expect(Texts("en").count("documents_count", 0) == "0 documents")
        #expect(Texts("pt").count("documents_count", 0) == "0 documento")
        #expect(Texts("es").count("documents_count", 7) == "7 documentos")
    }

    @Test(
        "The language is the chosen one, else the best that the browser asks for",
        arguments: [
            ("ta", "es", "ta"), (nil, "es-MX,es;q=0.9,en;q=0.8", "es"), (nil, "fr, hi;q=0.5, pt;q=0.7", "pt"),
            (nil, "fr", "en"), (nil, "", "en"), ("xx", "te", "te"), (nil, ";;q=,,,hi;q=nan", "en"),
        ] as [(String?, String, String)])
    func language(chosen: String?, accepted: String, expected: String) {
        #expect(Texts.language(chosen: chosen, accepted: accepted) == expected)
    }

    private static func places(_ text: String) -> [String] {
        text.matches(of: /\{[a-z]+\}/).map { String($0.output) }.sorted()
    }
}
