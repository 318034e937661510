import Answering
import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird

/// Search, one-shot questions, and the receipts of answers.
struct AnswerController {
    let desk: Desk
    let answerer: Answerer
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let documents: any DocumentStore
    let questions: AdmissionGate

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/businesses/:business/search", use: search)
        router.post("api/businesses/:business/ask", use: ask)
        router.get("api/answers/:answer/receipt", use: receipt)
        router.post("api/answers/:answer/replay", use: replay)
    }

    struct SearchRequest: Decodable {
        let query: String
        let topK: Int?
        let filter: FilterRequest?

        enum CodingKeys: String, CodingKey {
            case query, filter
            case topK = "top_k"
        }
    }

    struct SearchResponse: ResponseEncodable {
        struct Result: Encodable {
            let documentId: DocumentID
            let title: String
            let page: Int
            let text: String
            let score: Double
            let section: [String]
            let dense: Double?
            let lexical: Double?

            init(_ passage: Passage) {
                documentId = passage.chunk.document
                title = passage.documentTitle
                page = passage.chunk.pages.lowerBound
                text = passage.chunk.text
                score = passage.score
                section = passage.chunk.sectionPath
                dense = passage.dense
                lexical = passage.lexical
            }
        }
        let results: [Result]
    }

    struct AskRequest: Decodable {
        let question: String
        /// Goes on with this conversation; a new one is opened without it.
        let sessionID: String?
        let filter: FilterRequest?

        enum CodingKeys: String, CodingKey {
            case question, filter
            case sessionID = "session_id"
        }
    }

    struct AskResponse: ResponseEncodable {
        let messageId: MessageID
        let sessionId: ConversationID
        let message: String
        let answered: Bool
        let confidence: Double
        let method: Answer.Method
        let sentences: [AnswerSentence]
        let citations: [Citation]
        let receiptId: ReceiptID?
        let faqId: FAQID?
    }

    @Sendable func search(_ request: Request, _ context: DeskRequestContext) async throws -> SearchResponse {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let input = try await request.decode(as: SearchRequest.self, context: context)
        let topK = input.topK ?? business.settings.topK ?? 5
        guard (1...100).contains(topK) else {
            throw APIError.badRequest("invalid_request", "`top_k` must be from 1 to 100.", field: "top_k")
        }
        let query = try desk.validated(input.query)
        let filter = try input.filter?.checked() ?? .customers
        let passages = try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            try await answerer.search(query, in: business, limit: topK, filter: filter)
        }
        return SearchResponse(results: passages.map(SearchResponse.Result.init))
    }

    @Sendable func ask(_ request: Request, _ context: DeskRequestContext) async throws -> AskResponse {
        let business = try await context.managedBusiness(in: businesses, for: .converse)
        let input = try await request.decode(as: AskRequest.self, context: context)
        let filter = try input.filter?.checked() ?? .customers
        let message = try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            let conversation = try await conversation(input.sessionID, in: business.id)
            return try await desk.ask(input.question, filter: filter, in: conversation, of: business.id)
        }
        guard let answer = message.answer else { throw StoreError.failed("an answer without its object") }
        return AskResponse(
            messageId: message.id, sessionId: message.conversation, message: answer.text, answered: answer.answered,
            confidence: answer.confidence, method: answer.method, sentences: answer.sentences,
            citations: answer.citations, receiptId: message.receipt, faqId: answer.faq)
    }

    /// The receipt of an answer, named by the answer's message id or by the receipt's own.
    @Sendable func receipt(_ request: Request, _ context: DeskRequestContext) async throws -> ReceiptResponse {
        let (receipt, message) = try await stored(request, context)
        return ReceiptResponse(
            receipt: receipt, answered: receipt.answered, messageId: message?.id, answer: message?.text)
    }

    struct ReceiptResponse: ResponseEncodable {
        let receipt: Receipt
        let answered: Bool
        /// The message that gave the answer, and its text.
        let messageId: MessageID?
        let answer: String?
    }

    /// Asks the question again and says what changed.
    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws -> ReplayResponse {
        let (receipt, message) = try await stored(request, context)
        guard let message, let business = try await businesses.business(receipt.business) else {
            throw APIError.notFound("answer")
        }
        let replay = try await questions.enter(orThrow: .busy("Too many questions at once: try again.")) {
            try await answerer.replay(
                receipt, text: message.text, history: try await conversations.history(before: message),
                in: business, versions: try await documents.newestVersions(of: receipt))
        }
        return ReplayResponse(equal: replay.isEqual, sameGeneration: replay.isSameGeneration, replay: replay)
    }

    struct ReplayResponse: ResponseEncodable {
        let equal: Bool
        let sameGeneration: Bool
        let replay: AnswerReplay
    }

    private func stored(
        _ request: Request, _ context: DeskRequestContext
    ) async throws -> (receipt: Receipt, message: Message?) {
        let id = try context.uuidParameter("answer", of: "answer")
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        let business = try named ?? context.principal.requireBusiness()
        try context.principal.require(.read, of: business)
        let message = try await conversations.message(id, in: business)
        guard let receipt = try await conversations.receipt(message?.receipt ?? id, in: business) else {
            throw APIError.notFound("answer")
        }
        if let message { return (receipt, message) }
        return (receipt, try await conversations.message(ofReceipt: receipt.id, in: business))
    }

    private func conversation(_ session: String?, in business: BusinessID) async throws -> ConversationID {
        guard let session = session?.lowercased() else { return try await desk.open(in: business, channel: .api).id }
        guard UUIDv7.isValid(session), try await conversations.conversation(session, in: business) != nil else {
            throw DeskError.unknownConversation
        }
        return session
    }
}
