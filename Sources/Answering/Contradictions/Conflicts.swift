public import DeskModel

/// The statements among the passages found that contradict each other, and which of them holds.
///
/// Two statements contradict each other when they are the same but for their values, and nothing around them says that
/// they are about different things. That misses contradictions in other words on purpose: a notice that is wrong costs
/// the owner's trust.
struct Conflicts: Sendable {
    /// Where a statement stands among the passages.
    private struct Place: Hashable {
        let passage: Int
        let sentence: Int
    }

    private struct Claim {
        let place: Place
        let statement: ValueStatement
        let text: String
        let page: Int
        let isTerse: Bool
    }

    private static let passagesRead = 12
    private static let sentencesRead = 60
    private static let mostKept = 8
    /// Words besides values that a statement needs to be about something of its own.
    private static let leastWords = 3
    private static let leastWordsInRow = 1

    let contradictions: [Contradiction]
    private let superseded: Set<Place>

    /// - Parameter now: what does not hold by then corrects nothing yet.
    init(in retrieval: Retrieval, at now: Timestamp) {
        let passages = Array(retrieval.passages.prefix(Self.passagesRead))
        let contexts = passages.map(DocumentContext.init)
        let groups = Dictionary(grouping: Self.claims(in: passages)) { $0.statement.skeleton }
        var contradictions: [Contradiction] = []
        var superseded: Set<Place> = []
        for group in groups.values.sorted(by: { $0[0].place.passage < $1[0].place.passage }) {
            for (index, one) in group.enumerated() {
                for other in group[(index + 1)...] where one.statement.values != other.statement.values {
                    let (a, b) = (passages[one.place.passage], passages[other.place.passage])
                    guard one.place.passage != other.place.passage, a.chunk.document != b.chunk.document,
                        !contexts[one.place.passage].mayDiffer(
                            from: contexts[other.place.passage], isTerse: one.isTerse),
                        contradictions.count < Self.mostKept
                    else { continue }
                    let isFirstNewer = Self.order(a, isBefore: b, at: now) == false
                    let (newer, older) = isFirstNewer ? (one, other) : (other, one)
                    contradictions.append(
                        Contradiction(
                            subject: one.statement.subject.joined(separator: " "),
                            newer: Self.side(newer, passages, against: older),
                            older: Self.side(older, passages, against: newer)))
                    // Of two that hold from the same moment neither is known to be wrong.
                    if a.effectiveAt != b.effectiveAt { superseded.insert(older.place) }
                }
            }
        }
        self.contradictions = contradictions
        self.superseded = superseded
    }

    /// The same passages without the statements that a newer document corrects.
    func settled(_ retrieval: Retrieval) -> Retrieval {
        guard !superseded.isEmpty else { return retrieval }
        var settled = retrieval
        let byPassage = Dictionary(grouping: superseded, by: \.passage).mapValues { Set($0.map(\.sentence)) }
        for (passage, sentences) in byPassage {
            settled.ranked[passage].passage = settled.ranked[passage].passage.omitting(sentences)
        }
        return settled
    }

    /// The answer with the corrected statement cited beside the one that holds.
    func citingBoth(_ answer: Answer) -> Answer {
        var citations = answer.citations
        var sentences = answer.sentences
        for contradiction in contradictions {
            guard
                let index = answer.citations.firstIndex(where: {
                    $0.documentID == contradiction.newer.document && !$0.quote.isEmpty
                        && (contradiction.newer.quote.contains($0.quote)
                            || $0.quote.contains(contradiction.newer.quote))
                })
            else { continue }
            let older = contradiction.older
            let other = Citation(
                documentID: older.document, title: older.title, page: older.page, quote: older.quote)
            if !citations.contains(other) { citations.append(other) }
            guard let added = citations.firstIndex(of: other) else { continue }
            sentences = sentences.map {
                $0.citations.contains(index) && !$0.citations.contains(added)
                    ? AnswerSentence(text: $0.text, citations: $0.citations + [added]) : $0
            }
        }
        return Answer(
            text: answer.text, sentences: sentences, citations: citations, confidence: answer.confidence,
            answered: answer.answered, method: answer.method, faq: answer.faq)
    }

