import DeskModel

/// The parts of a conversation, each a tab of its page.
enum ManagerTab: String, CaseIterable {
    case participants, messages, webhooks, settings

    /// The key of its text.
    var key: String {
        switch self {
        case .participants, .messages: "tab_\(rawValue)"
        case .webhooks, .settings: "nav_\(rawValue)"
        }
    }
}

/// A conversation in the manager's list.
struct ManagerRow: Sendable {
    let id: ConversationID
    let url: String
    let row: ConversationRow

    init(_ row: ConversationRow, url: String) {
        id = row.id
        self.url = url
        self.row = row
    }
}

/// The list of conversations, by service.
struct ManagerView: Sendable {
    let rows: [ManagerRow]
    let isEmpty: Bool
    let moreURL: String?
    let filter: InboxFilter
    let action: String
    let servicesURL: String
    /// The one chosen; empty for all.
    let service: String
    let mayEdit: Bool
}

/// Somebody who takes part.
struct ParticipantRow: Sendable {
    let id: ParticipantID
    let url: String
    let name: String
    let about: String
    let attributes: String?
    let since: Moment
    let removeText: String

    /// - Parameter url: of the conversation.
    init(_ participant: Participant, url: String, visit: Visit) {
        id = participant.id
        self.url = "\(url)/participants/\(participant.id)"
        name = participant.identity ?? participant.binding?.address ?? visit.texts["visitor"]
        about =
            participant.binding.map { binding in
                [visit.texts["channel_\(binding.channel.rawValue)"], binding.address, binding.proxyAddress]
                    .compactMap { $0 }.joined(separator: " · ")
            } ?? visit.texts["identity"]
        attributes = participant.attributes == "{}" ? nil : participant.attributes
        since = Moment(participant.createdAt)
        removeText = visit.texts.fill("remove_participant_text", ["name": name])
    }
}

/// A conversation in the manager, one tab of it filled.
struct ConversationManagerView: Sendable {
    struct Tab: Sendable {
        let text: String
        let url: String
        let isCurrent: Bool
    }

    let url: String
    let name: String
    let friendlyName: String
    let uniqueName: String
    let attributes: String
    let status: String
    let state: String
    let backURL: String
    let inboxURL: String
    let version: Int
    let tabs: [Tab]
    let isParticipants: Bool
    let isMessages: Bool
    let isWebhooks: Bool
    let isSettings: Bool
    let fields: ConversationFields
    let channels: [Layout.Choice]
    let mayEdit: Bool
    let mayConverse: Bool
    let mayManage: Bool
    var participants: [ParticipantRow] = []
    var messages: [MessageRow] = []
    var webhooks: [WebhookPages.Row] = []
    /// Of a webhook that was just made, shown once.
    var secret: String?

    var hasParticipants: Bool { !participants.isEmpty }

    init(_ conversation: Conversation, tab: ManagerTab, services: [ConversationService], visit: Visit) {
        let texts = visit.texts
        let url = "\(visit.base)manager/\(conversation.id)"
        self.url = url
        name = conversation.name ?? conversation.uniqueName ?? texts["visitor"]
        friendlyName = conversation.name ?? ""
        uniqueName = conversation.uniqueName ?? ""
        attributes = conversation.attributes
        status = conversation.status.rawValue
        state = texts["status_\(conversation.status.rawValue)"]
        backURL = "\(visit.base)manager" + (conversation.service.map { "?service=\($0)" } ?? "")
        inboxURL = "\(visit.base)conversations/\(conversation.id)"
        version = conversation.version
        tabs = ManagerTab.allCases.filter { $0 != .webhooks || visit.may(.manageBusiness) }.map {
            Tab(text: texts[$0.key], url: "\(url)?tab=\($0.rawValue)", isCurrent: $0 == tab)
        }
        isParticipants = tab == .participants
        isMessages = tab == .messages
        isWebhooks = tab == .webhooks && visit.may(.manageBusiness)
        isSettings = tab == .settings
        fields = ConversationFields(conversation, services: services, members: [], visit: visit)
        channels =
            [Layout.Choice(value: "", text: texts["no_channel"], isChosen: true)]
            + Conversation.Channel.allCases.map {
                Layout.Choice(value: $0.rawValue, text: texts["channel_\($0.rawValue)"], isChosen: false)
            }
        mayEdit = visit.may(.editContacts)
        mayConverse = visit.may(.converse)
        mayManage = visit.may(.manageBusiness)
    }
}
