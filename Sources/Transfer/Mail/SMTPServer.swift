/// A mail server that takes messages in (RFC 6409), as the operator configured it. It may be anywhere, also in the
/// private network.
public struct SMTPServer: Hashable, Sendable {
    public enum Security: String, Hashable, Sendable {
        /// TLS from the first byte (`smtps`, RFC 8314).
        case implicitTLS
        /// Plain first; nothing is said before STARTTLS has worked (RFC 3207).
        case startTLS
        /// No encryption: for a server on this machine or behind a tunnel.
        case none
    }

    /// A name or address; IPv6 in brackets.
    public let host: String
    public let port: Int
    public let security: Security
    public let user: String?
    public let password: String?
    /// A PEM file of certificate authorities to trust in place of the system's.
    public let authorities: String?

    public init(
        host: String, port: Int, security: Security, user: String? = nil, password: String? = nil,
        authorities: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.authorities = authorities
    }

    /// From `smtp://host:port` (STARTTLS, port 587 when left out) or `smtps://host:port` (TLS, port 465).
    ///
    /// - Parameter isPlain: does without TLS; for `smtp` only.
    /// - Returns: `nil` when the text is no such URL.
    public init?(
        url: String, isPlain: Bool = false, user: String? = nil, password: String? = nil, authorities: String? = nil
    ) {
        guard
            let match = url.wholeMatch(
                of: /(smtps?):\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::([0-9]{1,5}))?\/?/.ignoresCase())
        else { return nil }
        let isImplicit = match.1.lowercased() == "smtps"
        let port = match.3.flatMap { Int($0) } ?? (isImplicit ? 465 : 587)
        guard (1...65_535).contains(port), !(isImplicit && isPlain) else { return nil }
        self.init(
            host: String(match.2), port: port, security: isImplicit ? .implicitTLS : isPlain ? .none : .startTLS,
            user: user, password: password, authorities: authorities)
    }
}
