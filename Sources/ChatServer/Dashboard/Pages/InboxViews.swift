import DeskModel
import Foundation

/// A conversation in the list.
struct ConversationRow: Sendable {
    let id: ConversationID
    let url: String
    let name: String
    let initial: String
    /// One of twelve classes, or that of a colour of their own.
    let colorClass: String
    /// Whether the business's own server vouched for who the customer is.
    let isVerified: Bool
    let channel: String
    let status: String
    let state: String
    let preview: String
    let moved: Moment
    let tags: [String]
    let isUrgent: Bool
    /// Whether the customer asked for a person and none has come.
    let isWaiting: Bool
    let assignee: String?

    /// - Parameters:
    ///   - voice: who speaks in it.
    ///   - names: of members, by their ids.
    init(
        _ conversation: Conversation, contact: Contact?, last: Message?, voice: Handoff.Voice = .bot,
        names: [UserID: String] = [:], visit: Visit
    ) {
        id = conversation.id
        url = "\(visit.base)conversations/\(conversation.id)"
        name = contact?.displayName ?? conversation.name ?? visit.texts["visitor"]
        initial = String((contact?.name ?? "#").prefix(1)).uppercased()
        colorClass = contact.map(ContactHue.name) ?? "hue-0"
        isVerified = contact?.isVerified ?? false
        channel = visit.texts["channel_\(conversation.channel.rawValue)"]
        status = conversation.status.rawValue
        state = visit.texts["status_\(conversation.status.rawValue)"]
        preview = last.map { String($0.text.prefix(160)) } ?? ""
        moved = Moment(conversation.updatedAt)
        tags = conversation.tags
        isUrgent = conversation.priority == .high
        isWaiting = voice == .requested
        assignee = conversation.assignee.map { names[$0] ?? $0 }
    }
}

/// The list of conversations.
struct InboxView: Sendable {
    let rows: [ConversationRow]
    let isEmpty: Bool
    let moreURL: String?
    let chatURL: String
    /// `nil` where nothing is narrowed.
    let filter: InboxFilter?
    let action: String
}

/// One thing said in a conversation, as its page shows it.
struct MessageRow: Sendable {
    struct Source: Sendable {
        let number: Int
        let title: String
        let quote: String
        let url: String
    }

    let id: MessageID
    let sender: String
    let author: String
    let text: String
    let at: Moment
    let sources: [Source]
    let hasSources: Bool
    let isDeclined: Bool
    let confidence: String?
    let isForm: Bool
    /// Of a note that may be deleted.
    let noteURL: String?
    /// Of a call whose recording can be heard.
    var audioURL: String?

    /// - Parameter url: of its conversation.
    init(_ note: Note, url: String, visit: Visit) {
        id = note.id
        sender = "note"
        author = note.author
        text = note.text
        at = Moment(note.createdAt)
        sources = []
        hasSources = false
        isDeclined = false
        confidence = nil
        isForm = false
        noteURL = visit.may(.editContacts) ? "\(url)/notes/\(note.id)" : nil
    }

    init(_ submission: FormSubmission, contact: Contact?, visit: Visit) {
        id = submission.id
        sender = "note"
        author = visit.texts["submission_\(submission.status.rawValue)"]
        text = submission.responses.map { response in
            let said = response.isSkipped ? visit.texts["skipped"] : response.value ?? response.raw
            return "\(response.questionText)\n\(said)"
        }.joined(separator: "\n\n")
        at = Moment(submission.createdAt)
        sources = []
        hasSources = false
        isDeclined = false
        confidence = nil
        isForm = true
        noteURL = nil
    }

    /// Whatever happened with a contact.
    init(_ entry: TimelineEntry, contact: Contact?, visit: Visit) {
        switch entry.content {
        case .message(let message): self.init(message, contact: contact, visit: visit)
        case .note(let note):
            self.init(note, url: "\(visit.base)conversations/\(note.conversation)", visit: visit)
        case .form(let submission): self.init(submission, contact: contact, visit: visit)
        case .call(let call): self.init(call, visit: visit)
        }
    }

    init(_ call: Call, visit: Visit) {
        id = call.id
        sender = "note"
        author = visit.texts["timeline_call"]
        let facts = ["\(call.from) → \(call.to)", call.status, call.duration.map(Figures.length) ?? ""]
        text = [facts.filter { !$0.isEmpty }.joined(separator: " · "), call.transcript ?? ""]
            .filter { !$0.isEmpty }.joined(separator: "\n")
        audioURL = CallRow.audioURL(of: call, visit: visit)
        at = Moment(call.createdAt)
        sources = []
        hasSources = false
        isDeclined = false
        confidence = nil
        isForm = false
        noteURL = nil
    }

    init(_ message: Message, contact: Contact?, visit: Visit) {
        id = message.id
        sender = message.sender.rawValue
        author =
            switch message.sender {
            case .user: contact?.displayName ?? visit.texts["visitor"]
            case .assistant: visit.texts["sender_assistant"]
            case .human: message.authorName ?? message.author ?? visit.texts["sender_human"]
            case .system: visit.texts["sender_system"]
            }
        text = message.text
        at = Moment(message.createdAt)
        sources = Self.sources(message.answer?.citations ?? [], visit: visit)
        hasSources = !sources.isEmpty
        isDeclined = message.answer.map { !$0.answered } ?? false
        confidence = message.answer.flatMap { answer in
            answer.confidence > 0
                ? visit.texts.fill("confidence", ["share": Figures.share(answer.confidence)]) : nil
        }
        isForm = message.isForm
        noteURL = nil
    }

    static func sources(_ citations: [Citation], visit: Visit) -> [Source] {
        citations.enumerated().map { index, citation in
            Source(
                number: index + 1,
                title: visit.texts.fill("title_page", ["title": citation.title, "page": String(citation.page)]),
                quote: citation.quote, url: "\(visit.root)documents/\(citation.documentID)?page=\(citation.page)")
        }
    }
}

/// A conversation with all that was said.
struct ConversationView: Sendable {
    let row: ConversationRow
    let messages: [MessageRow]
    let isEmpty: Bool
    let started: Moment
    let inboxURL: String
    let customerURL: String
    let deleteURL: String
    let language: String?
    /// Who speaks for the business now.
    let voice: String
    let canTake: Bool
    let canRelease: Bool
    /// Whom it may be handed to; empty unless it is one's own to hand over.
    let colleagues: [Layout.Choice]
    let canHandOver: Bool
    let mayConverse: Bool
    let mayDelete: Bool
    /// A draft of an answer, made by the assistant; empty when none was asked for.
    let suggested: String
    let suggestionNote: String?
    let suggestedSources: [MessageRow.Source]
    let hasSuggestedSources: Bool
    let fields: ConversationFields
    let mayEdit: Bool
    let contactURL: String?
}

/// What a person may do about who speaks.
struct VoiceView: Sendable {
    let text: String
    let canTake: Bool
    let canRelease: Bool

    init(_ handoff: Handoff, visit: Visit) {
        let mayConverse = visit.may(.converse)
        let isOwn = handoff.voice == .held && handoff.agent?.id == visit.agent.id
        text =
            switch handoff.voice {
            case .bot: visit.texts["voice_bot"]
            case .requested: visit.texts["voice_requested"]
            case .held:
                isOwn
                    ? visit.texts["voice_you"]
                    : visit.texts.fill("voice_held", ["name": handoff.agent?.name ?? visit.texts["sender_human"]])
            }
        canTake = mayConverse && handoff.voice != .held
        canRelease = mayConverse && isOwn
    }
}
