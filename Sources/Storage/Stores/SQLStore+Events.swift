public import DeskModel

extension SQLStore: EventLog {
    /// Events kept for a business, but for those of the last `eventTrim` that wait to be dropped together.
    static let keptEvents: Int64 = 10_000
    private static let eventTrim: Int64 = 250

    public func cursor(in business: BusinessID) async throws -> Int64 {
        try await database.read { transaction in
            try transaction.row(
                "SELECT last_event FROM businesses WHERE id = :business", ["business": .integer(business.rawValue)]
            )?.integer("last_event") ?? 0
        }
    }

    public func events(in business: BusinessID, after cursor: Int64, limit: Int) async throws -> [LoggedEvent]? {
        try await database.read { transaction in
            let key: [String: SQLValue] = ["business": .integer(business.rawValue)]
            let row = try transaction.row("SELECT last_event, event_floor FROM businesses WHERE id = :business", key)
            guard let row, try (row.integer("event_floor")...row.integer("last_event")).contains(cursor) else {
                return nil
            }
            return try transaction.rows(
                """
                SELECT * FROM events WHERE business_id = :business AND position > :after
                ORDER BY position LIMIT :limit
                """, key.merging(["after": .integer(cursor), "limit": .limit(limit)]) { $1 }
            ).compactMap { try Self.event($0, transaction) }
        }
    }

    public func changes(in business: BusinessID) -> AsyncStream<Void> { signals.changes(in: business) }

    // MARK: Writing

    /// Adds an event to the log in the transaction of the change that it tells of. What others want to know as well is
    /// told by `emit`, which comes here; the rest concerns the desk's own pages alone.
    ///
    /// - Parameter subject: the id of a message, document, submission or notice.
    static func note(
        _ kind: LoggedEvent.Kind, in business: BusinessID, conversation: ConversationID? = nil, subject: String? = nil,
        detail: [String: String] = [:], _ transaction: any SQLTransaction
    ) throws {
        let key: [String: SQLValue] = ["business": .integer(business.rawValue)]
        let row = try transaction.row(
            "UPDATE businesses SET last_event = last_event + 1 WHERE id = :business RETURNING last_event", key)
        guard let position = try row?.integer("last_event") else { throw StoreError.notFound }
        if kind == .documentProgress {
            try transaction.execute(
                """
                DELETE FROM events
                WHERE business_id = :business AND subject_id = :subject AND kind = 'document.progress'
                """, key.merging(["subject": .text(subject)]) { $1 })
        }
        try transaction.execute(
            """
            INSERT INTO events (business_id, position, kind, conversation_id, subject_id, detail, created_at)
            VALUES (:business, :position, :kind, :conversation, :subject, :detail, :now)
            """,
            key.merging([
                "position": .integer(position), "kind": .text(kind.rawValue), "conversation": .text(conversation),
                "subject": .text(subject), "detail": try JSONColumn.encode(detail),
                "now": .integer(Timestamp.now().milliseconds),
            ]) { $1 })
        if position % eventTrim == 0, position > keptEvents {
            let floor = key.merging(["floor": .integer(position - keptEvents)]) { $1 }
            try transaction.execute("DELETE FROM events WHERE business_id = :business AND position <= :floor", floor)
            try transaction.execute("UPDATE businesses SET event_floor = :floor WHERE id = :business", floor)
        }
        transaction.signal(business)
    }

    // MARK: Rows

    /// - Returns: `nil` for a kind that a newer version wrote.
    private static func event(_ row: SQLRow, _ transaction: any SQLTransaction) throws -> LoggedEvent? {
        guard let kind = LoggedEvent.Kind(rawValue: try row.text("kind")) else { return nil }
        let business = BusinessID(try row.integer("business_id"))
        let conversation = try row.optionalText("conversation_id")
        let subject = try row.optionalText("subject_id")
        var message: Message?
        if kind == .messageCreated {
            message = try transaction.row(
                "SELECT * FROM messages WHERE id = :id AND business_id = :business",
                ["id": .text(subject), "business": .integer(business.rawValue)]
            ).map(Self.message)
        }
        var state: Conversation?
        if kind == .conversationCreated || kind == .conversationUpdated {
            state = try transaction.row(
                "SELECT * FROM conversations WHERE id = :id AND business_id = :business",
                ["id": .text(conversation), "business": .integer(business.rawValue)]
            ).map(Self.conversation)
        }
        return LoggedEvent(
            cursor: try row.integer("position"), business: business, kind: kind, conversation: conversation,
            subject: subject, detail: try JSONColumn.decode([String: String].self, from: try row.text("detail")),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")), message: message, state: state)
    }
}
