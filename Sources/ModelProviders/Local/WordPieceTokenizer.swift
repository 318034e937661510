import DeskModel

/// Cuts text into the pieces BERT's uncased models know: greedy longest match first (Wu et al. 2016, section 4.1).
struct WordPieceTokenizer: Sendable {
    private let vocabulary: WordPieceVocabulary
    private let normalizer = BertNormalizer()
    private let unknown: Int32
    private let start: Int32
    private let end: Int32
    /// Matched in the raw text before all else.
    private let special: [(text: [UInt8], id: Int32)]
    private static let maximumWordCharacters = 100

    /// - Parameter vocabularyFile: `vocab.txt` of the model.
    /// - Throws: `ModelError.notInstalled`.
    init(vocabularyFile: String) throws(ModelError) {
        vocabulary = try WordPieceVocabulary(file: vocabularyFile)
        guard let unknown = vocabulary.id(of: "[UNK]"), let start = vocabulary.id(of: "[CLS]"),
            let end = vocabulary.id(of: "[SEP]")
        else { throw ModelError(.notInstalled, "\(vocabularyFile) lacks BERT's special tokens: run `make setup`") }
        (self.unknown, self.start, self.end) = (unknown, start, end)
        var special: [(text: [UInt8], id: Int32)] = []
        for name in ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] {
            if let id = vocabulary.id(of: name) { special.append((Array(name.utf8), id)) }
        }
        self.special = special
    }

    /// The ids of a text between `[CLS]` and `[SEP]`, at most `limit` in all.
    func ids(of text: String, limit: Int = .max) -> [Int64] {
        var ids: [Int64] = [Int64(start)]
        let room = limit - 1
        forEachID(of: text) { id in
            guard ids.count < room else { return false }
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

    private func forEachID(of text: String, _ body: (Int32) -> Bool) {
        var rest = Substring(text)
        while let (range, id) = firstSpecial(in: rest) {
            guard pieces(of: rest[..<range.lowerBound], body), body(id) else { return }
            rest = rest[range.upperBound...]
        }
        _ = pieces(of: rest, body)
    }

    private func firstSpecial(in text: Substring) -> (Range<Substring.Index>, Int32)? {
        let bytes = text.utf8
        var position = bytes.startIndex
        while let open = bytes[position...].firstIndex(of: UInt8(ascii: "[")) {
            for (name, id) in special where bytes[open...].starts(with: name) {
                return (open..<bytes.index(open, offsetBy: name.count), id)
            }
            position = bytes.index(after: open)
        }
        return nil
    }

    /// - Returns: whether `body` wants more.
    private func pieces(of text: Substring, _ body: (Int32) -> Bool) -> Bool {
        var goesOn = true
        normalizer.words(of: text.unicodeScalars) { word in
            goesOn = pieces(ofWord: word, body)
            return goesOn
        }
        return goesOn
    }

    private func pieces(ofWord word: ArraySlice<UInt8>, _ body: (Int32) -> Bool) -> Bool {
        var found: [Int32] = []
        var start = word.startIndex
        let characters = word.count { $0 & 0xC0 != 0x80 }
        guard characters <= Self.maximumWordCharacters else { return body(unknown) }
        while start < word.endIndex {
            // The hash of every prefix is a step from the one before, so each start costs one pass over the word.
            var hash = start == word.startIndex ? WordPieceVocabulary.wordSeed : WordPieceVocabulary.continuationSeed
            var best: (end: Int, id: Int32)?
            var index = start
            while index < word.endIndex {
                hash = WordPieceVocabulary.extend(hash, word[index])
                index += 1
                let isBoundary = index == word.endIndex || word[index] & 0xC0 != 0x80
                if isBoundary, let id = vocabulary.id(of: word[start..<index], hash: hash) { best = (index, id) }
            }
            // A word with a part that is no piece is unknown as a whole.
            guard let best else { return body(unknown) }
            found.append(best.id)
            start = best.end
        }
        return found.allSatisfy(body)
    }
}
