import DeskModel

/// Cuts text into the pieces BERT's uncased models know: greedy longest match first (Wu et al. 2016, section 4.1).
struct WordPieceTokenizer: Tokenizer {
    private let vocabulary: WordPieceVocabulary
    private let normalizer = BertNormalizer()
    private let unknown: Int32
    let start: Int32
    let end: Int32
    private let special: SpecialTokens
    /// A longer word is unknown as a whole.
    private static let maximumWordCharacters = 100

    /// - Parameter vocabularyFile: `vocab.txt` of the model.
    /// - Throws: `ModelError.notInstalled`.
    init(vocabularyFile: String) throws(ModelError) {
        let vocabulary = try WordPieceVocabulary(file: vocabularyFile)
        self.vocabulary = vocabulary
        guard let unknown = vocabulary.id(of: "[UNK]"), let start = vocabulary.id(of: "[CLS]"),
            let end = vocabulary.id(of: "[SEP]")
        else { throw ModelError(.notInstalled, "\(vocabularyFile) lacks BERT's special tokens: run `make setup`") }
        (self.unknown, self.start, self.end) = (unknown, start, end)
        let names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        special = SpecialTokens(names.compactMap { name in vocabulary.id(of: name).map { (name, $0) } })
    }

    func forEachID(of text: String, _ body: (Int32) -> Bool) {
        special.forEachPart(of: text) { part in
            normalizer.forEachWord(in: part) { pieces(ofWord: $0, body) }
        } special: {
            body($0)
        }
    }

    /// - Returns: whether `body` wants more.
    private func pieces(ofWord word: [UInt8], _ body: (Int32) -> Bool) -> Bool {
        // Most words are pieces themselves.
        if let id = vocabulary.id(of: word, in: 0..<word.count, isContinuation: false) { return body(id) }
        guard word.count <= Self.maximumWordCharacters || Self.characters(of: word) <= Self.maximumWordCharacters else {
            return body(unknown)
        }
        var found: [Int32] = []
        var start = 0
        while start < word.count {
            // A word with a part that is no piece is unknown as a whole.
            guard let (end, id) = vocabulary.longestPiece(of: word, from: start) else { return body(unknown) }
            found.append(id)
            start = end
        }
        return found.allSatisfy(body)
    }

    private static func characters(of word: [UInt8]) -> Int { word.count { $0 & 0xC0 != 0x80 } }
}
