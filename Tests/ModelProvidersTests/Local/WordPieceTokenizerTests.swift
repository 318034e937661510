import Testing

@testable import ModelProviders

struct WordPieceTokenizerTests {
    @Test("the ids are those of Hugging Face's tokenizers, in every script and on malformed text")
    func idsEqualTheOracle() throws {
        let tokenizer = try InstalledModels.tokenizer()
        let cases = try TokenizerCase.all("wordpiece.jsonl")
        #expect(cases.count >= 300)
        TokenizerCase.compare(cases, with: tokenizer)
    }

    @Test("the count of tokens is that of the ids")
    func countsIDs() throws {
        let tokenizer = try InstalledModels.tokenizer()
        for text in try TokenizerCase.all("wordpiece.jsonl").prefix(500).map(\.text) {
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
