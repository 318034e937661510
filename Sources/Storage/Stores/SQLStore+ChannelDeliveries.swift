public import DeskModel

extension SQLStore: ChannelStore {
    public func thread(of conversation: ConversationID, in business: BusinessID) async throws -> ChannelThread? {
        try await database.read { transaction in
            let row = try transaction.row(
                """
                SELECT t.*, c.channel, c.contact_id, coalesce(c.language, k.language) AS language FROM channel_threads t
                JOIN conversations c ON c.business_id = t.business_id AND c.id = t.conversation_id
                LEFT JOIN contacts k ON k.business_id = c.business_id AND k.id = c.contact_id
                WHERE t.business_id = :business AND t.conversation_id = :conversation
                """, ["business": .integer(business.rawValue), "conversation": .text(conversation)])
            guard let row else { return nil }
            guard let provider = ChannelProvider(rawValue: try row.text("provider")),
                let channel = Conversation.Channel(rawValue: try row.text("channel"))
            else { throw SQLError.malformedValue("provider or channel") }
            let isOptedOut =
                try row.optionalText("contact_id").map {
                    try Self.isOptedOut($0, on: channel, in: business, transaction)
                } ?? false
            return ChannelThread(
                conversation: conversation, business: business, provider: provider, channel: channel,
                address: try row.text("address"), ownAddress: try row.optionalText("own_address"),
                lastInboundAt: Timestamp(milliseconds: try row.integer("last_inbound_at")),
                lastInboundID: try row.optionalText("last_inbound_id"), language: try row.optionalText("language"),
                isOptedOut: isOptedOut,
                details: try JSONColumn.decode([String: String].self, from: try row.text("details")))
        }
    }

    public func resend(_ message: MessageID, in business: BusinessID) async throws -> Bool {
        let key: [String: SQLValue] = ["business": .integer(business.rawValue), "message": .text(message)]
        return try await database.write { transaction in
            let failed = try transaction.execute(
                """
                UPDATE channel_deliveries SET state = CASE WHEN text = '' THEN 'unplanned' ELSE 'waiting' END,
                    attempted_at = NULL, updated_at = :now
                WHERE business_id = :business AND message_id = :message AND state = 'failed'
                """, key.merging(["now": .integer(Timestamp.now().milliseconds)]) { $1 })
            guard failed > 0 else { return false }
            try transaction.execute(
                """
                UPDATE messages SET delivery = 'queued', delivery_error = NULL
                WHERE business_id = :business AND id = :message
                """, key)
            return true
        }
    }

    public func nextDelivery(
        in conversation: ConversationID, of business: BusinessID, upTo message: MessageID
    ) async throws -> ChannelDelivery? {
        try await database.read { transaction in
            try transaction.row(
                """
                SELECT * FROM channel_deliveries
                WHERE business_id = :business AND conversation_id = :conversation AND message_id <= :message
                    AND state IN ('unplanned', 'waiting', 'sending')
                ORDER BY message_id, part LIMIT 1
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "message": .text(message),
                ]
            ).map(Self.delivery)
        }
    }

    public func deliveries(of message: MessageID, in business: BusinessID) async throws -> [ChannelDelivery] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM channel_deliveries WHERE business_id = :business AND message_id = :message ORDER BY part",
                ["business": .integer(business.rawValue), "message": .text(message)]
            ).map(Self.delivery)
        }
    }

    public func plan(_ parts: [ChannelPart], of message: MessageID, in business: BusinessID) async throws {
        let key: [String: SQLValue] = ["business": .integer(business.rawValue), "message": .text(message)]
        let now = Timestamp.now()
        try await database.write { transaction in
            let row = try transaction.row(
                """
                DELETE FROM channel_deliveries
                WHERE business_id = :business AND message_id = :message AND state = 'unplanned' RETURNING conversation_id
                """, key)
            guard let conversation = try row?.text("conversation_id") else { return }
            for (number, part) in parts.enumerated() {
                try transaction.execute(
                    """
                    INSERT INTO channel_deliveries (business_id, conversation_id, message_id, part, text, media_id,
                        state, updated_at)
                    VALUES (:business, :conversation, :message, :part, :text, :media, 'waiting', :now)
                    """,
                    key.merging([
                        "conversation": .text(conversation), "part": .integer(number),
                        "text": .text(SQLValue.storable(part.text)), "media": .text(part.media),
                        "now": .integer(now.milliseconds),
                    ]) { $1 })
            }
        }
    }

    public func begin(_ delivery: ChannelDelivery, in business: BusinessID, at moment: Timestamp) async throws {
        try await set(.sending, delivery, in: business, attemptedAt: moment)
    }

    public func release(_ delivery: ChannelDelivery, in business: BusinessID) async throws {
        try await set(.waiting, delivery, in: business, attemptedAt: delivery.attemptedAt)
    }

    private func set(
        _ state: ChannelDelivery.State, _ delivery: ChannelDelivery, in business: BusinessID, attemptedAt: Timestamp?
    ) async throws {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE channel_deliveries SET state = :state, attempted_at = :attempted, updated_at = :now
                WHERE business_id = :business AND message_id = :message AND part = :part
                    AND state IN ('waiting', 'sending')
                """,
                Self.key(delivery, business).merging([
                    "state": .text(state.rawValue), "attempted": .moment(attemptedAt),
                    "now": .integer(Timestamp.now().milliseconds),
                ]) { $1 })
        }
    }

