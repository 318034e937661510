import Foundation
import Testing

@testable import ModelProviders

/// A text with the ids that Hugging Face's `tokenizers` gives it, from `scripts/check_tokenizer.py`.
struct TokenizerCase: Decodable {
    let text: String
    let ids: [Int64]

    /// Those of the fixture, or of the file that `scripts/check_tokenizer.py` names.
    static func all(_ fixture: String) throws -> [TokenizerCase] {
        let data =
            if let file = ProcessInfo.processInfo.environment["FRONTDESK_TOKENIZER_CASES"] {
                try Data(contentsOf: URL(filePath: file))
            } else {
                try InstalledModels.fixture(fixture)
            }
        let decoder = JSONDecoder()
        return try data.split(separator: UInt8(ascii: "\n")).map { try decoder.decode(TokenizerCase.self, from: $0) }
    }

    /// Records an issue for the first of the cases that a tokeniser gives other ids.
    static func compare(_ cases: [TokenizerCase], with tokenizer: some Tokenizer) {
        let differing = cases.filter { tokenizer.ids(of: $0.text) != $0.ids }
        for wrong in differing.prefix(10) {
            let scalars = wrong.text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
            Issue.record("\(scalars)\nexpected \(wrong.ids)\ngot      \(tokenizer.ids(of: wrong.text))")
        }
        #expect(differing.isEmpty, "\(differing.count) of \(cases.count) differ")
    }
}