    private static func claims(in passages: [Passage]) -> [Claim] {
        passages.enumerated().flatMap { index, passage in
            passage.chunk.sentences.prefix(sentencesRead).enumerated().compactMap { position, sentence -> Claim? in
                guard sentence.kind != .heading, let text = sentence.checkedText(in: passage.chunk.text),
                    text.contains(where: \.isNumber)
                else { return nil }
                let statement = ValueStatement(text)
                let least = sentence.kind == .prose ? leastWords : leastWordsInRow
                let words = statement.subject.filter { $0.contains(where: \.isLetter) }
                guard !statement.values.isEmpty, words.count >= least else { return nil }
                return Claim(
                    place: Place(passage: index, sentence: position), statement: statement, text: text,
                    page: sentence.page, isTerse: sentence.kind != .prose || words.count <= 5)
            }
        }
    }

    /// Whether the one holds less than the other. Where both or none are dated alike, ids tell the order of upload.
    private static func order(_ one: Passage, isBefore other: Passage, at now: Timestamp) -> Bool {
        let (a, b) = (standing(of: one, at: now), standing(of: other, at: now))
        return (a.now, a.since, one.chunk.document) < (b.now, b.since, other.chunk.document)
    }

    /// Of what holds now the latest, of what will hold the soonest stands highest.
    private static func standing(of passage: Passage, at now: Timestamp) -> (now: Int, since: Int64) {
        let since = passage.effectiveAt?.milliseconds ?? .min
        return passage.isInForce(at: now) ? (1, since) : (0, -since)
    }

    private static func side(_ claim: Claim, _ passages: [Passage], against other: Claim) -> Contradiction.Side {
        let passage = passages[claim.place.passage]
        let differing = zip(zip(claim.statement.values, other.statement.values), claim.statement.written)
            .filter { $0.0.0 != $0.0.1 }.map(\.1)
        return Contradiction.Side(
            document: passage.chunk.document, title: passage.documentTitle, page: claim.page,
            quote: String(claim.text.prefix(AnswerDraft.longestQuote)), value: differing.joined(separator: ", "),
            effectiveAt: passage.effectiveAt)
    }
}

extension Passage {
    /// The passage as if these sentences were not in it. Their place in the text is left blank, so that the others stand
    /// where they stood.
    fileprivate func omitting(_ omitted: Set<Int>) -> Passage {
        var bytes = Array(chunk.text.utf8)
        for index in omitted where chunk.sentences.indices.contains(index) {
            let sentence = chunk.sentences[index]
            guard sentence.checkedText(in: chunk.text) != nil else { continue }
            for offset in sentence.start..<sentence.end { bytes[offset] = UInt8(ascii: " ") }
        }
        let kept = chunk.sentences.indices.filter { !omitted.contains($0) }
        let vectors = sentenceVectors.count == chunk.sentences.count ? kept.map { sentenceVectors[$0] } : []
        return Passage(
            chunk: Chunk(
                id: chunk.id, document: chunk.document, ordinal: chunk.ordinal,
                text: String(decoding: bytes, as: UTF8.self), sectionPath: chunk.sectionPath, pages: chunk.pages,
                characters: chunk.characters, sentences: kept.map { chunk.sentences[$0] }, terms: chunk.terms,
                language: chunk.language),
            documentTitle: documentTitle, documentVersion: documentVersion, sentenceVectors: vectors, score: score,
            dense: dense, lexical: lexical, fused: fused, effectiveAt: effectiveAt)
    }
}

extension Contradiction {
    /// The same pair of statements has the same key, whichever was found first.
    public var key: String {
        let sides = [newer, older].map { "\($0.document)\u{1F}\($0.quote)" }.sorted()
        return "contradiction:" + sha256(sides.joined(separator: "\u{1E}"))
    }
}
