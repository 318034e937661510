public import DeskModel

extension AccountService {
    /// What the values of our cookies begin with.
    public static let tokenPrefix = "fd_us_"

    /// Who holds this cookie value; `nil` when the session ended, or never was.
    ///
    /// - Parameter isActing: false when nobody does anything, so that their idle time goes on.
    public func signedIn(bearing token: String, isActing: Bool = true) async throws -> SignedInUser? {
        guard token.hasPrefix(Self.tokenPrefix), token.utf8.count == Self.tokenPrefix.utf8.count + 64,
            let found = try await store.session(tokenHash: RandomSecret.hash(token))
        else { return nil }
        let now = now()
        let idle = now.milliseconds - found.session.lastSeenAt.milliseconds
        guard now < found.session.expiresAt, idle < configuration.sessionIdleTime else { return nil }
        // Below zero the clock was put back: noted, so that the idle time counts from now.
        if isActing, idle >= configuration.touchInterval || idle < 0 {
            try await store.touch(found.session.id, now: now)
        }
        return found
    }

    /// Newest first; those that are over are left out.
    public func sessions(of user: UserID) async throws -> [UserSession] {
        let now = now()
        return try await store.sessions(of: user).filter {
            now < $0.expiresAt
                && now.milliseconds - $0.lastSeenAt.milliseconds < configuration.sessionIdleTime
        }
    }

    /// Signs out. - Throws: `AccountError.unknownSession`.
    public func end(_ session: String, of user: UserID) async throws {
        guard try await store.end(session, of: user) else { throw AccountError.unknownSession }
    }

    /// Signs out everywhere but here. - Returns: how many sessions ended.
    public func endOthers(of signedIn: SignedInUser) async throws -> Int {
        try await store.endAll(of: signedIn.user.id, but: signedIn.session.id)
    }

    func open(for user: User, from visitor: Visitor) async throws -> OpenedSession {
        let now = now()
        let session = UserSession(
            id: UUIDv7.next(now: now), user: user.id, createdAt: now, lastSeenAt: now,
            expiresAt: now.advanced(byMilliseconds: configuration.sessionLifetime), address: visitor.address,
            agent: visitor.agent)
        let token = Self.newToken()
        try await store.open(session, tokenHash: RandomSecret.hash(token), limit: configuration.maximumSessions)
        return OpenedSession(session: session, user: user, token: token)
    }

    /// Gives a session another secret, after what it may do has changed.
    func rotate(_ session: String) async throws -> String {
        let token = Self.newToken()
        guard try await store.rotate(session, tokenHash: RandomSecret.hash(token)) else {
            throw AccountError.unknownSession
        }
        return token
    }

    private static func newToken() -> String { tokenPrefix + RandomSecret.hexadecimal(bytes: 32) }
}
