import DeskModel
import Foundation

/// A message as a client posts it.
struct MessageInput: Sendable {
    /// Characters of a message, as with Twilio.
    static let longestBody = 1_600
    /// Bytes of all files of a message.
    static let mostFileBytes = 5_242_880
    static let mostFiles = 10

    let draft: MessageDraft

    /// - Throws: 400, 413.
    init(_ fields: RequestFields) throws(APIError) {
        let author = try fields.text("author", 0...256).applied(to: nil)
        let named = try fields.choice("sender", Sender.self).applied(to: nil)
        // Who names an author speaks for the business; Twilio's default author is the system.
        let sender: Message.Sender =
            switch named {
            case .user: .user
            case .human: .human
            case .system: .system
            case nil: author == nil || author == "system" ? .system : .human
            }
        let files = try Self.files(fields)
        let body = try fields.text("body", 0...Self.longestBody, lines: true).applied(to: nil) ?? ""
        if sender == .human, author == nil {
            throw .badRequest("invalid_request", "Name who speaks: `author`.", field: "author")
        }
        guard !body.isEmpty || !files.isEmpty else {
            throw .badRequest("empty_message", "The message is empty: write a `body`, or send a file.", field: "body")
        }
        draft = MessageDraft(
            sender, body, kind: Self.kind(of: files), author: author,
            attributes: try fields.attributes().applied(to: nil) ?? "{}", media: files,
            needsOpenConversation: sender != .user)
    }

    /// The voices that a client may lend; answers are the desk's own.
    private enum Sender: String, CaseIterable, Codable, Sendable { case user, human, system }

    private static func files(_ fields: RequestFields) throws(APIError) -> [MediaDraft] {
        guard fields.files.count <= mostFiles else {
            throw RequestFields.refusal("media", "at most \(mostFiles) files")
        }
        var drafts: [MediaDraft] = []
        for file in fields.files {
            guard !file.content.isEmpty else { throw RequestFields.refusal(file.name, "a file that is not empty") }
            drafts.append(
                MediaDraft(
                    contentType: MediaType.of(file.content),
                    filename: file.filename.map { ContentDisposition.sanitized($0, fallback: "file") },
                    content: Array(file.content)))
        }
        guard drafts.reduce(0, { $0 + $1.content.count }) <= mostFileBytes else {
            throw .tooLarge(limit: mostFileBytes)
        }
        return drafts
    }

    private static func kind(of files: [MediaDraft]) -> Message.Kind {
        guard let first = files.first else { return .text }
        let family = first.contentType.prefix { $0 != "/" }
        guard files.allSatisfy({ $0.contentType.hasPrefix(family + "/") }) else { return .document }
        switch family {
        case "image": return .image
        case "audio": return .voice
        case "video": return .video
        default: return .document
        }
    }
}
