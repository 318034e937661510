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

    /// A text with up to three buttons, or a list of up to ten rows. Titles and ids are cut to what the API takes.
    ///
    /// - Parameter menu: what opens the list.
    public static func choices(
        _ choices: [Choice], under body: String, menu: String, to: String, reference: String? = nil,
        account: WhatsAppAccount
    ) -> ProviderRequest {
        let buttons = ChannelCapabilities.of(.whatsapp).buttons?.maximum ?? 3
        var message = envelope(to: to, type: "interactive", nil, reference)
        if choices.count <= buttons {
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
        } else {
            let rows = choices.prefix(10).map { choice -> JSONValue in
                var row: [String: JSONValue] = [
                    "id": .string(String(choice.id.prefix(200))), "title": .string(String(choice.title.prefix(24))),
                ]
                if let detail = choice.detail { row["description"] = .string(String(detail.prefix(72))) }
                return .object(row)
            }
            message["interactive"] = [
                "type": "list", "body": ["text": .string(String(body.prefix(4_096)))],
                "action": [
                    "button": .string(String(menu.prefix(20))),
                    "sections": [["title": .string(String(menu.prefix(24))), "rows": .array(rows)]],
                ],
            ]
        }
        return request(message, account)
    }

    /// An approved template, the only thing that may be sent outside the window of 24 hours.
    ///
    /// - Parameter parameters: fill the places of its body.
    public static func template(
        _ name: String, language: String, parameters: [String], to: String, reference: String? = nil,
        account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: "template", nil, reference)
        var template: [String: JSONValue] = ["name": .string(name), "language": ["code": .string(language)]]
        if !parameters.isEmpty {
            let texts = parameters.map { text -> JSONValue in ["type": "text", "text": .string(text)] }
            template["components"] = [["type": "body", "parameters": .array(texts)]]
        }
        message["template"] = .object(template)
        return request(message, account)
    }

    /// A file that was uploaded. - Parameter id: that the upload gave.
    static func file(
        _ id: String, _ kind: WhatsAppFile.Kind, named name: String, to: String, reference: String? = nil,
        account: WhatsAppAccount
    ) -> ProviderRequest {
        var message = envelope(to: to, type: kind.rawValue, nil, reference)
        // Only documents have a name to be seen.
        message[kind.rawValue] =
            kind == .document
            ? ["id": .string(id), "filename": .string(String(name.prefix(240)))] : ["id": .string(id)]
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
