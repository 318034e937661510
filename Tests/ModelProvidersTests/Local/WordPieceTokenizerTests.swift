import Foundation
import Testing

@testable import ModelProviders

struct WordPieceTokenizerTests {
    private struct Case: Decodable {
        let text: String
        let ids: [Int64]
    }

    /// The fixture, or the file that `scripts/check_tokenizer.py` names.
    private func cases() throws -> [Case] {
        let data =
            if let file = ProcessInfo.processInfo.environment["FRONTDESK_TOKENIZER_CASES"] {
                try Data(contentsOf: URL(filePath: file))
            } else {
                try InstalledModels.fixture("tokenizer.jsonl")
            }
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(Case.self, from: $0) }
    }

    @Test("the ids are those of Hugging Face's tokenizers, in every script and on malformed text")
    func idsEqualTheOracle() throws {
        let tokenizer = try InstalledModels.tokenizer()
        let cases = try cases()
        #expect(cases.count >= 300)
        let differing = cases.filter { tokenizer.ids(of: $0.text) != $0.ids }
        for wrong in differing.prefix(10) {
            let scalars = wrong.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            Issue.record("\(scalars)\nexpected \(wrong.ids)\ngot      \(tokenizer.ids(of: wrong.text))")
        }
        #expect(differing.isEmpty, "\(differing.count) of \(cases.count) differ")
    }

    @Test("the count of tokens is that of the ids")
    func countsIDs() throws {
        let tokenizer = try InstalledModels.tokenizer()
        for text in try cases().prefix(500).map(\.text) {
            #expect(tokenizer.count(of: text) == tokenizer.ids(of: text).count)
        }
    }

    @Test("a long text keeps its beginning and its end token")
    func cutsAtTheLimit() throws {
        let tokenizer = try InstalledModels.tokenizer()
        let text = String(repeating: "opening hours ", count: 400)
        let cut = tokenizer.ids(of: text, limit: 256)
        #expect(cut.count == 256)
        #expect(Array(cut.dropLast()) == Array(tokenizer.ids(of: text).prefix(255)))
        #expect(cut.last == 102)
    }

    @Test("a vocabulary that is absent or no vocabulary is said to be not installed")
    func refusesOtherFiles() throws {
        #expect { try WordPieceTokenizer(vocabularyFile: "/nonexistent/vocab.txt") } throws: { error in
            "\(error)".contains("make setup")
        }
        #expect { try WordPieceTokenizer(vocabularyFile: #filePath) } throws: { error in
            "\(error)".contains("special tokens")
        }
    }
}
