public import DeskModel

extension SQLStore {
    public func contacts(
        _ query: ContactQuery, in business: BusinessID, after: ContactID?, limit: Int
    ) async throws -> [Contact] {
        var conditions = ["business_id = :business", "id < :after"]
        var parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        if let platform = query.platform {
            conditions.append("platform = :platform")
            parameters["platform"] = .text(platform.rawValue)
        }
        if let since = query.since {
            conditions.append("created_at >= :since")
            parameters["since"] = .moment(since)
        }
        if let until = query.until {
            conditions.append("created_at < :until")
            parameters["until"] = .moment(until)
        }
        if let text = query.text {
            conditions.append(Self.textCondition(text, &parameters))
        }
        return try await database.read { [conditions, parameters] transaction in
            try transaction.rows(
                """
                SELECT \(Self.contactColumns) FROM contacts WHERE \(conditions.joined(separator: " AND "))
                ORDER BY id DESC LIMIT :limit
                """, parameters, isKept: false
            ).map(Self.contact)
        }
    }

    private static func textCondition(_ text: String, _ parameters: inout [String: SQLValue]) -> String {
        parameters.merge(TextPattern.parameters(text)) { $1 }
        var tests = [
            TextPattern.condition(["name", "email", "phone"]),
            // What the business calls them.
            """
            EXISTS (SELECT 1 FROM contact_addresses a WHERE a.business_id = contacts.business_id
                AND a.contact_id = contacts.id AND a.channel = 'web' AND \(TextPattern.condition(["a.address"])))
            """,
        ]
        // "Lead #7", "#7" and "7" are their number; "0170 123-45" is part of a number stored as digits.
        let digits = String(text.filter { $0.isASCII && $0.isNumber })
        if text.wholeMatch(of: /(?i)(lead )?\s*#?\s*[0-9]{1,9}/) != nil, let number = Int(digits) {
            tests.append("number = :number")
            parameters["number"] = .integer(number)
        }
        if text.wholeMatch(of: /[0-9 ()+.\/-]+/) != nil, digits.count >= 4 {
            tests.append("phone LIKE :digits")
            parameters["digits"] = .text("%\(digits.drop { $0 == "0" })%")
        }
        return "(" + tests.joined(separator: " OR ") + ")"
    }

    public func create(_ contact: Contact) async throws -> Contact {
        try await database.write { transaction in
            if let known = try Self.stored(contact: contact.id, in: contact.business, transaction) { return known }
            try transaction.requireBusiness(contact.business)
            try Self.requireFree(token: contact.token, in: contact.business, transaction)
            try transaction.execute(
                "UPDATE businesses SET last_contact_number = last_contact_number + 1 WHERE id = :business",
                ["business": .integer(contact.business.rawValue)])
            try transaction.execute(
                """
                INSERT INTO contacts (id, business_id, number, platform, created_at, updated_at)
                SELECT :id, id, last_contact_number, :platform, :now, :now FROM businesses WHERE id = :business
                """,
                [
                    "id": .text(contact.id), "business": .integer(contact.business.rawValue),
                    "platform": .text(contact.platform.rawValue), "now": .integer(contact.createdAt.milliseconds),
                ])
            try Self.save(contact, version: 1, at: contact.createdAt, transaction)
            return try Self.stored(contact: contact.id, in: contact.business, transaction) ?? contact
        }
    }

    public func editContact(
        _ id: ContactID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Contact) throws -> Void
    ) async throws -> Contact {
        let now = Timestamp.now()
        return try await database.write { transaction in
            guard let old = try Self.stored(contact: id, in: business, transaction) else { throw StoreError.notFound }
            if let version, version != old.version { throw StoreError.stale }
            var new = old
            try change(&new)
            guard new != old else { return old }
            if new.token != old.token { try Self.requireFree(token: new.token, in: business, transaction) }
            try Self.save(new, version: old.version + 1, at: now, transaction)
            return try Self.stored(contact: id, in: business, transaction) ?? new
        }
    }

    public func deleteContact(
        _ id: ContactID, in business: BusinessID, version: Int?, withConversations: Bool
    ) async throws {
        try await database.write { transaction in
            let key: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
            if withConversations {
                // Looked at first, so that a stale deletion takes no conversation along.
                let row = try transaction.row(
                    "SELECT version FROM contacts WHERE id = :id AND business_id = :business", key)
                guard let row else { throw StoreError.notFound }
                if let version, try row.int("version") != version { throw StoreError.stale }
                let gone = try transaction.rows(
                    "DELETE FROM conversations WHERE business_id = :business AND contact_id = :id RETURNING id", key)
                for conversation in gone {
                    try Self.note(
                        .conversationDeleted, in: business, conversation: try conversation.text("id"), transaction)
                }
            }
            try transaction.execute(
                "UPDATE participants SET contact_id = NULL WHERE business_id = :business AND contact_id = :id", key)
            try transaction.delete(from: "contacts", id, in: business, version: version)
        }
    }

    // MARK: Rows

    static func stored(
        contact id: ContactID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> Contact? {
        try transaction.row(
            "SELECT \(contactColumns) FROM contacts WHERE id = :id AND business_id = :business",
            ["id": .text(id), "business": .integer(business.rawValue)]
        ).map(contact)
    }

    private static func requireFree(
        token: String?, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws {
        guard let token else { return }
        let row = try transaction.row(
            "SELECT id FROM contacts WHERE business_id = :business AND token = :token",
            ["business": .integer(business.rawValue), "token": .text(token)])
        guard row == nil else { throw StoreError.taken("token") }
    }

    /// Writes every field that may change.
    static func save(
        _ contact: Contact, version: Int, at now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE contacts SET token = :token, name = :name, phone = :phone, email = :email, color = :color,
                language = :language, consent = :consent, attributes = :attributes,
                updated_at = max(updated_at, :now), version = :version
            WHERE id = :id AND business_id = :business
            """,
            [
                "id": .text(contact.id), "business": .integer(contact.business.rawValue),
                "token": .text(contact.token), "name": .text(contact.name), "phone": .text(contact.phone),
                "email": .text(contact.email), "color": .text(contact.color), "language": .text(contact.language),
                "consent": try JSONColumn.encode(contact.consent), "attributes": .text(contact.attributes),
                "now": .integer(now.milliseconds), "version": .integer(version),
            ])
    }
}
