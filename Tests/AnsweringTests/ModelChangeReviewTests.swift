import DeskModel
import Logging
import Testing

@testable import Answering

/// The stores that a review reads, over passages and FAQs in memory.
private actor ReviewStore: ReembeddingStore, VectorSource, PassageStore, RegressionStore, NoticeStore, FAQStore {
    private let passages: InMemoryPassageStore
    private let faqs: InMemoryFAQStore
    private let cases: [RegressionCase]
    private(set) var notices: [Notice] = []

    init(_ passages: InMemoryPassageStore, _ faqs: InMemoryFAQStore, _ cases: [RegressionCase]) {
        self.passages = passages
        self.faqs = faqs
        self.cases = cases
    }

    func set(_ status: Notice.Status) {
        notices = notices.map {
            Notice(
                id: $0.id, business: $0.business, key: $0.key, content: $0.content, status: status,
                createdAt: $0.createdAt)
        }
    }

    func raise(_ notice: Notice) -> Bool {
        guard !notices.contains(where: { $0.key == notice.key }) else { return false }
        notices.append(notice)
        return true
    }
    func notice(withKey key: String, in business: BusinessID) -> Notice? { notices.first { $0.key == key } }
    func withdraw(_ key: String, in business: BusinessID) -> Bool {
        defer { notices.removeAll { $0.key == key } }
        return notices.contains { $0.key == key }
    }
    func regressionCases(in business: BusinessID, after: RegressionCaseID?, limit: Int) -> [RegressionCase] { cases }
    func approvedFAQs(in business: BusinessID, modelID: String) async -> ApprovedFAQs {
        await faqs.approvedFAQs(in: business, modelID: modelID)
    }
    func store(_ vectors: [PhrasingVector], of modelID: String, in business: BusinessID) async {
        await faqs.store(vectors, of: modelID, in: business)
    }
    func fullTextMatches(
        _ terms: [String], in business: BusinessID, limit: Int, filter: PassageFilter
    ) async throws -> FullTextMatches {
        try await passages.fullTextMatches(terms, in: business, limit: limit, filter: filter)
    }
    func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>? {
        try await passages.chunks(passing: filter, in: business)
    }
    func passages(_ ids: [ChunkID], in business: BusinessID) async throws -> [Passage] {
        try await passages.passages(ids, in: business)
    }
    func passages(_ ids: [ChunkID], in business: BusinessID, vectorsOf modelID: String) async throws -> [Passage] {
        try await passages.passages(ids, in: business)
    }
    func termStatistics(_ terms: [String], in business: BusinessID) async throws -> TermStatistics {
        try await passages.termStatistics(terms, in: business)
    }
    func vectors(of business: BusinessID, modelID: String, after: ChunkID, limit: Int) -> [(
        id: ChunkID, vector: [Float]
    )] {
        after == 0 ? [(1, [1, 0])] : []
    }

    // What a review has no use for.
    func add(_ faq: FAQ) {}
    func faq(_ id: FAQID, in business: BusinessID) -> FAQ? { nil }
    func faqs(in business: BusinessID, status: FAQ.Status?, after: FAQID?, limit: Int) -> [FAQ] { [] }
    func update(_ faq: FAQ) -> Bool { false }
    func deleteFAQ(_ id: FAQID, in business: BusinessID) -> Bool { false }
    func add(_ regressionCase: RegressionCase) {}
    func regressionCase(_ id: RegressionCaseID, in business: BusinessID) -> RegressionCase? { nil }
    func deleteRegressionCase(_ id: RegressionCaseID, in business: BusinessID) -> Bool { false }
    func deleteRegressionCase(of faq: FAQID, in business: BusinessID) -> Bool { false }
    func notices(in business: BusinessID, status: Notice.Status?, after: NoticeID?, limit: Int) -> [Notice] { notices }
    func notice(_ id: NoticeID, in business: BusinessID) -> Notice? { nil }
    func setStatus(_ status: Notice.Status, of id: NoticeID, in business: BusinessID) -> Bool { false }
    func chunksLacking(_ modelID: String, in business: BusinessID, limit: Int) -> [(chunk: Chunk, title: String)] { [] }
    func store(_ vectors: [ChunkVectors], of modelID: String, in business: BusinessID) {}
    func serve(_ modelID: String, dimension: Int, in business: BusinessID) -> IndexChange? { nil }
    func forgetVectors(exceptOf models: Set<String>, in business: BusinessID) {}
    func vectorSet(of business: BusinessID) -> VectorSet? { nil }
}

