public import DeskModel

extension SQLStore: ContactStore {
    public func contact(_ id: ContactID, in business: BusinessID) async throws -> Contact? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT \(Self.contactColumns) FROM contacts WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)]
            ).map(Self.contact)
        }
    }

    // MARK: Rows

    /// Makes the contact of a conversation whose customer has none yet: a visitor is known by the conversation they
    /// began with.
    static func ensureContact(
        of conversation: ConversationID, in business: BusinessID, now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        let key: [String: SQLValue] = ["conversation": .text(conversation), "business": .integer(business.rawValue)]
        let row = try transaction.row(
            "SELECT contact_id, channel FROM conversations WHERE id = :conversation AND business_id = :business", key)
        guard let row, try row.optionalText("contact_id") == nil else { return }
        let platform = Self.platform(of: Conversation.Channel(rawValue: try row.text("channel")) ?? .api)
        let contact = try insertContact(platform, token: conversation, in: business, now: now, transaction)
        try transaction.execute(
            "UPDATE conversations SET contact_id = :contact WHERE id = :conversation AND business_id = :business",
            key.merging(["contact": .text(contact)]) { $1 })
    }

    /// - Returns: the new contact's id.
    static func insertContact(
        _ platform: Contact.Platform, token: String?, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws -> ContactID {
        let id = UUIDv7.next(now: now)
        try transaction.execute(
            "UPDATE businesses SET last_contact_number = last_contact_number + 1 WHERE id = :business",
            ["business": .integer(business.rawValue)])
        try transaction.execute(
            """
            INSERT INTO contacts (id, business_id, number, platform, token, created_at, updated_at)
            SELECT :id, id, last_contact_number, :platform, :token, :now, :now FROM businesses WHERE id = :business
            """,
            [
                "id": .text(id), "business": .integer(business.rawValue), "platform": .text(platform.rawValue),
                "token": .text(token), "now": .integer(now.milliseconds),
            ])
        return id
    }

    static func platform(of channel: Conversation.Channel) -> Contact.Platform {
        switch channel {
        case .web: .website
        case .api: .api
        case .sms, .call: .phone
        case .whatsapp: .whatsapp
        case .telegram: .telegram
        case .email: .email
        }
    }

    /// What a contact is read from: its own row, and what the business calls it.
    static let contactColumns = """
        contacts.*, (SELECT min(a.address) FROM contact_addresses a WHERE a.business_id = contacts.business_id
            AND a.contact_id = contacts.id AND a.channel = 'web') AS identifier
        """

    static func contact(_ row: SQLRow) throws -> Contact {
        guard let platform = Contact.Platform(rawValue: try row.text("platform")) else {
            throw SQLError.malformedValue("platform")
        }
        return Contact(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")),
            number: try row.int("number"), platform: platform, token: try row.optionalText("token"),
            identifier: try row.optionalText("identifier"), name: try row.optionalText("name"),
            phone: try row.optionalText("phone"), email: try row.optionalText("email"),
            color: try row.optionalText("color"), language: try row.optionalText("language"),
            consent: try JSONColumn.decode([String: Bool].self, from: try row.text("consent")),
            attributes: try row.text("attributes"), createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")), version: try row.int("version"))
    }
}
