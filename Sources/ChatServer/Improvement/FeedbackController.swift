import DeskModel
import HTTPTypes
import Hummingbird

/// What a customer thinks of an answer, as it comes over HTTP and over the chat socket.
struct FeedbackInput: Decodable, Sendable {
    static let longestReason = 2_000

    let messageID: MessageID
    /// `nil` takes the feedback back.
    let rating: Feedback.Rating?
    let reason: String?

    enum CodingKeys: String, CodingKey {
        case messageID = "message_id"
        case rating, reason
    }

    private init(messageID: MessageID, rating: Feedback.Rating?, reason: String?) {
        self.messageID = messageID
        self.rating = rating
        self.reason = reason
    }

    /// - Throws: 400 that names what is wrong.
    func validated() throws(APIError) -> FeedbackInput {
        let id = messageID.lowercased()
        guard UUIDv7.isValid(id) else { throw FAQEditor.refusal("message_id", "the id of an answer") }
        let reason = try reason.map { text throws(APIError) in
            try FAQEditor.text(text, "reason", 0...Self.longestReason)
        }
        return FeedbackInput(messageID: id, rating: rating, reason: reason?.isEmpty == true ? nil : reason)
    }
}

/// Customers' feedback: given in a chat session, read by the owner.
struct FeedbackController {
    let businesses: any BusinessStore
    let identity: IdentityGate
    let feedback: any FeedbackStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.post("api/chat-sessions/:session/feedback", use: rate)
        router.get("api/businesses/:business/feedback", use: list)
    }

    struct RatingResponse: ResponseEncodable {
        let messageId: MessageID
        let rating: Feedback.Rating?
        let reason: String?
    }

    struct JudgedResponse: Encodable {
        let messageId: MessageID
        let sessionId: ConversationID
        let rating: Feedback.Rating
        let reason: String?
        let question: String
        let answer: String
        let receiptId: ReceiptID?
        let updatedAt: String

        init(_ judged: JudgedAnswer) {
            messageId = judged.feedback.message
            sessionId = judged.feedback.conversation
            rating = judged.feedback.rating
            reason = judged.feedback.reason
            question = judged.question
            answer = judged.answer
            receiptId = judged.receipt
            updatedAt = judged.feedback.updatedAt.iso8601
        }
    }

    /// For the customer's page and for those who speak for the business.
    @Sendable func rate(_ request: Request, _ context: DeskRequestContext) async throws -> RatingResponse {
        let session = try context.uuidParameter("session", of: "chat session")
        let business = try await identity.business(actingIn: session, request, context)
        let input = try await request.decode(as: FeedbackInput.self, context: context).validated()
        do {
            let stored = try await feedback.rate(
                input.messageID, input.rating, reason: input.reason, in: session, of: business)
            return RatingResponse(messageId: input.messageID, rating: stored?.rating, reason: stored?.reason)
        } catch StoreError.notFound {
            throw APIError.notFound("answer in this chat session")
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<JudgedResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await feedback.judgedAnswers(
            in: business.id, rating: try request.choiceQuery("rating", Feedback.Rating.self),
            since: try request.momentQuery("since"), until: try request.momentQuery("until"),
            after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(JudgedResponse.init), limit: limit) { $0.messageId }
    }
}
