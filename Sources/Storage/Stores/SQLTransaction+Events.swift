import DeskModel

extension SQLTransaction {
    /// Says that something happened, to everybody at once: adds it to the log that the desk's own pages follow, puts it
    /// into the outbox for every webhook and person that wants to know, and raises a notice where the owner wants to see
    /// it. Part of the change: it happens when the change does.
    func emit(_ event: DeskEvent, now: Timestamp = .now()) throws {
        if let entry = event.log {
            try SQLStore.note(
                entry.kind, in: event.business, conversation: event.conversation, subject: entry.subject,
                detail: entry.detail, self)
        }
        try tellWebhooks(event, now: now)
        try tellPeople(event, now: now)
    }

    private func tellWebhooks(_ event: DeskEvent, now: Timestamp) throws {
        let business: SQLValue = .integer(event.business.rawValue)
        var webhooks = try rows(
            """
            SELECT id, events FROM webhooks WHERE business_id = :business AND conversation_id IS NULL AND enabled = 1
            """, ["business": business])
        if let conversation = event.conversation {
            webhooks += try rows(
                """
                SELECT id, events FROM webhooks
                WHERE business_id = :business AND conversation_id = :conversation AND enabled = 1
                """, ["business": business, "conversation": .text(conversation)])
        }
        let ids = try webhooks.filter { row in
            let events = try JSONColumn.decode([String].self, from: try row.text("events"))
            return events.isEmpty || events.contains(event.kind.rawValue)
        }.map { try $0.text("id") }
        guard !ids.isEmpty else { return }
        let body = try event.body()
        try enqueue(
            ids.map { id in
                OutboxDraft(
                    business: event.business, kind: .webhook, lane: id, payload: body, key: "event:\(event.id):\(id)")
            }, now: now)
    }

    private func tellPeople(_ event: DeskEvent, now: Timestamp) throws {
        let settings = try notificationSettings(of: event.business)
        if settings.pageEvents.contains(event.kind) {
            try insert(
                Notice(
                    id: UUIDv7.next(), business: event.business, key: "event:\(event.id)",
                    content: .alert(Notice.Alert(event)), createdAt: now))
        }
        for delivery in settings.deliveries(of: event.kind, at: now) {
            try notify(delivery, of: event, now: now)
        }
    }

    /// Nothing goes out twice: what is not due yet is added to what already waits for the same moment.
    private func notify(_ delivery: NotificationDelivery, of event: DeskEvent, now: Timestamp) throws {
        let kind: OutboxEntry.Kind = delivery.channel == .email ? .email : .sms
        let item = NotificationDigest.Item(event)
        let address = delivery.recipient.lowercased()
        var key = "event:\(event.id):\(kind.rawValue):\(address)"
        if let due = delivery.dueAt {
            let shared = "digest:\(kind.rawValue):\(address):\(due.milliseconds)"
            let waiting = try row(
                "SELECT id, payload, state, attempts FROM outbox WHERE business_id = :business AND key = :key",
                ["business": .integer(event.business.rawValue), "key": .text(shared)])
            if let waiting {
                // One that was tried may have arrived: what came after it is told by itself.
                if try waiting.text("state") == "pending", try waiting.int("attempts") == 0 {
                    return try add(item, to: waiting, kind, now: now)
                }
            } else {
                key = shared
            }
        }
        let digest = NotificationDigest(recipient: delivery.recipient, timeZone: delivery.timeZone, item: item)
        // News of last week is none, and a text of yesterday disturbs for nothing.
        let lifetime: Int64 = kind == .email ? 5 * 24 * 3600 * 1000 : 3600 * 1000
        try enqueue(
            [
                OutboxDraft(
                    business: event.business, kind: kind, lane: address, payload: try payload(digest, kind), key: key,
                    dueAt: delivery.dueAt,
                    expiresAt: (delivery.dueAt ?? now).advanced(byMilliseconds: lifetime))
            ], now: now)
    }

    private func add(
        _ item: NotificationDigest.Item, to waiting: SQLRow, _ kind: OutboxEntry.Kind, now: Timestamp
    ) throws {
        let stored = try waiting.text("payload")
        var digest: NotificationDigest
        switch kind {
        case .email:
            guard case .notifications(let found) = try JSONColumn.decode(OutboxMail.self, from: stored) else {
                throw SQLError.malformedValue("payload")
            }
            digest = found
        case .sms, .webhook, .twilio, .whatsapp, .telegram, .emailChannel:
            guard case .notifications(let found) = try JSONColumn.decode(OutboxText.self, from: stored) else {
                throw SQLError.malformedValue("payload")
            }
            digest = found
        }
        digest.add(item)
        try execute(
            "UPDATE outbox SET payload = :payload, updated_at = :now WHERE id = :id",
            [
                "payload": .text(try payload(digest, kind)), "now": .integer(now.milliseconds),
                "id": .text(try waiting.text("id")),
            ])
    }

    private func payload(_ digest: NotificationDigest, _ kind: OutboxEntry.Kind) throws -> String {
        let value =
            kind == .email
            ? try JSONColumn.encode(OutboxMail.notifications(digest))
            : try JSONColumn.encode(OutboxText.notifications(digest))
        guard case .text(let text) = value else { throw SQLError.malformedValue("payload") }
        return text
    }
}
