import Crypto
import DeskModel
import Foundation

/// The rows of the audit log and their hashes.
enum AuditChain {
    /// Longer JSON than this is replaced by its size and hash: the log tells of changes, and is no second database.
    static let longestValue = 16_384
    /// What stands before the first row of every chain.
    static let origin = [UInt8](repeating: 0, count: 32)

    static func append(_ draft: AuditDraft, at moment: Timestamp, _ transaction: any SQLTransaction) throws {
        let chain = draft.business?.rawValue ?? 0
        let head = try transaction.row(
            "SELECT sequence, hash FROM audit_heads WHERE business_id = :chain", ["chain": .integer(chain)])
        let sequence = try (head?.integer("sequence") ?? 0) + 1
        let row = Row(chain: chain, sequence: sequence, at: moment, draft: bounded(draft))
        let hash = try row.hash(after: head?.blob("hash") ?? origin)
        try transaction.execute(
            """
            INSERT INTO audit_log (business_id, sequence, at, actor_kind, actor_id, actor_name, address, action,
                resource, before, after, hash)
            VALUES (:chain, :sequence, :at, :kind, :actor, :name, :address, :action, :resource, :before, :after, :hash)
            """,
            [
                "chain": .integer(chain), "sequence": .integer(sequence), "at": .integer(moment.milliseconds),
                "kind": .text(row.draft.actor.kind.rawValue), "actor": .text(row.draft.actor.id),
                "name": .text(row.draft.actor.name), "address": .text(row.draft.address),
                "action": .text(row.draft.action), "resource": .text(row.draft.resource),
                "before": .text(row.draft.before), "after": .text(row.draft.after), "hash": .blob(hash),
            ])
        try transaction.execute(
            """
            INSERT INTO audit_heads (business_id, sequence, hash) VALUES (:chain, :sequence, :hash)
            ON CONFLICT (business_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash
            """, ["chain": .integer(chain), "sequence": .integer(sequence), "hash": .blob(hash)])
    }

    /// A row's content.
    struct Row {
        let chain: Int64
        let sequence: Int64
        let at: Timestamp
        let draft: AuditDraft

        init(chain: Int64, sequence: Int64, at: Timestamp, draft: AuditDraft) {
            self.chain = chain
            self.sequence = sequence
            self.at = at
            self.draft = draft
        }

        init(_ row: SQLRow) throws {
            guard let kind = AuditActor.Kind(rawValue: try row.text("actor_kind")) else {
                throw SQLError.malformedValue("actor_kind")
            }
            chain = try row.integer("business_id")
            sequence = try row.integer("sequence")
            at = Timestamp(milliseconds: try row.integer("at"))
            draft = AuditDraft(
                business: chain == 0 ? nil : BusinessID(chain),
                actor: AuditActor(kind: kind, id: try row.text("actor_id"), name: try row.text("actor_name")),
                address: try row.text("address"), action: try row.text("action"),
                resource: try row.text("resource"), before: try row.optionalText("before"),
                after: try row.optionalText("after"))
        }

        /// SHA-256 over the hash before and the content: every field with its length, so that no two contents are the
        /// same bytes; a value that is none is told from an empty one.
        func hash(after previous: [UInt8]) -> [UInt8] {
            var hasher = SHA256()
            hasher.update(data: previous)
            let fields: [String?] = [
                String(chain), String(sequence), String(at.milliseconds), draft.actor.kind.rawValue, draft.actor.id,
                draft.actor.name, draft.address, draft.action, draft.resource, draft.before, draft.after,
            ]
            for field in fields {
                let text = field.map { "\($0.utf8.count):\($0)," } ?? "-,"
                hasher.update(data: Data(text.utf8))
            }
            return Array(hasher.finalize())
        }
    }

    private static func bounded(_ draft: AuditDraft) -> AuditDraft {
        func bounded(_ json: String?) -> String? {
            guard let json, json.utf8.count > longestValue else { return json.map(SQLValue.storable) }
            let hash = SHA256.hash(data: Data(json.utf8)).map {
                String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
            }
            return #"{"bytes":\#(json.utf8.count),"sha256":"\#(hash.joined())"}"#
        }
        return AuditDraft(
            business: draft.business,
            actor: AuditActor(
                kind: draft.actor.kind, id: SQLValue.storable(draft.actor.id),
                name: SQLValue.storable(draft.actor.name)),
            address: SQLValue.storable(draft.address), action: SQLValue.storable(draft.action),
            resource: SQLValue.storable(draft.resource), before: bounded(draft.before), after: bounded(draft.after))
    }
}
