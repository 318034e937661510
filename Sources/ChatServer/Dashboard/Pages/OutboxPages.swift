import DeskModel
import HTTPTypes
import Hummingbird

/// The page of what left the desk, is to leave it, or was given up; the latter can be sent again.
struct OutboxPages {
    let shell: DashboardShell
    let outbox: any OutboxStore
    let webhooks: any WebhookStore

    private static let limit = 50
    private static let mostWebhooks = 200

    struct Row: Sendable {
        let kind: String
        let target: String
        let delivery: DeliveryRow
    }

    struct View: Sendable {
        let rows: [Row]
        let isEmpty: Bool
        let action: String
        let states: [Layout.Choice]
        let kinds: [Layout.Choice]
        let moreURL: String?
    }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("outbox", use: list)
        router.post("outbox/:entry/replay", use: replay)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let business = try visit.requireBusiness().id
        let fields = try request.query()
        let state = fields["state"].isEmpty ? nil : try fields.choice("state", OutboxEntry.State.self)
        let kind = fields["kind"].isEmpty ? nil : try fields.choice("kind", OutboxEntry.Kind.self)
        let page = try await outbox.outbox(
            in: business, kind: kind, lane: nil, state: state, after: try request.uuidQuery("after"),
            limit: Self.limit)
        let known = try await webhooks.webhooks(
            in: business, conversation: nil, after: nil, limit: Self.mostWebhooks)
        let names = Dictionary(known.map { ($0.id, $0.url) }, uniquingKeysWith: { $1 })
        let filter = Self.filter(state, kind)
        var rows: [Row] = []
        for entry in page {
            rows.append(
                Row(
                    kind: visit.texts["outbox_\(entry.kind.rawValue)"], target: names[entry.lane] ?? entry.lane,
                    delivery: DeliveryRow(
                        entry, log: try await outbox.outboxAttempts(of: entry.id, in: business),
                        url: "\(visit.base)outbox/\(entry.id)/replay?\(filter)", visit: visit)))
        }
        return shell.page(
            "outbox", "outbox", title: visit.texts["nav_outbox"], visit: visit, scripts: ["live.js"],
            view: View(
                rows: rows, isEmpty: rows.isEmpty, action: "\(visit.base)outbox",
                states: Self.choices("delivery", any: "any_status", state, visit),
                kinds: Self.choices("outbox", any: "any_kind", kind, visit),
                moreURL: page.count == Self.limit
                    ? page.last.map { "\(visit.base)outbox?after=\($0.id)&\(filter)" } : nil))
    }

    private static func filter(_ state: OutboxEntry.State?, _ kind: OutboxEntry.Kind?) -> String {
        "state=\(state?.rawValue ?? "")&kind=\(kind?.rawValue ?? "")"
    }

    /// Sends it again, and goes back to the list as it was narrowed.
    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness().id
        let id = try context.uuidParameter("entry", of: "outbox entry")
        guard try await outbox.outboxEntry(id, in: business) != nil else { throw APIError.notFound("outbox entry") }
        try await outbox.replay(id, in: business, loggedBy: context)
        let fields = try request.query()
        let filter = Self.filter(
            OutboxEntry.State(rawValue: fields["state"]), OutboxEntry.Kind(rawValue: fields["kind"]))
        return DashboardShell.redirect(to: visit.page("outbox?\(filter)", after: .sent))
    }

    private static func choices<Value: RawRepresentable & CaseIterable & Equatable>(
        _ key: String, any: String, _ chosen: Value?, _ visit: Visit
    ) -> [Layout.Choice] where Value.RawValue == String {
        [Layout.Choice(value: "", text: visit.texts[any], isChosen: chosen == nil)]
            + Value.allCases.map {
                Layout.Choice(
                    value: $0.rawValue, text: visit.texts["\(key)_\($0.rawValue)"], isChosen: $0 == chosen)
            }
    }
}

/// One delivery with its attempts, as the log of a webhook and the outbox show it.
struct DeliveryRow: Sendable {
    let id: OutboxID
    let event: String?
    let state: String
    let status: String
    let at: Moment
    let problem: String?
    let attempts: [String]
    let hasAttempts: Bool
    let canReplay: Bool
    let replayURL: String

    /// - Parameter url: where sending it again is posted.
    init(_ entry: OutboxEntry, log: [OutboxAttempt], url: String, visit: Visit) {
        let response = DeliveryResponse(entry, log: log)
        id = entry.id
        event = response.event
        state = visit.texts["delivery_\(entry.state.rawValue)"]
        status = entry.state == .delivered ? "ready" : entry.state == .dead ? "failed" : ""
        at = Moment(entry.createdAt)
        problem = entry.state == .delivered ? nil : entry.lastError
        attempts = (response.log ?? []).map(Self.line)
        hasAttempts = !attempts.isEmpty
        canReplay = entry.state != .pending && !entry.payload.isEmpty
        replayURL = url
    }

    /// One attempt in one line.
    private static func line(_ attempt: DeliveryResponse.Attempt) -> String {
        [
            attempt.startedAt, attempt.status.map { "HTTP \($0)" } ?? "", "\(attempt.durationMs) ms",
            attempt.error ?? "",
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }
}
