public import DeskModel

/// A mail that goes on in a thread of mails.
public struct ReplyMail: Sendable {
    private let message: MIMEMessage

    /// - Parameters:
    ///   - id: what stands before the `@` of the Message-ID: the same over retries, so that a reader shows it once.
    ///   - inReplyTo: the Message-ID of the mail that it answers; what is none is left out.
    ///   - references: those of the thread, oldest first.
    public init(
        to: EmailAddress, from: Mailbox, subject: String, text: String, id: String, inReplyTo: String?,
        references: [String], date: Timestamp
    ) {
        var message = MIMEMessage(
            email: Email(to: to, subject: subject, text: text), from: from, id: id, date: date)
        message.autoSubmitted = "auto-replied"
        if let inReplyTo, Self.isMessageID(inReplyTo) { message.threading.append("In-Reply-To: \(inReplyTo)") }
        let known = references.filter(Self.isMessageID)
        // Folded, for a line may not have more than 998 characters (RFC 5322 section 2.1.1).
        if !known.isEmpty { message.threading.append("References: " + known.suffix(20).joined(separator: "\r\n ")) }
        self.message = message
    }

    /// As it goes over the wire.
    public var bytes: [UInt8] { message.bytes }

    /// Whether the text is a Message-ID that can stand in a header as it is.
    static func isMessageID(_ text: String) -> Bool {
        text.utf8.count <= 250 && text.wholeMatch(of: /<[!-;=?A-~]+@[!-;=?A-~]+>/) != nil
    }
}
