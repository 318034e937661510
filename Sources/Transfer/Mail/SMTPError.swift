import CCurl

/// Why a mail was not taken.
public struct SMTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable names of the causes.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// An address or the message cannot be sent as it is; nothing was sent.
        case invalidMessage = "invalid_message"
        /// The server will not take this message, ever (5yz, RFC 5321 section 4.2.1).
        case refused
        /// The server will not take it now (4yz): greylisting, a full mailbox, too many at once.
        case deferred
        /// The server does not accept the user name and password.
        case unauthenticated
        /// No TLS, or not with this server: no STARTTLS offered, an untrusted certificate, a wrong name.
        case insecure
        /// The name has no address, or nothing listens there.
        case unreachable
        case timedOut = "timed_out"
        /// The connection broke off; the message may have been taken all the same.
        case interrupted
        /// The Swift task that waited was cancelled.
        case cancelled
    }

    public let reason: Reason
    /// The server's reply code.
    public let replyCode: Int?
    /// A sentence for the operator, with the server's own words where there were any.
    public let detail: String

    public init(_ reason: Reason, replyCode: Int? = nil, _ detail: String) {
        self.reason = reason
        self.replyCode = replyCode
        self.detail = detail
    }

    public var description: String { "\(reason.rawValue): \(detail)" }
}

extension SMTPError {
    /// - Parameters:
    ///   - reply: the last reply that was no success.
    ///   - isUploading: whether the message's text was asked for: what comes after is said of the message, what came
    ///     before with the same code of libcurl of the connection.
    init(_ code: CURLcode, reply: SMTPReply?, isUploading: Bool, host: String) {
        let reason: Reason =
            switch code {
            case CURLE_LOGIN_DENIED: .unauthenticated
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT: .unreachable
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_ABORTED_BY_CALLBACK: .cancelled
            case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
                .insecure
            // A greeting or EHLO that is refused says nothing of the message.
            case CURLE_REMOTE_ACCESS_DENIED: .deferred
            case CURLE_WEIRD_SERVER_REPLY where !isUploading: .deferred
            default:
                switch reply?.code ?? 0 {
                case 500...599: .refused
                case 400...499: .deferred
                default: .interrupted
                }
            }
        let words = reply.map { "\(host) said: \($0.text)" }
        self.init(reason, replyCode: reply?.code, words ?? "\(host): \(String(cString: curl_easy_strerror(code))).")
    }
}

/// A reply of a server (RFC 5321 section 4.2), all its lines as one text.
struct SMTPReply: Hashable, Sendable {
    let code: Int
    /// The code and what follows it; at most 500 characters without control characters.
    let text: String

    /// The last reply of a dialogue that refused something. - Parameter dialogue: the server's lines.
    static func lastRefusal(in dialogue: [UInt8]) -> SMTPReply? {
        let lines = String(decoding: dialogue, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let last = lines.lastIndex(where: { refusalCode($0) != nil }), let code = refusalCode(lines[last]) else {
            return nil
        }
        let reply = lines[...last].reversed().prefix { refusalCode($0) == code }.reversed()
        let words = reply.map { $0.dropFirst(4).trimmingPrefix(" ") }.joined(separator: " ")
        let text = "\(code) \(words)".filter { character in
            !character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        }
        return SMTPReply(code: code, text: String(text.prefix(500)))
    }

    private static func refusalCode(_ line: Substring) -> Int? {
        guard let code = Int(line.prefix(3)), (400...599).contains(code) else { return nil }
        return code
    }
}
