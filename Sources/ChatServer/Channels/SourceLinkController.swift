import Channels
import DeskModel
import HTTPTypes
import Hummingbird

/// `/s/{token}` and `/f/{token}`: the links by which answers on other channels name their sources, and by which files go.
struct SourceLinkController {
    let links: SourceLinks?
    let conversations: any ConversationStore
    let archive: any MessageArchive

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("s/:token", use: open)
        router.get("f/:token", use: file)
    }

    /// To the viewer, at the page that is cited, in the name of the conversation that it was cited in.
    @Sendable func open(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let target = context.parameters.get("token").flatMap({ links?.target(of: $0) }),
            let message = try await conversations.message(target.message, in: target.business),
            let citation = message.answer?.citations.dropFirst(target.citation).first
        else { throw APIError.notFound("source") }
        let query = "business=\(target.business)&session=\(message.conversation)&page=\(citation.page)"
        return Response(
            status: .seeOther, headers: [.location: "../documents/\(citation.documentID)?\(query)"])
    }

    /// The file itself, to whoever was sent the link.
    @Sendable func file(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let target = context.parameters.get("token").flatMap({ links?.file(of: $0) }),
            let message = try await conversations.message(target.message, in: target.business),
            let (media, content) = try await archive.mediaContent(
                target.media, of: message.id, in: message.conversation, of: message.business)
        else { throw APIError.notFound("file") }
        return MediaResponse.of(media, content)
    }
}
