import Foundation
import Testing

@testable import ModelProviders

struct UnigramTokenizerTests {
    private func path() throws -> String { try "\(InstalledModels.directory())/multilingual-e5-small/tokenizer.bin" }

    @Test("the ids are those of Hugging Face's tokenizers, in every script and on malformed text")
    func idsEqualTheOracle() throws {
        let cases = try TokenizerCase.all("unigram.jsonl")
        #expect(cases.count >= 300)
        TokenizerCase.compare(cases, with: try InstalledModels.unigramTokenizer())
    }

    @Test("the count of tokens is that of the ids")
    func countsIDs() throws {
        let tokenizer = try InstalledModels.unigramTokenizer()
        for text in try TokenizerCase.all("unigram.jsonl").prefix(500).map(\.text) {
            #expect(tokenizer.count(of: text) == tokenizer.ids(of: text).count)
        }
    }

    @Test("a long text keeps its beginning and its end token, with spaces or without")
    func cutsAtTheLimit() throws {
        let tokenizer = try InstalledModels.unigramTokenizer()
        for unit in ["opening hours ", "退貨政策與運費", "ราคาเท่าไหร่"] {
            let text = String(repeating: unit, count: 600)
            let cut = tokenizer.ids(of: text, limit: 512)
            #expect(cut.count == 512)
            #expect(Array(cut.dropLast()) == Array(tokenizer.ids(of: text).prefix(511)))
            #expect(cut.last == 2)
        }
    }

    @Test("a word of 20,000 characters that no piece holds is one unknown token")
    func fusesUnknownCharacters() throws {
        let tokenizer = try InstalledModels.unigramTokenizer()
        let text = String(repeating: "\u{10FFFD}", count: 20_000)
        #expect(tokenizer.ids(of: text).dropFirst(2) == [3, 2])
    }

    @Test("a file that is absent, no tokeniser or cut short is said to be not installed")
    func refusesOtherFiles() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID()).bin").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        let whole = try Data(contentsOf: URL(filePath: path()))
        for content in [nil, Data(), Data("FDU1".utf8), whole.prefix(32), whole.dropLast(), whole + [0]] as [Data?] {
            if let content { try content.write(to: URL(filePath: file)) }
            #expect { try UnigramTokenizer(file: file) } throws: { "\($0)".contains("make setup") }
        }
    }

    @Test("a damaged file leads to no crash")
    func survivesDamage() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tokenizer-\(UUID()).bin").path
        defer { try? FileManager.default.removeItem(atPath: file) }
        var content = [UInt8](try Data(contentsOf: URL(filePath: path())))
        // A linear congruential generator: the same damage each time.
        var state: UInt64 = 1
        for _ in 0..<200_000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            content[32 + Int(state >> 16) % (content.count - 32)] = UInt8(truncatingIfNeeded: state >> 8)
        }
        try Data(content).write(to: URL(filePath: file))
        guard let tokenizer = try? UnigramTokenizer(file: file) else { return }
        for item in try TokenizerCase.all("unigram.jsonl").prefix(200) { #expect(tokenizer.count(of: item.text) >= 2) }
    }
}
