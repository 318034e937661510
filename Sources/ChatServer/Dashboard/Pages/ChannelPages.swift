import Channels
import DeskModel
import HTTPTypes
import Hummingbird

/// The pages of channels: pasting a provider's values, what address to give it, whether it works, what went wrong.
struct ChannelPages {
    let shell: DashboardShell
    let channels: ChannelServices
    let outbox: any OutboxStore

    private static let limit = 20
    private static let deadLetters: [ChannelProvider: OutboxEntry.Kind] = Dictionary(
        uniqueKeysWithValues: ChannelProvider.allCases.map { ($0, OutboxEntry.Kind($0)) })

    struct Row: Sendable {
        let name: String
        let url: String
        let state: String
        let status: String
        let isOn: Bool
        let lastEvent: Moment?
        let problems: [String]
    }

    struct ListView: Sendable { let rows: [Row] }

    struct Field: Sendable {
        let name: String
        let value: String
        let rule: String
        let kind: String
        let isSecret: Bool
        let isSet: Bool
        let isRequired: Bool
    }

    struct Letter: Sendable {
        let id: OutboxID
        let at: Moment
        let error: String
        let replayURL: String
    }

    struct Event: Sendable {
        let at: Moment
        let name: String
        let verdict: String
        let isGood: Bool
    }

    struct Unknown: Sendable {
        let at: Moment
        let name: String
        let body: String
    }

    struct View: Sendable {
        let row: Row
        let isKnown: Bool
        let action: String
        let fields: [Field]
        let addresses: [String]
        let checkURL: String
        let switchURL: String
        let deleteURL: String
        let deleteText: String
        let backURL: String
        let checked: [String]?
        let isRight: Bool
        let counts: String
        let events: [Event]
        let unknown: [Unknown]
        let hasUnknown: Bool
        let letters: [Letter]
    }

