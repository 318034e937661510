import DeskModel

/// Cuts words into the most probable sequence of pieces (Kudo 2018, "Subword Regularization", section 3.2), as XLM-R and
/// its descendants want them.
struct UnigramTokenizer: Tokenizer {
    let start: Int32
    let end: Int32
    private let table: UnigramTable
    private let normalizer: SentencePieceNormalizer
    private let special: SpecialTokens
    /// The log probability of a character that no piece holds.
    private let unknownScore: Double
    /// Below the least probable piece, as SentencePiece has it.
    private static let unknownPenalty = 10.0

    /// - Parameter file: what `scripts/build_unigram.py` wrote.
    /// - Throws: `ModelError.notInstalled`.
    init(file: String) throws(ModelError) {
        table = try UnigramTable(file: file)
        normalizer = SentencePieceNormalizer(table: table)
        unknownScore = table.lowestScore() - Self.unknownPenalty
        var special: [(name: String, id: Int32)] = []
        for name in ["<s>", "</s>", "<pad>", "<unk>", "<mask>"] {
            if let id = table.id(of: name) { special.append((name, id)) }
        }
        guard special.count == 5 else {
            throw ModelError(.notInstalled, "\(file) lacks XLM-R's special tokens: run `make setup`")
        }
        (start, end) = (special[0].id, special[1].id)
        self.special = SpecialTokens(special)
    }

    func forEachID(of text: String, _ body: (Int32) -> Bool) {
        var lattice = UnigramLattice()
        special.forEachPart(of: text) { part in
            var goesOn = true
            normalizer.forEachWord(in: part) { word in
                goesOn = lattice.cut(word, table, unknownScore: unknownScore, body)
                return goesOn
            }
            return goesOn
        } special: {
            body($0)
        }
    }
}

/// The best sequences of pieces that end at each byte of a word (Viterbi 1967).
private struct UnigramLattice {
    private struct Node {
        var score = 0.0
        /// Where the last piece begins; -1 when no sequence ends here.
        var start: Int32 = -1
        var id: Int32 = 0
    }

    private var nodes: [Node] = []
    private var path: [Int32] = []

    /// Calls `body` with the ids of a word's best sequence until it returns false. - Returns: whether it never did.
    mutating func cut(
        _ word: [UInt8], _ table: UnigramTable, unknownScore: Double, _ body: (Int32) -> Bool
    ) -> Bool {
        nodes.removeAll(keepingCapacity: true)
        nodes.append(contentsOf: repeatElement(Node(), count: word.count + 1))
        var begun = 0
        var reached = 0
        var position = 0
        var endsUnknown = false
        while position < word.count {
            // Where no piece reaches across, every sequence meets: what lies before is decided.
            if position == reached, position > begun {
                guard emit(from: begun, to: position, table.unknown, &endsUnknown, body) else { return false }
                begun = position
            }
            let length = Self.length(of: word[position])
            let score = nodes[position].score
            var hasCharacter = false
            table.forEachPiece(in: word, from: position) { end, id in
                offer(score + table.score(of: id), id, from: position, to: end)
                hasCharacter = hasCharacter || end == position + length
                reached = max(reached, end)
            }
            if !hasCharacter {
                offer(score + unknownScore, table.unknown, from: position, to: position + length)
                reached = max(reached, position + length)
            }
            position += length
        }
        return emit(from: begun, to: word.count, table.unknown, &endsUnknown, body)
    }

    private mutating func offer(_ score: Double, _ id: Int32, from start: Int, to end: Int) {
        if nodes[end].start < 0 || score > nodes[end].score {
            nodes[end] = Node(score: score, start: Int32(start), id: id)
        }
    }

    /// Unknown characters in a row are one.
    private mutating func emit(
        from start: Int, to end: Int, _ unknown: Int32, _ endsUnknown: inout Bool, _ body: (Int32) -> Bool
    ) -> Bool {
        path.removeAll(keepingCapacity: true)
        var position = end
        while position > start {
            path.append(nodes[position].id)
            position = Int(nodes[position].start)
        }
        for id in path.reversed() {
            defer { endsUnknown = id == unknown }
            guard (endsUnknown && id == unknown) || body(id) else { return false }
        }
        return true
    }

    private static func length(of lead: UInt8) -> Int { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }
}
