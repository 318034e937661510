import DeskModel

/// Cuts text into the pieces BERT's uncased models know: greedy longest match first (Wu et al. 2016, section 4.1).
struct WordPieceTokenizer: Sendable {
    private let vocabulary: WordPieceVocabulary
    private let normalizer = BertNormalizer()
    private let unknown: Int32
    private let start: Int32
    private let end: Int32
    /// Names between brackets that stand for a token of their own, matched in the text as it was given.
    private let special: [(name: [UInt8], id: Int32)]
    /// A longer word is unknown as a whole.
    private static let maximumWordCharacters = 100

    /// - Parameter vocabularyFile: `vocab.txt` of the model.
    /// - Throws: `ModelError.notInstalled`.
    init(vocabularyFile: String) throws(ModelError) {
        vocabulary = try WordPieceVocabulary(file: vocabularyFile)
        guard let unknown = vocabulary.id(of: "[UNK]"), let start = vocabulary.id(of: "[CLS]"),
            let end = vocabulary.id(of: "[SEP]")
        else { throw ModelError(.notInstalled, "\(vocabularyFile) lacks BERT's special tokens: run `make setup`") }
        (self.unknown, self.start, self.end) = (unknown, start, end)
        var special: [(name: [UInt8], id: Int32)] = []
        for name in ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] {
            if let id = vocabulary.id(of: name) { special.append((Array(name.utf8), id)) }
        }
        self.special = special
    }

    /// The ids of a text between `[CLS]` and `[SEP]`, at most `limit` (2 or more) in all.
    func ids(of text: String, limit: Int = .max) -> [Int64] {
        var ids: [Int64] = [Int64(start)]
        forEachID(of: text) { id in
            guard ids.count < limit - 1 else { return false }
            ids.append(Int64(id))
            return true
        }
        ids.append(Int64(end))
        return ids
    }

    /// How many ids `ids(of:)` gives without a limit.
    func count(of text: String) -> Int {
        var count = 2
        forEachID(of: text) { _ in
            count += 1
            return true
        }
        return count
    }

    /// Calls `body` with each id until it returns false.
    private func forEachID(of text: String, _ body: (Int32) -> Bool) {
        var text = text
        text.withUTF8 { bytes in
            var position = 0
            while let (range, id) = firstSpecial(in: bytes, from: position) {
                guard pieces(of: bytes, in: position..<range.lowerBound, body), body(id) else { return }
                position = range.upperBound
            }
            _ = pieces(of: bytes, in: position..<bytes.count, body)
        }
    }

    private func firstSpecial(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> (Range<Int>, Int32)? {
        var position = from
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "[")) {
            for (name, id) in special where bytes[open...].starts(with: name) { return (open..<open + name.count, id) }
            position = open + 1
        }
        return nil
    }

    /// - Returns: whether `body` wants more.
    private func pieces(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, _ body: (Int32) -> Bool
    ) -> Bool {
        normalizer.forEachWord(in: UnsafeBufferPointer(rebasing: text[range])) { pieces(ofWord: $0, body) }
    }

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
