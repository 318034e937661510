import DeskModel
import Hummingbird

/// The page of the audit log: who changed what.
struct AuditPages {
    let shell: DashboardShell
    let log: any AuditStore

    private static let limit = 50

    struct Row: Sendable {
        let sequence: Int64
        let at: Moment
        let actor: String
        let action: String
        let resource: String
        let before: String?
        let after: String?
        let hasDetails: Bool
    }

    struct View: Sendable {
        let rows: [Row]
        let isEmpty: Bool
        let action: String
        let actor: String
        let what: String
        let moreURL: String?
    }

    func add(to router: some RouterMethods<DeskRequestContext>) { router.get("audit", use: list) }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .readAudit)
        let fields = try request.query()
        let actor = String(fields["actor"].prefix(200))
        let what = String(fields["action"].prefix(200))
        let filter = AuditFilter(
            actor: actor.isEmpty ? nil : actor, action: what.isEmpty ? nil : what, resource: nil, since: nil,
            until: nil)
        let entries = try await log.auditEntries(
            of: try visit.requireBusiness().id, filter, before: Int64(fields["before"]), limit: Self.limit)
        let rows = entries.map { entry in
            Row(
                sequence: entry.sequence, at: Moment(entry.at), actor: entry.draft.actor.name,
                action: entry.draft.action, resource: entry.draft.resource, before: entry.draft.before,
                after: entry.draft.after, hasDetails: entry.draft.before != nil || entry.draft.after != nil)
        }
        let suffix = "&actor=\(URLText.encoded(actor))&action=\(URLText.encoded(what))"
        return shell.page(
            "audit", "audit", title: visit.texts["nav_audit"], visit: visit,
            view: View(
                rows: rows, isEmpty: rows.isEmpty, action: "\(visit.base)audit", actor: actor, what: what,
                moreURL: rows.count == Self.limit
                    ? rows.last.map { "\(visit.base)audit?before=\($0.sequence)\(suffix)" } : nil))
    }
}
