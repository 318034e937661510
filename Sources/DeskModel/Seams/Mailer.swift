/// Sends mails that are not notifications, such as invitations.
public protocol Mailer: Sendable {
    /// Whether mails leave this server. When not, what they would say must reach people in another way.
    var isSetUp: Bool { get }
    /// Has the mail sent, durably and with retries, until it expires.
    ///
    /// - Parameters:
    ///   - key: a second mail with the same key is not sent.
    ///   - lifetime: milliseconds after which it is of no use any more.
    func send(_ email: Email, for business: BusinessID, key: String?, lifetime: Int64) async throws
}
