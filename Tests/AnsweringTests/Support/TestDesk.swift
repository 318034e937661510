import Answering
import DeskModel
import Logging
import TextAnalysis

/// An answerer over documents in memory.
struct TestDesk {
    /// One unit per line: `# ` a heading, `- ` a list item, `| ` a table row, anything else prose.
    struct Document {
        let id: String
        let title: String
        let text: String
        var page = 1
        var effectiveAt: Timestamp?
    }

    let business: Business
    let answerer: Answerer
    let store: InMemoryPassageStore

    init(
        _ documents: [Document], settings: BusinessSettings = BusinessSettings(), model: (any LanguageModel)? = nil,
        embedder: any Embedder = HashingEmbedder(), documentEmbedder: any Embedder = HashingEmbedder(),
        configuration: AnswererConfiguration = AnswererConfiguration(), models: (any ModelCatalog)? = nil,
        reranking: (any Embedder)? = nil, others: [Document] = [], faqs: (any FAQStore)? = nil, generation: Int64 = 0,
        now: @escaping @Sendable () -> Timestamp = { .now() }
    ) async throws {
        business = Business(
            id: BusinessID(1), name: "Harbour Hotel", settings: settings, createdAt: .now(),
            generation: generation)
        store = InMemoryPassageStore()
        let vectors = InMemoryVectorSearch()
        for (offset, document) in documents.enumerated() {
            try await Self.add(
                document, id: Int64(offset + 1), to: business.id, store, vectors, documentEmbedder, reranking)
        }
        for (offset, document) in others.enumerated() {
            let id = Int64(10_000 + offset)
            try await Self.add(document, id: id, to: BusinessID(2), store, vectors, documentEmbedder)
        }
        answerer = Answerer(
            models: models ?? Catalog(embedder: embedder, model: model), passages: store, vectorSearch: vectors,
            faqs: faqs, configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: now)
    }

    func ask(_ question: String, history: [Message] = []) async throws -> Answer {
        try await answerer.answer(AnswerRequest(business: business, question: question, history: history)).0
    }

    func receipt(_ question: String, history: [Message] = []) async throws -> Receipt {
        try await answerer.answer(AnswerRequest(business: business, question: question, history: history)).1
    }

    func answered(_ question: String) async throws -> (Answer, Receipt) {
        try await answerer.answer(AnswerRequest(business: business, question: question))
    }

    static func message(_ sender: Message.Sender, _ text: String) -> Message {
        Message(
            id: UUIDv7.next(), conversation: UUIDv7.next(), business: BusinessID(1), sender: sender, text: text,
            createdAt: .now())
    }

    private static func add(
        _ document: Document, id: Int64, to business: BusinessID, _ store: InMemoryPassageStore,
        _ vectors: InMemoryVectorSearch, _ embedder: any Embedder, _ reranking: (any Embedder)? = nil
    ) async throws {
        let units = units(of: document)
        let language = LanguageGuesser.language(of: document.text)
        let terms = TermAnalyzer(language: language).terms(in: document.title + "\n" + document.text)
        let texts = units.map { $0.text(in: document.text) }
        let sentenceVectors = try await embedder.embed(texts, for: .passage).map { QuantizedVector($0) }
        let chunk = Chunk(
            id: id, document: document.id, ordinal: 0, text: document.text, sectionPath: [],
            pages: document.page...document.page, characters: 0..<document.text.unicodeScalars.count, sentences: units,
            terms: terms.joined(separator: " "), language: language)
        var second: RerankingVector?
        if let reranking {
            let vector = try await reranking.embed([document.text], for: .passage)[0]
            second = RerankingVector(modelID: reranking.modelID, vector: QuantizedVector(vector))
        }
        store.add(
            Passage(
                chunk: chunk, documentTitle: document.title, documentVersion: 1, sentenceVectors: sentenceVectors,
                rerankingVector: second, effectiveAt: document.effectiveAt),
            to: business)
        let vector = try await embedder.embed([document.title + "\n" + document.text], for: .passage)[0]
        await vectors.apply(
            IndexChange(
                business: business, generation: id, modelID: embedder.modelID, added: [(id, vector)], removed: []))
    }

