public import DeskModel

extension SQLStore: IdentityStore {
    public func identityKey(of business: BusinessID) async throws -> IdentityKey? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT secret, created_at FROM identity_keys WHERE business_id = :business",
                ["business": .integer(business.rawValue)]
            ).map { row in
                IdentityKey(
                    secret: try row.text("secret"), createdAt: Timestamp(milliseconds: try row.integer("created_at")))
            }
        }
    }

    public func addIdentityKey(_ key: IdentityKey, of business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.requireBusiness(business)
            return try transaction.execute(
                """
                INSERT INTO identity_keys (business_id, secret, created_at) VALUES (:business, :secret, :now)
                ON CONFLICT DO NOTHING
                """, Self.parameters(key, business)) > 0
        }
    }

    public func replaceIdentityKey(with key: IdentityKey, of business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE identity_keys SET secret = :secret, created_at = :now WHERE business_id = :business",
                Self.parameters(key, business)) > 0
        }
    }

    public func deleteIdentityKey(of business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM identity_keys WHERE business_id = :business", ["business": .integer(business.rawValue)])
                > 0
        }
    }

    public func openConversation(
        of visitor: VerifiedVisitor, in business: BusinessID
    ) async throws -> Conversation {
        try await writeSending { transaction in
            try transaction.requireBusiness(business)
            let now = Timestamp.now()
            // No provider vouches for a number that a page tells: it makes nobody the one who writes from there.
            let contact = try Self.contact(
                at: visitor.identifier, on: .web, phone: nil, name: visitor.name, in: business, now: now, transaction)
            try Self.fill(contact, from: visitor, in: business, now: now, transaction)
            let key: [String: SQLValue] = [
                "business": .integer(business.rawValue), "identifier": .text(visitor.identifier),
            ]
            let open = try transaction.row(
                """
                SELECT * FROM conversations
                WHERE business_id = :business AND identifier = :identifier AND contact_id = :contact
                    AND status <> 'closed'
                ORDER BY id DESC LIMIT 1
                """, key.merging(["contact": .text(contact)]) { $1 })
            if let open { return try Self.conversation(open) }
            let conversation = Conversation(
                id: UUIDv7.next(now: now), business: business, channel: .web, contact: contact, createdAt: now)
            try Self.create(conversation, now: now, transaction)
            try transaction.execute(
                "UPDATE conversations SET identifier = :identifier WHERE id = :id AND business_id = :business",
                key.merging(["id": .text(conversation.id)]) { $1 })
            return conversation
        }
    }

    public func isVerified(_ conversation: ConversationID, in business: BusinessID) async throws -> Bool {
        try await database.read { transaction in
            try transaction.row(
                """
                SELECT id FROM conversations
                WHERE id = :id AND business_id = :business AND identifier IS NOT NULL
                """, ["id": .text(conversation), "business": .integer(business.rawValue)]) != nil
        }
    }

    // MARK: Rows

    private static func parameters(_ key: IdentityKey, _ business: BusinessID) -> [String: SQLValue] {
        [
            "business": .integer(business.rawValue), "secret": .text(key.secret),
            "now": .integer(key.createdAt.milliseconds),
        ]
    }

    /// What a person or a form wrote down stays; what was missing is filled in.
    private static func fill(
        _ contact: ContactID, from visitor: VerifiedVisitor, in business: BusinessID, now: Timestamp,
        _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE contacts SET phone = coalesce(phone, :phone), email = coalesce(email, :email), updated_at = :now,
                version = version + 1
            WHERE id = :contact AND business_id = :business
                AND (phone IS NULL AND :phone IS NOT NULL OR email IS NULL AND :email IS NOT NULL)
            """,
            [
                "phone": .text(visitor.phone), "email": .text(visitor.email), "now": .integer(now.milliseconds),
                "contact": .text(contact), "business": .integer(business.rawValue),
            ])
    }
}
