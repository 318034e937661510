public import DeskModel

extension SQLStore: InboxStore {
    /// Conversations found by what was said in them: those of the newest messages that match.
    private static let mostFoundByText = 2_000

    public func conversations(
        _ query: ConversationQuery, in business: BusinessID, after place: ConversationQuery.Place?, limit: Int
    ) async throws -> [Conversation] {
        let (conditions, parameters) = Self.conditions(of: query, in: business, after: place)
        return try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM conversations WHERE \(conditions.joined(separator: " AND "))
                ORDER BY updated_at DESC, id DESC LIMIT :limit
                """, parameters.merging(["limit": .limit(limit)]) { $1 }, isKept: false
            ).map(Self.conversation)
        }
    }

    public func conversationCount(_ query: ConversationQuery, in business: BusinessID) async throws -> Int {
        let (conditions, parameters) = Self.conditions(of: query, in: business, after: nil)
        return try await database.read { transaction in
            try transaction.rows(
                "SELECT count(*) AS n FROM conversations WHERE \(conditions.joined(separator: " AND "))", parameters,
                isKept: false
            ).first?.int("n") ?? 0
        }
    }

    public func conversationsAwaitingPerson(in business: BusinessID, limit: Int) async throws -> [Conversation] {
        try await database.read { transaction in
            // What is not the assistant's is an index of its own, and short.
            try transaction.rows(
                """
                SELECT c.* FROM handoffs h
                JOIN conversations c ON c.business_id = h.business_id AND c.id = h.conversation_id
                WHERE h.business_id = :business AND h.voice <> 'bot' AND h.voice = 'requested'
                ORDER BY h.since LIMIT :limit
                """, ["business": .integer(business.rawValue), "limit": .limit(limit)]
            ).map(Self.conversation)
        }
    }

    public func create(_ conversation: Conversation) async throws -> Conversation {
        try await writeSending { transaction in
            if let known = try Self.stored(conversation.id, in: conversation.business, transaction) { return known }
            try transaction.requireBusiness(conversation.business)
            try Self.check(conversation, insteadOf: nil, transaction)
            try transaction.execute(
                """
                INSERT INTO conversations (id, business_id, channel, created_at, updated_at)
                VALUES (:id, :business, :channel, :now, :now)
                """,
                [
                    "id": .text(conversation.id), "business": .integer(conversation.business.rawValue),
                    "channel": .text(conversation.channel.rawValue),
                    "now": .integer(conversation.createdAt.milliseconds),
                ])
            try Self.save(conversation, version: 1, at: conversation.createdAt, transaction)
            guard let made = try Self.stored(conversation.id, in: conversation.business, transaction) else {
                throw StoreError.notFound
            }
            try transaction.emit(.conversationCreated(made), now: made.createdAt)
            return made
        }
    }

    public func editConversation(
        _ id: ConversationID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Conversation) throws -> Void
    ) async throws -> Conversation {
        let now = Timestamp.now()
        return try await writeSending { transaction in
            guard let old = try Self.stored(id, in: business, transaction) else { throw StoreError.notFound }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return old }
            try Self.check(new, insteadOf: old, transaction)
            try Self.save(new, version: old.version + 1, at: now, transaction)
            let saved = try Self.stored(id, in: business, transaction) ?? new
            try transaction.emit(.conversationUpdated(saved, changes: Self.changes(from: old, to: new)), now: now)
            return saved
        }
    }

    public func conversation(named uniqueName: String, in business: BusinessID) async throws -> Conversation? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM conversations WHERE business_id = :business AND unique_name = :name",
                ["business": .integer(business.rawValue), "name": .text(uniqueName)]
            ).map(Self.conversation)
        }
    }

    public func deleteConversation(_ id: ConversationID, in business: BusinessID, version: Int?) async throws {
        try await database.write { transaction in
            try transaction.delete(from: "conversations", id, in: business, version: version)
            try Self.note(.conversationDeleted, in: business, conversation: id, transaction)
        }
    }

    // MARK: Lists

    private static func conditions(
        of query: ConversationQuery, in business: BusinessID, after place: ConversationQuery.Place?
    ) -> (conditions: [String], parameters: [String: SQLValue]) {
        var conditions = ["business_id = :business"]
        var parameters: [String: SQLValue] = ["business": .integer(business.rawValue)]
        let texts: [(column: String, value: String?)] = [
            ("status", query.status?.rawValue), ("channel", query.channel?.rawValue), ("service_id", query.service),
            ("assignee_id", query.assignee), ("priority", query.priority?.rawValue), ("contact_id", query.contact),
        ]
        for (column, value) in texts {
            guard let value else { continue }
            conditions.append("\(column) = :\(column)")
            parameters[column] = .text(value)
        }
        if query.hasMessages { conditions.append("message_count > 0") }
        if let since = query.since {
            conditions.append("updated_at >= :since")
            parameters["since"] = .moment(since)
        }
        if let until = query.until {
            conditions.append("updated_at < :until")
            parameters["until"] = .moment(until)
        }
        if let voice = query.voice {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM handoffs h WHERE h.conversation_id = conversations.id
                    AND h.business_id = :business AND h.voice = :voice)
                """)
            parameters["voice"] = .text(voice.rawValue)
        }
        if let tag = query.tag {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM conversation_tags g WHERE g.business_id = :business
                    AND g.conversation_id = conversations.id AND g.tag = :tag)
                """)
            parameters["tag"] = .text(tag)
        }
        if let text = query.text {
            conditions.append(textCondition(said: MessageTerms.query(text).map { $0.match(in: business) }, &parameters))
            parameters.merge(TextPattern.parameters(text)) { $1 }
        }
        if let place {
            conditions.append("(updated_at, id) < (:placeTime, :placeID)")
            parameters["placeTime"] = .moment(place.updatedAt)
            parameters["placeID"] = .text(place.id)
        }
        return (conditions, parameters)
    }

    private static func textCondition(said match: String?, _ parameters: inout [String: SQLValue]) -> String {
        var tests = [
            TextPattern.condition(["conversations.name", "conversations.unique_name"]),
            """
            contact_id IN (SELECT k.id FROM contacts k WHERE k.business_id = :business
                AND \(TextPattern.condition(["k.name", "k.phone", "k.email"])))
            """,
        ]
        if let match {
            parameters["match"] = .text(match)
            tests.append(
                """
                id IN (SELECT t.conversation_id FROM (
                        SELECT rowid AS place FROM fts_messages WHERE fts_messages MATCH :match
                        ORDER BY rowid DESC LIMIT \(mostFoundByText)) hit
                    JOIN message_terms t ON t.id = hit.place WHERE t.business_id = :business)
                """)
        }
        return "(" + tests.joined(separator: " OR ") + ")"
    }

    // MARK: Rows

    /// The names of the changed fields, as in the API.
    private static func changes(from old: Conversation, to new: Conversation) -> [String] {
        let fields: [(String, Bool)] = [
            ("friendly_name", old.name != new.name), ("unique_name", old.uniqueName != new.uniqueName),
            ("attributes", old.attributes != new.attributes), ("state", old.status != new.status),
            ("priority", old.priority != new.priority), ("assignee", old.assignee != new.assignee),
            ("tags", old.tags != new.tags), ("satisfaction", old.satisfaction != new.satisfaction),
            ("language", old.language != new.language), ("contact_id", old.contact != new.contact),
            ("chat_service_sid", old.service != new.service),
        ]
        return fields.filter(\.1).map(\.0)
    }

    private static func stored(
        _ id: ConversationID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Conversation? {
        try transaction.row(
            "SELECT * FROM conversations WHERE id = :id AND business_id = :business",
            ["id": .text(id), "business": .integer(business.rawValue)]
        ).map(conversation)
    }

    /// What the schema does not see: that service and contact are the same business's, and ways of the status.
    private static func check(
        _ new: Conversation, insteadOf old: Conversation?, _ transaction: any SQLTransaction
    ) throws {
        if let old, !old.status.canBecome(new.status) {
            throw ConversationStatus.Refusal(from: old.status, to: new.status)
        }
        for (table, id, known) in [
            ("services", new.service, old?.service), ("contacts", new.contact, old?.contact),
        ] where id != nil && id != known {
            let row = try transaction.row(
                "SELECT id FROM \(table) WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(new.business.rawValue)])
            guard row != nil else { throw StoreError.notFound }
        }
        if let name = new.uniqueName, name != old?.uniqueName {
            let row = try transaction.row(
                "SELECT id FROM conversations WHERE business_id = :business AND unique_name = :name",
                ["business": .integer(new.business.rawValue), "name": .text(name)])
            guard row == nil else { throw StoreError.taken("unique_name") }
        }
    }

    private static func save(
        _ conversation: Conversation, version: Int, at now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        let tags = Set(conversation.tags).sorted()
        let key: [String: SQLValue] = [
            "id": .text(conversation.id), "business": .integer(conversation.business.rawValue),
        ]
        try transaction.execute(
            """
            UPDATE conversations SET service_id = :service, contact_id = :contact, status = :status, name = :name,
                unique_name = :uniqueName, language = :language, attributes = :attributes, priority = :priority,
                assignee_id = :assignee, tags = :tags, satisfaction = :satisfaction,
                updated_at = max(updated_at, :now), version = :version,
                closed_at = CASE WHEN :status = 'closed' THEN coalesce(closed_at, :now) END
            WHERE id = :id AND business_id = :business
            """,
            key.merging([
                "service": .text(conversation.service), "contact": .text(conversation.contact),
                "status": .text(conversation.status.rawValue), "name": .text(conversation.name),
                "uniqueName": .text(conversation.uniqueName), "language": .text(conversation.language),
                "attributes": .text(conversation.attributes), "priority": .text(conversation.priority.rawValue),
                "assignee": .text(conversation.assignee), "tags": try JSONColumn.encode(tags),
                "satisfaction": conversation.satisfaction.map { .integer($0) } ?? .null,
                "now": .integer(now.milliseconds), "version": .integer(version),
            ]) { $1 })
        try transaction.execute(
            "DELETE FROM conversation_tags WHERE business_id = :business AND conversation_id = :id", key)
        try transaction.execute(
            "INSERT INTO conversation_tags (business_id, conversation_id, tag) VALUES (:business, :id, :tag)",
            each: tags.map { key.merging(["tag": .text($0)]) { $1 } })
    }
}

extension SQLTransaction {
    /// Deletes a row of a table of ours that has `id`, `business_id` and `version`.
    ///
    /// - Throws: `StoreError.notFound`, `StoreError.stale`.
    func delete(
        from table: String, _ id: String, in business: BusinessID, conversation: ConversationID? = nil, version: Int?
    ) throws {
        let scope = conversation == nil ? "" : "AND conversation_id = :conversation"
        var key: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
        if let conversation { key["conversation"] = .text(conversation) }
        let row = try row("SELECT version FROM \(table) WHERE id = :id AND business_id = :business \(scope)", key)
        guard let row else { throw StoreError.notFound }
        if let version, try row.int("version") != version { throw StoreError.stale }
        try execute("DELETE FROM \(table) WHERE id = :id AND business_id = :business \(scope)", key)
    }
}