    private var editor: ChannelEditor { ChannelEditor(channels: channels) }

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("channels", use: list)
        router.get("channels/:provider", use: details)
        router.post("channels/:provider", use: save)
        router.post("channels/:provider/check", use: check)
        router.post("channels/:provider/switch", use: turn)
        router.get("channels/:provider/delete", use: confirmDeletion)
        router.post("channels/:provider/delete", use: delete)
        router.post("channels/:provider/letters/:letter/replay", use: replay)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let business = try visit.requireBusiness().id
        let known = try await channels.store.connections(of: business)
        let rows = ChannelProvider.allCases.map { provider in
            row(provider, known.first { $0.provider == provider }, visit)
        }
        return shell.page(
            "channels", "channels", title: visit.texts["nav_channels"], visit: visit, view: ListView(rows: rows))
    }

    @Sendable func details(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        return try await page(try ChannelController.provider(context), visit, checked: nil)
    }

    @Sendable func save(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let fields = try await shell.fields(request, visit)
        let provider = try ChannelController.provider(context)
        let business = try visit.requireBusiness().id
        var values: [String: String?] = [:]
        for setting in ChannelSetting.all(of: provider) where fields.isSet(setting.name) {
            let given = fields.optional(setting.name)
            // A secret is never shown, so that an empty field says nothing of it.
            if setting.isSecret, given == nil { continue }
            values[setting.name] = .some(given)
        }
        let known = try await editor.connection(provider, of: business)
        if let known, values["api_base"] == .some(known.settings["api_base"]) { values.removeValue(forKey: "api_base") }
        let connection = try editor.applied(
            values, enabled: nil, to: known ?? ChannelConnection(business: business, provider: provider),
            isOperator: context.principal == .operator_)
        _ = try await editor.save(connection, replacing: known, context)
        return DashboardShell.redirect(to: visit.page("channels/\(provider.rawValue)", after: .saved))
    }

    /// Asks the provider, and shows what it says: it changes nothing, so it is no redirect.
    @Sendable func check(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, connection) = try await acting(request, context)
        return try await page(
            connection.provider, visit, checked: await channels.check.problems(of: connection))
    }

    @Sendable func turn(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, known) = try await acting(request, context)
        let connection = try editor.applied([:], enabled: !known.isEnabled, to: known, isOperator: false)
        _ = try await editor.save(connection, replacing: known, context)
        return DashboardShell.redirect(to: visit.page("channels/\(known.provider.rawValue)", after: .saved))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let provider = try ChannelController.provider(context)
        let url = "\(visit.base)channels/\(provider.rawValue)"
        return shell.confirmation(
            "channels", visit: visit,
            Confirmation(
                heading: visit.texts["disconnect"], text: visit.texts["disconnect_text"],
                action: visit.texts["disconnect"], url: "\(url)/delete", backURL: url))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, connection) = try await acting(request, context)
        try await editor.forget(connection.provider, of: connection.business, context)
        return DashboardShell.redirect(to: visit.page("channels", after: .deleted))
    }

    @Sendable func replay(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, connection) = try await acting(request, context)
        let id = try context.uuidParameter("letter", of: "delivery")
        guard let entry = try await outbox.outboxEntry(id, in: connection.business),
            entry.kind == Self.deadLetters[connection.provider]
        else { throw APIError.notFound("delivery") }
        try await outbox.replay(id, in: connection.business, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("channels/\(connection.provider.rawValue)", after: .sent))
    }

    private func acting(
        _ request: Request, _ context: DeskRequestContext
    ) async throws -> (Visit, ChannelConnection) {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness().id
        guard let known = try await editor.connection(try ChannelController.provider(context), of: business) else {
            throw APIError.notFound("channel")
        }
        return (visit, known)
    }

    // MARK: Views

    private func page(_ provider: ChannelProvider, _ visit: Visit, checked: [String]?) async throws -> Response {
        let business = try visit.requireBusiness().id
        let known = try await editor.connection(provider, of: business)
        let connection = known ?? ChannelConnection(business: business, provider: provider)
        let dead = try await outbox.outbox(
            in: business, kind: Self.deadLetters[provider], lane: nil, state: .dead, after: nil, limit: Self.limit)
        let unknown = try await channels.store.unknownEvents(from: provider, in: business)
        let row = row(provider, known, visit)
        let seen = channels.intake.health.activity(of: provider, in: business)
        let view = View(
            row: row, isKnown: known != nil, action: row.url, fields: fields(of: connection),
            addresses: ChannelSetup.webhookURLs(of: connection, publicURL: channels.environment.publicURL),
            checkURL: "\(row.url)/check", switchURL: "\(row.url)/switch", deleteURL: "\(row.url)/delete",
            deleteText: visit.texts["disconnect_text"], backURL: "\(visit.base)channels", checked: checked,
            isRight: checked?.isEmpty ?? false,
            counts: visit.texts.fill(
                "channel_counts",
                [
                    "accepted": String(seen.accepted), "ignored": String(seen.ignored), "refused": String(seen.refused),
                    "failed": String(seen.malformed + seen.failed),
                ]),
            events: seen.recent.map { event in
                Event(
                    at: Moment(event.at), name: event.name,
                    verdict: visit.texts["channel_event_\(event.verdict.rawValue)"],
                    isGood: event.verdict.isGood)
            },
            unknown: unknown.map { Unknown(at: Moment($0.receivedAt), name: $0.name, body: $0.body) },
            hasUnknown: !unknown.isEmpty,
            letters: dead.map { entry in
                Letter(
                    id: entry.id, at: Moment(entry.createdAt), error: entry.lastError ?? "",
                    replayURL: "\(row.url)/letters/\(entry.id)/replay")
            })
        return shell.page("channel", "channels", title: row.name, visit: visit, view: view)
    }

    private func row(_ provider: ChannelProvider, _ known: ChannelConnection?, _ visit: Visit) -> Row {
        let isOn = known?.isEnabled ?? false
        let seen = channels.intake.health.activity(of: provider, in: visit.business?.id ?? BusinessID(0))
        return Row(
            name: visit.texts["channel_\(provider.rawValue)"], url: "\(visit.base)channels/\(provider.rawValue)",
            state: visit.texts[known == nil ? "channel_none" : isOn ? "webhook_on" : "webhook_off"],
            status: isOn ? "ready" : known == nil ? "" : "failed", isOn: isOn,
            lastEvent: seen.lastEventAt.map(Moment.init),
            problems: known.map { ChannelSetup.problems(of: $0, publicURL: channels.environment.publicURL) } ?? [])
    }

    private func fields(of connection: ChannelConnection) -> [Field] {
        ChannelSetting.all(of: connection.provider).map { setting in
            Field(
                name: setting.name, value: setting.isSecret ? "" : connection.settings[setting.name] ?? "",
                rule: setting.rule, kind: setting.isSecret ? "password" : "text", isSecret: setting.isSecret,
                isSet: connection[setting.name] != nil, isRequired: setting.isRequired)
        }
    }
}
