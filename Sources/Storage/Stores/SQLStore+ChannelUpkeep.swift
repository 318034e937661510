public import DeskModel

extension SQLStore {
    public func take(_ happening: ChannelHappening, in business: BusinessID) async throws -> Message? {
        struct Attributes: Encodable {
            let event: ChannelHappening.Kind
            let emoji: String?
            let inReplyTo: String?

            enum CodingKeys: String, CodingKey {
                case event, emoji
                case inReplyTo = "in_reply_to"
            }
        }
        let attributes = try JSONColumn.encode(
            Attributes(event: happening.kind, emoji: happening.emoji, inReplyTo: happening.target))
        return try await writeSending { transaction in
            try transaction.requireBusiness(business)
            let isNew = try Self.note(
                event: happening.eventID, of: happening.provider, in: business, now: .now(), transaction)
            guard isNew, case .text(let attributes) = attributes,
                let conversation = try Self.conversation(of: happening, in: business, transaction)
            else { return nil }
            return try Self.append(
                MessageDraft(.system, happening.text, attributes: attributes), to: conversation, in: business,
                isSent: false, transaction)
        }
    }

    /// Where the message is that it is about, else the customer's newest conversation on the channel.
    private static func conversation(
        of happening: ChannelHappening, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> ConversationID? {
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "channel": .text(happening.channel.rawValue),
            "address": .text(happening.address), "target": .text(happening.target),
        ]
        // Only the customer's own: nobody's reaction is noted with another's conversation.
        let theirs = """
            FROM conversations c JOIN contact_addresses a ON a.business_id = c.business_id
                AND a.contact_id = c.contact_id AND a.channel = c.channel
            WHERE c.business_id = :business AND a.channel = :channel AND a.address = :address
            """
        let about = try transaction.row(
            """
            SELECT c.id \(theirs) AND c.id IN (
                SELECT conversation_id FROM messages WHERE business_id = :business AND provider_id = :target
                UNION SELECT conversation_id FROM channel_deliveries
                WHERE business_id = :business AND provider_id = :target)
            """, key)
        let row = try about ?? transaction.row("SELECT c.id \(theirs) ORDER BY c.id DESC LIMIT 1", key)
        return try row?.text("id")
    }

    public func tidyChannels(now: Timestamp) async throws {
        let key: [String: SQLValue] = ["before": .integer(now.milliseconds - 30 * 24 * 3600 * 1000)]
        try await database.write { transaction in
            try Self.forgetUnknownEvents(now: now, transaction)
            try transaction.execute("DELETE FROM channel_events WHERE received_at < :before", key)
            // One that belongs to a message of ours still says how far that came.
            try transaction.execute(
                """
                DELETE FROM channel_reports WHERE updated_at < :before AND NOT EXISTS (
                    SELECT 1 FROM channel_deliveries d
                    WHERE d.business_id = channel_reports.business_id AND d.provider_id = channel_reports.provider_id)
                """, key)
        }
    }
}
