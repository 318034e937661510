import DeskModel

/// Reads a webhook's body: any number of entries and changes, messages and statuses mixed. What is unknown is passed
/// over.
///
/// Source: Meta, "messages and status reference"; david-lev/pywa `pywa/types`.
public enum WhatsAppEvents {
    /// Meta sends at most 1,000 updates at once.
    private static let maximumItems = 4_000

    /// The items in order; none for a body that is no event of a business account.
    ///
    /// - Throws: `DecodingError` for what is no JSON.
    public static func items(in body: [UInt8]) throws -> [WhatsAppItem] {
        let event = try JSONValue(parsing: body)
        let changes = event["entry"].elements.flatMap(\.["changes"].elements)
        return Array(
            changes.lazy.filter { $0["field"].string == "messages" }.flatMap { items(of: $0["value"]) }
                .prefix(maximumItems))
    }

    private static func items(of value: JSONValue) -> [WhatsAppItem] {
        let number = value["metadata"]["phone_number_id"].string
        let contacts = value["contacts"].elements
        let messages = value["messages"].elements.compactMap { message -> WhatsAppItem? in
            var item = item(of: message)
            item?.phoneNumberID = number
            item?.name = name(of: message, in: contacts)
            return item
        }
        let statuses = value["statuses"].elements.compactMap { status -> WhatsAppItem? in
            guard let id = status["id"].filled, let word = status["status"].filled else { return nil }
            var item = WhatsAppItem(.status)
            item.id = id
            item.status = word
            item.phoneNumberID = number
            item.recipient = status["recipient_id"].filled ?? status["recipient_user_id"].filled
            item.errorCode = status["errors"].elements.first?["code"].integer
            item.reference = status["biz_opaque_callback_data"].filled
            item.timestamp = status["timestamp"].integer
            return item
        }
        return messages + statuses
    }

    private static func name(of message: JSONValue, in contacts: [JSONValue]) -> String? {
        let sender = message["from"].filled ?? message["from_user_id"].filled
        let card = contacts.first { card in
            sender != nil && (card["wa_id"].filled == sender || card["user_id"].filled == sender)
        }
        // One message of one person: whose card it is goes without saying.
        let whole = card ?? (contacts.count == 1 ? contacts.first : nil)
        return whole?["profile"]["name"].filled.map { String($0.prefix(200)) }
    }

    private static func item(of message: JSONValue) -> WhatsAppItem? {
        guard let id = message["id"].filled, id.utf8.count <= 512, let type = message["type"].filled else { return nil }
        let content = message[type]
        var item = WhatsAppItem(kind(of: type))
        item.type = type
        item.id = id
        item.from = message["from"].filled
        item.userID = message["from_user_id"].filled ?? message["user_id"].filled
        item.timestamp = message["timestamp"].integer
        item.target = message["context"]["id"].filled
        let referral = message["referral"]
        item.campaign = (referral["headline"].filled ?? referral["source_url"].filled).map { String($0.prefix(500)) }
        switch type {
        case "text": item.text = content["body"].string
        case "image", "video", "audio", "document", "sticker":
            item.text = content["caption"].filled
            item.media = content["id"].filled.map {
                WhatsAppItem.Media(
                    id: $0, mimeType: content["mime_type"].filled, sha256: content["sha256"].filled,
                    filename: content["filename"].filled, isVoice: content["voice"].bool ?? false)
            }
        case "location":
            item.latitude = content["latitude"].number
            item.longitude = content["longitude"].number
            let words = [content["name"].filled, content["address"].filled].compactMap(\.self)
            item.text = words.isEmpty ? nil : words.joined(separator: ", ")
        case "contacts":
            let names = content.elements.compactMap(\.["name"]["formatted_name"].filled)
            item.text = names.isEmpty ? nil : names.joined(separator: ", ")
        case "interactive": read(interactive: content, into: &item)
        case "button":
            item.text = content["text"].filled
            item.choice = content["payload"].filled
        case "reaction":
            item.target = content["message_id"].filled
            item.emoji = content["emoji"].filled
        case "system":
            item.text = content["body"].filled
            // Of a changed number the old one is told, which is the one that we know.
            item.from = item.from ?? content["customer"].filled ?? content["wa_id"].filled
        case "edit":
            item.target = content["original_message_id"].filled ?? item.target
            item.text = content["message"]["text"]["body"].string ?? content["text"]["body"].string
        case "revoke": item.target = content["original_message_id"].filled ?? item.target
        case "unsupported": item.errorCode = message["errors"].elements.first?["code"].integer
        default: break
        }
        return item
    }

    private static func read(interactive content: JSONValue, into item: inout WhatsAppItem) {
        for kind in ["button_reply", "list_reply"] where !content[kind].isNull {
            item.text = content[kind]["title"].filled
            item.choice = content[kind]["id"].filled
        }
        if !content["nfm_reply"].isNull {
            item.text = content["nfm_reply"]["body"].filled
            item.choice = content["nfm_reply"]["response_json"].filled
        }
    }

    private static func kind(of type: String) -> WhatsAppItem.Kind {
        switch type {
        case "reaction": .reaction
        case "system": .system
        case "edit": .edit
        case "revoke": .delete
        case "unsupported": .unsupported
        default: .message
        }
    }
}