    private static func units(of document: Document) -> [ChunkSentence] {
        let text = document.text
        var units: [ChunkSentence] = []
        for line in text.split(separator: "\n") {
            let kind: ChunkSentence.Kind =
                line.hasPrefix("# ")
                ? .heading : line.hasPrefix("- ") ? .listItem : line.hasPrefix("| ") ? .tableRow : .prose
            let ranges =
                kind == .prose
                ? SentenceSplitter.sentences(in: String(line)).map { range in
                    let lower = line.utf8.distance(from: line.startIndex, to: line.startIndex)
                    let own = String(line)
                    return lower + own.utf8.distance(from: own.startIndex, to: range.lowerBound)..<lower
                        + own.utf8.distance(from: own.startIndex, to: range.upperBound)
                } : [(kind == .heading || kind == .tableRow || kind == .listItem ? 2 : 0)..<line.utf8.count]
            let start = text.utf8.distance(from: text.startIndex, to: line.startIndex)
            units += ranges.map {
                ChunkSentence(start: start + $0.lowerBound, end: start + $0.upperBound, page: document.page, kind: kind)
            }
        }
        return units
    }
}

/// Gives every business the same models.
struct Catalog: ModelCatalog {
    let embedder: any Embedder
    let model: (any LanguageModel)?

    func embedder(for business: Business) async throws -> any Embedder { embedder }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { model }
}

/// Has a model that cannot be found, or only after the customer is gone.
struct UnreachableCatalog: ModelCatalog {
    let isSilent: Bool

    func embedder(for business: Business) async throws -> any Embedder {
        if isSilent { try await Task.sleep(for: .seconds(3600)) }
        throw ModelError(.unreachable, "nobody listens")
    }
    func languageModel(for business: Business) async throws -> (any LanguageModel)? { nil }
}

/// An embedder that never answers.
struct SilentEmbedder: Embedder {
    let modelID = "silent"
    let dimension = 384
    let maximumTokens = 256
    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        try await Task.sleep(for: .seconds(3600))
        return []
    }
    func tokenCount(of text: String) -> Int { text.utf8.count / 4 }
}

/// An embedder whose queue is always full.
struct OverloadedEmbedder: Embedder {
    let modelID = "overloaded"
    let dimension = 384
    let maximumTokens = 256
    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        throw ModelError(.overloaded, "too many requests wait")
    }
    func tokenCount(of text: String) -> Int { text.utf8.count / 4 }
}

/// A hotel's papers, enough of them that words tell documents apart.
enum Hotel {
    static let documents: [TestDesk.Document] = [
        .init(
            id: "pool", title: "Pool rules",
            text: "The indoor pool is open from 7 am to 9:30 pm every day. Children under 12 swim with an adult. "
                + "Towels are free at the pool desk and cost $4.50 to replace.", page: 2),
        .init(
            id: "breakfast", title: "Breakfast",
            text: "Breakfast is served in the Garden Room between 6:30 and 10:00. It costs 18 euros for adults. "
                + "Guests with allergies should tell the kitchen the evening before."),
        .init(
            id: "parking", title: "Parking and arrival",
            text: "The car park behind the building has 45 spaces. Parking costs $12 a night and cannot be reserved. "
                + "Electric cars charge at code AX-200 posts near the gate."),
        .init(
            id: "dogs", title: "Pets",
            text: "Dogs up to 20 kg stay in ground-floor rooms for a fee of $25 per visit. Cats are not allowed. "
                + "Please keep dogs on a lead in the lobby."),
        .init(
            id: "cancel", title: "Cancellation policy",
            text:
                "Bookings may be cancelled without charge until 48 hours before arrival. Later cancellations cost one "
                + "night. Write to stay@harbour.example or call +1 555 010 2030 to cancel."),
        .init(
            id: "wifi", title: "Internet access",
            text:
                "Wireless internet is free in all rooms. The network is called HarbourGuest. Ask the reception for the "
                + "daily password."),
        .init(
            id: "spa", title: "Spa treatments",
            text:
                "A massage of fifty minutes costs $80. The sauna opens at 3 pm. Treatments are booked at the spa desk."),
        .init(
            id: "history", title: "The house",
            text: "The hotel was built in 1911 by the shipowner Clara Jensen. A fire destroyed the west wing in 1954. "
                + "It was rebuilt with a glass roof."),
    ]
}
