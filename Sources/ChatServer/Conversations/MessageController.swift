import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/conversations/{conversation}/messages`, their files, and the search over all of a business's messages.
struct MessageController {
    let access: ResourceAccess
    let archive: any MessageArchive
    let desk: Desk

    func add(to router: some RouterMethods<DeskRequestContext>) {
        let path = "api/conversations/:sid/messages"
        router.get(RouterPath(path), use: list)
        router.post(RouterPath(path), use: create)
        router.get(RouterPath("\(path)/:message"), use: get)
        router.delete(RouterPath("\(path)/:message"), use: delete)
        router.get(RouterPath("\(path)/:message/media"), use: listMedia)
        router.get(RouterPath("\(path)/:message/media/:media"), use: media)
        router.get("api/messages/search", use: search)
    }

    private enum Order: String, CaseIterable { case asc, desc }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context)
        let page = try PageRequest(request)
        let order = try request.choiceQuery("order", Order.self) ?? request.choiceQuery("Order", Order.self) ?? .asc
        let found: [Message]
        if let text = try request.textQuery("q") {
            var query = MessageQuery(text)
            query.conversation = conversation.id
            found = try await archive.search(query, in: conversation.business, after: nil, limit: page.limit)
                .map(\.message)
        } else {
            found = try await archive.messages(
                in: conversation.id, of: conversation.business, descending: order == .desc,
                after: try page.id(.message), limit: page.limit + 1)
        }
        return try ResourceList(
            "messages", try await responses(found, in: conversation.business), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    private func responses(_ messages: [Message], in business: BusinessID) async throws -> [MessageResponse] {
        let withFiles = messages.filter { $0.kind != .text }.map(\.id)
        let files = Dictionary(grouping: try await archive.media(of: withFiles, in: business), by: \.message)
        return messages.map { MessageResponse($0, media: files[$0.id] ?? []) }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let conversation = try await access.conversation(request, context, for: .converse)
        let fields = try await RequestFields.of(request, formLimit: MessageInput.mostFileBytes + 65_536)
        var draft = try MessageInput(fields).draft
        // A crash between storing and answering lets the request come again: by this it is found.
        draft.providerID = context.reservedID.map { "idempotency:\($0)" }
        let (id, business) = (conversation.id, conversation.business)
        let message: Message
        switch draft.sender {
        case .user: message = try await desk.receive(draft, in: id, of: business)
        case .human:
            let agent = try AgentInput.agent(context.caller, named: draft.author)
            message = try await desk.speak(draft, in: id, of: business, by: agent)
        case .system, .assistant: message = try await desk.post(draft, in: id, of: business)
        }
        let response = try await responses([message], in: conversation.business)[0]
        return try ResourceReply.make(
            response, tag: EntityTag(version: 1), status: .created, location: response.url, to: request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let message = try await message(request, context)
        let response = try await responses([message], in: message.business)[0]
        return try ResourceReply.make(response, tag: Self.tag(message), to: request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let message = try await message(request, context, for: .manageBusiness)
        _ = try request.requiredVersion(of: Self.tag(message))
        let note = AuditNote("message/\(message.id)", before: MessageResponse(message))
        try await context.audited("message.delete", in: message.business, note) {
            try await archive.deleteMessage(message.id, in: message.conversation, of: message.business)
        }
        return Response(status: .noContent)
    }

    /// A message's words never change; what becomes of it with its provider does.
    private static func tag(_ message: Message) -> EntityTag {
        EntityTag(
            version: 1, shown: message.delivery.flatMap { Message.Delivery.allCases.firstIndex(of: $0) }.map { $0 + 1 })
    }

    private func message(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .converse
    ) async throws -> Message {
        let conversation = try await access.conversation(request, context, for: permission)
        let id = try context.resourceParameter("message", .message, of: "message")
        let found = try await archive.message(id, in: conversation.id, of: conversation.business)
        guard let found else { throw APIError.notFound("message") }
        return found
    }

    // MARK: Files

    struct MediaListResponse: ResponseEncodable {
        let media: [MessageResponse.Media]
    }

    @Sendable func listMedia(_ request: Request, _ context: DeskRequestContext) async throws -> MediaListResponse {
        let message = try await message(request, context)
        let files = try await archive.media(of: [message.id], in: message.business)
        let url = MessageResponse(message).url
        return MediaListResponse(media: files.map { MessageResponse.Media($0, of: url) })
    }

    @Sendable func media(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let message = try await message(request, context)
        let id = try context.resourceParameter("media", .media, of: "file")
        let found = try await archive.mediaContent(
            id, of: message.id, in: message.conversation, of: message.business)
        guard let (media, content) = found else { throw APIError.notFound("file") }
        let disposition = MediaType.isShown(media.contentType) ? "inline" : "attachment"
        let name = ContentDisposition.parameter(filename: media.filename ?? "file")
        var headers: HTTPFields = [
            .contentType: media.contentType, .cacheControl: "private, max-age=3600", .eTag: EntityTag(version: 1).text,
            .contentSecurityPolicy: "sandbox; default-src 'none'",
        ]
        headers[.contentDisposition] = "\(disposition); \(name)"
        if request.has(EntityTag(version: 1)) { return Response(status: .notModified, headers: headers) }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: content)))
    }

    // MARK: Search

    struct HitResponse: Encodable {
        let message: MessageResponse
        let snippet: [MessageHit.Part]
        let score: Double?
        let cursor: String
    }

    @Sendable func search(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context)
        let page = try PageRequest(request)
        guard let text = try request.textQuery("q") else {
            throw APIError.badRequest("invalid_request", "`q` must say what to look for.", field: "q")
        }
        var query = MessageQuery(text, order: try request.choiceQuery("order", MessageQuery.Order.self) ?? .recency)
        query.sender = try request.choiceQuery("sender", Message.Sender.self)
        query.since = try request.momentQuery("since")
        query.until = try request.momentQuery("until")
        if let named = try request.textQuery("conversation") {
            guard let id = ResourceKind.conversation.id(named) else { throw APIError.notFound("conversation") }
            query.conversation = id
        }
        var place: Int64?
        if let after = page.after {
            guard query.order == .recency, let parts = PageCursor.parts(after, count: 1), let number = Int64(parts[0])
            else { throw PageCursor.invalid }
            place = number
        }
        // In order of relevance there is one page.
        let limit = query.order == .recency ? page.limit + 1 : page.limit
        let hits = try await archive.search(query, in: business.id, after: place, limit: limit)
        let messages = try await responses(hits.map(\.message), in: business.id)
        let found = zip(hits, messages).map { hit, message in
            HitResponse(
                message: message, snippet: hit.snippet, score: query.order == .relevance ? hit.score : nil,
                cursor: PageCursor.text(["\(hit.place)"]))
        }
        return try ResourceList(
            "results", found, page: page, links: PageLinks(request, publicURL: access.origins.publicURL),
            cursor: \.cursor
        ).response(context)
    }
}
