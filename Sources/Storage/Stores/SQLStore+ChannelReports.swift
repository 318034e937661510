public import DeskModel

extension SQLStore {
    public func apply(
        _ report: DeliveryReport, from provider: ChannelProvider, in business: BusinessID
    ) async throws -> Bool {
        let now = Timestamp.now()
        return try await database.write { transaction in
            try transaction.requireBusiness(business)
            let key: [String: SQLValue] = [
                "business": .integer(business.rawValue), "provider": .text(provider.rawValue),
                "id": .text(report.messageID),
            ]
            let known = try transaction.row(
                """
                SELECT * FROM channel_reports
                WHERE business_id = :business AND provider = :provider AND provider_id = :id
                """, key)
            let step = try known.map {
                DeliveryStep(
                    try $0.text("word"), rank: try $0.int("rank"), isTerminal: try $0.integer("is_terminal") == 1)
            }
            guard report.step.replaces(step) else { return false }
            try transaction.execute(
                """
                INSERT INTO channel_reports (business_id, provider, provider_id, word, rank, is_terminal, delivery,
                    error, updated_at)
                VALUES (:business, :provider, :id, :word, :rank, :terminal, :delivery, :error, :now)
                ON CONFLICT (business_id, provider, provider_id) DO UPDATE SET word = excluded.word,
                    rank = excluded.rank, is_terminal = excluded.is_terminal, delivery = excluded.delivery,
                    error = excluded.error, updated_at = excluded.updated_at
                """,
                key.merging([
                    "word": .text(report.step.word), "rank": .integer(report.step.rank),
                    "terminal": .integer(report.step.isTerminal ? 1 : 0), "delivery": .text(report.delivery.rawValue),
                    "error": .text(report.errorCode), "now": .integer(now.milliseconds),
                ]) { $1 })
            try Self.link(report, key, transaction)
            let row = try transaction.row(
                "SELECT message_id FROM channel_deliveries WHERE business_id = :business AND provider_id = :id",
                ["business": .integer(business.rawValue), "id": .text(report.messageID)])
            if let message = try row?.text("message_id") {
                try Self.refreshDelivery(
                    ["business": .integer(business.rawValue), "message": .text(message)], transaction)
            }
            return true
        }
    }

    public func report(
        on providerID: String, from provider: ChannelProvider, in business: BusinessID
    ) async throws -> DeliveryReport? {
        try await database.read { transaction in
            let row = try transaction.row(
                """
                SELECT * FROM channel_reports
                WHERE business_id = :business AND provider = :provider AND provider_id = :id
                """,
                [
                    "business": .integer(business.rawValue), "provider": .text(provider.rawValue),
                    "id": .text(providerID),
                ])
            guard let row else { return nil }
            guard let delivery = Message.Delivery(rawValue: try row.text("delivery")) else {
                throw SQLError.malformedValue("delivery")
            }
            let step = DeliveryStep(
                try row.text("word"), rank: try row.int("rank"), isTerminal: try row.integer("is_terminal") == 1)
            return DeliveryReport(
                messageID: providerID, step: step, delivery: delivery, errorCode: try row.optionalText("error"))
        }
    }

    public func hasSent(_ providerID: String, in business: BusinessID) async throws -> Bool {
        try await database.read { transaction in
            try transaction.row(
                "SELECT part FROM channel_deliveries WHERE business_id = :business AND provider_id = :id",
                ["business": .integer(business.rawValue), "id": .text(providerID)]) != nil
        }
    }

    public func message(ofProvider id: String, in business: BusinessID) async throws -> Message? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM messages WHERE business_id = :business AND provider_id = :id",
                ["business": .integer(business.rawValue), "id": .text(id)]
            ).map(Self.message)
        }
    }

    /// A report that brings our own reference back says what the provider calls a piece of whose fate we know nothing.
    private static func link(
        _ report: DeliveryReport, _ key: [String: SQLValue], _ transaction: any SQLTransaction
    ) throws {
        let parts = (report.reference ?? "").split(separator: ":")
        guard parts.count == 2, UUIDv7.isValid(parts[0]), let part = Int(parts[1]), let business = key["business"]
        else { return }
        let delivery: [String: SQLValue] = [
            "business": business, "message": .text(String(parts[0])), "part": .integer(part),
        ]
        let waits = try transaction.row(
            """
            SELECT part FROM channel_deliveries WHERE business_id = :business AND message_id = :message
                AND part = :part AND state IN ('waiting', 'sending')
            """, delivery)
        if waits != nil { try accept(delivery, as: report.messageID, transaction) }
    }

    /// Says of a message what holds for all of its pieces: it has come as far as the one that is furthest behind, and
    /// has failed when one has.
    ///
    /// - Parameter key: business and message.
    static func refreshDelivery(_ key: [String: SQLValue], _ transaction: any SQLTransaction) throws {
        let rows = try transaction.rows(
            """
            SELECT d.state, r.delivery, r.error FROM channel_deliveries d
            LEFT JOIN channel_threads t ON t.business_id = d.business_id AND t.conversation_id = d.conversation_id
            LEFT JOIN channel_reports r ON r.business_id = d.business_id AND r.provider = t.provider
                AND r.provider_id = d.provider_id
            WHERE d.business_id = :business AND d.message_id = :message
            """, key)
        var least = Message.Delivery.read
        var error: String?
        let order: [Message.Delivery] = [.queued, .sent, .delivered, .read]
        for row in rows {
            let delivery =
                try row.text("state") == "failed"
                ? .failed : try row.optionalText("delivery").flatMap(Message.Delivery.init(rawValue:)) ?? .queued
            if delivery == .failed {
                least = .failed
                error = try row.optionalText("error")
                break
            }
            let (one, other) = (order.firstIndex(of: delivery) ?? 0, order.firstIndex(of: least) ?? 0)
            if one < other { least = delivery }
        }
        guard !rows.isEmpty else { return }
        try transaction.execute(
            """
            UPDATE messages SET delivery = :delivery, delivery_error = coalesce(:error, delivery_error)
            WHERE business_id = :business AND id = :message
            """, key.merging(["delivery": .text(least.rawValue), "error": .text(error)]) { $1 })
    }
}
