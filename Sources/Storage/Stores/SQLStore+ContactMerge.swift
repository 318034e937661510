public import DeskModel

extension SQLStore {
    /// What it takes to undo a merge.
    fileprivate struct Undo: Codable {
        /// The fields of a contact that a merge can change or take away.
        struct Fields: Codable, Equatable {
            var token: String?
            var name: String?
            var phone: String?
            var email: String?
            var color: String?
            var language: String?
            var consent: [String: Bool]
            var attributes: String

            init(_ contact: Contact) {
                token = contact.token
                name = contact.name
                phone = contact.phone
                email = contact.email
                color = contact.color
                language = contact.language
                consent = contact.consent
                attributes = contact.attributes
            }
        }

        /// The contact that went.
        struct Gone: Codable {
            let number: Int
            let platform: Contact.Platform
            let createdAt: Timestamp
            let fields: Fields
        }

        let before: Fields
        let after: Fields
        let gone: Gone
        let conversations: [ConversationID]
        let participants: [ParticipantID]
        let submissions: [FormSubmissionID]
        /// `nil` in merges that were made when calls did not go back.
        let calls: [CallID]?
        let addresses: [[String]]
    }

    public func merge(
        _ merged: ContactID, into kept: ContactID, in business: BusinessID
    ) async throws -> ContactMerge {
        let now = Timestamp.now()
        return try await database.write { transaction in
            guard merged != kept, let stays = try Self.stored(contact: kept, in: business, transaction),
                let goes = try Self.stored(contact: merged, in: business, transaction)
            else { throw StoreError.notFound }
            let key: [String: SQLValue] = [
                "business": .integer(business.rawValue), "kept": .text(kept), "merged": .text(merged),
            ]
            let moved = try Self.moveAll(key, transaction)
            try transaction.execute("DELETE FROM contacts WHERE id = :merged AND business_id = :business", key)
            let whole = Self.filled(stays, from: goes)
            try Self.save(whole, version: stays.version + 1, at: now, transaction)
            let undo = Undo(
                before: Undo.Fields(stays), after: Undo.Fields(whole),
                gone: Undo.Gone(
                    number: goes.number, platform: goes.platform, createdAt: goes.createdAt, fields: Undo.Fields(goes)),
                conversations: moved.conversations, participants: moved.participants,
                submissions: moved.submissions, calls: moved.calls, addresses: moved.addresses)
            let merge = ContactMerge(
                id: UUIDv7.next(now: now), business: business, kept: kept, merged: merged, createdAt: now)
            try transaction.execute(
                """
                INSERT INTO contact_merges (id, business_id, kept_id, merged_id, undo, created_at)
                VALUES (:id, :business, :kept, :merged, :undo, :now)
                """,
                key.merging([
                    "id": .text(merge.id), "undo": try JSONColumn.encode(undo), "now": .integer(now.milliseconds),
                ]) { $1 })
            return merge
        }
    }

