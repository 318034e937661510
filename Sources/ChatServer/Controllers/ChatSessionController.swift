import DeskModel
import Dialogue
import HTTPTypes
import Hummingbird

/// `/api/chat-sessions`: opening a chat, and reading what was said.
struct ChatSessionController {
    let desk: Desk
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let origins: OriginPolicy
    let identity: IdentityGate

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/chat-sessions", use: list)
        router.post("api/chat-sessions", use: create)
        router.get("api/chat-sessions/:session", use: get)
        router.delete("api/chat-sessions/:session", use: delete)
        router.get("api/chat-sessions/:session/messages", use: messages)
    }

    struct CreateRequest: Decodable {
        let business: BusinessID?
        let visitor: VisitorClaim

        private enum CodingKeys: String, CodingKey { case business }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            business = try container.decodeIfPresent(BusinessID.self, forKey: .business)
            visitor = try VisitorClaim(from: decoder)
        }
    }

    struct CreatedResponse: ResponseEncodable {
        let sessionId: ConversationID
        let business: BusinessID
        let wsUrl: String
        let createdAt: String
        /// Whether the visitor is who the page says; who is not is anonymous.
        let verified: Bool
        /// What the session takes to open beside its id, where it takes more.
        let ticket: String?
    }

    struct SessionResponse: ResponseEncodable {
        let sessionId: ConversationID
        let business: BusinessID
        let channel: Conversation.Channel
        let createdAt: String

        init(_ conversation: Conversation) {
            sessionId = conversation.id
            business = conversation.business
            channel = conversation.channel
            createdAt = conversation.createdAt.iso8601
        }
    }

    struct MessagesResponse: ResponseEncodable {
        let results: [ChatFrame.MessageFrame]
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<CreatedResponse>
    {
        let input = try await request.decode(as: CreateRequest.self, context: context)
        let id: BusinessID
        switch context.principal {
        case .anonymous: throw APIError.unauthorized
        case .widget(let own), .business(let own):
            guard input.business == nil || input.business == own else { throw APIError.notFound("business") }
            id = own
        case .user(let user):
            let named = try input.business ?? context.principal.requireBusiness()
            guard user.roles[named] != nil else { throw APIError.notFound("business") }
            try context.principal.require(.converse, of: named)
            id = named
        case .operator_:
            guard let named = input.business else {
                throw APIError.badRequest("business_required", "The field `business` is missing.", field: "business")
            }
            id = named
        }
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        try origins.check(request.head, for: business)
        let visitor = try await identity.visitor(input.visitor, of: business.id)
        let conversation: Conversation
        if let visitor {
            conversation = try await identity.identities.openConversation(of: visitor, in: business.id)
        } else {
            conversation = try await desk.open(in: business.id, channel: .web)
        }
        let isClosed = try await identity.isClosed(conversation.id, of: business)
        let ticket = isClosed ? identity.ticket(for: conversation.id) : nil
        let url = origins.webSocketURL(for: conversation, request: request.head)
        return EditedResponse(
            status: .created,
            response: CreatedResponse(
                sessionId: conversation.id, business: business.id, wsUrl: ticket.map { "\(url)?ticket=\($0)" } ?? url,
                createdAt: conversation.createdAt.iso8601, verified: visitor != nil, ticket: ticket))
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<SessionResponse>
    {
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        let business = try named ?? context.principal.requireBusiness()
        try context.principal.require(.read, of: business)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await conversations.conversations(
            in: business, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(SessionResponse.init), limit: limit) { $0.sessionId }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> SessionResponse {
        SessionResponse(try await session(request, context))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let session = try await session(request, context, for: .editContacts)
        let note = AuditNote("chat-session/\(session.id)", before: SessionResponse(session))
        let isFound = try await context.audited("chat-session.delete", in: session.business, note) {
            try await conversations.deleteConversation(session.id, in: session.business)
        }
        guard isFound else { throw APIError.notFound("chat session") }
        return Response(status: .noContent)
    }

    @Sendable func messages(_ request: Request, _ context: DeskRequestContext) async throws -> MessagesResponse {
        let session = try await session(request, context)
        let limit = try request.integerQuery("limit", in: 1...500, default: 100)
        let messages = try await conversations.messages(
            in: session.id, of: session.business, after: try request.uuidQuery("after"), limit: limit)
        return MessagesResponse(results: messages.map { ChatFrame.MessageFrame($0) })
    }

    private func session(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .read
    ) async throws -> Conversation {
        let id = try context.uuidParameter("session", of: "chat session")
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        let business = try named ?? context.principal.requireBusiness()
        try context.principal.require(permission, of: business)
        guard let conversation = try await conversations.conversation(id, in: business) else {
            throw APIError.notFound("chat session")
        }
        return conversation
    }
}
