public import DeskModel

/// A mail as it came in (RFC 5322): who wrote it, what, and to which thread.
public struct ReceivedMail: Sendable {
    public let from: EmailAddress
    public let name: String?
    public let messageID: String
    public let subject: String
    /// Message-IDs of the thread, oldest first: those it refers to.
    public let references: [String]
    /// What its author wrote, without quoted mails and signature.
    public let text: String
    public let files: [MediaDraft]
    /// Whether a program wrote it: nobody waits for an answer, and two programs would answer each other for ever.
    public let isAutomatic: Bool

    private static let maximumDepth = 8
    private static let maximumFiles = 10

    /// - Returns: `nil` when nobody can be told to have written it.
    public init?(_ bytes: [UInt8]) {
        let mail = MIMEPart(bytes[...])
        guard let author = mail.header("from").map(Charset.decodeWords), let from = Self.address(in: author) else {
            return nil
        }
        self.from = from
        name = Self.name(in: author)
        messageID =
            Self.ids(in: mail.header("message-id")).first
            // Without one, the same bytes are the same mail.
            ?? "<\(Self.fingerprint(bytes))@no-message-id.invalid>"
        subject = String(Charset.decodeWords(mail.header("subject") ?? "").prefix(300))
        let named = Self.ids(in: mail.header("references")) + Self.ids(in: mail.header("in-reply-to"))
        references = Array(named.suffix(50))
        var texts: [String] = []
        var files: [MediaDraft] = []
        Self.read(mail, depth: 0, &texts, &files)
        text = EmailText.reply(in: texts.joined(separator: "\n"))
        self.files = files
        isAutomatic = Self.isAutomatic(mail)
    }

    private static func read(_ part: MIMEPart, depth: Int, _ texts: inout [String], _ files: inout [MediaDraft]) {
        guard depth <= maximumDepth else { return }
        let disposition = part.header("content-disposition")?.lowercased() ?? ""
        let filename =
            part.parameter("filename", of: "content-disposition") ?? part.parameter("name", of: "content-type")
        if part.contentType.hasPrefix("multipart/") {
            let parts = part.parts
            guard part.contentType == "multipart/alternative" else {
                for inner in parts { read(inner, depth: depth + 1, &texts, &files) }
                return
            }
            // The same in several forms: the plainest.
            let best =
                parts.first { $0.contentType == "text/plain" } ?? parts.first { $0.contentType.hasPrefix("multipart/") }
                ?? parts.first
            if let best { read(best, depth: depth + 1, &texts, &files) }
        } else if disposition.hasPrefix("attachment") || filename != nil || !part.contentType.hasPrefix("text/") {
            let content = part.content
            guard files.count < maximumFiles, !content.isEmpty else { return }
            files.append(
                MediaDraft(
                    contentType: part.contentType,
                    filename: filename.map { String(Charset.decodeWords($0).prefix(255)) }, content: content))
        } else {
            texts.append(part.contentType == "text/html" ? PageText.words(of: part.text) : part.text)
        }
    }

    /// RFC 3834, and what older programs say.
    private static func isAutomatic(_ mail: MIMEPart) -> Bool {
        if let word = mail.header("auto-submitted"), word.lowercased() != "no" { return true }
        if let word = mail.header("precedence"), ["bulk", "list", "junk", "auto_reply"].contains(word.lowercased()) {
            return true
        }
        return mail.header("list-id") != nil || mail.header("x-autoreply") != nil
            || mail.header("return-path") == "<>"
            || mail.contentType == "multipart/report"
    }

    private static func address(in text: String) -> EmailAddress? {
        if let open = text.lastIndex(of: "<"), let close = text[open...].firstIndex(of: ">") {
            return EmailAddress(text[text.index(after: open)..<close].lowercased())
        }
        return text.split { $0.isWhitespace || $0 == "," }.lazy.compactMap { EmailAddress($0.lowercased()) }.first
    }

    private static func name(in text: String) -> String? {
        guard let open = text.lastIndex(of: "<") else { return nil }
        let name = String(text[..<open]).trimmed.replacing("\"", with: "").trimmed
        return name.isEmpty ? nil : String(name.prefix(200))
    }

    private static func ids(in header: String?) -> [String] {
        (header ?? "").matches(of: /<[!-;=?A-~]+@[!-;=?A-~]+>/).map { String($0.output) }.filter {
            $0.utf8.count <= 250
        }
    }
}
