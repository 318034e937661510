import Channels
import DeskModel
import HTTPTypes
import Hummingbird

/// `/s/{token}`: the short links by which answers on other channels name their sources.
struct SourceLinkController {
    let links: SourceLinks?
    let conversations: any ConversationStore

    func add(to router: some RouterMethods<DeskRequestContext>) { router.get("s/:token", use: open) }

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
}
