public import DeskModel

extension SQLStore: ParticipantStore {
    private static let mostParticipants = 100

    public func participant(
        _ id: ParticipantID, in conversation: ConversationID, of business: BusinessID
    ) async throws -> Participant? {
        try await database.read { try Self.stored(participant: id, in: conversation, of: business, $0) }
    }

    public func participants(
        in conversation: ConversationID, of business: BusinessID, after: ParticipantID?, limit: Int
    ) async throws -> [Participant] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM participants
                WHERE business_id = :business AND conversation_id = :conversation AND id > :after
                ORDER BY id LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "after": .text(after ?? ""), "limit": .limit(limit),
                ]
            ).map(Self.participant)
        }
    }

    public func create(_ participant: Participant) async throws -> Participant {
        try await database.write { transaction in
            let (conversation, business) = (participant.conversation, participant.business)
            let known = try Self.stored(participant: participant.id, in: conversation, of: business, transaction)
            if let known { return known }
            try Self.check(participant, transaction)
            try transaction.execute(
                """
                INSERT INTO participants (id, business_id, conversation_id, contact_id, user_id, identity, channel,
                    address, proxy_address, attributes, created_at, updated_at)
                VALUES (:id, :business, :conversation, :contact, :user, :identity, :channel, :address, :proxy,
                    :attributes, :now, :now)
                """,
                [
                    "id": .text(participant.id), "business": .integer(business.rawValue),
                    "conversation": .text(conversation), "contact": .text(participant.contact),
                    "user": .text(participant.user), "identity": .text(participant.identity),
                    "channel": .text(participant.binding?.channel.rawValue),
                    "address": .text(participant.binding?.address), "proxy": .text(participant.binding?.proxyAddress),
                    "attributes": .text(participant.attributes),
                    "now": .integer(participant.createdAt.milliseconds),
                ])
            return try Self.stored(participant: participant.id, in: conversation, of: business, transaction)
                ?? participant
        }
    }

    public func editParticipant(
        _ id: ParticipantID, in conversation: ConversationID, of business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Participant) throws -> Void
    ) async throws -> Participant {
        let now = Timestamp.now()
        return try await database.write { transaction in
            guard let old = try Self.stored(participant: id, in: conversation, of: business, transaction) else {
                throw StoreError.notFound
            }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return old }
            try transaction.execute(
                """
                UPDATE participants SET attributes = :attributes, last_read_message_id = :lastRead,
                    updated_at = max(updated_at, :now), version = version + 1
                WHERE id = :id AND business_id = :business AND conversation_id = :conversation
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue), "conversation": .text(conversation),
                    "attributes": .text(new.attributes), "lastRead": .text(new.lastRead),
                    "now": .integer(now.milliseconds),
                ])
            return try Self.stored(participant: id, in: conversation, of: business, transaction) ?? new
        }
    }

    public func deleteParticipant(
        _ id: ParticipantID, in conversation: ConversationID, of business: BusinessID, version: Int?
    ) async throws {
        try await database.write {
            try $0.delete(from: "participants", id, in: business, conversation: conversation, version: version)
        }
    }

    // MARK: Rows

    private static func check(_ participant: Participant, _ transaction: any SQLTransaction) throws {
        let key: [String: SQLValue] = [
            "business": .integer(participant.business.rawValue), "conversation": .text(participant.conversation),
        ]
        let count = try transaction.row(
            """
            SELECT count(*) AS n FROM participants WHERE business_id = :business AND conversation_id = :conversation
            """, key)
        guard try count?.int("n") ?? 0 < mostParticipants else { throw StoreError.full("participants") }
        if let contact = participant.contact {
            let row = try transaction.row(
                "SELECT id FROM contacts WHERE id = :id AND business_id = :business",
                ["id": .text(contact), "business": .integer(participant.business.rawValue)])
            guard row != nil else { throw StoreError.notFound }
        }
        if let identity = participant.identity {
            let row = try transaction.row(
                """
                SELECT id FROM participants
                WHERE business_id = :business AND conversation_id = :conversation AND identity = :identity
                """, key.merging(["identity": .text(identity)]) { $1 })
            guard row == nil else { throw StoreError.taken("identity") }
        }
        guard let binding = participant.binding else { return }
        // What comes from an address to another must be of one open conversation.
        let row = try transaction.row(
            """
            SELECT p.id FROM participants p
            JOIN conversations c ON c.id = p.conversation_id AND c.business_id = p.business_id
            WHERE p.business_id = :business AND p.channel = :channel AND p.address = :address
                AND (p.conversation_id = :conversation
                    OR (coalesce(p.proxy_address, '') = :proxy AND c.status <> 'closed'))
            LIMIT 1
            """,
            key.merging([
                "channel": .text(binding.channel.rawValue), "address": .text(binding.address),
                "proxy": .text(binding.proxyAddress ?? ""),
            ]) { $1 })
        guard row == nil else { throw StoreError.taken("messaging_binding") }
    }

    private static func stored(
        participant id: ParticipantID, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> Participant? {
        try transaction.row(
            """
            SELECT * FROM participants
            WHERE business_id = :business AND conversation_id = :conversation AND id = :id
            """,
            ["id": .text(id), "business": .integer(business.rawValue), "conversation": .text(conversation)]
        ).map(participant)
    }

    private static func participant(_ row: SQLRow) throws -> Participant {
        let channel = try row.optionalText("channel").flatMap(Conversation.Channel.init(rawValue:))
        let address = try row.optionalText("address")
        let proxy = try row.optionalText("proxy_address")
        let binding: Participant.Binding? =
            if let channel, let address {
                Participant.Binding(channel: channel, address: address, proxyAddress: proxy)
            } else { nil }
        return Participant(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            conversation: try row.text("conversation_id"), contact: try row.optionalText("contact_id"),
            user: try row.optionalText("user_id"), identity: try row.optionalText("identity"), binding: binding,
            attributes: try row.text("attributes"), lastRead: try row.optionalText("last_read_message_id"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
