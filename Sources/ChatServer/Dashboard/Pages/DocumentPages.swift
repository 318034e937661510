import DeskModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages of a business's documents: upload, progress, labels, new versions, deletion with a way back.
struct DocumentPages {
    let shell: DashboardShell
    let controller: DocumentController
    let deleted: RecycleBin<DocumentUpload>

    private static let limit = 200

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("documents", use: list)
        router.post("documents", use: upload)
        router.post("documents/restore/:document", use: restore)
        router.get("documents/:document", use: details)
        router.post("documents/:document", use: replace)
        router.post("documents/:document/labels", use: label)
        router.post("documents/:document/cancel", use: cancel)
        router.post("documents/:document/retry", use: retry)
        router.get("documents/:document/delete", use: confirmDeletion)
        router.post("documents/:document/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let documents = try await controller.library.store.documents(
            in: try visit.requireBusiness().id, after: try request.uuidQuery("after"), limit: Self.limit)
        return shell.page(
            "documents", "documents", title: visit.texts["nav_documents"], visit: visit, scripts: ["documents.js"],
            view: DocumentsView(documents, limit: Self.limit, visit: visit))
    }

    /// Takes files in: one at a time from the script, which shows how far each is, or several from the form alone.
    @Sendable func upload(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        try shell.check(Self.token(of: request), visit)
        let (document, isNew) = try await controller.store(
            request, context, in: try visit.requireBusiness().id, replacing: nil)
        let outcome: Outcome = isNew ? .documentQueued : .documentKnown
        guard (request.headers[.accept] ?? "").contains("text/html") else {
            return try EditedResponse(
                status: isNew ? .accepted : .ok, response: DocumentController.DocumentResponse(document)
            ).response(from: request, context: context)
        }
        return DashboardShell.redirect(to: visit.page("documents", after: outcome))
    }

    @Sendable func details(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let document = try await document(context, visit)
        return shell.page(
            "document", "documents", title: document.title.isEmpty ? document.filename : document.title, visit: visit,
            view: DocumentDetailsView(document, of: try visit.requireBusiness(), visit: visit))
    }

    /// A new version of the document's content.
    @Sendable func replace(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        try shell.check(Self.token(of: request), visit)
        let document = try await document(context, visit)
        _ = try await controller.store(request, context, in: document.business, replacing: document)
        return DashboardShell.redirect(to: visit.page("documents", after: .documentQueued))
    }

    @Sendable func label(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try await shell.fields(request, visit)
        let document = try await document(context, visit)
        let asked = try LabelsRequest(
            tags: fields["tags"].split(separator: ",").map(String.init),
            audience: try fields.choice("audience", DocumentLabels.Audience.self), effectiveAt: nil
        ).change(at: try visit.requireBusiness())
        let before = document.labels.effectiveAt
        let day = try DayField.first.moment(
            "effective_at", in: fields, stored: before, at: try visit.requireBusiness())
        let since = day.map { LabelChange.Effective.since($0) } ?? .sinceUpload
        let change = LabelChange(
            tags: asked.tags, audience: asked.audience, effective: day == before ? nil : since)
        _ = try await controller.relabel(document, change, context)
        return DashboardShell.redirect(to: visit.page("documents", after: .saved))
    }

    @Sendable func cancel(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let document = try await document(context, visit)
        // One that has become ready meanwhile is as good as cancelled: the page shows which.
        _ = try await context.audited("document.cancel", in: document.business, Self.note(document)) {
            try await controller.library.store.cancel(document.id, in: document.business)
        }
        return DashboardShell.redirect(to: visit.page("documents", after: .documentCancelled))
    }

    @Sendable func retry(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let document = try await document(context, visit)
        let isFound = try await context.audited("document.retry", in: document.business, Self.note(document)) {
            try await controller.library.requeue(document.id, in: document.business)
        }
        guard isFound else { throw APIError.notFound("document") }
        return DashboardShell.redirect(to: visit.page("documents", after: .documentQueued))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let document = try await document(context, visit)
        let row = DocumentRow(document, visit: visit)
        return shell.confirmation(
            "documents", visit: visit,
            Confirmation(
                heading: visit.texts["delete_document"], text: row.deleteText, action: visit.texts["delete"],
                url: "\(row.actionURL)/delete", backURL: "\(visit.base)documents"))
    }

    /// Deletes the document; its bytes are kept in memory for a while, so that it can be taken in again.
    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let document = try await document(context, visit)
        let removed = try await controller.remove(document, keepingContent: true, context)
        let isKept = removed.content.map { content in
            deleted.put(
                DocumentUpload(
                    business: document.business, filename: removed.document.filename, content: content,
                    labels: LabelChange(to: removed.document.labels), keepsKnownLabels: true),
                id: document.id, of: document.business, cost: content.count)
        }
        return DashboardShell.redirect(
            to: visit.page("documents", after: .documentDeleted, undo: isKept == true ? document.id : nil))
    }

    /// Takes a deleted document in again, as it was. One with its bytes that came meanwhile is left as it is: that may be
    /// for staff alone by now.
    @Sendable func restore(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness()
        let id = try context.uuidParameter("document", of: "document")
        guard let upload = deleted.take(id, of: business.id) else { throw APIError.notFound("document") }
        let (_, isNew) = try await context.audited(
            "document.restore", in: business.id, AuditNote("document/\(id)", after: ["filename": upload.filename])
        ) { try await controller.library.add(upload) }
        return DashboardShell.redirect(to: visit.page("documents", after: isNew ? .restored : .documentKnown))
    }

    private func document(_ context: DeskRequestContext, _ visit: Visit) async throws -> Document {
        let id = try context.uuidParameter("document", of: "document")
        guard
            let document = try await controller.library.store.document(id, in: try visit.requireBusiness().id)
        else { throw APIError.notFound("document") }
        return document
    }

    private static func note(_ document: Document) -> AuditNote {
        AuditNote("document/\(document.id)", before: DocumentController.DocumentResponse(document))
    }

    /// A form with a file names its token in the URL: its fields are behind the whole file.
    private static func token(of request: Request) -> String {
        HTTPField.Name("X-CSRF-Token").flatMap { request.headers[$0] }
            ?? request.uri.queryParameters["csrf_token"].map(String.init) ?? ""
    }
}
