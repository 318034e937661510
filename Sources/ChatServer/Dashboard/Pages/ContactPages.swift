import DeskModel
import HTTPTypes
import Hummingbird

/// The pages of contacts: the list with its search, and one with name, colour, conversations and merging.
struct ContactPages {
    let shell: DashboardShell
    let inbox: InboxPages
    let contacts: any ContactStore
    /// All that knows what happened with a contact.
    let timelines: [any TimelineSource]

    private static let limit = 50
    private static let mostEntries = 200
    private static let mostOthers = 100

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("contacts", use: list)
        router.get("contacts/:contact", use: contact)
        router.post("contacts/:contact", use: update)
        router.post("contacts/:contact/merge", use: merge)
        router.post("contacts/:contact/merges/:merge/undo", use: undoMerge)
        router.get("contacts/:contact/delete", use: confirmDeletion)
        router.post("contacts/:contact/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try request.query()
        var query = ContactQuery()
        query.text = fields.optional("q").map { String($0.prefix(200)) }
        let page = try await contacts.contacts(
            query, in: try visit.requireBusiness().id, after: try request.uuidQuery("after"), limit: Self.limit)
        let rows = page.map { ContactRow($0, visit: visit) }
        let text = query.text ?? ""
        return shell.page(
            "contacts", "contacts", title: visit.texts["nav_contacts"], visit: visit,
            view: ContactsView(
                rows: rows, isEmpty: rows.isEmpty, query: text, action: "\(visit.base)contacts",
                moreURL: page.count == Self.limit
                    ? page.last.map { "\(visit.base)contacts?after=\($0.id)&q=\(URLText.encoded(text))" } : nil))
    }

    @Sendable func contact(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let contact = try await contact(context, visit)
        var query = ConversationQuery()
        query.contact = contact.id
        let (rows, _) = try await inbox.rows(query, after: nil, visit)
        // The newest without a search: any other is found by its name, number or address.
        var wanted = ContactQuery()
        wanted.text = try request.query().optional("q").map { String($0.prefix(200)) }
        let others = try await contacts.contacts(wanted, in: contact.business, after: nil, limit: Self.mostOthers)
        var parts: [[TimelineEntry]] = []
        for source in timelines {
            parts.append(
                try await source.timeline(
                    of: contact.id, in: contact.business, before: nil, limit: Self.mostEntries))
        }
        let entries = Timeline.merge(parts, limit: Self.mostEntries).reversed().map {
            MessageRow($0, contact: contact, visit: visit)
        }
        let view = ContactView(
            contact, others: others, wanted: wanted.text ?? "", conversations: rows, entries: entries, visit: visit)
        return shell.page(
            "contact", "contacts", title: contact.displayName, visit: visit, scripts: ["live.js"], view: view)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        let fields = try await shell.fields(request, visit)
        let contact = try await contact(context, visit)
        let members = ["name", "phone", "email", "color"].filter(fields.isSet).map { name in
            (name, fields.optional(name).map { JSONValue.string($0) } ?? JSONValue.null)
        }
        let input = try ContactInput(RequestFields(members))
        guard let version = Int(fields["version"]) else { throw RequestFields.refusal("version", "a whole number") }
        let note = AuditNote("contact/\(contact.id)", before: ContactResponse(contact))
        _ = try await context.audited("contact.update", in: contact.business, note) {
            try await contacts.editContact(contact.id, in: contact.business, version: version) {
                input.apply(to: &$0)
            }
        }
        return DashboardShell.redirect(to: visit.page("contacts/\(contact.id)", after: .saved))
    }

    @Sendable func merge(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        let fields = try await shell.fields(request, visit)
        let kept = try await contact(context, visit)
        let other = fields["other"].lowercased()
        guard UUIDv7.isValid(other), other != kept.id else {
            throw RequestFields.refusal("other", "another contact of the business")
        }
        let merge = try await context.audited(
            "contact.merge", in: kept.business, AuditNote("contact/\(kept.id)", after: ["merged": other])
        ) { try await contacts.merge(other, into: kept.id, in: kept.business) }
        return DashboardShell.redirect(
            to: visit.page("contacts/\(kept.id)", after: .contactMerged, undo: "\(kept.id).\(merge.id)"))
    }

    @Sendable func undoMerge(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        _ = try await shell.fields(request, visit)
        let kept = try await contact(context, visit)
        let id = try context.uuidParameter("merge", of: "merge")
        _ = try await context.audited("contact.part", in: kept.business, AuditNote("contact/\(kept.id)")) {
            try await contacts.undoMerge(id, of: kept.id, in: kept.business)
        }
        return DashboardShell.redirect(to: visit.page("contacts/\(kept.id)", after: .restored))
    }

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let contact = try await contact(context, visit)
        let url = "\(visit.base)contacts/\(contact.id)"
        return shell.confirmation(
            "contacts", visit: visit,
            Confirmation(
                heading: visit.texts["delete_contact"], text: visit.texts["delete_contact_text"],
                action: visit.texts["delete"], url: "\(url)/delete", backURL: url))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let contact = try await contact(context, visit)
        let note = AuditNote("contact/\(contact.id)", before: ContactResponse(contact))
        try await context.audited("contact.delete", in: contact.business, note) {
            try await contacts.deleteContact(
                contact.id, in: contact.business, version: nil, withConversations: false)
        }
        return DashboardShell.redirect(to: visit.page("contacts", after: .deleted))
    }

    private func contact(_ context: DeskRequestContext, _ visit: Visit) async throws -> Contact {
        let id = try context.uuidParameter("contact", of: "contact")
        guard let found = try await contacts.contact(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("contact")
        }
        return found
    }
}
