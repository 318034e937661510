import DeskModel
import Foundation
import HTTPTypes
import Hummingbird

/// `/api/contacts`: those who talk to a business, what happened with them, and making two of them one.
struct ContactController {
    let access: ResourceAccess
    let contacts: any ContactStore
    let forms: any FormStore
    /// Messages and notes, and whatever else knows of contacts.
    let timelines: [any TimelineSource]

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/contacts", use: list)
        router.post("api/contacts", use: create)
        router.get("api/contacts/:contact", use: get)
        router.put("api/contacts/:contact", use: update)
        router.patch("api/contacts/:contact", use: update)
        router.delete("api/contacts/:contact", use: delete)
        router.get("api/contacts/:contact/timeline", use: timeline)
        router.post("api/contacts/:contact/merge", use: merge)
        router.post("api/contacts/:contact/merges/:merge/undo", use: undoMerge)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context)
        let page = try PageRequest(request)
        var query = ContactQuery()
        query.platform = try request.choiceQuery("platform", Contact.Platform.self)
        query.text = try request.textQuery("q")
        query.since = try request.momentQuery("since")
        query.until = try request.momentQuery("until")
        let found = try await contacts.contacts(
            query, in: business.id, after: try page.id(), limit: page.limit + 1)
        // A form is open for some hours at most: there are few.
        let open = try await forms.submissions(
            in: business.id, matching: FormSubmissionFilter(status: .open), after: nil, limit: 1_000)
        let filling = Set(open.compactMap(\.contact))
        return try ResourceList(
            "results", found.map { ContactResponse($0, isInForm: filling.contains($0.id)) }, page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: \.id
        ).response(context)
    }

    @Sendable func create(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let business = try await access.business(request, context)
        let input = try ContactInput(try await RequestFields.of(request))
        let now = Timestamp.now()
        var contact = Contact(
            id: context.newResourceID(), business: business.id, number: 1,
            platform: input.platform.applied(to: nil) ?? .api, createdAt: now, updatedAt: now)
        input.apply(to: &contact)
        let describe: @Sendable (Contact) -> AuditNote = { made in
            AuditNote("contact/\(made.id)", after: ContactResponse(made))
        }
        let made = try await context.audited("contact.create", in: [business.id], describe) { [contact] in
            try await contacts.create(contact)
        }
        return try await reply(made, .created, request, context)
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await reply(try await contact(request, context), .ok, request, context)
    }

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await contact(request, context)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let input = try ContactInput(try await RequestFields.of(request))
        guard input.platform.applied(to: stored.platform) == stored.platform else {
            throw RequestFields.refusal("platform", "left as it is: a contact keeps the platform that it came by")
        }
        let describe: @Sendable (Contact) -> AuditNote = { saved in
            AuditNote("contact/\(saved.id)", before: ContactResponse(stored), after: ContactResponse(saved))
        }
        let saved = try await context.audited("contact.update", in: [stored.business], describe) {
            try await contacts.editContact(stored.id, in: stored.business, version: version) { input.apply(to: &$0) }
        }
        return try await reply(saved, .ok, request, context)
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let stored = try await contact(request, context, for: .manageBusiness)
        let version = try request.requiredVersion(of: EntityTag(version: stored.version))
        let whole = try request.textQuery("conversations") == "delete"
        let note = AuditNote("contact/\(stored.id)", before: ContactResponse(stored))
        try await context.audited("contact.delete", in: stored.business, note) {
            try await contacts.deleteContact(
                stored.id, in: stored.business, version: version, withConversations: whole)
        }
        return Response(status: .noContent)
    }

    // MARK: Timeline

    struct EntryResponse: Encodable {
        let type: String
        let id: String
        let at: String
        @OrNull var conversationId: ConversationID?
        let message: MessageResponse?
        let note: NoteController.NoteResponse?
        let form: FormSubmissionResource?
        let call: CallController.CallResponse?

        init(_ entry: TimelineEntry) {
            id = entry.id
            at = entry.at.iso8601
            conversationId = entry.conversation
            switch entry.content {
            case .message(let message):
                (type, self.message, note, form, call) = ("message", MessageResponse(message), nil, nil, nil)
            case .note(let note):
                (type, message, self.note, form, call) = ("note", nil, NoteController.NoteResponse(note), nil, nil)
            case .form(let submission):
                (type, message, note, form, call) = ("form", nil, nil, FormSubmissionResource(submission), nil)
            case .call(let call):
                (type, message, note, form, self.call) = ("call", nil, nil, nil, CallController.CallResponse(call))
            }
        }
    }

    @Sendable func timeline(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let contact = try await contact(request, context)
        let page = try PageRequest(request)
        let before = try page.place().map { Timeline.Place(at: $0.at, id: $0.id) }
        var parts: [[TimelineEntry]] = []
        for source in timelines {
            parts.append(
                try await source.timeline(
                    of: contact.id, in: contact.business, before: before, limit: page.limit + 1))
        }
        let entries = Timeline.merge(parts, limit: page.limit + 1)
        let cursors = Dictionary(
            entries.map { ($0.id, PageCursor.text(["\($0.at.milliseconds)", $0.id])) }, uniquingKeysWith: { $1 })
        return try ResourceList(
            "results", entries.map(EntryResponse.init), page: page,
            links: PageLinks(request, publicURL: access.origins.publicURL), cursor: { cursors[$0.id] ?? "" }
        ).response(context)
    }

    // MARK: Merging

    struct MergeResponse: ResponseEncodable {
        let id: ContactMergeID
        let contactId: ContactID
        let mergedId: ContactID
        let createdAt: String
        @OrNull var undoneAt: String?
        let undo: String
        let contact: ContactResponse

        init(_ merge: ContactMerge, contact: Contact) {
            id = merge.id
            contactId = merge.kept
            mergedId = merge.merged
            createdAt = merge.createdAt.iso8601
            undoneAt = merge.undoneAt?.iso8601
            undo = "/api/contacts/\(merge.kept)/merges/\(merge.id)/undo"
            self.contact = ContactResponse(contact)
        }
    }

    @Sendable func merge(_ request: Request, _ context: DeskRequestContext) async throws -> EditedResponse<
        MergeResponse
    > {
        let kept = try await contact(request, context)
        guard case .set(let other) = try await RequestFields.of(request).id("contact_id") else {
            throw APIError.badRequest("invalid_request", "The field `contact_id` is missing.", field: "contact_id")
        }
        guard other != kept.id else {
            throw RequestFields.refusal("contact_id", "another contact than the one of the path")
        }
        guard try await contacts.contact(other, in: kept.business) != nil else { throw APIError.notFound("contact") }
        let note = AuditNote("contact/\(kept.id)", before: ContactResponse(kept), after: ["merged": other])
        let merge = try await context.audited("contact.merge", in: kept.business, note) {
            try await contacts.merge(other, into: kept.id, in: kept.business)
        }
        return EditedResponse(status: .created, response: try await response(to: merge))
    }

    @Sendable func undoMerge(_ request: Request, _ context: DeskRequestContext) async throws -> MergeResponse {
        let kept = try await contact(request, context)
        let id = try context.uuidParameter("merge", of: "merge")
        do {
            let note = AuditNote("contact/\(kept.id)", before: ContactResponse(kept), after: ["undone": id])
            return try await response(
                to: try await context.audited("contact.undo-merge", in: kept.business, note) {
                    try await contacts.undoMerge(id, of: kept.id, in: kept.business)
                })
        } catch StoreError.notFound {
            throw APIError.notFound("merge that could be undone")
        }
    }

    private func response(to merge: ContactMerge) async throws -> MergeResponse {
        guard let contact = try await contacts.contact(merge.kept, in: merge.business) else {
            throw APIError.notFound("contact")
        }
        return MergeResponse(merge, contact: contact)
    }

    private func contact(
        _ request: Request, _ context: DeskRequestContext, for permission: Permission = .editContacts
    ) async throws -> Contact {
        let business = try await access.business(request, context, for: permission)
        let id = try context.uuidParameter("contact", of: "contact")
        guard let contact = try await contacts.contact(id, in: business.id) else { throw APIError.notFound("contact") }
        return contact
    }

    private func reply(
        _ contact: Contact, _ status: HTTPResponse.Status, _ request: Request, _ context: DeskRequestContext
    ) async throws -> Response {
        let open = try await forms.submissions(
            in: contact.business, matching: FormSubmissionFilter(status: .open, contact: contact.id), after: nil,
            limit: 1)
        return try ResourceReply.make(
            ContactResponse(contact, isInForm: !open.isEmpty),
            tag: EntityTag(version: contact.version, shown: open.isEmpty ? nil : 1), status: status,
            location: status == .created ? "/api/contacts/\(contact.id)" : nil, to: request, context)
    }
}