    public func undoMerge(
        _ id: ContactMergeID, of kept: ContactID, in business: BusinessID
    ) async throws -> ContactMerge {
        let now = Timestamp.now()
        return try await database.write { transaction in
            let row = try transaction.row(
                """
                SELECT * FROM contact_merges
                WHERE id = :id AND business_id = :business AND kept_id = :kept AND undone_at IS NULL
                """, ["id": .text(id), "business": .integer(business.rawValue), "kept": .text(kept)])
            guard let row, let stays = try Self.stored(contact: kept, in: business, transaction) else {
                throw StoreError.notFound
            }
            let undo = try JSONColumn.decode(Undo.self, from: try row.text("undo"))
            let merged = try row.text("merged_id")
            var parted = stays
            undo.restore(&parted)
            // First, for a token is of one contact only.
            try Self.save(parted, version: stays.version + 1, at: now, transaction)
            try Self.revive(merged, undo, in: business, at: now, transaction)
            try Self.moveBack(undo, from: stays.id, to: merged, in: business, transaction)
            try transaction.execute(
                "UPDATE contact_merges SET undone_at = :now WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue), "now": .integer(now.milliseconds)])
            return ContactMerge(
                id: id, business: business, kept: stays.id, merged: merged,
                createdAt: Timestamp(milliseconds: try row.integer("created_at")), undoneAt: now)
        }
    }

    // MARK: Moving

    /// Gives the one that stays what it had not itself.
    private static func filled(_ stays: Contact, from goes: Contact) -> Contact {
        var whole = stays
        whole.token = stays.token ?? goes.token
        whole.name = stays.name ?? goes.name
        whole.phone = stays.phone ?? goes.phone
        whole.email = stays.email ?? goes.email
        whole.color = stays.color ?? goes.color
        whole.language = stays.language ?? goes.language
        // Where the two differ, what was refused stays refused.
        whole.consent = stays.consent.merging(goes.consent) { $0 && $1 }
        if stays.attributes == "{}" { whole.attributes = goes.attributes }
        return whole
    }

    private typealias Moved = (
        conversations: [ConversationID], participants: [ParticipantID], submissions: [FormSubmissionID],
        calls: [CallID], addresses: [[String]]
    )

    private static func moveAll(
        _ key: [String: SQLValue], _ transaction: any SQLTransaction
    ) throws -> Moved {
        func ids(_ table: String) throws -> [String] {
            try transaction.rows(
                "SELECT id FROM \(table) WHERE business_id = :business AND contact_id = :merged", key
            ).map { try $0.text("id") }
        }
        let (conversations, participants, submissions, calls) = (
            try ids("conversations"), try ids("participants"), try ids("form_submissions"), try ids("calls")
        )
        let addresses = try transaction.rows(
            "SELECT channel, address FROM contact_addresses WHERE business_id = :business AND contact_id = :merged", key
        ).map { [try $0.text("channel"), try $0.text("address")] }
        for table in ["conversations", "participants", "form_submissions", "calls", "contact_addresses"] {
            try transaction.execute(
                "UPDATE \(table) SET contact_id = :kept WHERE business_id = :business AND contact_id = :merged", key)
        }
        return (conversations, participants, submissions, calls, addresses)
    }

    private static func revive(
        _ id: ContactID, _ undo: Undo, in business: BusinessID, at now: Timestamp, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO contacts (id, business_id, number, platform, created_at, updated_at)
            VALUES (:id, :business, :number, :platform, :created, :now)
            """,
            [
                "id": .text(id), "business": .integer(business.rawValue), "number": .integer(undo.gone.number),
                "platform": .text(undo.gone.platform.rawValue), "created": .integer(undo.gone.createdAt.milliseconds),
                "now": .integer(now.milliseconds),
            ])
        guard var contact = try stored(contact: id, in: business, transaction) else { throw StoreError.notFound }
        undo.gone.fields.apply(to: &contact)
        try save(contact, version: 1, at: now, transaction)
    }

    /// What went elsewhere since stays there.
    private static func moveBack(
        _ undo: Undo, from kept: ContactID, to merged: ContactID, in business: BusinessID,
        _ transaction: any SQLTransaction
    ) throws {
        let key: [String: SQLValue] = [
            "business": .integer(business.rawValue), "kept": .text(kept), "merged": .text(merged),
        ]
        for (table, ids) in [
            ("conversations", undo.conversations), ("participants", undo.participants),
            ("form_submissions", undo.submissions), ("calls", undo.calls ?? []),
        ] {
            try transaction.execute(
                """
                UPDATE \(table) SET contact_id = :merged
                WHERE id = :id AND business_id = :business AND contact_id = :kept
                """, each: ids.map { key.merging(["id": .text($0)]) { $1 } })
        }
        try transaction.execute(
            """
            UPDATE contact_addresses SET contact_id = :merged
            WHERE business_id = :business AND channel = :channel AND address = :address AND contact_id = :kept
            """,
            each: undo.addresses.filter { $0.count == 2 }.map {
                key.merging(["channel": .text($0[0]), "address": .text($0[1])]) { $1 }
            })
    }
}

extension SQLStore.Undo {
    /// Takes back what the merge gave, where nobody changed it since.
    fileprivate func restore(_ contact: inout Contact) {
        if contact.token == after.token { contact.token = before.token }
        if contact.name == after.name { contact.name = before.name }
        if contact.phone == after.phone { contact.phone = before.phone }
        if contact.email == after.email { contact.email = before.email }
        if contact.color == after.color { contact.color = before.color }
        if contact.language == after.language { contact.language = before.language }
        if contact.consent == after.consent { contact.consent = before.consent }
        if contact.attributes == after.attributes { contact.attributes = before.attributes }
    }
}

extension SQLStore.Undo.Fields {
    fileprivate func apply(to contact: inout Contact) {
        contact.token = token
        contact.name = name
        contact.phone = phone
        contact.email = email
        contact.color = color
        contact.language = language
        contact.consent = consent
        contact.attributes = attributes
    }
}
