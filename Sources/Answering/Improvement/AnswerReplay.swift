public import DeskModel
import TextAnalysis

/// What changed since an answer was given: its question put to the desk again.
///
/// Only what is served now can be searched: earlier generations of an index are not kept, and neither is the text of
/// earlier versions of documents. The replay says so where the generation differs, and compares with what there is.
public struct AnswerReplay: Hashable, Sendable, Codable {
    /// A passage of the answer's receipt, of the replay, or of both. Passages are the same when they are the same words of
    /// the same document, whatever version and number they have now.
    public struct PassageChange: Hashable, Sendable, Codable {
        public enum Kind: String, Hashable, Sendable, Codable { case same, moved, gained, lost }

        public let kind: Kind
        public let document: DocumentID
        public let title: String?
        /// First page.
        public let page: Int
        public let quote: String?
        /// From 1; `nil` when it was not there.
        public let rankThen: Int?
        public let rankNow: Int?
        public let scoreThen: Double?
        public let scoreNow: Double?
    }

    /// A document that the answer's passages were of.
    public struct DocumentChange: Hashable, Sendable, Codable {
        public let document: DocumentID
        public let versionThen: Int
        /// The newest; `nil` when it is gone.
        public let versionNow: Int?
    }

    public let receipt: ReceiptID
    public let question: String
    /// `nil` when the receipt does not say.
    public let generationThen: Int64?
    public let generationNow: Int64
    public let embeddingModelThen: String
    public let embeddingModelNow: String
    /// What the re-ranker asked beside it; `nil` when it asked none.
    public let rerankingModelThen: String?
    public let rerankingModelNow: String?
    public let languageModelThen: String?
    public let languageModelNow: String?
    /// Whether the language model was asked word for word the same; `nil` when it was not asked both times.
    public let isPromptSame: Bool?
    public let documents: [DocumentChange]
    public let passages: [PassageChange]
    public let methodThen: Answer.Method
    public let methodNow: Answer.Method
    public let confidenceThen: Double
    public let confidenceNow: Double
    public let answerThen: String
    public let answerNow: String

    /// Whether the index is as it was: no document came, went or was taken in anew.
    public var isSameGeneration: Bool { generationThen == generationNow }
    public var isSameAnswer: Bool { answerThen == answerNow && methodThen == methodNow }
    /// Whether the same passages were found in the same order and the same was said.
    public var isEqual: Bool { isSameAnswer && passages.allSatisfy { $0.kind == .same } }
}

extension Answerer {
    /// Answers a stored question again and says what changed.
    ///
    /// - Parameters:
    ///   - receipt: the answer's.
    ///   - text: the answer as it was given.
    ///   - history: what was said before the question, oldest first.
    ///   - versions: the newest version of each of the receipt's documents; those that are gone are left out.
    /// - Throws: what the stores throw.
    public func replay(
        _ receipt: Receipt, text: String, history: [Message], in business: Business, versions: [DocumentID: Int]
    ) async throws -> AnswerReplay {
        // The query is the stored one: interfaces that bring their own history do not store it. With it goes what was
        // known of its language beyond the question's letters.
        let guessed = LanguageGuesser.language(of: QuestionText(receipt.question).text)
        let (answer, now) = try await answer(
            AnswerRequest(
                business: business, question: receipt.question, history: history, query: receipt.query,
                language: receipt.language == guessed ? nil : receipt.language))
        var versionsThen: [DocumentID: Int] = [:]
        for source in receipt.sources { versionsThen[source.document] = source.documentVersion }
        return AnswerReplay(
            receipt: receipt.id, question: receipt.question, generationThen: receipt.generation,
            generationNow: business.generation, embeddingModelThen: receipt.embeddingModel,
            embeddingModelNow: now.embeddingModel, rerankingModelThen: receipt.rerankingModel,
            rerankingModelNow: now.rerankingModel, languageModelThen: receipt.languageModel,
            languageModelNow: now.languageModel,
            isPromptSame: receipt.promptHash.flatMap { then in now.promptHash.map { $0 == then } },
            documents: versionsThen.sorted { $0.key < $1.key }.map {
                AnswerReplay.DocumentChange(document: $0.key, versionThen: $0.value, versionNow: versions[$0.key])
            },
            passages: Self.changes(from: receipt.sources, to: now.sources), methodThen: receipt.method,
            methodNow: now.method, confidenceThen: receipt.confidence, confidenceNow: now.confidence,
            answerThen: text, answerNow: answer.text)
    }

    /// In the order of the replay, what was lost last.
    static func changes(from then: [Receipt.Source], to now: [Receipt.Source]) -> [AnswerReplay.PassageChange] {
        func key(_ source: Receipt.Source) -> String { source.document + source.chunkHash }
        let before = Dictionary(then.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
        let present = Set(now.map(key))
        func change(
            _ kind: AnswerReplay.PassageChange.Kind, _ source: Receipt.Source, then: (Int, Receipt.Source)?,
            now: (Int, Receipt.Source)?
        ) -> AnswerReplay.PassageChange {
            AnswerReplay.PassageChange(
                kind: kind, document: source.document, title: source.title, page: source.pages.lowerBound,
                quote: source.quote, rankThen: then.map { $0.0 + 1 }, rankNow: now.map { $0.0 + 1 },
                scoreThen: then?.1.score, scoreNow: now?.1.score)
        }
        let found = now.enumerated().map { rank, source in
            guard let earlier = before[key(source)] else {
                return change(.gained, source, then: nil, now: (rank, source))
            }
            return change(
                earlier == rank ? .same : .moved, source, then: (earlier, then[earlier]), now: (rank, source))
        }
        let lost = then.enumerated().filter { !present.contains(key($1)) }.map { rank, source in
            change(.lost, source, then: (rank, source), now: nil)
        }
        return found + lost
    }
}
