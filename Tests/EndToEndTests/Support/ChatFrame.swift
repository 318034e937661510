import Foundation

/// What a chat socket sent.
struct ChatFrame: Sendable, CustomStringConvertible {
    let text: String

    var json: [String: Any] { (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:] }
    var description: String { text }

    var type: String? { json["type"] as? String }
    var sender: String? { json["sender"] as? String }
    var message: String { json["message"] as? String ?? "" }
    var id: String? { json["message_id"] as? String }
    var replyTo: String? { json["reply_to"] as? String }
    var answered: Bool? { json["answered"] as? Bool }
    var citations: [[String: Any]] { json["citations"] as? [[String: Any]] ?? [] }
    /// The piece of text in a delta.
    var piece: String? { type == "delta" ? json["text"] as? String : nil }
    var errorCode: String? { type == "error" ? json["code"] as? String : nil }

    /// Only answers carry `answered`.
    var isAnswer: Bool { sender == "assistant" && answered != nil }
    /// Whether an error tells people something: words that end.
    var saysWhatToDo: Bool { message.split(separator: " ").count >= 4 && message.hasSuffix(".") }
}
