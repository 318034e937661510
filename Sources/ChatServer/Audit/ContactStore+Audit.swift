import DeskModel

/// Changes of contacts with their rows in the audit log; for the API and the pages alike.
extension ContactStore {
    /// - Throws: what `editContact` throws.
    func edit(
        _ stored: Contact, version: Int?, loggedBy context: DeskRequestContext,
        _ change: @escaping @Sendable (inout Contact) throws -> Void
    ) async throws -> Contact {
        let describe: @Sendable (Contact) -> AuditNote = { saved in
            AuditNote("contact/\(saved.id)", before: ContactResponse(stored), after: ContactResponse(saved))
        }
        return try await context.audited("contact.update", in: [stored.business], describe) {
            try await editContact(stored.id, in: stored.business, version: version, change)
        }
    }

    /// - Throws: what `deleteContact` throws.
    func delete(
        _ stored: Contact, version: Int?, withConversations whole: Bool, loggedBy context: DeskRequestContext
    ) async throws {
        let note = AuditNote("contact/\(stored.id)", before: ContactResponse(stored))
        try await context.audited("contact.delete", in: stored.business, note) {
            try await deleteContact(stored.id, in: stored.business, version: version, withConversations: whole)
        }
    }

    /// - Throws: what `merge` throws.
    func merge(
        _ merged: ContactID, into kept: Contact, loggedBy context: DeskRequestContext
    ) async throws -> ContactMerge {
        let note = AuditNote("contact/\(kept.id)", before: ContactResponse(kept), after: ["merged": merged])
        return try await context.audited("contact.merge", in: kept.business, note) {
            try await merge(merged, into: kept.id, in: kept.business)
        }
    }

    /// - Throws: what `undoMerge` throws.
    func undoMerge(
        _ id: ContactMergeID, of kept: Contact, loggedBy context: DeskRequestContext
    ) async throws -> ContactMerge {
        let note = AuditNote("contact/\(kept.id)", before: ContactResponse(kept), after: ["undone": id])
        return try await context.audited("contact.undo-merge", in: kept.business, note) {
            try await undoMerge(id, of: kept.id, in: kept.business)
        }
    }
}
