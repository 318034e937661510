import DeskModel
import Dialogue
import HTTPTypes
import Hummingbird

/// The manager of conversations (C11): by service, with filters and search, and each with its participants, messages,
/// webhooks and settings.
struct ManagerPages {
    let shell: DashboardShell
    let inbox: InboxPages
    let stores: InboxStores
    let webhooks: any WebhookStore
    let desk: Desk
    let allowsPrivateNetworks: Bool

    static let limit = 100

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("manager", use: list)
        router.post("manager", use: create)
        let path = "manager/:conversation"
        router.get(RouterPath(path), use: details)
        router.post(RouterPath(path), use: save)
        router.get(RouterPath("\(path)/delete"), use: confirmDeletion)
        router.post(RouterPath("\(path)/delete"), use: delete)
        router.post(RouterPath("\(path)/participants"), use: addParticipant)
        router.get(RouterPath("\(path)/participants/:participant/delete"), use: confirmRemoval)
        router.post(RouterPath("\(path)/participants/:participant/delete"), use: removeParticipant)
        router.post(RouterPath("\(path)/messages"), use: addMessage)
        router.post(RouterPath("\(path)/webhooks"), use: addWebhook)
    }

    // MARK: The list

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try request.query()
        let services = try await inbox.services(visit)
        let filter = try InboxFilter(fields, services: services, members: [], texts: visit.texts)
        let (rows, next) = try await inbox.rows(
            filter.query, after: try InboxPages.place(fields["after"]), includesEmpty: true, visit)
        return shell.page(
            "manager", "manager", title: visit.texts["nav_manager"], visit: visit, scripts: ["live.js"],
            view: ManagerView(
                rows: rows.map { ManagerRow($0, url: "\(visit.base)manager/\($0.id)") }, isEmpty: rows.isEmpty,
                moreURL: next.map {
                    "\(visit.base)manager?after=\($0.updatedAt.milliseconds).\($0.id)\(filter.suffix)"
                }, filter: filter, action: "\(visit.base)manager", servicesURL: "\(visit.base)services",
                service: filter.query.service ?? "", mayEdit: visit.may(.editContacts)))
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        let business = try visit.requireBusiness().id
        let input = try ConversationInput(fields.requestFields("friendly_name", "unique_name", "attributes"))
        let service = try await service(fields["service"], visit)
        var conversation = Conversation(
            id: UUIDv7.next(), business: business, channel: .api, service: service, createdAt: .now())
        input.apply(to: &conversation)
        let made = conversation
        _ = try await stores.conversations.create(made, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("manager/\(made.id)", after: .created))
    }

    // MARK: One conversation

    @Sendable func details(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let conversation = try await conversation(context, visit)
        let tab = ManagerTab(rawValue: try request.query()["tab"]) ?? .participants
        return try await page(conversation, tab, visit)
    }

    /// - Parameter secret: of a webhook that was just made.
    private func page(
        _ conversation: Conversation, _ tab: ManagerTab, _ visit: Visit, secret: String? = nil
    ) async throws -> Response {
        let (id, business) = (conversation.id, conversation.business)
        var view = ConversationManagerView(
            conversation, tab: tab, services: try await inbox.services(visit), visit: visit)
        switch tab {
        case .participants:
            view.participants = try await stores.participants.participants(
                in: id, of: business, after: nil, limit: Self.limit
            ).map { ParticipantRow($0, url: view.url, visit: visit) }
        case .messages:
            view.messages = try await stores.messages.messages(
                in: id, of: business, descending: true, after: nil, limit: Self.limit
            ).map { MessageRow($0, contact: nil, visit: visit) }
        case .webhooks where visit.may(.manageBusiness):
            view.webhooks = try await webhooks.webhooks(
                in: business, conversation: id, after: nil, limit: ConversationWebhookController.mostWebhooks
            ).map { WebhookPages.Row($0, visit: visit) }
            view.secret = secret
        case .webhooks, .settings: break
        }
        return shell.page(
            "manager_conversation", "manager", title: view.name, visit: visit, scripts: ["live.js"], view: view)
    }

    @Sendable func save(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        let stored = try await conversation(context, visit)
        let input = try ConversationInput(
            fields.requestFields("friendly_name", "unique_name", "attributes", "state", "priority"))
        let service = try await service(fields["service"], visit)
        let saved = try await stores.conversations.edit(
            stored, version: Int(fields["version"]), loggedBy: context
        ) { conversation in
            input.apply(to: &conversation)
            if fields.isSet("service") { conversation.service = service }
        }
        // Whoever spoke in it gives the word back.
        if saved.status == .closed, stored.status != .closed { try await desk.close(saved.id, of: saved.business) }
        return DashboardShell.redirect(to: visit.page("manager/\(stored.id)?tab=settings", after: .saved))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let url = "\(visit.base)manager/\(try await conversation(context, visit).id)"
        return shell.confirmation(
            "manager", visit: visit,
            Confirmation(
                heading: visit.texts["delete_conversation"], text: visit.texts["delete_conversation_text"],
                action: visit.texts["delete"], url: "\(url)/delete", backURL: url))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, _) = try await acting(request, context, for: .manageBusiness)
        let stored = try await conversation(context, visit)
        try await stores.conversations.delete(stored, version: nil, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("manager", after: .deleted))
    }

    // MARK: What belongs to it

    @Sendable func addParticipant(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context)
        let stored = try await conversation(context, visit)
        var named = ["identity", "messaging_binding_address", "messaging_binding_proxy_address", "attributes"]
        if !fields["messaging_binding_type"].isEmpty { named.append("messaging_binding_type") }
        let participant = try ParticipantController.participant(
            RequestFields(named.filter(fields.isSet).map { ($0, .string(fields[$0])) }), in: stored,
            id: UUIDv7.next())
        _ = try await stores.participants.create(participant, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("manager/\(stored.id)?tab=participants", after: .created))
    }

    @Sendable func confirmRemoval(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        let stored = try await conversation(context, visit)
        let url = "\(visit.base)manager/\(stored.id)"
        let row = ParticipantRow(try await participant(context, stored), url: url, visit: visit)
        return shell.confirmation(
            "manager", visit: visit,
            Confirmation(
                heading: visit.texts["remove_participant"], text: row.removeText, action: visit.texts["remove"],
                url: "\(row.url)/delete", backURL: "\(url)?tab=participants"))
    }

    @Sendable func removeParticipant(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, _) = try await acting(request, context)
        let stored = try await conversation(context, visit)
        let participant = try await participant(context, stored)
        try await stores.participants.delete(participant, version: nil, loggedBy: context)
        return DashboardShell.redirect(to: visit.page("manager/\(stored.id)?tab=participants", after: .deleted))
    }

    @Sendable func addMessage(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context, for: .converse)
        let stored = try await conversation(context, visit)
        let draft = MessageDraft(.human, fields["text"], needsOpenConversation: true)
        _ = try await desk.speak(draft, in: stored.id, of: stored.business, by: visit.agent)
        return DashboardShell.redirect(to: visit.page("manager/\(stored.id)?tab=messages", after: .sent))
    }

    /// Makes a webhook and shows its secret: this page is the only one that ever does, so it is no redirect.
    @Sendable func addWebhook(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, fields) = try await acting(request, context, for: .manageBusiness)
        let stored = try await conversation(context, visit)
        let known = try await webhooks.webhooks(
            in: stored.business, conversation: stored.id, after: nil, limit: ConversationWebhookController.mostWebhooks)
        guard known.count < ConversationWebhookController.mostWebhooks else {
            throw APIError.badRequest(
                "too_many",
                "A conversation has at most \(ConversationWebhookController.mostWebhooks) webhooks: delete one first.")
        }
        let webhook = try ConversationWebhookController.webhook(
            fields.requestFields("url"), of: stored, id: UUIDv7.next(), allowsPrivateNetworks: allowsPrivateNetworks)
        try await webhooks.add(webhook, loggedBy: context)
        return try await page(stored, .webhooks, visit, secret: webhook.secret.text)
    }

    // MARK: Requests

    private func acting(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .editContacts
    ) async throws -> (visit: Visit, fields: PageForm) {
        let visit = try await shell.visit(request, context, for: permission)
        return (visit, try await shell.fields(request, visit))
    }

    private func conversation(_ context: DeskRequestContext, _ visit: Visit) async throws -> Conversation {
        let id = try context.uuidParameter("conversation", of: "conversation")
        guard let found = try await inbox.conversations.conversation(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("conversation")
        }
        return found
    }

    private func participant(_ context: DeskRequestContext, _ conversation: Conversation) async throws -> Participant {
        let id = try context.uuidParameter("participant", of: "participant")
        let found = try await stores.participants.participant(id, in: conversation.id, of: conversation.business)
        guard let found else { throw APIError.notFound("participant") }
        return found
    }

    private func service(_ named: String, _ visit: Visit) async throws -> ServiceID? {
        guard !named.isEmpty else { return nil }
        guard let found = try await inbox.services(visit).first(where: { $0.id == named.lowercased() }) else {
            throw APIError.notFound("service")
        }
        return found.id
    }
}
