import DeskModel
import Dialogue
import HTTPTypes
import Hummingbird

/// The pages of conversations: the list, and one with all that was said.
struct InboxPages {
    let shell: DashboardShell
    let conversations: any ConversationStore
    let contacts: any ContactStore
    let desk: Desk
    /// Holds back more questions than the models can bear.
    let questions: AdmissionGate

    private static let limit = 50
    private static let mostMessages = 500

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("inbox", use: list)
        router.get("monitor", use: monitor)
        router.get("conversations/:conversation", use: conversation)
        router.post("conversations/:conversation/take", use: take)
        router.post("conversations/:conversation/release", use: release)
        router.post("conversations/:conversation/reply", use: reply)
        router.get("conversations/:conversation/delete", use: confirmDeletion)
        router.post("conversations/:conversation/delete", use: delete)
    }

    @Sendable func list(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let (rows, next) = try await rows(after: try request.uuidQuery("after"), visit)
        return shell.page(
            "inbox", "inbox", title: visit.texts["nav_inbox"], visit: visit, scripts: ["live.js"],
            view: InboxView(
                rows: rows, isEmpty: rows.isEmpty, moreURL: next.map { "\(visit.base)inbox?after=\($0)" },
                chatURL: "\(visit.root)chat/\(try visit.requireBusiness().id)/"))
    }

    /// What goes on now (C18).
    @Sendable func monitor(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        try await monitorPage(try await shell.visit(request, context))
    }

    func monitorPage(_ visit: Visit) async throws -> Response {
        let (rows, _) = try await rows(after: nil, visit)
        return shell.page(
            "monitor", "monitor", title: visit.texts["nav_monitor"], visit: visit, scripts: ["live.js"],
            view: InboxView(
                rows: rows.filter { $0.status == ConversationStatus.active.rawValue },
                isEmpty: !rows.contains { $0.status == ConversationStatus.active.rawValue }, moreURL: nil,
                chatURL: "\(visit.root)chat/\(try visit.requireBusiness().id)/"))
    }

    /// A page of the list, and the id that the next begins after.
    func rows(after: ConversationID?, _ visit: Visit) async throws -> ([ConversationRow], next: ConversationID?) {
        let business = try visit.requireBusiness().id
        let page = try await conversations.conversations(in: business, after: after, limit: Self.limit)
        var rows: [ConversationRow] = []
        for conversation in page where conversation.messageCount > 0 {
            let last = try await conversations.messages(in: conversation.id, of: business, after: nil, limit: 1).last
            rows.append(
                ConversationRow(
                    conversation, contact: try await contact(of: conversation), last: last, visit: visit))
        }
        return (rows, page.count == Self.limit ? page.last?.id : nil)
    }

    @Sendable func conversation(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let visit = try await shell.visit(request, context)
        let conversation = try await conversation(context, visit)
        let contact = try await contact(of: conversation)
        let messages = try await conversations.messages(
            in: conversation.id, of: conversation.business, after: nil, limit: Self.mostMessages)
        let row = ConversationRow(conversation, contact: contact, last: messages.last, visit: visit)
        let voice = VoiceView(
            try await desk.handoff(of: conversation.id, in: conversation.business), visit: visit)
        let isAsked = try request.query().isSet("suggest") && visit.may(.converse)
        let suggestion = isAsked ? try await self.suggestion(in: conversation) : nil
        let sources = MessageRow.sources(suggestion?.citations ?? [], visit: visit)
        return shell.page(
            "conversation", "inbox", title: row.name, visit: visit, scripts: ["live.js"],
            view: ConversationView(
                row: row, messages: messages.map { MessageRow($0, contact: contact, visit: visit) },
                isEmpty: messages.isEmpty, started: Moment(conversation.createdAt), inboxURL: "\(visit.base)inbox",
                customerURL: "\(visit.root)chats/\(conversation.business)/\(conversation.id)/",
                deleteURL: "\(row.url)/delete", language: conversation.language, voice: voice.text,
                canTake: voice.canTake, canRelease: voice.canRelease, mayConverse: visit.may(.converse),
                mayDelete: visit.may(.manageBusiness),
                suggested: suggestion.map { $0.answered ? $0.text : "" } ?? "",
                suggestionNote: isAsked
                    ? visit.texts[suggestion?.answered == true ? "suggested" : "nothing_suggested"] : nil,
                suggestedSources: sources, hasSuggestedSources: !sources.isEmpty))
    }

    // MARK: Who speaks

    @Sendable func take(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, _) = try await acting(request, context)
        _ = try await desk.take(stored.id, of: stored.business, by: visit.agent)
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
    }

    @Sendable func release(_ request: Request, _ context: DeskRequestContext) async throws -> Response {
        let (visit, stored, fields) = try await acting(request, context)
        _ = try await desk.release(
            stored.id, of: stored.business, by: visit.agent, answering: fields.isSet("answer_waiting"))
        return DashboardShell.redirect(to: visit.page("conversations/\(stored.id)", after: .saved))
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
        return try await contacts.contact(id, in: conversation.business)
    }
}
