import Answering
import DeskModel
import Dialogue
import HTTPTypes
import Hummingbird

/// `POST /api/businesses/{business}/retrieval`: the console that shows why a question finds what it finds.
struct RetrievalController {
    let businesses: any BusinessStore
    let answerer: Answerer
    let questions: AdmissionGate
    let maximumLength: Int

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/businesses/:business/retrieval", use: explain)
    }

    struct ExplainRequest: Decodable {
        let question: String
        let limit: Int?
    }

    struct ExplanationResponse: ResponseEncodable {
        struct Candidate: Encodable {
            let rank: Int?
            let chunkId: ChunkID
            let copyOf: ChunkID?
            let documentId: DocumentID
            let title: String
            let version: Int
            let page: Int
            let section: [String]
            let text: String
            let score: Double
            let fused: Double?
            let dense: Double?
            let lexical: Double?
            let parts: [RetrievalExplanation.Part]
            let terms: [RetrievalExplanation.Term]

            init(_ candidate: RetrievalExplanation.Candidate) {
                let passage = candidate.passage
                rank = candidate.rank
                chunkId = passage.chunk.id
                copyOf = candidate.copyOf
                documentId = passage.chunk.document
                title = passage.documentTitle
                version = passage.documentVersion
                page = passage.chunk.pages.lowerBound
                section = passage.chunk.sectionPath
                text = passage.chunk.text
                score = passage.score
                fused = passage.fused
                dense = passage.dense
                lexical = passage.lexical
                parts = candidate.parts
                terms = candidate.terms
            }
        }

        let query: String
        let embeddingModel: String
        let faqId: FAQID?
        let confidence: Double
        let threshold: Double
        /// Whether an answer would be tried, a language model's own "no" left aside.
        let wouldAnswer: Bool
        let confidenceParts: [RetrievalExplanation.Part]
        let evidence: [String]
        let contradictions: Int
        let candidates: [Candidate]
    }

    @Sendable func explain(_ request: Request, _ context: DeskRequestContext) async throws -> ExplanationResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let input = try await request.decode(as: ExplainRequest.self, context: context)
        return try await explanation(of: input.question, limit: input.limit ?? 10, in: business)
    }

    /// Why a question finds what it finds. - Throws: what is wrong with the question or the limit.
    func explanation(of question: String, limit: Int, in business: Business) async throws -> ExplanationResponse {
        guard (1...100).contains(limit) else { throw FAQEditor.refusal("limit", "from 1 to 100") }
        guard question.unicodeScalars.count <= maximumLength else {
            throw DeskError.messageTooLong(limit: maximumLength)
        }
        guard question.contains(where: { !$0.isWhitespace }) else { throw DeskError.emptyMessage }
        let found = try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            try await answerer.explain(
                AnswerRequest(business: business, question: question), limit: limit)
        }
        return ExplanationResponse(
            query: found.query, embeddingModel: found.embeddingModel, faqId: found.override?.faq,
            confidence: found.confidence, threshold: found.threshold,
            wouldAnswer: found.override != nil || found.confidence >= found.threshold,
            confidenceParts: found.confidenceParts, evidence: found.evidence,
            contradictions: found.contradictions.count,
            candidates: found.candidates.map(ExplanationResponse.Candidate.init))
    }
}
