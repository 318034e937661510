import DeskModel

/// Reads an update of the Bot API.
///
/// Source: python-telegram-bot 22.8 (types, webhook handler).
public enum TelegramUpdate {
    /// - Parameter takesGroups: whether groups are answered too.
    /// - Returns: `nil` for what is accepted and ignored: bots, groups, kinds nobody asked for.
    /// - Throws: `DecodingError` for what is no JSON.
    public static func item(in body: [UInt8], takesGroups: Bool = false) throws -> TelegramItem? {
        let update = try JSONValue(parsing: body)
        guard let id = update["update_id"].integer else { return nil }
        if !update["message"].isNull { return message(update["message"], .message, id, takesGroups) }
        if !update["edited_message"].isNull { return message(update["edited_message"], .edit, id, takesGroups) }
        if !update["callback_query"].isNull { return choice(update["callback_query"], id, takesGroups) }
        if !update["my_chat_member"].isNull { return membership(update["my_chat_member"], id) }
        return nil
    }

    private static func message(
        _ message: JSONValue, _ kind: TelegramItem.Kind, _ update: Int64, _ takesGroups: Bool
    ) -> TelegramItem? {
        guard let chat = chat(message["chat"], takesGroups), message["from"]["is_bot"].bool != true else { return nil }
        var item = TelegramItem(kind, updateID: update, chat: chat)
        item.messageID = message["message_id"].integer
        item.timestamp = message["date"].integer
        read(sender: message["from"], into: &item)
        item.text = message["text"].string ?? message["caption"].string
        readMedia(message, into: &item)
        return item
    }

    private static func choice(_ query: JSONValue, _ update: Int64, _ takesGroups: Bool) -> TelegramItem? {
        guard let callback = query["id"].filled, query["from"]["is_bot"].bool != true,
            let chat = chat(query["message"]["chat"], takesGroups)
                ?? (query["message"].isNull ? query["from"]["id"].integer : nil)
        else { return nil }
        var item = TelegramItem(.choice, updateID: update, chat: chat)
        read(sender: query["from"], into: &item)
        item.data = query["data"].string
        item.callbackID = callback
        return item
    }

    private static func membership(_ change: JSONValue, _ update: Int64) -> TelegramItem? {
        guard let chat = chat(change["chat"], false), let status = change["new_chat_member"]["status"].string else {
            return nil
        }
        var item = TelegramItem(.system, updateID: update, chat: chat)
        read(sender: change["from"], into: &item)
        item.timestamp = change["date"].integer
        item.isBlocked = status == "kicked" || status == "left"
        return item
    }

    private static func chat(_ chat: JSONValue, _ takesGroups: Bool) -> Int64? {
        guard chat["type"].string == "private" || takesGroups else { return nil }
        return chat["id"].integer
    }

    private static func read(sender: JSONValue, into item: inout TelegramItem) {
        item.from = sender["id"].integer
        let names = [sender["first_name"].filled, sender["last_name"].filled].compactMap(\.self)
        item.name = names.isEmpty ? nil : String(names.joined(separator: " ").prefix(200))
        item.language = sender["language_code"].filled
    }

    private static func readMedia(_ message: JSONValue, into item: inout TelegramItem) {
        let kinds: [(String, Message.Kind)] = [
            ("voice", .voice), ("audio", .voice), ("video", .video), ("video_note", .video), ("animation", .video),
            ("document", .document), ("sticker", .image),
        ]
        // The sizes of a photo come smallest first.
        if let photo = message["photo"].elements.last, let file = photo["file_id"].filled {
            item.messageKind = .image
            item.media = InboundMessage.Media(reference: file, contentType: "image/jpeg")
        } else if let (name, kind) = kinds.first(where: { !message[$0.0].isNull }),
            let file = message[name]["file_id"].filled
        {
            item.messageKind = kind
            item.media = InboundMessage.Media(
                reference: file, contentType: message[name]["mime_type"].filled,
                filename: message[name]["file_name"].filled)
        } else if !message["location"].isNull {
            item.messageKind = .location
        } else if !message["contact"].isNull {
            item.messageKind = .contacts
            item.text = item.text ?? message["contact"]["first_name"].filled
        } else if item.text == nil {
            item.messageKind = .other
        }
    }
}
