/// Keeps what customers thought of answers, and knows which questions went without a good one.
public protocol FeedbackStore: Sendable {
    /// Sets, changes or (with no rating) takes back the feedback on an answer. The same again changes nothing.
    ///
    /// - Throws: `StoreError.notFound` when the conversation has no such answer.
    func rate(
        _ message: MessageID, _ rating: Feedback.Rating?, reason: String?, in conversation: ConversationID,
        of business: BusinessID
    ) async throws -> Feedback?
    /// A conversation's feedback.
    func feedback(in conversation: ConversationID, of business: BusinessID) async throws -> [Feedback]
    /// Newest answer first, starting after `after`, of answers given from `since` until before `until`.
    func judgedAnswers(
        in business: BusinessID, rating: Feedback.Rating?, since: Timestamp?, until: Timestamp?, after: MessageID?,
        limit: Int
    ) async throws -> [JudgedAnswer]
    /// Declined questions and those whose answer got thumbs down, newest first, asked from `since` until before
    /// `until`. Small talk is none of them.
    func unansweredQuestions(
        in business: BusinessID, since: Timestamp?, until: Timestamp?, limit: Int
    ) async throws -> [UnansweredQuestion]
    /// Those with these answers, in the order given; what is not the business's, or no question, is left out.
    func questions(answeredBy answers: [MessageID], in business: BusinessID) async throws -> [String]
}
