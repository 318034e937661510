import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/conversations/{conversation}/participants`.
struct ParticipantController {
    let access: ResourceAccess
    let participants: any ParticipantStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let path = "api/conversations/:sid/participants"
        router.get(RouterPath(path), use: list)
        router.post(RouterPath(path), use: create)
        router.get(RouterPath("\(path)/:participant"), use: get)
        router.put(RouterPath("\(path)/:participant"), use: update)
        router.delete(RouterPath("\(path)/:participant"), use: delete)
    }

    struct ParticipantResponse: Encodable {
        struct Binding: Encodable {
            let type: Conversation.Channel
            let address: String
            @OrNull var proxyAddress: String?

            init(_ binding: Participant.Binding) {
                type = binding.channel
                address = binding.address
                proxyAddress = binding.proxyAddress
            }
        }

        let sid: String
        let id: ParticipantID
        let accountSid: String
        let conversationSid: String
        @OrNull var identity: String?
        let attributes: String
        @OrNull var messagingBinding: Binding?
        @OrNull var roleSid: String?
        @OrNull var lastReadMessageIndex: Int?
        @OrNull var lastReadTimestamp: String?
        let dateCreated: String
        let dateUpdated: String
        let url: String
        @OrNull var contactId: ContactID?
        @OrNull var userId: UserID?
        @OrNull var lastReadMessageSid: String?

        init(_ participant: Participant) {
            sid = ResourceKind.participant.sid(participant.id)
            id = participant.id
            accountSid = ResourceKind.sid(participant.business)
            conversationSid = ResourceKind.conversation.sid(participant.conversation)
            identity = participant.identity
            attributes = participant.attributes
            messagingBinding = participant.binding.map { Binding($0) }
            dateCreated = participant.createdAt.iso8601
            dateUpdated = participant.updatedAt.iso8601
            url = "/api/conversations/\(conversationSid)/participants/\(sid)"
            contactId = participant.contact
            userId = participant.user
            lastReadMessageSid = participant.lastRead.map(ResourceKind.message.sid)
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let page = try PageRequest(request)
        let found = try await participants.participants(
            in: conversation.id, of: conversation.business, after: try page.id(.participant), limit: page.limit + 1)
        return try ResourceList(
            "participants", found.map(ParticipantResponse.init), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let participant = try Self.participant(
            try await RequestFields.of(request), in: conversation, id: context.newResourceID())
        let made: Participant
        do {
            made = try await participants.create(participant, loggedBy: context)
        } catch StoreError.notFound {
            throw RequestFields.refusal("contact_id", "the id of a contact of the business")
        }
        return try reply(made, .created, request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try reply(try await participant(request, context), .ok, request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await participant(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let attributes = try await RequestFields.of(request).attributes()
        let saved = try await participants.edit(stored, version: version, loggedBy: context) { participant in
            if case .set(let attributes) = attributes { participant.attributes = attributes }
        }
        return try reply(saved, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await participant(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        try await participants.delete(stored, version: version, loggedBy: context)
        return Response(status: .noContent)
    }

    /// Somebody new in a conversation. - Throws: 400 that names the field.
    static func participant(
        _ fields: RequestFields, in conversation: Conversation, id: ParticipantID
    ) throws -> Participant {
        let now = Timestamp.now()
        let participant = Participant(
            id: id, business: conversation.business, conversation: conversation.id,
            contact: try fields.id("contact_id").applied(to: nil),
            identity: try fields.text("identity", 0...256).applied(to: nil),
            binding: try binding(fields, in: conversation),
            attributes: try fields.attributes().applied(to: nil) ?? "{}", createdAt: now, updatedAt: now)
        guard participant.identity != nil || participant.binding != nil || participant.contact != nil else {
            throw APIError.badRequest(
                "invalid_request", "Name who takes part: `identity`, `messaging_binding` or `contact_id`.",
                field: "identity")
        }
        return participant
    }

    /// Twilio tells a channel by what an address begins with: `whatsapp:+1415...`; a plain number is an SMS.
    private static func binding(_ fields: RequestFields, in conversation: Conversation) throws -> Participant.Binding? {
        guard let address = try fields.text("messaging_binding_address", 0...256).applied(to: nil) else { return nil }
        let named =
            try fields.choice("messaging_binding_type", Conversation.Channel.self).applied(to: nil)
            ?? fields.choice("messaging_binding_channel", Conversation.Channel.self).applied(to: nil)
        let channel: Conversation.Channel =
            if let named { named } else if address.hasPrefix("whatsapp:") { .whatsapp } else if address.contains("@") {
                .email
            } else { .sms }
        return Participant.Binding(
            channel: channel, address: address,
            proxyAddress: try fields.text("messaging_binding_proxy_address", 0...256).applied(to: nil))
    }

    private func participant(_ request: Request, _ context: DeskRequestContext) async throws -> Participant {
        let conversation = try await access.conversation(request, context)
        let id = try context.resourceParameter("participant", .participant, of: "participant")
        let found = try await participants.participant(id, in: conversation.id, of: conversation.business)
        guard let found else { throw APIError.notFound("participant") }
        return found
    }

    private func reply(
        _ participant: Participant, _ status: HTTPResponse.Status, _ request: Request, _ context: DeskRequestContext
    ) throws -> Response {
        let response = ParticipantResponse(participant)
        return try ResourceReply.make(
            response, tag: EntityTag(version: participant.version), status: status,
            location: status == .created ? response.url : nil, to: request, context)
    }
}
