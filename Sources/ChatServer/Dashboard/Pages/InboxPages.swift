import Accounts
import DeskModel
import Dialogue
import Foundation
import HTTPTypes
import Hummingbird

/// The pages of conversations: the list, and one with all that was said.
struct InboxPages {
    let shell: DashboardShell
    let conversations: any ConversationStore
    let stores: InboxStores
    let accounts: AccountService
    let desk: Desk
    let calls: any CallStore
    let forms: any FormStore
    /// Holds back more questions than the models can bear.
    let questions: AdmissionGate
    let deletedNotes: RecycleBin<Note>

    private static let limit = 50
    private static let mostMessages = 500
    private static let mostMembers = 200
    private static let mostHandoffs = 200
    private static let longestNote = 10_000

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("inbox", use: list)
        router.get("conversations/:conversation", use: conversation)
        router.post("conversations/:conversation", use: update)
        router.post("conversations/:conversation/notes", use: addNote)
        router.post("conversations/:conversation/notes/:note/delete", use: deleteNote)
        router.post("notes/restore/:note", use: restoreNote)
        router.post("conversations/:conversation/take", use: take)
        router.post("conversations/:conversation/transfer", use: transfer)
        router.post("conversations/:conversation/release", use: release)
        router.post("conversations/:conversation/reply", use: reply)
        router.get("conversations/:conversation/delete", use: confirmDeletion)
        router.post("conversations/:conversation/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let fields = try request.query()
        let filter = try InboxFilter(
            fields, services: try await services(visit), members: try await members(visit),
            texts: visit.texts)
        let (rows, next) = try await rows(filter.query, after: try Self.place(fields["after"]), visit)
        return shell.page(
            "inbox", "inbox", title: visit.texts["nav_inbox"], visit: visit, scripts: ["live.js"],
            view: InboxView(
                rows: rows, isEmpty: rows.isEmpty,
                moreURL: next.map { "\(visit.base)inbox?after=\($0.updatedAt.milliseconds).\($0.id)\(filter.suffix)" },
                chatURL: "\(visit.root)chat/\(try visit.requireBusiness().id)/", filter: filter,
                action: "\(visit.base)inbox"))
    }

    /// A page of the list, and the place that the next begins after.
    ///
    /// - Parameter includesEmpty: whether those in which nobody said anything are listed.
    func rows(
        _ query: ConversationQuery, after: ConversationQuery.Place?, includesEmpty: Bool = false, _ visit: Visit
    ) async throws -> ([ConversationRow], next: ConversationQuery.Place?) {
        let business = try visit.requireBusiness().id
        var query = query
        query.hasMessages = !includesEmpty
        let page = try await stores.conversations.conversations(query, in: business, after: after, limit: Self.limit)
        let last = page.count == Self.limit ? page.last : nil
        let next = last.map { ConversationQuery.Place(updatedAt: $0.updatedAt, id: $0.id) }
        return (try await rows(of: page, visit), next)
    }

    /// Conversations as lists show them.
    func rows(of page: [Conversation], _ visit: Visit) async throws -> [ConversationRow] {
        let members = page.contains { $0.assignee != nil } ? try await members(visit) : []
        let names = Dictionary(members.map { ($0.user.id, $0.user.name) }, uniquingKeysWith: { $1 })
        var rows: [ConversationRow] = []
        for conversation in page {
            let (id, business) = (conversation.id, conversation.business)
            let last = try await conversations.messages(in: id, of: business, after: nil, limit: 1).last
            let voice: Handoff.Voice
            do {
                voice = try await desk.handoff(of: id, in: business).voice
            } catch StoreError.notFound {
                // Deleted since the list was read.
                continue
            }
            rows.append(
                ConversationRow(
                    conversation, contact: try await contact(of: conversation), last: last, voice: voice, names: names,
                    visit: visit))
        }
        return rows
    }

