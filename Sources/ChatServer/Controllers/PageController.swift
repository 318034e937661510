import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages: welcome and sign-in, documents, chat, the document viewer and the widget.
struct PageController {
    let access: AccessControl
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let desk: Desk
    let documents: DocumentController

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("/", use: home)
        router.get("static/enhanced_dashboard.html", use: home)
        router.get("admin-dashboard", use: home)
        router.get("sign-in", use: signInByLink)
        router.post("sign-in", use: signIn)
        router.post("sign-out", use: signOut)
        router.get("chat/:business", use: chat)
        router.get("chats/:business/:session", use: chat)
        router.get("documents/:document", use: viewDocument)
        router.get("widget.js", use: asset(PackageResources.widget_js, "text/javascript; charset=utf-8"))
        router.get("assets/chat.js", use: asset(PackageResources.chat_js, "text/javascript; charset=utf-8"))
        router.get("assets/upload.js", use: asset(PackageResources.upload_js, "text/javascript; charset=utf-8"))
        router.get("assets/owner.js", use: asset(PackageResources.owner_js, "text/javascript; charset=utf-8"))
        router.get("assets/presence.js", use: asset(PackageResources.presence_js, "text/javascript; charset=utf-8"))
        router.get("assets/rating.js", use: asset(PackageResources.rating_js, "text/javascript; charset=utf-8"))
        router.get("assets/viewer.js", use: asset(PackageResources.viewer_js, "text/javascript; charset=utf-8"))
        router.get("assets/desk.css", use: asset(PackageResources.desk_css, "text/css; charset=utf-8"))
    }

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' ws: wss:; "
        + "frame-src 'self'; form-action 'self'; base-uri 'none'"

    // MARK: Signing in

    @Sendable func home(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let page = context.principal == .operator_ ? PackageResources.upload_html : PackageResources.welcome_html
        return Self.page(PageTemplate.fill(page, ["root": Self.root(for: request)]), framing: "'none'")
    }

    /// The one-time link: signs this browser in and forgets the secret.
    @Sendable func signInByLink(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard let secret = request.uri.queryParameters["link"], access.redeem(signInSecret: String(secret)) else {
            return Self.redirect(to: "./?problem=link")
        }
        return signedIn(request)
    }

    struct SignInRequest: Decodable { let token: String }

    @Sendable func signIn(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard AccessControl.isSameOrigin(request) else { throw APIError.forbidden }
        let input = try await request.decode(as: SignInRequest.self, context: context)
        guard access.isAdmin(input.token.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw APIError(
                status: .unauthorized, code: "wrong_token",
                message:
                    "That is not the admin token. It was printed when the server first started; or restart it for a new sign-in link."
            )
        }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = cookie(request, value: access.operatorCookie().value)
        return response
    }

    @Sendable func signOut(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        guard AccessControl.isSameOrigin(request) else { throw APIError.forbidden }
        var response = Response(status: .noContent)
        response.headers[.setCookie] = cookie(request, value: "", maximumAge: 0)
        return response
    }

    private func signedIn(_ request: Request) -> Response {
        var response = Self.redirect(to: "./")
        response.headers[.setCookie] = cookie(request, value: access.operatorCookie().value)
        return response
    }

    private func cookie(_ request: Request, value: String, maximumAge: Int? = nil) -> String {
        let age = maximumAge ?? access.operatorCookie().maximumAge
        let secure = documents.isServedOverTLS ? "; Secure" : ""
        return "\(AccessControl.cookieName)=\(value); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict\(secure)"
    }

    // MARK: Chat

    /// The chat page of a business; with a session in the path it goes on with that one.
    @Sendable func chat(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let id = try context.businessParameter()
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        var session = ""
        if context.parameters.get("session") != nil {
            session = try context.uuidParameter("session", of: "chat session")
            guard try await conversations.conversation(session, in: id) != nil else {
                throw APIError.notFound("chat session")
            }
        }
        let html = PageTemplate.fill(
            PackageResources.chat_html,
            [
                "business_id": String(id.rawValue), "business_name": business.name, "session_id": session,
                "page_token": access.pageToken(for: id), "color": business.settings.color ?? "#1f5fbf",
                "root": Self.root(for: request),
            ], raw: ["person": business.settings.handoff?.isEnabled ?? true ? Self.personButton : ""])
        let sites = business.settings.allowedOrigins ?? []
        return Self.page(html, framing: sites.isEmpty ? "*" : "'self' " + sites.joined(separator: " "))
    }

    private static let personButton =
        #"<button id="person" type="button" class="quiet small person">Talk to a person</button>"#

    // MARK: Documents

    /// A citation opened: a PDF at its page in the browser's own viewer, anything else as text with the quote marked.
    @Sendable func viewDocument(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let document = try await documents.readable(request, context)
        let page = try request.integerQuery("page", in: 1...1_000_000, default: 1)
        let access = ["session", "business"].compactMap { name in
            request.uri.queryParameters[Substring(name)].map { "\(name)=\($0)" }
        }.joined(separator: "&")
        let content = "../api/documents/\(document.id)/content\(access.isEmpty ? "" : "?" + access)"
        if document.kind == .pdf { return Self.redirect(to: "\(content)#page=\(page)") }
        let pages = try await documents.library.store.pages(of: document.id, in: document.business)
        let sections = pages.map { page in
            let text = PageTemplate.escape(page.text)
            return
                "<section id=\"page-\(page.number)\"><h2>Page \(page.number)</h2><div class=\"text\">\(text)</div></section>"
        }
        let html = PageTemplate.fill(
            PackageResources.viewer_html, ["title": document.title, "content": content],
            raw: ["pages": sections.joined(separator: "\n")])
        return Self.page(html, framing: "'none'")
    }

    // MARK: Helpers

    private static func page(_ html: String, framing: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentSecurityPolicy: "\(policy); frame-ancestors \(framing)",
                .referrerPolicy: "no-referrer",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// The way from the request's path back to the root, relative, so that pages work under any prefix.
    private static func root(for request: Request) -> String {
        let path = (request.head.path ?? "/").prefix { $0 != "?" }
        let depth = path.dropFirst().count { $0 == "/" }
        return depth == 0 ? "./" : String(repeating: "../", count: depth)
    }

    private static func redirect(to location: String) -> Response {
        Response(status: .seeOther, headers: [.location: location, .referrerPolicy: "no-referrer"])
    }

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

extension HTTPField.Name {
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
