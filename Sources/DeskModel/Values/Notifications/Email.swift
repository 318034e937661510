/// A mail to one person.
public struct Email: Hashable, Sendable, Codable {
    public let to: EmailAddress
    /// Any text; line breaks and control characters become spaces.
    public let subject: String
    public let text: String
    /// The same for programs that show HTML; made of the text when left out.
    public let html: String?
    /// Whether it holds a secret, such as a link that signs in: its content is forgotten once it is sent or given up.
    public let isConfidential: Bool

    public init(to: EmailAddress, subject: String, text: String, html: String? = nil, isConfidential: Bool = false) {
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.isConfidential = isConfidential
    }
}

/// What the outbox holds for a mail.
public enum OutboxMail: Hashable, Sendable, Codable {
    case message(Email)
    /// Rendered when it is sent, for more may be added until then.
    case notifications(NotificationDigest)
}

/// What the outbox holds for a text.
public enum OutboxText: Hashable, Sendable, Codable {
    case notifications(NotificationDigest)
}
