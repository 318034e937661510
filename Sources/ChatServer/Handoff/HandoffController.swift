import Accounts
import DeskModel
import Dialogue
import Hummingbird

/// Who speaks in a conversation: taking it, handing it back or over, and what goes with it.
struct HandoffController {
    let desk: Desk
    let businesses: any BusinessStore
    let accounts: AccountService
    let identity: IdentityGate
    let questions: AdmissionGate

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/handoffs", use: list)
        router.get("api/conversations/:sid/handoff", use: get)
        router.post("api/conversations/:sid/take", use: take)
        router.post("api/conversations/:sid/release", use: release)
        router.post("api/conversations/:sid/transfer", use: transfer)
        router.post("api/conversations/:sid/suggest", use: suggest)
        router.post("api/conversations/:sid/typing", use: typing)
        router.post("api/conversations/:sid/read", use: read)
        router.post("api/chat-sessions/:session/handoff", use: request)
    }

    struct ActRequest: Decodable {
        /// Who acts.
        let author: String?
        /// On release: have the assistant answer what the customer wrote since.
        let answerWaiting: Bool?
        /// On transfer: who speaks from now on, the id of a member or a name.
        let to: String?
        let messageID: MessageID?

        enum CodingKeys: String, CodingKey {
            case author, to
            case answerWaiting = "answer_waiting"
            case messageID = "message_id"
        }
    }

    struct SuggestRequest: Decodable {
        /// What to answer; the customer's last message without.
        let question: String?
    }

    struct HandoffResponse: ResponseEncodable {
        let conversationId: ConversationID
        let state: Handoff.Voice
        let agentId: String?
        let agentName: String?
        let reason: Handoff.Reason?
        let since: String
        let leasedUntil: String?

        init(_ handoff: Handoff) {
            conversationId = handoff.conversation
            state = handoff.voice
            agentId = handoff.agent?.id
            agentName = handoff.agent?.name
            reason = handoff.reason
            since = handoff.since.iso8601
            leasedUntil = handoff.leasedUntil?.iso8601
        }
    }

    /// What a customer's page may know.
    struct RequestedResponse: ResponseEncodable {
        let sessionId: ConversationID
        let state: Handoff.Voice
        let authorName: String?
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<HandoffResponse>
    {
        let business = try await context.managedBusiness(in: businesses, for: .read)
        let open = try await desk.openHandoffs(
            in: business.id, limit: try request.integerQuery("limit", in: 1...200, default: 50))
        return ListResponse(open.map(HandoffResponse.init), limit: .max) { $0.conversationId }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> HandoffResponse {
        let (conversation, business) = try place(request, context)
        return try await found { HandoffResponse(try await desk.handoff(of: conversation, in: business)) }
    }

    @Sendable func take(_ request: Request, _ context: DeskRequestContext) async throws -> HandoffResponse {
        let (conversation, business) = try place(request, context)
        let agent = try AgentInput.agent(
            context.caller, named: try await act(request, context).author)
        return try await logged("take", conversation, business, context) {
            try await desk.take(conversation, of: business, by: agent)
        }
    }

    @Sendable func release(_ request: Request, _ context: DeskRequestContext) async throws -> HandoffResponse {
        let (conversation, business) = try place(request, context)
        let input = try await act(request, context)
        let agent = try AgentInput.agent(context.caller, named: input.author)
        return try await logged("release", conversation, business, context) {
            try await desk.release(conversation, of: business, by: agent, answering: input.answerWaiting ?? false)
        }
    }

    @Sendable func transfer(_ request: Request, _ context: DeskRequestContext) async throws -> HandoffResponse {
        let (conversation, business) = try place(request, context)
        let input = try await act(request, context)
        let agent = try AgentInput.agent(context.caller, named: input.author)
        let other = try await receiver(input.to, in: business, from: context.principal)
        return try await logged("transfer", conversation, business, context) {
            try await desk.transfer(conversation, of: business, from: agent, to: other)
        }
    }

    @Sendable func suggest(_ request: Request, _ context: DeskRequestContext) async throws -> SuggestionResponse {
        let (conversation, business) = try place(request, context)
        let input = try await request.decode(as: SuggestRequest.self, context: context)
        return try await questions.enter(orThrow: .busy("Too many questions at once: try again in a second.")) {
            try await found {
                SuggestionResponse(
                    try await desk.suggestion(to: input.question, in: conversation, of: business),
                    conversation: conversation)
            }
        }
    }

    @Sendable func typing(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (conversation, business) = try place(request, context)
        let agent = try AgentInput.agent(
            context.caller, named: try await act(request, context).author)
        try await found { try await desk.typing(by: agent, in: conversation, of: business) }
        return Response(status: .noContent)
    }

    @Sendable func read(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (conversation, business) = try place(request, context)
        let input = try await act(request, context)
        let agent = try AgentInput.agent(context.caller, named: input.author)
        guard let message = input.messageID?.lowercased(), UUIDv7.isValid(message) else {
            throw APIError.badRequest(
                "invalid_request", "`message_id` must be the id of a message.", field: "message_id")
        }
        do {
            try await desk.markRead(message, by: .agent(agent), in: conversation, of: business)
        } catch StoreError.notFound {
            throw APIError.notFound("message in this conversation")
        }
        return Response(status: .noContent)
    }

    /// For the customer's page and for those who speak for the business.
    @Sendable func request(_ request: Request, _ context: DeskRequestContext) async throws -> RequestedResponse {
        let session = try context.uuidParameter("session", of: "chat session")
        let business = try await identity.business(actingIn: session, request, context)
        do {
            let handoff = try await desk.requestPerson(in: session, of: business)
            return RequestedResponse(
                sessionId: session, state: handoff.voice, authorName: handoff.agent?.name)
        } catch StoreError.notFound {
            throw APIError.notFound("chat session")
        }
    }

    // MARK: Requests

    /// Whom the word goes to: a member of the business who may have it, or whom the holder of a key names.
    private func receiver(_ named: String?, in business: BusinessID, from principal: Principal) async throws -> Agent {
        var isSignedIn = false
        if case .user = principal { isSignedIn = true }
        guard isSignedIn || UUIDv7.isValid(named?.lowercased() ?? "") else {
            return try AgentInput.agent(named: named, "to")
        }
        return try await accounts.colleague(named ?? "", in: business)
    }

    private func act(_ request: Request, _ context: DeskRequestContext) async throws -> ActRequest {
        try await request.decode(as: ActRequest.self, context: context)
    }

    private func place(
        _ request: Request, _ context: DeskRequestContext
    ) throws -> (ConversationID, BusinessID) {
        let named = request.uri.queryParameters["business"].flatMap { Int64($0) }.map(BusinessID.init(_:))
        let business = try named ?? context.principal.requireBusiness()
        try context.principal.require(request.method == .get ? .read : .converse, of: business)
        return (try context.conversationParameter("sid"), business)
    }

    /// A change of who speaks, with its row in the audit log.
    private func logged(
        _ action: String, _ conversation: ConversationID, _ business: BusinessID, _ context: DeskRequestContext,
        _ work: () async throws -> Handoff
    ) async throws -> HandoffResponse {
        try await found { try await context.auditedHandoff(action, of: conversation, in: business, desk, work) }
    }

    private func found<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch StoreError.notFound {
            throw APIError.notFound("conversation")
        }
    }
}

extension DeskRequestContext {
    /// A conversation in the path: its id, or its `sid`, which is `CH` and the id's 32 digits.
    func conversationParameter(_ name: String) throws(APIError) -> ConversationID {
        guard let text = parameters.get(name)?.lowercased() else { throw .notFound("conversation") }
        if UUIDv7.isValid(text) { return text }
        guard text.count == 34, text.hasPrefix("ch") else { throw .notFound("conversation") }
        let digits = Array(text.dropFirst(2))
        let id = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
            .map { String($0) }.joined(separator: "-")
        guard UUIDv7.isValid(id) else { throw .notFound("conversation") }
        return id
    }
}
