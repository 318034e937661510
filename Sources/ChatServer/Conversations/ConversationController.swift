import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird

/// `/api/conversations`.
struct ConversationController {
    let access: ResourceAccess
    let inbox: any InboxStore
    let desk: Desk

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/conversations", use: list)
        router.post("api/conversations", use: create)
        router.get("api/conversations/:sid", use: get)
        router.put("api/conversations/:sid", use: update)
        router.patch("api/conversations/:sid", use: update)
        router.delete("api/conversations/:sid", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context)
        let page = try PageRequest(request)
        let place = try page.place().map { ConversationQuery.Place(updatedAt: $0.at, id: $0.id) }
        let found = try await inbox.conversations(
            try await query(request, in: business.id), in: business.id, after: place, limit: page.limit + 1)
        let cursors = Dictionary(
            found.map { ($0.id, PageCursor.text(["\($0.updatedAt.milliseconds)", $0.id])) }, uniquingKeysWith: { $1 })
        return try ResourceList(
            "conversations", found.map(ConversationResponse.init), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: { cursors[$0.id] ?? "" }
        ).response(context)
    }

    private func query(_ request: Request, in business: BusinessID) async throws -> ConversationQuery {
        var query = ConversationQuery()
        query.service = try await access.service(request, in: business)
        query.status =
            try request.choiceQuery("state", ConversationStatus.self)
            ?? request.choiceQuery("status", ConversationStatus.self)
            ?? request.choiceQuery("State", ConversationStatus.self)
        query.channel = try request.choiceQuery("channel", Conversation.Channel.self)
        query.priority = try request.choiceQuery("priority", Conversation.Priority.self)
        query.assignee = try request.textQuery("assignee", upTo: 128)
        query.voice = try request.choiceQuery("handoff", Handoff.Voice.self)
        query.tag = try request.textQuery("tag", upTo: 64)
        query.contact = try request.uuidQuery("contact")
        query.since = try request.momentQuery("since")
        query.until = try request.momentQuery("until")
        query.text = try request.textQuery("q")
        return query
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context)
        let service = try await access.service(request, in: business.id)
        let input = try ConversationInput(try await RequestFields.of(request))
        let now = Timestamp.now()
        var channel = Conversation.Channel.api
        if case .set(let named) = input.channel { channel = named }
        var conversation = Conversation(
            id: context.newResourceID(), business: business.id, channel: channel, service: service, createdAt: now)
        input.apply(to: &conversation)
        if conversation.status == .inactive {
            throw RequestFields.refusal("state", "initializing, active or closed in a new conversation")
        }
        let made = try await refusingForeign { [conversation] in
            try await inbox.create(conversation, loggedBy: context)
        }
        return try reply(made, .created, request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try reply(try await access.conversation(request, context), .ok, request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await access.conversation(request, context)
        let version = try request.requiredVersion(of: ConversationResponse.tag(stored))
        let input = try ConversationInput(try await RequestFields.of(request))
        if case .set(let channel) = input.channel, channel != stored.channel {
            throw RequestFields.refusal("channel", "left as it is: a conversation stays on its channel")
        }
        let saved = try await refusingForeign {
            try await inbox.edit(stored, version: version, loggedBy: context) { input.apply(to: &$0) }
        }
        // Whoever spoke in it gives the word back.
        if saved.status == .closed, stored.status != .closed { try await desk.close(saved.id, of: saved.business) }
        return try reply(saved, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await access.conversation(request, context, for: .manageBusiness)
        let version = try request.requiredVersion(of: ConversationResponse.tag(stored))
        try await inbox.delete(stored, version: version, loggedBy: context)
        return Response(status: .noContent)
    }

    /// A service or contact that is none of the business's is told as what is wrong with the body.
    private func refusingForeign(_ work: () async throws -> Conversation) async throws -> Conversation {
        do {
            return try await work()
        } catch StoreError.notFound {
            throw APIError.badRequest(
                "invalid_request", "The conversation, or the service or contact that it is to have, does not exist.",
                field: "chat_service_sid or contact_id")
        }
    }

    private func reply(
        _ conversation: Conversation, _ status: HTTPResponse.Status, _ request: Request,
        _ context: DeskRequestContext
    ) throws -> Response {
        let response = ConversationResponse(conversation)
        return try ResourceReply.make(
            response, tag: ConversationResponse.tag(conversation), status: status,
            location: status == .created ? response.url : nil, to: request, context)
    }
}
