public import DeskModel

extension SQLStore {
    public func take(
        _ inbound: InboundMessage, effect: InboundEffect, in business: BusinessID
    ) async throws -> InboundReception {
        let attributes = try Self.attributes(of: inbound)
        return try await writeSending { transaction in
            try transaction.requireBusiness(business)
            let now = Timestamp.now()
            let isNew = try Self.note(
                event: inbound.eventID, of: inbound.provider, in: business, now: now, transaction)
            guard isNew else { return .repeated }
            let contact = try Self.contact(
                at: inbound.address, on: inbound.channel, phone: inbound.phone, name: inbound.name,
                language: inbound.language, in: business, now: now, transaction)
            if let consent = effect.consent {
                try Self.setConsent(consent, of: contact, on: inbound.channel, in: business, now: now, transaction)
            }
            let conversation =
                try Self.threadConversation(of: inbound, contact, in: business, now: now, transaction)
                ?? Self.openConversation(of: contact, on: inbound.channel, in: business, now: now, transaction)
            let draft = MessageDraft(
                .user, inbound.text, kind: inbound.kind, providerID: inbound.messageID, attributes: attributes,
                media: inbound.files)
            let message = try Self.append(
                draft, to: conversation, in: business, isWaiting: effect.expectsAnswer, transaction)
            try Self.note(inbound.media, of: message, from: inbound.provider, transaction)
            try Self.keepThread(of: inbound, conversation, in: business, now: now, transaction)
            if let campaign = inbound.campaign {
                try Self.note(campaign: campaign, in: conversation, of: business, now: now, transaction)
            }
            if let note = effect.note, try !Self.isHeld(conversation, of: business, transaction),
                try !effect.notesOnce || !Self.wasJustTold(note, conversation, in: business, now: now, transaction)
            {
                _ = try Self.append(MessageDraft(.system, note), to: conversation, in: business, transaction)
            }
            try transaction.execute(
                """
                UPDATE channel_events SET message_id = :message
                WHERE business_id = :business AND provider = :provider AND event_id = :event
                """,
                [
                    "business": .integer(business.rawValue), "provider": .text(inbound.provider.rawValue),
                    "event": .text(inbound.eventID), "message": .text(message.id),
                ])
            return .new(message)
        }
    }

