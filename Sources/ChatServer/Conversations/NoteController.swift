import DeskModel
import HTTPTypes
import Hummingbird

/// `/api/conversations/{conversation}/notes`: what people of the business write for each other.
struct NoteController {
    let access: ResourceAccess
    let notes: any NoteStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let path = "api/conversations/:sid/notes"
        router.get(RouterPath(path), use: list)
        router.post(RouterPath(path), use: create)
        router.get(RouterPath("\(path)/:note"), use: get)
        router.put(RouterPath("\(path)/:note"), use: update)
        router.patch(RouterPath("\(path)/:note"), use: update)
        router.delete(RouterPath("\(path)/:note"), use: delete)
    }

    struct NoteResponse: Encodable {
        let id: NoteID
        let conversationId: ConversationID
        let author: String
        let text: String
        let createdAt: String
        let updatedAt: String

        init(_ note: Note) {
            id = note.id
            conversationId = note.conversation
            author = note.author
            text = note.text
            createdAt = note.createdAt.iso8601
            updatedAt = note.updatedAt.iso8601
        }
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let page = try PageRequest(request)
        let found = try await notes.notes(
            in: conversation.id, of: conversation.business, after: try page.id(), limit: page.limit + 1)
        return try ResourceList(
            "results", found.map(NoteResponse.init), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let fields = try await RequestFields.of(request)
        let now = Timestamp.now()
        let made = try await notes.create(
            Note(
                id: context.newResourceID(), business: conversation.business, conversation: conversation.id,
                author: try author(fields, context),
                text: try fields.required("text", 1...10_000, lines: true), createdAt: now, updatedAt: now))
        return try reply(made, .created, request, context)
    }

    /// The person who signed in, or whom the holder of a key names.
    private func author(_ fields: RequestFields, _ context: DeskRequestContext) throws(APIError) -> String {
        let named = try fields.text("author", 0...128).applied(to: nil) ?? "api"
        guard case .user(let signedIn) = context.principal else { return named }
        return signedIn.user.name
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try reply(try await note(request, context), .ok, request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await note(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let text = try await RequestFields.of(request).text("text", 1...10_000, lines: true)
        let saved = try await notes.editNote(
            stored.id, in: stored.conversation, of: stored.business, version: version
        ) { note in
            if case .set(let text) = text { note.text = text }
        }
        return try reply(saved, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await note(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        try await notes.deleteNote(stored.id, in: stored.conversation, of: stored.business, version: version)
        return Response(status: .noContent)
    }

    private func note(_ request: Request, _ context: DeskRequestContext) async throws -> Note {
        let conversation = try await access.conversation(request, context)
        let id = try context.uuidParameter("note", of: "note")
        let found = try await notes.note(id, in: conversation.id, of: conversation.business)
        guard let found else { throw APIError.notFound("note") }
        return found
    }

    private func reply(
        _ note: Note, _ status: HTTPResponse.Status, _ request: Request, _ context: DeskRequestContext
    ) throws -> Response {
        try ResourceReply.make(
            NoteResponse(note), tag: EntityTag(version: note.version), status: status,
            location: status == .created
                ? "/api/conversations/\(note.conversation)/notes/\(note.id)" : nil, to: request, context)
    }
}
