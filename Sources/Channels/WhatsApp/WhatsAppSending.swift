import DeskModel

/// Messages sent by the Cloud API.
public enum WhatsAppSending {
    /// Something that a customer can choose.
    public struct Choice: Hashable, Sendable {
        public let id: String
        public let title: String
        public let detail: String?

        public init(id: String, title: String, detail: String? = nil) {
            self.id = id
            self.title = title
            self.detail = detail
        }
    }

    /// - Parameters:
    ///   - reference: comes back with every status of the message, at most 512 bytes.
    public static func text(
        _ body: String, to: String, replyingTo: String? = nil, reference: String? = nil, account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: "text", replyingTo, reference)
        message["text"] = ["preview_url": false, "body": .string(body)]
        return request(message, account)
    }

    /// Rows of a list under a heading; one section alone needs none.
    public struct Section: Hashable, Sendable {
        public let title: String?
        public let rows: [Choice]

        public init(title: String? = nil, rows: [Choice]) {
            self.title = title
            self.rows = rows
        }
    }

    /// A text with up to three buttons, or a list of up to ten rows. Titles and ids are cut to what the API takes.
    ///
    /// - Parameter menu: what opens the list.
    public static func choices(
        _ choices: [Choice], under body: String, menu: String, to: String, reference: String? = nil,
        account: WhatsAppAccount
    ) -> ProviderRequest {
        choices.count <= ChannelCapabilities.of(.whatsapp).buttons?.maximum ?? 3
            ? buttons(choices, under: body, to: to, reference: reference, account: account)
            : list(
                [Section(title: menu, rows: choices)], under: body, menu: menu, to: to, reference: reference,
                account: account)
    }

    /// A text with buttons.
    public static func buttons(
        _ choices: [Choice], under body: String, to: String, replyingTo: String? = nil, reference: String? = nil,
        account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: "interactive", replyingTo, reference)
        message["interactive"] = [
            "type": "button", "body": ["text": .string(String(body.prefix(1_024)))],
            "action": [
                "buttons": .array(
                    choices.map { choice in
                        [
                            "type": "reply",
                            "reply": [
                                "id": .string(String(choice.id.prefix(256))),
                                "title": .string(String(choice.title.prefix(20))),
                            ],
                        ]
                    })
            ],
        ]
        return request(message, account)
    }

    /// A text with a list of up to ten rows in all. - Parameter menu: what opens it.
    public static func list(
        _ sections: [Section], under body: String, menu: String, to: String, replyingTo: String? = nil,
        reference: String? = nil, account: WhatsAppAccount
    ) -> ProviderRequest {
        var left = 10
        let shown = sections.map { section -> JSONValue in
            let rows = section.rows.prefix(left)
            left -= rows.count
            var members: [String: JSONValue] = ["rows": .array(rows.map(row))]
            if let title = section.title { members["title"] = .string(String(title.prefix(24))) }
            return .object(members)
        }
        var message = envelope(to: to, type: "interactive", replyingTo, reference)
        message["interactive"] = [
            "type": "list", "body": ["text": .string(String(body.prefix(4_096)))],
            "action": ["button": .string(String(menu.prefix(20))), "sections": .array(shown)],
        ]
        return request(message, account)
    }

    private static func row(_ choice: Choice) -> JSONValue {
        var row: [String: JSONValue] = [
            "id": .string(String(choice.id.prefix(200))), "title": .string(String(choice.title.prefix(24))),
        ]
        if let detail = choice.detail { row["description"] = .string(String(detail.prefix(72))) }
        return .object(row)
    }

    /// An approved template, the only thing that may be sent outside the window of 24 hours.
    ///
    /// - Parameter parameters: fill the places of its body.
    public static func template(
        _ name: String, language: String, parameters: [String], to: String, replyingTo: String? = nil,
        reference: String? = nil, account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: "template", replyingTo, reference)
        var template: [String: JSONValue] = ["name": .string(name), "language": ["code": .string(language)]]
        if !parameters.isEmpty {
            let texts = parameters.map { text -> JSONValue in ["type": "text", "text": .string(text)] }
            template["components"] = [["type": "body", "parameters": .array(texts)]]
        }
        message["template"] = .object(template)
        return request(message, account)
    }

    /// A file that was uploaded.
    ///
    /// - Parameters:
    ///   - id: that the upload gave.
    ///   - name: only documents have one to be seen.
    ///   - caption: words under it, at most 1,024 characters.
    public static func file(
        _ id: String, _ kind: WhatsAppFile.Kind, named name: String?, caption: String? = nil, to: String,
        replyingTo: String? = nil, reference: String? = nil, account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: kind.rawValue, replyingTo, reference)
        var file: [String: JSONValue] = ["id": .string(id)]
        if kind == .document, let name { file["filename"] = .string(String(name.prefix(240))) }
        if let caption { file["caption"] = .string(String(caption.prefix(1_024))) }
        message[kind.rawValue] = .object(file)
        return request(message, account)
    }

    /// Marks a message as read and shows that we are writing.
    public static func read(_ messageID: String, isTyping: Bool, account: WhatsAppAccount) -> ProviderRequest {
        var message: [String: JSONValue] = [
            "messaging_product": "whatsapp", "status": "read", "message_id": .string(messageID),
        ]
        if isTyping { message["typing_indicator"] = ["type": "text"] }
        return request(message, account)
    }

    public static func outcome(of response: ProviderResponse) -> SendOutcome {
        if (200..<300).contains(response.status) {
            guard let id = response.json["messages"].elements.first?["id"].filled else {
                return .unknown("WhatsApp answered without a message's id.")
            }
            return .accepted(providerID: id)
        }
        return .refused(WhatsAppErrors.failure(of: response))
    }

    private static func envelope(
        to: String, type: String, _ replyingTo: String?, _ reference: String?
    ) -> [String: JSONValue] {
        var message: [String: JSONValue] = [
            "messaging_product": "whatsapp", "recipient_type": "individual", "type": .string(type),
        ]
        // People without a number that we may know are reached by their user id.
        message[PhoneAddress.isE164(to) ? "to" : "recipient"] = .string(to)
        if let replyingTo { message["context"] = ["message_id": .string(replyingTo)] }
        if let reference { message["biz_opaque_callback_data"] = .string(reference) }
        return message
    }

    private static func request(_ message: [String: JSONValue], _ account: WhatsAppAccount) -> ProviderRequest {
        .json(account.messages, .object(message), authorization: account.authorization)
    }
}
