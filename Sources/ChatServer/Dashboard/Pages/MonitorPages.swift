import DeskModel
import Dialogue
import Hummingbird

/// The live monitor: how much goes on, who waits, and what happens as it happens (C18).
struct MonitorPages {
    let shell: DashboardShell
    let inbox: InboxPages
    let desk: Desk
    let log: any EventLog

    /// Happenings shown.
    private static let limit: Int64 = 40
    private static let mostHandoffs = 200

    struct Figure: Sendable {
        let value: String
        let text: String
        let isPressing: Bool
    }

    /// Something that happened, in one line.
    struct Happening: Sendable {
        let id: Int64
        let at: Moment
        let text: String
        let about: String
        let url: String?
    }

    struct View: Sendable {
        let figures: [Figure]
        let turns: Int
        let rows: [ConversationRow]
        let isEmpty: Bool
        let happenings: [Happening]
        let hasHappenings: Bool
    }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("monitor", use: show)
    }

    @Sendable func show(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await page(try await shell.visit(request, context))
    }

    func page(_ visit: Visit) async throws -> Response {
        let business = try visit.requireBusiness().id
        let texts = visit.texts
        var query = ConversationQuery()
        query.status = .active
        let (rows, _) = try await inbox.rows(query, after: nil, visit)
        let open = try await desk.openHandoffs(in: business, limit: Self.mostHandoffs)
        let waiting = open.count { $0.voice == .requested }
        let happenings = try await happenings(visit)
        return shell.page(
            "monitor", "monitor", title: texts["nav_monitor"], visit: visit, scripts: ["live.js", "monitor.js"],
            view: View(
                figures: [
                    Figure(value: String(rows.count), text: texts["figure_active"], isPressing: false),
                    Figure(value: String(waiting), text: texts["figure_waiting"], isPressing: waiting > 0),
                    Figure(
                        value: String(open.count { $0.voice == .held }), text: texts["figure_held"],
                        isPressing: false),
                ], turns: desk.load.active,
                // Who waits for a person comes first.
                rows: rows.filter(\.isWaiting) + rows.filter { !$0.isWaiting }, isEmpty: rows.isEmpty,
                happenings: happenings, hasHappenings: !happenings.isEmpty))
    }

    /// The latest, newest first.
    private func happenings(_ visit: Visit) async throws -> [Happening] {
        let business = try visit.requireBusiness().id
        let cursor = try await log.cursor(in: business)
        let events = try await log.events(in: business, after: max(0, cursor - Self.limit), limit: Int(Self.limit))
        return (events ?? []).reversed().map { event in
            let name = event.kind.rawValue.replacing(".", with: "_")
            return Happening(
                id: event.cursor, at: Moment(event.createdAt), text: visit.texts["event_\(name)"],
                about: event.message.map { String($0.text.prefix(160)) } ?? event.detail["agent_name"] ?? "",
                url: event.kind == .conversationDeleted
                    ? nil : event.conversation.map { "\(visit.base)conversations/\($0)" })
        }
    }
}