/// A model to which no two texts are alike.
private struct BlindEmbedder: Embedder {
    let modelID = "blind"
    let dimension = 2
    let maximumTokens = 256
    func embed(_ texts: [String], for purpose: EmbeddingPurpose) async throws -> [[Float]] {
        texts.map { $0.hasSuffix("please?") ? [0, 1] : [1, 0] }
    }
    func tokenCount(of text: String) -> Int { text.utf8.count / 4 }
}

@Suite("Before another embedding model takes over")
struct ModelChangeReviewTests {
    private static let faq = FAQ(
        id: UUIDv7.next(), business: BusinessID(1), question: "How do I cancel my booking?", answer: "Call the desk.",
        status: .approved, createdAt: .now(), updatedAt: .now())

    /// A case that holds only when a reworded question is recognised by its meaning.
    private static let reworded = RegressionCase(
        id: UUIDv7.next(), business: BusinessID(1), question: "How can I cancel my booking, please?",
        expectation: .init(contains: "call the desk"), createdAt: .now())

    private func review(
        _ cases: [RegressionCase], model: (any LanguageModel)? = nil
    ) async throws -> (ModelChangeReview, ReviewStore, Business) {
        let faqs = InMemoryFAQStore([Self.faq])
        let desk = try await TestDesk(Hotel.documents, model: model, faqs: faqs)
        let store = ReviewStore(desk.store, faqs, cases)
        let review = ModelChangeReview(
            answerer: desk.answerer, store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let business = Business(
            id: BusinessID(1), name: "Harbour Hotel", settings: BusinessSettings(), createdAt: .now(),
            servedModel: HashingEmbedder().modelID, faqRevision: 1)
        return (review, store, business)
    }

    @Test("a change that makes a case fail is held, told once, and happens once the owner confirms it")
    func worse() async throws {
        let (review, store, business) = try await review([Self.reworded])
        #expect(try await !review.allows(business, BlindEmbedder()))
        #expect(try await !review.allows(business, BlindEmbedder()))
        let notices = await store.notices
        #expect(notices.count == 1)
        guard case .modelChange(let change) = try #require(notices.first).content else {
            Issue.record("another kind of notice")
            return
        }
        #expect(change.before.passed == 1 && change.after.passed == 0 && change.after.embeddingModel == "blind")
        await store.set(.dismissed)
        #expect(try await !review.allows(business, BlindEmbedder()))
        await store.set(.confirmed)
        #expect(try await review.allows(business, BlindEmbedder()))
        try await review.served(business, "blind")
        #expect(await store.notices.isEmpty)
    }

    @Test("a change that loses one case and gains another is held all the same")
    func lostAndGained() async throws {
        // Without the owner's answer the question is answered from the documents or declined: one of the two holds.
        let others = [RegressionCase.Expectation(document: "cancel"), .init(declines: true)].map {
            RegressionCase(
                id: UUIDv7.next(), business: BusinessID(1), question: Self.reworded.question, expectation: $0,
                createdAt: .now())
        }
        let (review, store, business) = try await review([Self.reworded] + others)
        #expect(try await !review.allows(business, BlindEmbedder()))
        let notices = await store.notices
        guard case .modelChange(let change) = try #require(notices.first).content else {
            Issue.record("another kind of notice")
            return
        }
        #expect(change.before.passed == 1 && change.after.passed == 1)
        #expect(change.after.lost(since: change.before).map(\.caseID) == [Self.reworded.id])
    }

    @Test("no language model is asked for a review")
    func withoutLanguageModel() async throws {
        let parking = RegressionCase(
            id: UUIDv7.next(), business: BusinessID(1), question: "What does parking cost?",
            expectation: .init(contains: "$12"), createdAt: .now())
        let model = ScriptedLanguageModel { _ in
            Issue.record("a language model was asked")
            return []
        }
        let (review, _, business) = try await review([parking], model: model)
        _ = try await review.allows(business, BlindEmbedder())
    }

    @Test("a change that makes no case worse happens at once; so does one of a business without cases")
    func notWorse() async throws {
        let unrelated = RegressionCase(
            id: UUIDv7.next(), business: BusinessID(1), question: "Who discovered Neptune?",
            expectation: .init(declines: true), createdAt: .now())
        for cases in [[unrelated], []] {
            let (review, store, business) = try await review(cases)
            #expect(try await review.allows(business, BlindEmbedder()))
            #expect(await store.notices.isEmpty)
        }
    }
}