    public func edit(_ providerID: String, to text: String?, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            let row = try transaction.row(
                """
                UPDATE messages SET text = :text
                WHERE business_id = :business AND provider_id = :provider AND sender = 'user'
                RETURNING id, conversation_id
                """,
                [
                    "text": .text(SQLValue.storable(text ?? "")), "business": .integer(business.rawValue),
                    "provider": .text(providerID),
                ])
            guard let row else { return false }
            try Self.replaceTerms(
                of: try row.text("id"), text ?? "", in: try row.text("conversation_id"), of: business, transaction)
            return true
        }
    }

    /// Indexes a message's words anew.
    static func replaceTerms(
        of message: MessageID, _ text: String, in conversation: ConversationID, of business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            DELETE FROM message_terms
            WHERE business_id = :business AND conversation_id = :conversation AND message_id = :message
            """,
            [
                "business": .integer(business.rawValue), "conversation": .text(conversation),
                "message": .text(message),
            ])
        try insertTerms(of: message, SQLValue.storable(text), in: conversation, of: business, transaction)
    }

    public func isOptedOut(
        _ address: String, on channel: Conversation.Channel, in business: BusinessID
    ) async throws -> Bool {
        try await database.read { transaction in
            guard let contact = try Self.contact(at: address, on: [channel], in: business, transaction) else {
                return false
            }
            return try Self.isOptedOut(contact, on: channel, in: business, transaction)
        }
    }

    public func setConsent(
        _ consent: Bool, of address: String, on channel: Conversation.Channel, in business: BusinessID
    ) async throws -> Bool {
        try await database.write { transaction in
            guard let contact = try Self.contact(at: address, on: [channel], in: business, transaction) else {
                return false
            }
            try Self.setConsent(consent, of: contact, on: channel, in: business, now: .now(), transaction)
            return true
        }
    }

    /// - Returns: whether the event is new.
    static func note(
        event: String, of provider: ChannelProvider, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO channel_events (business_id, provider, event_id, received_at)
            VALUES (:business, :provider, :event, :now) ON CONFLICT DO NOTHING
            """,
            [
                "business": .integer(business.rawValue), "provider": .text(provider.rawValue), "event": .text(event),
                "now": .integer(now.milliseconds),
            ]) > 0
    }

    // MARK: Contacts

    /// Channels whose addresses are telephone numbers that the provider vouches for: the same number is the same person.
    private static let telephoneChannels: [Conversation.Channel] = [.sms, .call, .whatsapp]

    /// Finds the contact at the address, or makes one.
    static func contact(
        at address: String, on channel: Conversation.Channel, phone: String?, name: String? = nil,
        language: String? = nil, in business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> ContactID {
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "channel": .text(channel.rawValue), "address": .text(address),
        ]
        let known = try Self.contact(at: address, on: [channel], in: business, transaction)
        let contact: ContactID
        if let known {
            contact = known
        } else {
            let same =
                try phone == address
                ? Self.contact(at: address, on: telephoneChannels, in: business, transaction) : nil
            contact =
                try same
                ?? insertContact(
                    platform(of: channel), token: nil, in: business, now: now, transaction)
            try transaction.execute(
                """
                INSERT INTO contact_addresses (business_id, channel, address, contact_id)
                VALUES (:business, :channel, :address, :contact)
                """, key.merging(["contact": .text(contact)]) { $1 })
        }
        // What a person or a form wrote down stays; what was missing is filled in.
        try transaction.execute(
            """
            UPDATE contacts SET name = coalesce(name, :name), phone = coalesce(phone, :phone),
                language = coalesce(language, :language), updated_at = :now, version = version + 1
            WHERE id = :contact AND business_id = :business
                AND (name IS NULL AND :name IS NOT NULL OR phone IS NULL AND :phone IS NOT NULL
                    OR language IS NULL AND :language IS NOT NULL)
            """,
            [
                "name": .text(name.map(SQLValue.storable)), "phone": .text(phone),
                "language": .text(language), "now": .integer(now.milliseconds), "contact": .text(contact),
                "business": .integer(business.rawValue),
            ])
        return contact
    }

    private static func contact(
        at address: String, on channels: [Conversation.Channel], in business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> ContactID? {
        for channel in channels {
            let row = try transaction.row(
                """
                SELECT contact_id FROM contact_addresses
                WHERE business_id = :business AND channel = :channel AND address = :address
                """,
                [
                    "business": .integer(business.rawValue), "channel": .text(channel.rawValue),
                    "address": .text(address),
                ])
            if let row { return try row.text("contact_id") }
        }
        return nil
    }

    static func isOptedOut(
        _ contact: ContactID, on channel: Conversation.Channel, in business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws -> Bool {
        let row = try transaction.row(
            "SELECT consent FROM contacts WHERE id = :contact AND business_id = :business",
            ["contact": .text(contact), "business": .integer(business.rawValue)])
        guard let row else { return false }
        return try JSONColumn.decode([String: Bool].self, from: try row.text("consent"))[channel.rawValue] == false
    }

    static func setConsent(
        _ consent: Bool, of contact: ContactID, on channel: Conversation.Channel, in business: BusinessID,
        now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        let key: [String: SQLValue] = ["contact": .text(contact), "business": .integer(business.rawValue)]
        let row = try transaction.row(
            "SELECT consent FROM contacts WHERE id = :contact AND business_id = :business", key)
        guard let row else { return }
        var agreed = try JSONColumn.decode([String: Bool].self, from: try row.text("consent"))
        agreed[channel.rawValue] = consent
        try transaction.execute(
            """
            UPDATE contacts SET consent = :consent, updated_at = :now, version = version + 1
            WHERE id = :contact AND business_id = :business
            """, key.merging(["consent": try JSONColumn.encode(agreed), "now": .integer(now.milliseconds)]) { $1 })
    }

    // MARK: Conversations

    /// The contact's newest conversation on the channel that is not closed, or a new one.
    static func openConversation(
        of contact: ContactID, on channel: Conversation.Channel, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws -> ConversationID {
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "contact": .text(contact), "channel": .text(channel.rawValue),
        ]
        let open = try transaction.row(
            """
            SELECT id FROM conversations
            WHERE contact_id = :contact AND business_id = :business AND channel = :channel AND status <> 'closed'
            ORDER BY id DESC LIMIT 1
            """, key)
        if let open { return try open.text("id") }
        let conversation = Conversation(
            id: UUIDv7.next(now: now), business: business, channel: channel, contact: contact, createdAt: now)
        try create(conversation, now: now, transaction)
        return conversation.id
    }

    /// Where the channel has threads, each is a conversation of its own: the one that the message refers to, or a new
    /// one. `nil` where the channel has none.
    private static func threadConversation(
        of inbound: InboundMessage, _ contact: ContactID, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws -> ConversationID? {
        guard inbound.channel == .email else { return nil }
        // The latest reference says it best.
        for id in inbound.threadIDs.reversed() {
            let row = try transaction.row(
                """
                SELECT c.id FROM conversations c
                WHERE c.business_id = :business AND c.contact_id = :contact AND c.channel = :channel AND c.id IN (
                    SELECT conversation_id FROM messages WHERE business_id = :business AND provider_id = :provider
                    UNION SELECT conversation_id FROM channel_deliveries
                    WHERE business_id = :business AND provider_id = :provider)
                """,
                [
                    "business": .integer(business.rawValue), "contact": .text(contact),
                    "channel": .text(inbound.channel.rawValue), "provider": .text(id),
                ])
            if let row { return try row.text("id") }
        }
        let conversation = Conversation(
            id: UUIDv7.next(now: now), business: business, channel: inbound.channel, contact: contact, createdAt: now)
        try create(conversation, now: now, transaction)
        return conversation.id
    }

    /// Stores a new conversation of a contact, and tells of it.
    static func create(
        _ conversation: Conversation, now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO conversations (id, business_id, channel, contact_id, created_at, updated_at)
            VALUES (:id, :business, :channel, :contact, :now, :now)
            """,
            [
                "id": .text(conversation.id), "business": .integer(conversation.business.rawValue),
                "channel": .text(conversation.channel.rawValue), "contact": .text(conversation.contact),
                "now": .integer(now.milliseconds),
            ])
        try transaction.emit(.conversationCreated(conversation), now: now)
    }

    /// Notes where answers go. What comes late says nothing of it: the customer has written since.
    private static func keepThread(
        of inbound: InboundMessage, _ conversation: ConversationID, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO channel_threads (business_id, conversation_id, provider, address, own_address, last_inbound_at,
                last_inbound_id, details)
            VALUES (:business, :conversation, :provider, :address, :own, :written, :message, :details)
            ON CONFLICT (business_id, conversation_id) DO UPDATE SET provider = excluded.provider,
                address = excluded.address, own_address = excluded.own_address,
                last_inbound_at = excluded.last_inbound_at, last_inbound_id = excluded.last_inbound_id,
                details = excluded.details
            WHERE excluded.last_inbound_at >= channel_threads.last_inbound_at
            """,
            [
                "business": .integer(business.rawValue), "conversation": .text(conversation),
                "provider": .text(inbound.provider.rawValue), "address": .text(inbound.address),
                "own": .text(inbound.ownAddress),
                "written": .integer(inbound.writtenAt(receivedAt: now).milliseconds),
                "message": .text(inbound.messageID),
                "details": try JSONColumn.encode(inbound.details.mapValues(SQLValue.storable)),
            ])
    }

    /// Notes in the conversation's attributes what advertisement brought the customer: the first stays.
    private static func note(
        campaign: String, in conversation: ConversationID, of business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws {
        let key: [String: SQLValue] = ["id": .text(conversation), "business": .integer(business.rawValue)]
        let row = try transaction.row(
            "SELECT attributes FROM conversations WHERE id = :id AND business_id = :business", key)
        // What the business's own systems keep there may be no object: it stays as it is.
        guard let text = try row?.text("attributes"),
            case .object(var attributes)? = try? JSONValue(parsing: Array(text.utf8)),
            attributes["source_campaign"] == nil
        else { return }
        attributes["source_campaign"] = .string(SQLValue.storable(campaign))
        let changed = try transaction.row(
            """
            UPDATE conversations SET attributes = :attributes, updated_at = :now, version = version + 1
            WHERE id = :id AND business_id = :business RETURNING *
            """,
            key.merging([
                "attributes": .text(JSONValue.object(attributes).text), "now": .integer(now.milliseconds),
            ]) { $1 })
        if let changed {
            try transaction.emit(
                .conversationUpdated(try Self.conversation(changed), changes: ["attributes"]), now: now)
        }
    }

    /// Milliseconds in which a customer is not told the same thing twice.
    private static let noteMemory: Int64 = 10 * 60_000

    /// Whether a note is the last that was said to the customer, and not long ago: of ten pictures each is a message.
    private static func wasJustTold(
        _ note: String, _ conversation: ConversationID, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws -> Bool {
        let last = try transaction.row(
            """
            SELECT text, created_at FROM messages
            WHERE business_id = :business AND conversation_id = :conversation AND sender <> 'user'
            ORDER BY id DESC LIMIT 1
            """, ["business": .integer(business.rawValue), "conversation": .text(conversation)])
        guard let last else { return false }
        return try last.text("text") == note && last.integer("created_at") > now.milliseconds - noteMemory
    }

    /// The business's own fields of a message, of what the provider said beside the text.
    private static func attributes(of inbound: InboundMessage) throws -> String {
        struct Attributes: Encodable {
            let media: [InboundMessage.Media]?
            let choice: String?
            let inReplyTo: String?
            let sentAt: String?

            enum CodingKeys: String, CodingKey {
                case media, choice
                case inReplyTo = "in_reply_to"
                case sentAt = "sent_at"
            }
        }
        let attributes = Attributes(
            media: inbound.media.isEmpty ? nil : inbound.media, choice: inbound.choice, inReplyTo: inbound.inReplyTo,
            sentAt: inbound.sentAt?.iso8601)
        guard case .text(let json) = try JSONColumn.encode(attributes) else { return "{}" }
        return json
    }
}
