import DeskModel

/// What a client may set of a conversation.
struct ConversationInput: Sendable {
    let name: Change<String>
    let uniqueName: Change<String>
    let attributes: Change<String>
    let state: Change<ConversationStatus>
    let priority: Change<Conversation.Priority>
    let assignee: Change<String>
    let tags: Change<[String]>
    let satisfaction: Change<Int>
    let language: Change<String>
    let contact: Change<String>
    let service: Change<String>
    let channel: Change<Conversation.Channel>

    init(_ fields: RequestFields) throws(APIError) {
        name = try fields.text("friendly_name", 0...256)
        uniqueName = try fields.text("unique_name", 0...256)
        attributes = try fields.attributes()
        state = try fields.choice("state", ConversationStatus.self)
        priority = try fields.choice("priority", Conversation.Priority.self)
        assignee = try fields.text("assignee", 0...128)
        tags = try fields.tags()
        satisfaction = try fields.integer("satisfaction", 1...5)
        language = try fields.text("language", 0...35)
        if case .set(let language) = language, language.wholeMatch(of: /[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*/) == nil {
            throw RequestFields.refusal("language", "a language tag such as en or pt-BR")
        }
        contact = try fields.id("contact_id")
        service = try fields.id(fields["chat_service_sid"] == nil ? "service_sid" : "chat_service_sid", .service)
        channel = try fields.choice("channel", Conversation.Channel.self)
        if case .set(let name) = uniqueName, ResourceKind.conversation.id(name) != nil {
            throw RequestFields.refusal("unique_name", "a name that is no id")
        }
    }

    func apply(to conversation: inout Conversation) {
        conversation.name = name.applied(to: conversation.name)
        conversation.uniqueName = uniqueName.applied(to: conversation.uniqueName)
        if case .set(let attributes) = attributes { conversation.attributes = attributes }
        if case .set(let state) = state { conversation.status = state }
        if case .set(let priority) = priority { conversation.priority = priority }
        conversation.assignee = assignee.applied(to: conversation.assignee)
        if case .set(let tags) = tags { conversation.tags = tags }
        conversation.satisfaction = satisfaction.applied(to: conversation.satisfaction)
        conversation.language = language.applied(to: conversation.language)
        conversation.contact = contact.applied(to: conversation.contact)
        conversation.service = service.applied(to: conversation.service)
    }
}
