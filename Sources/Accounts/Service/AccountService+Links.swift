public import DeskModel

extension AccountService {
    /// An invitation as its page shows it.
    public struct Invitation: Hashable, Sendable {
        public let business: Business
        public let email: String
        public let role: Role
        public let from: String
        /// Whether the address has an account, which then must sign in to accept.
        public let hasAccount: Bool
    }

    /// - Throws: `AccountError.deadLink`.
    public func invitation(_ token: String) async throws -> Invitation {
        let link = try await link(token, "invite")
        guard case .invite(let id, let email, let role) = link.purpose,
            let business = try await businesses.business(id)
        else { throw AccountError.deadLink }
        let known = try await store.credentials(email: Self.address(email))
        return Invitation(
            business: business, email: email, role: role, from: link.madeBy, hasAccount: known != nil)
    }

    /// Makes an account of an invitation and signs it in.
    ///
    /// - Throws: `AccountError.deadLink`, `.signInToAccept`, `.badName`, `.weakPassword`, `.busy`.
    public func accept(
        _ token: String, name: String, password: String, from visitor: Visitor
    ) async throws -> (member: Member, session: OpenedSession) {
        let link = try await link(token, "invite")
        guard case .invite(_, let email, _) = link.purpose else { throw AccountError.deadLink }
        let address = try Self.address(email)
        guard try await store.credentials(email: address) == nil else { throw AccountError.signInToAccept }
        let name = try Self.name(name)
        let hash = try await newHash(password, email: email, name: name)
        let now = now()
        let user = User(id: UUIDv7.next(now: now), email: email, name: name, createdAt: now)
        guard let member = try await store.accept(link, as: user, password: hash) else { throw AccountError.deadLink }
        return (member, try await open(for: user, from: visitor))
    }

    /// Takes on an invitation as who is signed in.
    ///
    /// - Throws: `AccountError.deadLink`, `.invitedAnother`.
    public func accept(_ token: String, as signedIn: SignedInUser) async throws -> Member {
        let link = try await link(token, "invite")
        guard case .invite(_, let email, _) = link.purpose else { throw AccountError.deadLink }
        guard signedIn.user.email == email else { throw AccountError.invitedAnother }
        guard let member = try await store.accept(link, for: signedIn.user.id, now: now()) else {
            throw AccountError.deadLink
        }
        return member
    }

    /// Mails a link to a new password to whoever has an account of this address. Takes the same time for every
    /// address, and tells nothing.
    ///
    /// - Throws: `AccountError.lockedOut` when this address, or this place, asked too often.
    public func requestReset(email: String, from visitor: Visitor) async throws {
        let deadline = ContinuousClock.now + .milliseconds(500)
        let name = RandomSecret.hash(AccountAddress(email)?.text ?? String(email.prefix(256))).prefix(16).hexadecimal
        let wait = try await store.begin(
            [("reset:\(name)", .links), ("reset-address:\(AddressKey(visitor.address).text)", .address)],
            now: now())
        guard wait == 0 else { throw AccountError.lockedOut(wait) }
        if sendsMail, let address = AccountAddress(email), let known = try await store.credentials(email: address) {
            _ = try await resetLink(for: known.user, by: Authority(role: nil, name: known.user.name))
        }
        try await Task.sleep(until: deadline)
    }

    /// Whether a link to a new password is still good. - Throws: `AccountError.deadLink`.
    public func checkReset(_ token: String) async throws { _ = try await link(token, "reset") }

    /// Sets a new password by a link, and ends every session of the user. One-time codes stay as they are.
    ///
    /// - Returns: the user.
    /// - Throws: `AccountError.deadLink`, `.weakPassword`, `.busy`.
    public func reset(_ token: String, password: String) async throws -> User {
        let link = try await link(token, "reset")
        guard case .reset(let user) = link.purpose, let known = try await store.credentials(of: user) else {
            throw AccountError.deadLink
        }
        let hash = try await newHash(password, email: known.user.email, name: known.user.name)
        guard try await store.reset(link, password: hash, now: now()) else { throw AccountError.deadLink }
        return known.user
    }

    private func link(_ token: String, _ purpose: String) async throws -> AccountLink {
        // The signature is checked first: guesses never reach the database.
        guard token.utf8.count <= 512, links.payload(of: token, purpose: purpose, now: now()) != nil,
            let link = try await store.link(tokenHash: RandomSecret.hash(token), now: now())
        else { throw AccountError.deadLink }
        return link
    }
}
