import Accounts
import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages: welcome, documents, chat, the document viewer and the widget.
struct PageController {
    let access: AccessControl
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let forms: any FormStore
    let desk: Desk
    let identity: IdentityGate
    let documents: DocumentController

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("chat/:business", use: chat)
        router.get("chats/:business/:session", use: chat)
        router.get("documents/:document", use: viewDocument)
        router.get("widget.js", use: asset(PackageResources.widget_js, "text/javascript; charset=utf-8"))
        router.get("assets/chat.js", use: asset(PackageResources.chat_js, "text/javascript; charset=utf-8"))
        router.get("assets/form.js", use: asset(PackageResources.form_js, "text/javascript; charset=utf-8"))
        router.get("assets/presence.js", use: asset(PackageResources.presence_js, "text/javascript; charset=utf-8"))
        router.get("assets/rating.js", use: asset(PackageResources.rating_js, "text/javascript; charset=utf-8"))
        router.get("assets/viewer.js", use: asset(PackageResources.viewer_js, "text/javascript; charset=utf-8"))
        router.get("assets/desk.css", use: asset(PackageResources.desk_css, "text/css; charset=utf-8"))
    }

    // MARK: Chat

    /// The chat page of a business; with a session in the path it goes on with that one.
    @Sendable func chat(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let id = try context.businessParameter()
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        var session = ""
        var isClosed = false
        if context.parameters.get("session") != nil {
            session = try context.uuidParameter("session", of: "chat session")
            guard try await conversations.conversation(session, in: id) != nil else {
                throw APIError.notFound("chat session")
            }
            isClosed = try await identity.isClosed(session, of: business)
        }
        // Who works for the business sees a chat as its customer does.
        let isStaff = (try? context.principal.require(.read, of: id)) != nil
        let form = try await forms.startable(in: id)
        let html = PageTemplate.fill(
            PackageResources.chat_html,
            [
                "business_id": String(id.rawValue), "business_name": business.name, "session_id": session,
                "page_token": access.pageToken(for: id), "color": business.settings.color ?? "#1f5fbf",
                "root": PageResponse.root(for: request), "form_name": form?.name ?? "",
                "form_keyword": form.map { $0.keywords.first ?? "form" } ?? "", "closed": isClosed ? "1" : "",
                "ticket": isClosed && isStaff ? identity.ticket(for: session) : "",
            ], raw: ["person": business.settings.handoff?.isEnabled ?? true ? Self.personButton : ""])
        let sites = business.settings.allowedOrigins ?? []
        return PageResponse.page(html, framing: sites.isEmpty ? "*" : "'self' " + sites.joined(separator: " "))
    }

    private static let personButton =
        #"<button id="person" type="button" class="quiet small person">Talk to a person</button>"#

    // MARK: Documents

    /// A citation opened: a PDF at its page in the browser's own viewer, anything else as text with the quote marked.
    @Sendable func viewDocument(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let document = try await documents.readable(request, context)
        let page = try request.integerQuery("page", in: 1...1_000_000, default: 1)
        let access = ["session", "business", "ticket"].compactMap { name in
            request.uri.queryParameters[Substring(name)].map { "\(name)=\(PageLinks.encoded(String($0)))" }
        }.joined(separator: "&")
        let content = "../api/documents/\(document.id)/content\(access.isEmpty ? "" : "?" + access)"
        if document.kind == .pdf { return PageResponse.redirect(to: "\(content)#page=\(page)") }
        let pages = try await documents.library.store.pages(of: document.id, in: document.business)
        let sections = pages.map { page in
            let text = PageTemplate.escape(page.text)
            return
                "<section id=\"page-\(page.number)\"><h2>Page \(page.number)</h2><div class=\"text\">\(text)</div></section>"
        }
        let html = PageTemplate.fill(
            PackageResources.viewer_html, ["title": document.title, "content": content],
            raw: ["pages": sections.joined(separator: "\n")])
        return PageResponse.page(html, framing: "'none'")
    }

    // MARK: Helpers

    private func asset(_ bytes: [UInt8], _ type: String)
        -> @Sendable (Request, DeskRequestContext) async throws -> Response
    {
        let buffer = ByteBuffer(bytes: bytes)
        let tag = "\"\(AccessControl.hash(String(decoding: bytes, as: UTF8.self)).prefix(12).hexadecimal)\""
        return { request, _ in
            let headers: HTTPFields = [.contentType: type, .cacheControl: "public, max-age=300", .eTag: tag]
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: buffer))
        }
    }
}