    /// In how many conversations that go on something was said.
    func activeCount(in business: BusinessID) async throws -> Int {
        var query = ConversationQuery()
        query.status = .active
        query.hasMessages = true
        return try await stores.conversations.conversationCount(query, in: business)
    }

    static func place(_ text: String) throws(APIError) -> ConversationQuery.Place? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]), UUIDv7.isValid(String(parts[1])) else {
            throw .badRequest("invalid_request", "`after` is no place in the list.", field: "after")
        }
        return ConversationQuery.Place(
            updatedAt: Timestamp(milliseconds: milliseconds), id: String(parts[1]))
    }

    func services(_ visit: Visit) async throws -> [ConversationService] {
        try await stores.services.services(in: try visit.requireBusiness().id, text: nil, after: nil, limit: 100)
    }

    private func members(_ visit: Visit) async throws -> [Member] {
        try await accounts.members(of: try visit.requireBusiness().id, after: nil, limit: Self.mostMembers)
    }

    // MARK: One conversation

    @Sendable func conversation(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let conversation = try await conversation(context, visit)
        let contact = try await contact(of: conversation)
        let messages = try await conversations.messages(
            in: conversation.id, of: conversation.business, after: nil, limit: Self.mostMessages)
        let members = try await members(visit)
        let handoff = try await desk.handoff(of: conversation.id, in: conversation.business)
        let row = ConversationRow(
            conversation, contact: contact, last: messages.last, voice: handoff.voice,
            names: Dictionary(members.map { ($0.user.id, $0.user.name) }, uniquingKeysWith: { $1 }), visit: visit)
        let voice = VoiceView(handoff, visit: visit)
        let isAsked = try request.query().isSet("suggest") && visit.may(.converse)
        let notes = try await stores.notes.notes(
            in: conversation.id, of: conversation.business, after: nil, limit: Self.mostMessages)
        let entries =
            messages.map { MessageRow($0, contact: contact, visit: visit) }
            + notes.map { MessageRow($0, url: row.url, visit: visit) }
            + (try await submissions(in: conversation)).map { MessageRow($0, contact: contact, visit: visit) }
            + (try await calls(in: conversation)).map { MessageRow($0, visit: visit) }
        let colleagues =
            voice.canRelease
            ? members.filter { $0.role.allows(.converse) && $0.user.id != visit.agent.id }
                .map { Layout.Choice(value: $0.user.id, text: $0.user.name, isChosen: false) } : []
        let suggestion = isAsked ? try await self.suggestion(in: conversation) : nil
        let sources = MessageRow.sources(suggestion?.citations ?? [], visit: visit)
        return shell.page(
            "conversation", "inbox", title: row.name, visit: visit, scripts: ["live.js", "conversation.js"],
            view: ConversationView(
                row: row, messages: entries.sorted { ($0.at.iso, $0.id) < ($1.at.iso, $1.id) },
                isEmpty: messages.isEmpty, started: Moment(conversation.createdAt), inboxURL: "\(visit.base)inbox",
                customerURL: "\(visit.root)chats/\(conversation.business)/\(conversation.id)/",
                deleteURL: "\(row.url)/delete", language: conversation.language, voice: voice.text,
                canTake: voice.canTake, canRelease: voice.canRelease, colleagues: colleagues,
                canHandOver: !colleagues.isEmpty, mayConverse: visit.may(.converse),
                mayDelete: visit.may(.manageBusiness),
                suggested: suggestion.map { $0.answered ? $0.text : "" } ?? "",
                suggestionNote: isAsked
                    ? visit.texts[suggestion?.answered == true ? "suggested" : "nothing_suggested"] : nil,
                suggestedSources: sources, hasSuggestedSources: !sources.isEmpty,
                fields: ConversationFields(
                    conversation, services: try await services(visit), members: members, visit: visit),
                mayEdit: visit.may(.editContacts), contactURL: contact.map { "\(visit.base)contacts/\($0.id)" }))
    }

    /// What was filled in here, but for what is still being asked: that shows as it is said.
    private func submissions(in conversation: Conversation) async throws -> [FormSubmission] {
        try await forms.submissions(
            in: conversation.business, matching: FormSubmissionFilter(conversation: conversation.id), after: nil,
            limit: Self.mostHandoffs
        ).filter { $0.status != .open }
    }

    private func calls(in conversation: Conversation) async throws -> [Call] {
        guard let contact = conversation.contact else { return [] }
        return try await calls.calls(in: conversation.business, contact: contact, after: nil, limit: Self.mostHandoffs)
            .filter { $0.conversation == conversation.id }
    }

    // MARK: Editing and notes

    @Sendable func update(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        let fields = try await shell.fields(request, visit)
        let stored = try await conversation(context, visit)
        let status = try fields.choice("status", ConversationStatus.self)
        let priority = try fields.choice("priority", Conversation.Priority.self)
        let tags = fields["tags"].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            .filter { !$0.isEmpty }
        guard tags.count <= 20, tags.allSatisfy({ $0.count <= 64 }) else {
            throw APIError.badRequest(
                "invalid_request", "`tags` may hold at most 20 tags of 64 characters.", field: "tags")
        }
        var service: ServiceID?
        if let named = fields.optional("service")?.lowercased() {
            guard try await services(visit).contains(where: { $0.id == named }) else {
                throw APIError.notFound("service")
            }
            service = named
        }
        let assignee = fields.optional("assignee")
        if let assignee, assignee != stored.assignee {
            let isMember = try await members(visit).contains { $0.user.id == assignee && $0.role.allows(.converse) }
            guard isMember else {
                throw APIError.badRequest(
                    "invalid_request", "`assignee` must be a member who may speak with customers.", field: "assignee")
            }
        }
        let chosen = service
        let isSet = fields.isSet("service")
        let assigns = fields.isSet("assignee")
        let note = AuditNote("conversation/\(stored.id)", before: ConversationResponse(stored))
        let saved = try await context.audited("conversation.update", in: stored.business, note) {
            try await stores.conversations.editConversation(
                stored.id, in: stored.business, version: Int(fields["version"])
            ) { conversation in
                guard conversation.status.canBecome(status) else {
                    throw ConversationStatus.Refusal(from: conversation.status, to: status)
                }
                conversation.status = status
                conversation.priority = priority
                conversation.tags = Set(tags).sorted()
                if isSet { conversation.service = chosen }
                if assigns { conversation.assignee = assignee }
            }
        }
        // Whoever spoke in it gives the word back.
        if saved.status == .closed, stored.status != .closed { try await desk.close(saved.id, of: saved.business) }
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
    }

    @Sendable func addNote(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        let fields = try await shell.fields(request, visit)
        let stored = try await conversation(context, visit)
        let now = Timestamp.now()
        let note = Note(
            id: UUIDv7.next(now: now), business: stored.business, conversation: stored.id, author: visit.agent.name,
            text: try FAQEditor.text(fields["text"], "text", 1...Self.longestNote), createdAt: now, updatedAt: now)
        _ = try await context.audited("note.create", in: stored.business, AuditNote("note/\(note.id)")) {
            try await stores.notes.create(note)
        }
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
    }

    @Sendable func deleteNote(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        _ = try await shell.fields(request, visit)
        let stored = try await conversation(context, visit)
        let id = try context.uuidParameter("note", of: "note")
        guard let note = try await stores.notes.note(id, in: stored.id, of: stored.business) else {
            throw APIError.notFound("note")
        }
        try await context.audited("note.delete", in: stored.business, AuditNote("note/\(id)")) {
            try await stores.notes.deleteNote(id, in: stored.id, of: stored.business, version: nil)
        }
        deletedNotes.put(note, id: id, of: stored.business, cost: 1)
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .noteDeleted, undo: id))
    }

    @Sendable func restoreNote(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .editContacts)
        _ = try await shell.fields(request, visit)
        let business = try visit.requireBusiness().id
        let id = try context.uuidParameter("note", of: "note")
        guard let note = deletedNotes.take(id, of: business),
            try await conversations.conversation(note.conversation, in: business) != nil
        else { throw APIError.notFound("note") }
        _ = try await context.audited("note.restore", in: business, AuditNote("note/\(id)")) {
            try await stores.notes.create(note)
        }
        return DashboardShell.redirect(to: visit.page("conversations/\(note.conversation)", after: .restored))
    }

    // MARK: Who speaks

    @Sendable func take(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, _) = try await acting(request, context)
        _ = try await context.auditedHandoff("take", of: stored.id, in: stored.business, desk) {
            try await desk.take(stored.id, of: stored.business, by: visit.agent)
        }
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
    }

    @Sendable func release(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, fields) = try await acting(request, context)
        _ = try await context.auditedHandoff("release", of: stored.id, in: stored.business, desk) {
            try await desk.release(
                stored.id, of: stored.business, by: visit.agent, answering: fields.isSet("answer_waiting"))
        }
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
    }

    /// Gives the word to a colleague; only who has it may.
    @Sendable func transfer(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, fields) = try await acting(request, context)
        let colleague = try await accounts.colleague(fields["to"], in: stored.business)
        _ = try await context.auditedHandoff("transfer", of: stored.id, in: stored.business, desk) {
            try await desk.transfer(stored.id, of: stored.business, from: visit.agent, to: colleague)
        }
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .handedOver))
    }

    /// Says something to the customer; who does speaks from then on.
    @Sendable func reply(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, fields) = try await acting(request, context)
        let draft = MessageDraft(.human, fields["text"])
        _ = try await desk.speak(draft, in: stored.id, of: stored.business, by: visit.agent)
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .sent))
    }

    /// What the assistant would answer; never sent by itself.
    private func suggestion(in conversation: Conversation) async throws -> Answer? {
        try await questions.enter(orThrow: .busy("Too many questions at once: try again in a second.")) {
            try await desk.suggestion(to: nil, in: conversation.id, of: conversation.business)?.answer
        }
    }

    private func acting(
        _ request: Request, _ context: DeskRequestContext
    ) async throws -> (visit: Visit, conversation: Conversation, fields: PageForm) {
        let visit = try await shell.visit(request, context, for: .converse)
        let fields = try await shell.fields(request, visit)
        return (visit, try await conversation(context, visit), fields)
    }

    // MARK: Deletion

    @Sendable func confirmDeletion(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        let conversation = try await conversation(context, visit)
        let url = "\(visit.base)conversations/\(conversation.id)"
        return shell.confirmation(
            "inbox", visit: visit,
            Confirmation(
                heading: visit.texts["delete_conversation"], text: visit.texts["delete_conversation_text"],
                action: visit.texts["delete"], url: "\(url)/delete", backURL: url))
    }

    @Sendable func delete(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context, for: .manageBusiness)
        _ = try await shell.fields(request, visit)
        let conversation = try await conversation(context, visit)
        let isFound = try await context.audited(
            "conversation.delete", in: conversation.business, AuditNote("conversation/\(conversation.id)")
        ) { try await conversations.deleteConversation(conversation.id, in: conversation.business) }
        guard isFound else { throw APIError.notFound("conversation") }
        return DashboardShell.redirect(to: visit.page("inbox", after: .deleted))
    }

    private func conversation(_ context: DeskRequestContext, _ visit: Visit) async throws -> Conversation {
        let id = try context.uuidParameter("conversation", of: "conversation")
        guard let found = try await conversations.conversation(id, in: try visit.requireBusiness().id) else {
            throw APIError.notFound("conversation")
        }
        return found
    }

    private func contact(of conversation: Conversation) async throws -> Contact? {
        guard let id = conversation.contact else { return nil }
        return try await stores.contacts.contact(id, in: conversation.business)
    }
}
