public import DeskModel

extension SQLStore {
    /// Messages ranked by relevance: the newest that match, since ranking costs about a microsecond each.
    private static let mostRanked = 10_000
    private static let earlierIndexed = "message_search_indexed"

    public func search(
        _ query: MessageQuery, in business: BusinessID, after place: Int64?, limit: Int
    ) async throws -> [MessageHit] {
        guard let words = MessageTerms.query(query.text) else { return [] }
        var conditions = ["t.business_id = :business"]
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "match": .text(words.match(in: business)),
            "after": .integer(place ?? .max), "limit": .limit(limit),
        ]
        if let conversation = query.conversation {
            conditions.append("t.conversation_id = :conversation")
            parameters["conversation"] = .text(conversation)
        }
        if let sender = query.sender {
            conditions.append("m.sender = :sender")
            parameters["sender"] = .text(sender.rawValue)
        }
        if let since = query.since {
            conditions.append("m.created_at >= :since")
            parameters["since"] = .moment(since)
        }
        if let until = query.until {
            conditions.append("m.created_at < :until")
            parameters["until"] = .moment(until)
        }
        let sql =
            query.order == .recency
            ? Self.byRecency(conditions.joined(separator: " AND "))
            : Self.byRelevance(conditions.joined(separator: " AND "))
        return try await database.read { [parameters] transaction in
            try transaction.rows(sql, parameters, isKept: false).map { row in
                let message = try Self.message(row)
                return MessageHit(
                    message: message, snippet: Snippet.of(message.text, showing: words), score: try row.real("score"),
                    place: try row.integer("place"))
            }
        }
    }

    private static let joined = """
        JOIN message_terms t ON t.id = hit.place
        JOIN messages m ON m.business_id = t.business_id AND m.conversation_id = t.conversation_id
            AND m.id = t.message_id
        """

    private static func byRecency(_ conditions: String) -> String {
        """
        SELECT m.*, hit.place, 0.0 AS score FROM (
            SELECT rowid AS place FROM fts_messages WHERE fts_messages MATCH :match AND rowid < :after
            ORDER BY rowid DESC) hit
        \(joined)
        WHERE \(conditions) ORDER BY hit.place DESC LIMIT :limit
        """
    }

    private static func byRelevance(_ conditions: String) -> String {
        """
        SELECT m.*, hit.place, hit.score FROM (
            SELECT rowid AS place, -bm25(fts_messages) AS score FROM fts_messages
            WHERE fts_messages MATCH :match AND rowid < :after ORDER BY rowid DESC LIMIT \(mostRanked)) hit
        \(joined)
        WHERE \(conditions) ORDER BY hit.score DESC, hit.place DESC LIMIT :limit
        """
    }

    // MARK: Keeping the index

    /// Indexes a message's words, in the transaction that stores it.
    static func insertTerms(
        of message: MessageID, _ text: String, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws {
        let terms = MessageTerms.indexed(text, of: business)
        guard !terms.isEmpty else { return }
        try transaction.execute(
            """
            INSERT INTO message_terms (business_id, conversation_id, message_id, terms)
            VALUES (:business, :conversation, :message, :terms)
            """,
            [
                "business": .integer(business.rawValue), "conversation": .text(conversation), "message": .text(message),
                "terms": .text(terms),
            ])
    }

    /// Indexes the messages of before there was an index, some at a time; a crash lets it go on where it was.
    func indexEarlierMessages() async throws {
        var after = try await setting(Self.earlierIndexed) ?? ""
        while after != "all" {
            after = try await database.write { [after] transaction in
                let rows = try transaction.rows(
                    "SELECT id, business_id, conversation_id, text FROM messages WHERE id > :after ORDER BY id LIMIT 1000",
                    ["after": .text(after)])
                for row in rows {
                    try Self.insertTerms(
                        of: try row.text("id"), try row.text("text"), in: try row.text("conversation_id"),
                        of: BusinessID(try row.integer("business_id")), transaction)
                }
                let reached = rows.count < 1000 ? "all" : try rows.last?.text("id") ?? "all"
                try transaction.execute(
                    """
                    INSERT INTO settings (name, value) VALUES (:name, :value)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, ["name": .text(Self.earlierIndexed), "value": .text(reached)])
                return reached
            }
        }
    }

    static func messageSearchProblems(_ transaction: any SQLTransaction) throws -> [String] {
        let counts = try transaction.row(
            """
            SELECT (SELECT count(*) FROM message_terms) AS expected, (SELECT count(*) FROM fts_messages_docsize) AS found
            """)
        guard let counts, try counts.int("expected") != counts.int("found") else { return [] }
        return ["full text of messages holds \(try counts.int("found")) instead of \(try counts.int("expected"))"]
    }
}
