public import DeskModel

extension SQLStore: WebhookStore {
    public func add(_ webhook: Webhook) async throws {
        try await database.write { transaction in
            try transaction.requireBusiness(webhook.business)
            let count = try transaction.row(
                "SELECT count(*) AS n FROM webhooks WHERE business_id = :business",
                ["business": .integer(webhook.business.rawValue)])
            guard try count?.int("n") ?? 0 < Webhook.maximumPerBusiness else { throw StoreError.full("webhooks") }
            try transaction.execute(
                """
                INSERT INTO webhooks (id, business_id, conversation_id, url, events, description, enabled,
                    disabled_reason, secret, previous_secret, previous_secret_until, created_at, updated_at)
                VALUES (:id, :business, :conversation, :url, :events, :description, :enabled, :reason, :secret,
                    :previous, :previousUntil, :created, :updated)
                """, try Self.parameters(webhook))
        }
    }

    public func webhooks(
        in business: BusinessID, conversation: ConversationID?, after: WebhookID?, limit: Int
    ) async throws -> [Webhook] {
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        if let conversation { parameters["conversation"] = .text(conversation) }
        let condition = conversation == nil ? "IS NULL" : "= :conversation"
        return try await database.read { [parameters] transaction in
            try transaction.rows(
                """
                SELECT * FROM webhooks WHERE business_id = :business AND conversation_id \(condition) AND id < :after
                ORDER BY id DESC LIMIT :limit
                """, parameters
            ).map(Self.webhook)
        }
    }

    public func webhook(_ id: WebhookID, in business: BusinessID) async throws -> Webhook? {
        try await database.read { transaction in try Self.webhook(id, in: business, transaction) }
    }

    public func update(_ webhook: Webhook) async throws -> Bool {
        try await database.write { transaction in
            let changed = try transaction.execute(
                """
                UPDATE webhooks SET url = :url, events = :events, description = :description, enabled = :enabled,
                    disabled_reason = :reason, secret = :secret, previous_secret = :previous,
                    previous_secret_until = :previousUntil, updated_at = :updated
                WHERE id = :id AND business_id = :business
                """, try Self.parameters(webhook))
            guard changed > 0 else { return false }
            if webhook.isEnabled {
                // A target that is mended, or another, starts with a clean record.
                try transaction.execute(
                    """
                    UPDATE outbox_lanes SET failures = 0, failing_since = NULL, blocked_until = 0
                    WHERE business_id = :business AND kind = 'webhook' AND lane = :id
                    """, ["id": .text(webhook.id), "business": .integer(webhook.business.rawValue)])
            } else {
                try Self.giveUpDeliveries(of: webhook.id, in: webhook.business, now: webhook.updatedAt, transaction)
            }
            return true
        }
    }

    public func deleteWebhook(_ id: WebhookID, in business: BusinessID) async throws -> Bool {
        let parameters: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
        return try await database.write { transaction in
            let removed = try transaction.execute(
                "DELETE FROM webhooks WHERE id = :id AND business_id = :business", parameters)
            guard removed > 0 else { return false }
            for table in ["outbox", "outbox_lanes"] {
                try transaction.execute(
                    "DELETE FROM \(table) WHERE business_id = :business AND kind = 'webhook' AND lane = :id", parameters
                )
            }
            return true
        }
    }

    public func disableWebhook(_ id: WebhookID, in business: BusinessID, reason: String) async throws {
        let now = Timestamp.now()
        try await writeSending { transaction in
            guard var webhook = try Self.webhook(id, in: business, transaction), webhook.isEnabled else { return }
            (webhook.isEnabled, webhook.disabledReason, webhook.updatedAt) = (false, reason, now)
            try transaction.execute(
                """
                UPDATE webhooks SET enabled = 0, disabled_reason = :reason, updated_at = :now
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue), "reason": .text(reason),
                    "now": .integer(now.milliseconds),
                ])
            try Self.giveUpDeliveries(of: id, in: business, now: now, transaction)
            try transaction.emit(.webhookDisabled(id, url: webhook.url, reason: reason, in: business), now: now)
        }
    }

    public func testWebhook(_ id: WebhookID, in business: BusinessID) async throws -> OutboxID {
        let draft = OutboxDraft(
            business: business, kind: .webhook, lane: id,
            payload: try DeskEvent.webhookTest(id, in: business).body())
        try await writeSending { transaction in
            guard try Self.webhook(id, in: business, transaction) != nil else { throw StoreError.notFound }
            try transaction.enqueue([draft], now: .now())
        }
        return draft.id
    }

    // MARK: Rows

    /// What is pending for a webhook that gets nothing more.
    private static func giveUpDeliveries(
        of id: WebhookID, in business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        let parameters: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
        try transaction.execute(
            """
            UPDATE outbox SET state = 'dead', last_error = 'The webhook was disabled.', updated_at = :now
            WHERE business_id = :business AND kind = 'webhook' AND lane = :id AND state = 'pending'
            """, parameters.merging(["now": .integer(now.milliseconds)]) { $1 })
        try transaction.execute(
            """
            UPDATE outbox_lanes SET ready_at = NULL, blocked_until = 0, failures = 0, failing_since = NULL, claim = NULL
            WHERE business_id = :business AND kind = 'webhook' AND lane = :id
            """, parameters)
    }

    private static func webhook(
        _ id: WebhookID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Webhook? {
        try transaction.row(
            "SELECT * FROM webhooks WHERE id = :id AND business_id = :business",
            ["id": .text(id), "business": .integer(business.rawValue)]
        ).map(webhook)
    }

    private static func parameters(_ webhook: Webhook) throws -> [String: SQLValue] {
        [
            "id": .text(webhook.id), "business": .integer(webhook.business.rawValue),
            "conversation": .text(webhook.conversation), "url": .text(webhook.url),
            "events": try JSONColumn.encode(webhook.events.map(\.rawValue).sorted()),
            "description": .text(webhook.description), "enabled": .integer(webhook.isEnabled ? 1 : 0),
            "reason": .text(webhook.disabledReason), "secret": .text(webhook.secret.text),
            "previous": .text(webhook.previousSecret?.text), "previousUntil": .moment(webhook.previousSecretUntil),
            "created": .integer(webhook.createdAt.milliseconds), "updated": .integer(webhook.updatedAt.milliseconds),
        ]
    }

    private static func webhook(_ row: SQLRow) throws -> Webhook {
        guard let secret = WebhookSecret(try row.text("secret")) else { throw SQLError.malformedValue("secret") }
        let events = try JSONColumn.decode([String].self, from: try row.text("events"))
        return Webhook(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            conversation: try row.optionalText("conversation_id"), url: try row.text("url"),
            events: Set(events.compactMap(DeskEvent.Kind.init)), description: try row.text("description"),
            isEnabled: try row.integer("enabled") == 1, disabledReason: try row.optionalText("disabled_reason"),
            secret: secret, previousSecret: try row.optionalText("previous_secret").flatMap(WebhookSecret.init),
            previousSecretUntil: try row.optionalInteger("previous_secret_until").map { Timestamp(milliseconds: $0) },
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
    }
}
