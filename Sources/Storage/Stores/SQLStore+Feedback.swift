public import DeskModel

extension SQLStore: FeedbackStore {
    public func rate(
        _ message: MessageID, _ rating: Feedback.Rating?, reason: String?, in conversation: ConversationID,
        of business: BusinessID
    ) async throws -> Feedback? {
        let now = Timestamp.now()
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "conversation": .text(conversation), "message": .text(message),
        ]
        return try await writeSending { transaction in
            let isAnswer = try transaction.row(
                """
                SELECT id FROM messages WHERE business_id = :business AND conversation_id = :conversation
                    AND id = :message AND answer IS NOT NULL
                """, key)
            guard isAnswer != nil else { throw StoreError.notFound }
            guard let rating else {
                try transaction.execute(
                    """
                    DELETE FROM feedback WHERE business_id = :business AND conversation_id = :conversation
                        AND message_id = :message
                    """, key)
                return nil
            }
            try transaction.execute(
                """
                INSERT INTO feedback (business_id, conversation_id, message_id, rating, reason, updated_at)
                VALUES (:business, :conversation, :message, :rating, :reason, :now)
                ON CONFLICT (business_id, conversation_id, message_id) DO UPDATE SET
                    rating = excluded.rating, reason = excluded.reason, updated_at = excluded.updated_at
                """,
                key.merging([
                    "rating": .text(rating.rawValue), "reason": .text(reason), "now": .integer(now.milliseconds),
                ]) { $1 })
            let feedback = Feedback(
                message: message, conversation: conversation, business: business, rating: rating, reason: reason,
                updatedAt: now)
            try transaction.emit(.feedbackCreated(feedback), now: now)
            return feedback
        }
    }

    public func feedback(in conversation: ConversationID, of business: BusinessID) async throws -> [Feedback] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM feedback WHERE business_id = :business AND conversation_id = :conversation
                ORDER BY message_id
                """, ["business": .integer(business.rawValue), "conversation": .text(conversation)]
            ).map(Self.feedback)
        }
    }

    public func judgedAnswers(
        in business: BusinessID, rating: Feedback.Rating?, since: Timestamp?, until: Timestamp?, after: MessageID?,
        limit: Int
    ) async throws -> [JudgedAnswer] {
        var parameters = Self.span(in: business, since: since, until: until, limit: limit)
        parameters["after"] = .before(after)
        if let rating { parameters["rating"] = .text(rating.rawValue) }
        let condition = rating == nil ? "" : "AND f.rating = :rating"
        return try await database.read { [parameters] transaction in
            try transaction.rows(
                """
                SELECT f.*, a.text AS answer_text, a.receipt_id, q.text AS question_text FROM feedback f
                JOIN messages a ON a.business_id = f.business_id AND a.conversation_id = f.conversation_id
                    AND a.id = f.message_id
                LEFT JOIN messages q ON q.business_id = a.business_id AND q.conversation_id = a.conversation_id
                    AND q.id = a.reply_to
                WHERE f.business_id = :business \(condition) AND f.message_id < :after
                    AND a.created_at >= :since AND a.created_at < :until
                ORDER BY f.message_id DESC LIMIT :limit
                """, parameters
            ).map { row in
                JudgedAnswer(
                    feedback: try Self.feedback(row), question: try row.optionalText("question_text") ?? "",
                    answer: try row.text("answer_text"), receipt: try row.optionalText("receipt_id"))
            }
        }
    }

    public func unansweredQuestions(
        in business: BusinessID, since: Timestamp?, until: Timestamp?, limit: Int
    ) async throws -> [UnansweredQuestion] {
        let parameters = Self.span(in: business, since: since, until: until, limit: limit)
        return try await database.read { transaction in
            let declined = try transaction.rows(
                """
                SELECT a.id, q.text, a.created_at, r.content, 0 AS disliked FROM messages a
                JOIN messages q ON q.business_id = a.business_id AND q.conversation_id = a.conversation_id
                    AND q.id = a.reply_to
                LEFT JOIN receipts r ON r.business_id = a.business_id AND r.conversation_id = a.conversation_id
                    AND r.id = a.receipt_id
                WHERE a.business_id = :business AND a.outcome = 'declined'
                    AND a.created_at >= :since AND a.created_at < :until
                ORDER BY a.id DESC LIMIT :limit
                """, parameters)
            let disliked = try transaction.rows(
                """
                SELECT a.id, q.text, a.created_at, r.content, 1 AS disliked FROM feedback f
                JOIN messages a ON a.business_id = f.business_id AND a.conversation_id = f.conversation_id
                    AND a.id = f.message_id AND a.outcome = 'answered'
                JOIN messages q ON q.business_id = a.business_id AND q.conversation_id = a.conversation_id
                    AND q.id = a.reply_to
                LEFT JOIN receipts r ON r.business_id = a.business_id AND r.conversation_id = a.conversation_id
                    AND r.id = a.receipt_id
                WHERE f.business_id = :business AND f.rating = 'down'
                    AND a.created_at >= :since AND a.created_at < :until
                ORDER BY f.message_id DESC LIMIT :limit
                """, parameters)
            return try (declined + disliked).map(Self.unanswered).sorted { $0.answer > $1.answer }.prefix(max(0, limit))
                .map { $0 }
        }
    }

    public func questions(answeredBy answers: [MessageID], in business: BusinessID) async throws -> [String] {
        try await database.read { transaction in
            try answers.compactMap { answer in
                try transaction.row(
                    """
                    SELECT q.text FROM messages a
                    JOIN messages q ON q.business_id = a.business_id AND q.conversation_id = a.conversation_id
                        AND q.id = a.reply_to
                    WHERE a.id = :answer AND a.business_id = :business AND a.outcome IN ('answered', 'declined')
                    """, ["answer": .text(answer), "business": .integer(business.rawValue)])?.text("text")
            }
        }
    }

    // MARK: Rows

    private static func span(
        in business: BusinessID, since: Timestamp?, until: Timestamp?, limit: Int
    ) -> [String: SQLValue] {
        [
            "business": .integer(business.rawValue), "since": .integer(since?.milliseconds ?? 0),
            "until": .integer(until?.milliseconds ?? .max), "limit": .limit(limit),
        ]
    }

    private static func feedback(_ row: SQLRow) throws -> Feedback {
        guard let rating = Feedback.Rating(rawValue: try row.text("rating")) else {
            throw SQLError.malformedValue("rating")
        }
        return Feedback(
            message: try row.text("message_id"), conversation: try row.text("conversation_id"),
            business: BusinessID(try row.integer("business_id")), rating: rating,
            reason: try row.optionalText("reason"),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
    }

    private static func unanswered(_ row: SQLRow) throws -> UnansweredQuestion {
        let receipt = try row.optionalText("content").map { try JSONColumn.decode(Receipt.self, from: $0) }
        var topics: [String] = []
        for title in receipt?.sources.compactMap(\.title) ?? [] where !topics.contains(title) { topics.append(title) }
        return UnansweredQuestion(
            answer: try row.text("id"), question: try row.text("text"), isDisliked: try row.integer("disliked") == 1,
            askedAt: Timestamp(milliseconds: try row.integer("created_at")), topics: Array(topics.prefix(3)))
    }
}
