import DeskModel
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/documents`: upload, status, content, new versions, deletion.
struct DocumentController {
    let library: DocumentLibrary
    let businesses: any BusinessStore
    let conversations: any ConversationStore
    let identity: IdentityGate
    let maximumFileSize: Int
    let uploads: AdmissionGate

    /// How long an upload may take: the largest file over a line of 35 kB/s.
    private static let uploadPatience: Duration = .seconds(300)

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/documents", use: list)
        router.post("api/documents", use: create)
        router.get("api/documents/:document", use: get)
        router.put("api/documents/:document", use: replace)
        router.patch("api/documents/:document", use: label)
        router.delete("api/documents/:document", use: delete)
        router.post("api/documents/:document/cancel", use: cancel)
        router.post("api/documents/:document/retry", use: retry)
        router.get("api/documents/:document/content", use: content)
        router.get("api/documents/:document/pages", use: pages)
    }

    struct DocumentResponse: ResponseEncodable {
        let id: DocumentID
        let business: BusinessID
        let title: String
        let filename: String
        let kind: DocumentKind?
        let version: Int
        let sha256: String
        let bytes: Int
        let status: Document.Status
        let progress: Double
        let pages: Int
        let chunks: Int
        @OrNull var error: DocumentFailure?
        let warnings: [String]
        let tags: [String]
        let audience: DocumentLabels.Audience
        let effectiveAt: String?
        let createdAt: String
        let updatedAt: String

        init(_ document: Document) {
            id = document.id
            business = document.business
            title = document.title
            filename = document.filename
            kind = document.kind
            version = document.version
            sha256 = document.sha256
            bytes = document.byteCount
            status = document.status
            progress = (document.progress * 1000).rounded() / 1000
            pages = document.pages
            chunks = document.chunks
            error = document.error
            warnings = document.warnings
            tags = document.labels.tags
            audience = document.labels.audience
            effectiveAt = document.labels.effectiveAt?.iso8601
            createdAt = document.createdAt.iso8601
            updatedAt = document.updatedAt.iso8601
        }
    }

    struct PagesResponse: ResponseEncodable {
        let id: DocumentID
        let title: String
        let pages: [DocumentPage]
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> ListResponse<
        DocumentResponse
    > {
        let business = try await named(
            request.uri.queryParameters["business"].map(String.init), context, for: .read)
        let limit = try request.integerQuery("limit", in: 1...200, default: 50)
        let page = try await library.store.documents(in: business, after: try request.uuidQuery("after"), limit: limit)
        return ListResponse(page.map(DocumentResponse.init), limit: limit) { $0.id }
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DocumentResponse>
    {
        // Told before the file is read. Widget keys stand in public pages and may not hold places for uploads.
        switch context.principal {
        case .anonymous: throw APIError.unauthorized
        case .widget: throw APIError.forbidden
        case .operator_, .business: break
        case .user(let user):
            // The business stands in the form; who may upload nowhere is told before it is read.
            guard user.roles.values.contains(where: { $0.allows(.editContent) }) else {
                throw APIError.notAllowed(user.roles.values.max() ?? .viewer, .editContent)
            }
        }
        return try await store(request, context, replacing: nil)
    }

    @Sendable func replace(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DocumentResponse>
    {
        let document = try await document(request, context, for: .editContent)
        return try await store(request, context, replacing: document)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> DocumentResponse {
        DocumentResponse(try await document(request, context))
    }

    @Sendable func label(_ request: Request, _ context: DeskRequestContext) async throws -> DocumentResponse {
        let document = try await document(request, context, for: .editContent)
        let asked = try await request.decode(as: LabelsRequest.self, context: context)
        let change = try asked.change(at: try await owner(document.business))
        return DocumentResponse(try await relabel(document, change, context))
    }

    /// Changes a document's labels for the API and the pages alike.
    ///
    /// - Throws: 404 when the document is gone.
    func relabel(
        _ document: Document, _ change: LabelChange, _ context: DeskRequestContext
    ) async throws -> Document {
        typealias Edit = (before: Document, after: Document)
        let describe: @Sendable (Edit?) -> AuditNote = { edit in
            AuditNote(
                "document/\(document.id)", before: edit.map { DocumentResponse($0.before) },
                after: edit.map { DocumentResponse($0.after) })
        }
        let edit = try await context.audited("document.label", in: [document.business], describe) {
            try await library.store.label(document.id, in: document.business, change)
        }
        guard let edit else { throw APIError.notFound("document") }
        return edit.after
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await remove(try await document(request, context, for: .editContent), keepingContent: false, context)
        return Response(status: .noContent)
    }

    /// Deletes a document for the API and the pages alike.
    ///
    /// - Parameter keepingContent: whether the bytes are handed back.
    /// - Returns: what it was in the end, with all that changed since it was looked up.
    /// - Throws: 404 when the document is gone.
    @discardableResult
    func remove(
        _ document: Document, keepingContent: Bool, _ context: DeskRequestContext
    ) async throws -> DeletedDocument {
        let describe: @Sendable (DeletedDocument?) -> AuditNote = { deleted in
            AuditNote("document/\(document.id)", before: deleted.map { DocumentResponse($0.document) })
        }
        let removed = try await context.audited("document.delete", in: [document.business], describe) {
            try await library.delete(
                document.id, in: document.business, keepingContent: keepingContent, logger: context.logger)
        }
        guard let deleted = removed else { throw APIError.notFound("document") }
        return deleted
    }

    @Sendable func cancel(_ request: Request, _ context: DeskRequestContext) async throws -> DocumentResponse {
        let document = try await document(request, context, for: .editContent)
        let note = AuditNote("document/\(document.id)", before: DocumentResponse(document))
        let isCancelled = try await context.audited("document.cancel", in: document.business, note) {
            try await library.store.cancel(document.id, in: document.business)
        }
        guard isCancelled else {
            throw APIError(
                status: .conflict, code: "not_in_progress", message: "There is no ingest of this document to cancel.")
        }
        return DocumentResponse(try await self.document(request, context))
    }

    @Sendable func retry(_ request: Request, _ context: DeskRequestContext) async throws
        -> EditedResponse<DocumentResponse>
    {
        let document = try await document(request, context, for: .editContent)
        let note = AuditNote("document/\(document.id)", before: DocumentResponse(document))
        let isFound = try await context.audited("document.retry", in: document.business, note) {
            try await library.requeue(document.id, in: document.business)
        }
        guard isFound else { throw APIError.notFound("document") }
        return EditedResponse(status: .accepted, response: DocumentResponse(try await self.document(request, context)))
    }

    /// The bytes as uploaded. Formats that could carry script are sent as downloads and sandboxed.
    @Sendable func content(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let document = try await readable(request, context)
        guard let bytes = try await library.store.content(of: document.id, in: document.business) else {
            throw APIError.notFound("document")
        }
        return Response(
            status: .ok, headers: Self.contentHeaders(for: document),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    @Sendable func pages(_ request: Request, _ context: DeskRequestContext) async throws -> PagesResponse {
        let document = try await readable(request, context)
        let pages = try await library.store.pages(of: document.id, in: document.business)
        return PagesResponse(id: document.id, title: document.title, pages: pages)
    }

    // MARK: Access

    /// The document of the path, for those who may do that in its business.
    private func document(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .read
    ) async throws -> Document {
        let id = try context.uuidParameter("document", of: "document")
        switch context.principal {
        case .anonymous: throw APIError.unauthorized
        case .widget: throw APIError.forbidden
        case .business(let own):
            if let document = try await library.store.document(id, in: own) { return document }
        case .user(let user):
            for business in user.roles.keys.sorted() {
                if let document = try await library.store.document(id, in: business) {
                    try context.principal.require(permission, of: business)
                    return document
                }
            }
        case .operator_:
            if let document = try await anyBusinessDocument(id) { return document }
        }
        throw APIError.notFound("document")
    }

    /// The document of the path, for its managers and for the chat session (`?session=`) that it was cited in; with its
    /// ticket where the session is closed.
    func readable(_ request: Request, _ context: DeskRequestContext) async throws -> Document {
        guard let session = request.uri.queryParameters["session"].map({ $0.lowercased() }), UUIDv7.isValid(session),
            let number = request.uri.queryParameters["business"].flatMap({ Int64($0) })
        else { return try await document(request, context) }
        let id = try context.uuidParameter("document", of: "document")
        let business = BusinessID(number)
        if (try? context.principal.require(.read, of: business)) == nil {
            try await identity.check(session, in: business, request)
        }
        let messages = try await conversations.messages(in: session, of: business, after: nil, limit: 500)
        let isCited = messages.contains { $0.answer?.citations.contains { $0.documentID == id } ?? false }
        guard isCited, let document = try await library.store.document(id, in: business),
            document.labels.audience == .everyone
        else { throw APIError.notFound("document") }
        return document
    }

    private func anyBusinessDocument(_ id: DocumentID) async throws -> Document? {
        var after: BusinessID?
        while true {
            let page = try await businesses.businesses(after: after, limit: 200)
            for business in page {
                if let document = try await library.store.document(id, in: business.id) { return document }
            }
            guard let last = page.last, page.count == 200 else { return nil }
            after = last.id
        }
    }

    /// The business named in a form or query, else the key's own.
    private func named(
        _ text: String?, _ context: DeskRequestContext, for permission: Permission
    ) async throws -> BusinessID {
        guard let text else {
            let own = try context.principal.requireBusiness()
            try context.principal.require(permission, of: own)
            return own
        }
        guard let number = Int64(text.trimmingCharacters(in: .whitespaces)), number > 0 else {
            throw APIError.badRequest("invalid_request", "`business` must be the business's number.", field: "business")
        }
        let id = BusinessID(number)
        try context.principal.require(permission, of: id)
        guard try await businesses.business(id) != nil else { throw APIError.notFound("business") }
        return id
    }

    // MARK: Upload

    private func store(_ request: Request, _ context: DeskRequestContext, replacing: Document?) async throws
        -> EditedResponse<DocumentResponse>
    {
        let (document, created) = try await store(request, context, replacing: replacing) { form in
            try await named(form.part("business")?.text, context, for: .editContent)
        }
        return EditedResponse(status: created ? .accepted : .ok, response: DocumentResponse(document))
    }

    /// Takes the file of a form in, for a business that is known to be the caller's.
    func store(
        _ request: Request, _ context: DeskRequestContext, in business: BusinessID, replacing: Document?
    ) async throws -> (document: Document, created: Bool) {
        try await store(request, context, replacing: replacing) { _ in business }
    }

    private func store(
        _ request: Request, _ context: DeskRequestContext, replacing: Document?,
        _ business: (MultipartForm) async throws -> BusinessID
    ) async throws -> (document: Document, created: Bool) {
        try await uploads.enter(orThrow: .busy("Too many uploads at once: try again in a second.")) {
            let upload = try await upload(request, replacing: replacing, business)
            let describe: @Sendable ((document: Document, created: Bool)) -> AuditNote = { stored in
                AuditNote(
                    "document/\(stored.document.id)", before: replacing.map(DocumentResponse.init),
                    after: DocumentResponse(stored.document))
            }
            return try await context.audited(
                replacing == nil ? "document.create" : "document.replace", in: [upload.business], describe
            ) { try await library.add(upload) }
        }
    }

    private func upload(
        _ request: Request, replacing: Document?, _ business: (MultipartForm) async throws -> BusinessID
    ) async throws -> DocumentUpload {
        let tooLarge = APIError(
            status: .contentTooLarge, code: "too_large",
            message: "The file is larger than the \(maximumFileSize) bytes allowed: split it or make it smaller.",
            details: ["limit": String(maximumFileSize)])
        let overhead = 65_536
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maximumFileSize + overhead {
            throw tooLarge
        }
        let body = try await request.wholeBody(
            upTo: maximumFileSize + overhead, within: Self.uploadPatience, orThrow: tooLarge)
        let form: MultipartForm
        do {
            form = try MultipartForm(Array(body.readableBytesView), contentType: request.headers[.contentType])
        } catch {
            throw APIError.badRequest(
                "invalid_form", "Send multipart/form-data with the parts `business` and `file`.")
        }
        guard let file = form.part("file"), let filename = file.filename else {
            throw APIError.badRequest("invalid_request", "The part `file` with a file name is missing.", field: "file")
        }
        guard file.content.count <= maximumFileSize else { throw tooLarge }
        let business = if let replacing { replacing.business } else { try await business(form) }
        return DocumentUpload(
            business: business, filename: ContentDisposition.sanitized(filename, fallback: "document"),
            content: Array(file.content),
            replacing: replacing?.id, labels: try LabelsRequest(form).change(at: try await owner(business)))
    }

    /// - Throws: 404 when it is gone.
    private func owner(_ id: BusinessID) async throws -> Business {
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        return business
    }

    /// Formats that could carry script are downloads. A browser's PDF viewer does not run in a sandbox, and runs no
    /// script of the page's origin either.
    private static func contentHeaders(for document: Document) -> HTTPFields {
        let kind = document.kind ?? .txt
        var headers: HTTPFields = [.cacheControl: "private, max-age=300"]
        let name = ContentDisposition.parameter(filename: document.filename)
        headers[.contentDisposition] = kind == .pdf ? "inline; \(name)" : "attachment; \(name)"
        headers[.contentType] = kind == .pdf || kind == .docx ? kind.mediaType : "application/octet-stream"
        headers[.contentSecurityPolicy] =
            kind == .pdf
            ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'" : "sandbox; default-src 'none'"
        return headers
    }
}