    public func accept(
        _ delivery: ChannelDelivery, as providerID: String, in business: BusinessID
    ) async throws {
        try await database.write { transaction in
            try Self.accept(Self.key(delivery, business), as: providerID, transaction)
        }
    }

    public func fail(_ message: MessageID, reason: String, in business: BusinessID) async throws {
        let key: [String: SQLValue] = ["business": .integer(business.rawValue), "message": .text(message)]
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE channel_deliveries SET state = 'failed', updated_at = :now
                WHERE business_id = :business AND message_id = :message
                    AND state IN ('unplanned', 'waiting', 'sending')
                """, key.merging(["now": .integer(Timestamp.now().milliseconds)]) { $1 })
            try transaction.execute(
                """
                UPDATE messages SET delivery = 'failed', delivery_error = :reason
                WHERE business_id = :business AND id = :message
                """, key.merging(["reason": .text(String(reason.prefix(600)))]) { $1 })
        }
    }

    public func providerIDs(
        sentTo address: String, since: Timestamp, in business: BusinessID
    ) async throws -> Set<String> {
        try await database.read { transaction in
            let rows = try transaction.rows(
                """
                SELECT d.provider_id FROM channel_threads t
                JOIN channel_deliveries d ON d.business_id = t.business_id AND d.conversation_id = t.conversation_id
                WHERE t.business_id = :business AND t.address = :address AND d.provider_id IS NOT NULL
                    AND d.updated_at >= :since
                """,
                [
                    "business": .integer(business.rawValue), "address": .text(address),
                    "since": .integer(since.milliseconds),
                ])
            return Set(try rows.map { try $0.text("provider_id") })
        }
    }

    // MARK: Rows

    static func key(_ delivery: ChannelDelivery, _ business: BusinessID) -> [String: SQLValue] {
        [
            "business": .integer(business.rawValue), "message": .text(delivery.message),
            "part": .integer(delivery.part),
        ]
    }

    /// Whether no row of a table has the provider's id: one that is given twice must not have a piece sent once more.
    private static func free(_ table: String) -> String {
        "NOT EXISTS (SELECT 1 FROM \(table) o WHERE o.business_id = :business AND o.provider_id = :provider)"
    }

    /// - Parameter key: business, message and part.
    static func accept(
        _ key: [String: SQLValue], as providerID: String, _ transaction: any SQLTransaction
    ) throws {
        let accepted = try transaction.row(
            """
            UPDATE channel_deliveries SET state = 'accepted', updated_at = :now,
                provider_id = CASE WHEN \(free("channel_deliveries")) THEN :provider END
            WHERE business_id = :business AND message_id = :message AND part = :part AND state <> 'accepted'
            RETURNING message_id
            """,
            key.merging([
                "provider": .text(providerID), "now": .integer(Timestamp.now().milliseconds),
            ]) { $1 })
        guard accepted != nil else { return }
        try transaction.execute(
            """
            UPDATE messages SET provider_id = :provider
            WHERE business_id = :business AND id = :message AND provider_id IS NULL AND \(free("messages"))
            """, key.filter { $0.key != "part" }.merging(["provider": .text(providerID)]) { $1 })
        try refreshDelivery(key.filter { $0.key != "part" }, transaction)
    }

    private static func delivery(_ row: SQLRow) throws -> ChannelDelivery {
        guard let state = ChannelDelivery.State(rawValue: try row.text("state")) else {
            throw SQLError.malformedValue("state")
        }
        return ChannelDelivery(
            message: try row.text("message_id"), part: try row.int("part"), text: try row.text("text"), state: state,
            attemptedAt: try row.optionalInteger("attempted_at").map(Timestamp.init(milliseconds:)),
            providerID: try row.optionalText("provider_id"), media: try row.optionalText("media_id"))
    }
}
