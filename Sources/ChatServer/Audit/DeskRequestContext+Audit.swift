import DeskModel
import Foundation

/// What a change did, as the audit log keeps it.
struct AuditNote: Sendable {
    let resource: String
    let before: String?
    let after: String?

    /// - Parameters:
    ///   - resource: such as `document/018f...`.
    ///   - before: what it was, as the API shows it; secrets are taken out here.
    ///   - after: what it is now.
    init(_ resource: String, before: (any Encodable)? = nil, after: (any Encodable)? = nil) {
        self.resource = resource
        self.before = before.flatMap(AuditJSON.text)
        self.after = after.flatMap(AuditJSON.text)
    }
}

extension DeskRequestContext {
    /// Does something that changes a resource, and has the store log it in the same transaction. What changes nothing
    /// is not logged.
    ///
    /// - Parameters:
    ///   - action: such as `document.delete`.
    ///   - business: whose log it goes to; `nil` for the server's.
    func audited<Value>(
        _ action: String, in business: BusinessID?, _ note: AuditNote, _ work: () async throws -> Value
    ) async throws -> Value {
        try await audited(action, in: [business], { (_: any Sendable) in note }, work)
    }

    /// Likewise, for what is known only when it is done.
    ///
    /// - Parameters:
    ///   - businesses: whose logs it goes to.
    ///   - describe: the note for what the store's write gave; writes that give another type are not the change meant.
    func audited<Written, Value>(
        _ action: String, in businesses: [BusinessID?], _ describe: @escaping @Sendable (Written) -> AuditNote,
        _ work: () async throws -> Value
    ) async throws -> Value {
        let (actor, address) = (caller.actor, caller.address)
        let scope = AuditScope { value in
            guard let written = value as? Written else { return [] }
            let note = describe(written)
            return businesses.map { business in
                AuditDraft(
                    business: business, actor: actor, address: address, action: action, resource: note.resource,
                    before: note.before, after: note.after)
            }
        }
        return try await AuditScope.$current.withValue(scope) { try await work() }
    }

    /// The row of something that is no change of the store's own.
    func auditDraft(_ action: String, in business: BusinessID?, as actor: AuditActor, _ note: AuditNote) -> AuditDraft {
        AuditDraft(
            business: business, actor: actor, address: caller.address, action: action, resource: note.resource,
            before: note.before, after: note.after)
    }
}

extension User {
    var actor: AuditActor { AuditActor(kind: .user, id: id, name: email) }
}
