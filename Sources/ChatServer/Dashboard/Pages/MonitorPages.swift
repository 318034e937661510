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
    private static let mostWaiting = 50

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
        let (latest, _) = try await inbox.rows(query, after: nil, visit)
        // Who waits for a person comes first, however long ago they said something.
        let waiting = try await inbox.rows(
            of: try await inbox.stores.conversations.conversationsAwaitingPerson(
                in: business, limit: Self.mostWaiting), visit)
        let first = Set(waiting.map(\.id))
        let rows = waiting + latest.filter { !first.contains($0.id) }
        let open = try await desk.openHandoffCounts(in: business)
        let load = desk.load(of: business)
        let happenings = try await happenings(visit)
        return shell.page(
            "monitor", "monitor", title: texts["nav_monitor"], visit: visit, scripts: ["live.js", "monitor.js"],
            view: View(
                figures: [
                    Figure(
                        value: String(try await inbox.activeCount(in: business)), text: texts["figure_active"],
                        isPressing: false),
                    Figure(
                        value: String(open.requested), text: texts["figure_waiting"], isPressing: open.requested > 0),
                    Figure(value: String(open.held), text: texts["figure_held"], isPressing: false),
                ], turns: load.active + load.waiting, rows: rows, isEmpty: rows.isEmpty, happenings: happenings,
                hasHappenings: !happenings.isEmpty))
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
