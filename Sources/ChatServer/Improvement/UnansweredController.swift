import Answering
import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/businesses/{business}/unanswered`: what customers asked in vain, by meaning, and drafts of answers to it.
struct UnansweredController {
    let businesses: any BusinessStore
    let feedback: any FeedbackStore
    let editor: FAQEditor
    let models: any ModelCatalog
    let questions: AdmissionGate

    /// Questions read for one report, the newest.
    private static let mostQuestions = 2_000
    /// The default span.
    private static let month: Int64 = 30 * 24 * 3600 * 1000
    private static let mostMessages = 200
    private static let examples = 5

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/unanswered", use: report)
        router.post("api/businesses/:business/unanswered/faq", use: draft)
    }

    struct ReportResponse: ResponseEncodable {
        struct Cluster: Encodable {
            let question: String
            /// Wordings, the most frequent first.
            let examples: [String]
            let count: Int
            let disliked: Int
            let lastAsked: String
            let topics: [String]
            /// Messages of the answers: what a draft is made from.
            let messageIds: [MessageID]

            init(_ cluster: QuestionCluster) {
                question = cluster.questions.first ?? ""
                examples = Array(cluster.questions.prefix(UnansweredController.examples))
                count = cluster.count
                disliked = cluster.disliked
                lastAsked = cluster.lastAsked.iso8601
                topics = cluster.topics
                messageIds = Array(cluster.answers.prefix(UnansweredController.mostMessages))
            }
        }
        let since: String
        let until: String
        let questions: Int
        let results: [Cluster]
        /// Whether words were compared alone, as no embedding model could be asked.
        let wordsOnly: Bool
    }

    struct DraftRequest: Decodable {
        let messageIDs: [MessageID]
        let answer: String?

        enum CodingKeys: String, CodingKey {
            case messageIDs = "message_ids"
            case answer
        }
    }

    @Sendable func report(_ request: Request, _ context: DeskRequestContext) async throws -> ReportResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let until = try request.momentQuery("until") ?? .now()
        let since = try request.momentQuery("since") ?? until.advanced(byMilliseconds: -Self.month)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        return try await report(of: business, since: since, until: until, limit: limit)
    }

    /// What was asked in vain in the last month.
    func recent(of business: Business, limit: Int) async throws -> ReportResponse {
        let until = Timestamp.now()
        return try await report(
            of: business, since: until.advanced(byMilliseconds: -Self.month), until: until, limit: limit)
    }

    private func report(
        of business: Business, since: Timestamp, until: Timestamp, limit: Int
    ) async throws -> ReportResponse {
        try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            let asked = try await feedback.unansweredQuestions(
                in: business.id, since: since, until: until, limit: Self.mostQuestions)
            let (vectors, model) = await vectors(of: QuestionClusters.wordings(of: asked), business)
            let clusters = QuestionClusters.clusters(of: asked, vectors: vectors ?? [], modelID: model)
            return ReportResponse(
                since: since.iso8601, until: until.iso8601, questions: asked.count,
                results: clusters.prefix(limit).map(ReportResponse.Cluster.init), wordsOnly: vectors == nil)
        }
    }

    /// Makes a draft of the questions that these answers did not answer.
    @Sendable func draft(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<FAQController.FAQResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .editContent)
        let input = try await request.decode(as: DraftRequest.self, context: context)
        let faq = try await draft(of: input.messageIDs, answer: input.answer ?? "", in: business, context)
        return EditedResponse(status: .created, response: FAQController.FAQResponse(faq))
    }

    /// Stores a draft of the questions that these answers did not answer.
    func draft(
        of messageIDs: [MessageID], answer: String, in business: Business, _ context: DeskRequestContext
    ) async throws -> FAQ {
        let ids = messageIDs.map { $0.lowercased() }
        guard (1...Self.mostMessages).contains(ids.count), ids.allSatisfy({ UUIDv7.isValid($0) }) else {
            throw FAQEditor.refusal("message_ids", "a list of 1 to \(Self.mostMessages) ids of answers")
        }
        let asked = try await feedback.questions(answeredBy: ids, in: business.id)
        var wordings: [String] = []
        for question in asked {
            let line = question.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let bounded = String(line.prefix(FAQEditor.longestQuestion / 2))
            if !bounded.isEmpty, !wordings.contains(bounded) { wordings.append(bounded) }
        }
        guard let question = wordings.first else { throw APIError.notFound("answer") }
        let now = Timestamp.now()
        let faq = FAQ(
            id: UUIDv7.next(now: now), business: business.id, question: question,
            variants: Array(wordings.dropFirst().prefix(FAQEditor.mostVariants)), answer: answer,
            source: .unanswered, createdAt: now, updatedAt: now)
        let note = AuditNote("faq/\(faq.id)", after: FAQController.FAQResponse(faq))
        return try await context.audited("faq.create", in: business.id, note) { try await editor.create(faq) }
    }

    private func vectors(of texts: [String], _ business: Business) async -> ([[Float]]?, String) {
        guard !texts.isEmpty else { return ([], "") }
        do {
            let embedder = try await models.servingEmbedder(for: business)
            return (try await embedder.embed(texts, for: .query), embedder.modelID)
        } catch {
            return (nil, "")
        }
    }
}
