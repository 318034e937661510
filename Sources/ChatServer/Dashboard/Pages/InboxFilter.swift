import Accounts
import DeskModel

/// The filters of the inbox as its form shows them.
struct InboxFilter: Sendable {
    let query: ConversationQuery
    let text: String
    let tag: String
    let statuses: [Layout.Choice]
    let channels: [Layout.Choice]
    let priorities: [Layout.Choice]
    let voices: [Layout.Choice]
    let assignees: [Layout.Choice]
    let services: [Layout.Choice]
    let hasServices: Bool
    /// For the address of the next page.
    let suffix: String

    /// - Throws: 400 for a value that no filter has.
    init(
        _ fields: PageForm, services stored: [ConversationService], members: [Member], texts: Texts
    ) throws(APIError) {
        var query = ConversationQuery()
        query.text = fields.optional("q").map { String($0.prefix(200)) }
        query.tag = fields.optional("tag").map { String($0.prefix(64)) }
        if !fields["status"].isEmpty { query.status = try fields.choice("status", ConversationStatus.self) }
        if !fields["channel"].isEmpty { query.channel = try fields.choice("channel", Conversation.Channel.self) }
        if !fields["priority"].isEmpty { query.priority = try fields.choice("priority", Conversation.Priority.self) }
        if !fields["voice"].isEmpty { query.voice = try fields.choice("voice", Handoff.Voice.self) }
        query.assignee = fields.optional("assignee").map { String($0.prefix(128)) }
        let service = fields["service"].lowercased()
        if stored.contains(where: { $0.id == service }) { query.service = service }
        self.query = query
        text = query.text ?? ""
        tag = query.tag ?? ""
        statuses = Self.choices(ConversationStatus.self, "status", query.status, texts)
        channels = Self.choices(Conversation.Channel.self, "channel", query.channel, texts)
        priorities = Self.choices(Conversation.Priority.self, "priority", query.priority, texts)
        voices =
            [Layout.Choice(value: "", text: texts["any_voice"], isChosen: query.voice == nil)]
            + Handoff.Voice.allCases.map {
                Layout.Choice(
                    value: $0.rawValue, text: texts["speaker_\($0.rawValue)"], isChosen: $0 == query.voice)
            }
        assignees = AssigneeChoices.choices(members, chosen: query.assignee, none: texts["any_assignee"])
        services =
            [Layout.Choice(value: "", text: texts["any_service"], isChosen: query.service == nil)]
            + stored.map { Layout.Choice(value: $0.id, text: $0.name, isChosen: $0.id == query.service) }
        hasServices = !stored.isEmpty
        suffix = [
            ("q", text), ("tag", tag), ("status", query.status?.rawValue ?? ""),
            ("channel", query.channel?.rawValue ?? ""), ("priority", query.priority?.rawValue ?? ""),
            ("service", query.service ?? ""), ("voice", query.voice?.rawValue ?? ""),
            ("assignee", query.assignee ?? ""),
        ].filter { !$0.1.isEmpty }.map { "&\($0.0)=\(URLText.encoded($0.1))" }.joined()
    }

    private static func choices<Value: RawRepresentable & CaseIterable & Equatable>(
        _ type: Value.Type, _ key: String, _ chosen: Value?, _ texts: Texts
    ) -> [Layout.Choice] where Value.RawValue == String {
        [Layout.Choice(value: "", text: texts["any_\(key)"], isChosen: chosen == nil)]
            + Value.allCases.map {
                Layout.Choice(value: $0.rawValue, text: texts["\(key)_\($0.rawValue)"], isChosen: $0 == chosen)
            }
    }
}

/// Text in an address.
enum URLText {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)

    /// Percent-encoded but for unreserved characters (RFC 3986).
    static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { result, byte in
            result += plain.contains(byte) ? String(UnicodeScalar(byte)) : "%" + [byte].hexadecimal.uppercased()
        }
    }
}

/// Those that conversations can be assigned to.
enum AssigneeChoices {
    /// - Parameter none: the text of the choice of nobody in particular, which comes first.
    static func choices(_ members: [Member], chosen: String?, none: String) -> [Layout.Choice] {
        var choices = [Layout.Choice(value: "", text: none, isChosen: chosen == nil)]
        choices += members.filter { $0.role.allows(.converse) }.map {
            Layout.Choice(value: $0.user.id, text: $0.user.name, isChosen: $0.user.id == chosen)
        }
        // Assigned over the API to somebody who is no member.
        if let chosen, !choices.contains(where: \.isChosen) {
            choices.append(Layout.Choice(value: chosen, text: chosen, isChosen: true))
        }
        return choices
    }
}

/// What can be changed of a conversation.
struct ConversationFields: Sendable {
    let url: String
    let version: Int
    let statuses: [Layout.Choice]
    let priorities: [Layout.Choice]
    let tags: String
    let assignees: [Layout.Choice]
    let services: [Layout.Choice]
    let hasServices: Bool

    init(_ conversation: Conversation, services stored: [ConversationService], members: [Member], visit: Visit) {
        let texts = visit.texts
        url = "\(visit.base)conversations/\(conversation.id)"
        version = conversation.version
        statuses = ConversationStatus.allCases.filter { conversation.status.canBecome($0) }.map {
            Layout.Choice(
                value: $0.rawValue, text: texts["status_\($0.rawValue)"], isChosen: $0 == conversation.status)
        }
        priorities = Conversation.Priority.allCases.map {
            Layout.Choice(
                value: $0.rawValue, text: texts["priority_\($0.rawValue)"], isChosen: $0 == conversation.priority)
        }
        tags = conversation.tags.joined(separator: ", ")
        assignees = AssigneeChoices.choices(members, chosen: conversation.assignee, none: texts["nobody"])
        services =
            [Layout.Choice(value: "", text: texts["no_service"], isChosen: conversation.service == nil)]
            + stored.map { Layout.Choice(value: $0.id, text: $0.name, isChosen: $0.id == conversation.service) }
        hasServices = !stored.isEmpty
    }
}
