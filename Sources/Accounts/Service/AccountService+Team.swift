public import DeskModel

/// A link with its secret, which is shown to whoever made it and sent to whom it is for.
public struct IssuedLink: Sendable {
    public let link: AccountLink
    /// Below the server's root: `invite/...` or `reset/...`.
    public let path: String
    /// Whether it was taken on for sending.
    public let isMailed: Bool
}

extension AccountService {
    public func members(of business: BusinessID, after: UserID? = nil, limit: Int) async throws -> [Member] {
        try await store.members(of: business, after: after, limit: limit)
    }

    /// - Throws: `AccountError.unknownMember`.
    public func member(_ user: UserID, of business: BusinessID) async throws -> Member {
        guard let member = try await store.member(user, of: business) else { throw AccountError.unknownMember }
        return member
    }

    /// Every membership of a user.
    public func memberships(of user: UserID) async throws -> [Member] { try await store.memberships(of: user) }

    /// - Throws: `AccountError.ownersOnly`, `.unknownMember`, `.lastOwner`.
    public func setRole(
        _ role: Role, of user: UserID, in business: BusinessID, by authority: Authority
    ) async throws -> Member {
        let member = try await member(user, of: business)
        guard authority.manages(member.role), authority.manages(role) else { throw AccountError.ownersOnly }
        guard member.role != role else { return member }
        try Self.finish(
            await store.setRole(role, of: user, in: business, keepingAnOwner: authority.role != nil))
        return try await self.member(user, of: business)
    }

    /// - Returns: what it takes to bring them back.
    /// - Throws: `AccountError.ownersOnly`, `.unknownMember`, `.lastOwner`.
    @discardableResult
    public func removeMember(
        _ user: UserID, from business: BusinessID, by authority: Authority
    ) async throws -> RemovedMember {
        let member = try await member(user, of: business)
        guard authority.manages(member.role) else { throw AccountError.ownersOnly }
        switch try await store.removeMember(user, from: business, keepingAnOwner: authority.role != nil) {
        case .done(let removed): return removed
        case .unknown: throw AccountError.unknownMember
        case .lastOwner: throw AccountError.lastOwner
        }
    }

    /// Takes a removal back. - Throws: `AccountError.ownersOnly`, `.unknownMember` when they cannot come back.
    public func restore(_ removed: RemovedMember, by authority: Authority) async throws -> Member {
        guard authority.manages(removed.member.role) else { throw AccountError.ownersOnly }
        guard let member = try await store.restore(removed) else { throw AccountError.unknownMember }
        return member
    }

    private static func finish(_ change: MemberChange) throws(AccountError) {
        switch change {
        case .done: return
        case .unknown: throw .unknownMember
        case .lastOwner: throw .lastOwner
        }
    }

    // MARK: Invitations

    /// Invites somebody, also one who is a member of other businesses, which is not told.
    ///
    /// - Throws: `AccountError.notAnAddress`, `.ownersOnly`, `.alreadyMember`; `StoreError.full`, `.notFound`.
    public func invite(
        _ email: String, as role: Role, to business: BusinessID, by authority: Authority
    ) async throws -> IssuedLink {
        let address = try Self.address(email)
        guard authority.manages(role) else { throw AccountError.ownersOnly }
        if let known = try await store.credentials(email: address),
            try await store.member(known.user.id, of: business) != nil
        {
            throw AccountError.alreadyMember
        }
        guard let name = try await businesses.business(business)?.name else { throw StoreError.notFound }
        return try await issue(
            .invite(business, email: address.text, role), by: authority, lasting: configuration.invitationLifetime,
            to: address, as: .invitation(businessName: name, role: role, from: authority.name), through: business)
    }

    public func invitations(to business: BusinessID) async throws -> [AccountLink] {
        try await store.invitations(to: business, now: now())
    }

    /// - Throws: `AccountError.unknownInvitation`, `.ownersOnly`.
    public func withdraw(invitation id: String, to business: BusinessID, by authority: Authority) async throws {
        guard let open = try await invitations(to: business).first(where: { $0.id == id }),
            case .invite(_, _, let role) = open.purpose
        else { throw AccountError.unknownInvitation }
        guard authority.manages(role) else { throw AccountError.ownersOnly }
        guard try await store.withdraw(invitation: id, to: business) else { throw AccountError.unknownInvitation }
    }

    /// A link to a new password for a member who lost theirs.
    ///
    /// - Throws: `AccountError.unknownMember`, `.resetNotAllowed`.
    public func resetLink(
        for user: UserID, in business: BusinessID, by authority: Authority
    ) async throws -> IssuedLink {
        let member = try await member(user, of: business)
        let count = try await store.memberships(of: user).count
        guard authority.resets(member, memberOf: count) else { throw AccountError.resetNotAllowed }
        return try await resetLink(for: member.user, by: authority)
    }

    /// A link to a new password, for the operator. - Throws: `AccountError.unknownMember`.
    public func resetLink(forAddress email: String) async throws -> IssuedLink {
        guard let known = try await store.credentials(email: Self.address(email)) else {
            throw AccountError.unknownMember
        }
        return try await resetLink(for: known.user, by: .operator)
    }

    /// Switches the one-time codes of somebody off who lost app and paper, for the operator.
    ///
    /// - Throws: `AccountError.unknownMember`.
    public func removeSecondFactor(ofAddress email: String) async throws {
        guard let known = try await store.credentials(email: Self.address(email)) else {
            throw AccountError.unknownMember
        }
        try await store.removeSecret(of: known.user.id)
    }

    func resetLink(for user: User, by authority: Authority) async throws -> IssuedLink {
        guard let business = try await store.memberships(of: user.id).first?.business else {
            throw AccountError.unknownMember
        }
        return try await issue(
            .reset(user.id), by: authority, lasting: configuration.resetLifetime, to: Self.address(user.email),
            as: .reset, through: business)
    }

    private func issue(
        _ purpose: AccountLink.Purpose, by authority: Authority, lasting: Int64, to address: AccountAddress,
        as kind: AccountMessage.Kind, through business: BusinessID
    ) async throws -> IssuedLink {
        let now = now()
        let link = AccountLink(
            id: UUIDv7.next(now: now), purpose: purpose, madeBy: authority.name, createdAt: now,
            expiresAt: now.advanced(byMilliseconds: lasting))
        let token = links.token(
            purpose.word, payload: RandomSecret.hexadecimal(bytes: 32), expires: link.expiresAt)
        try await store.add(link, tokenHash: RandomSecret.hash(token))
        let path = "\(purpose.word)/\(token)"
        var isMailed = false
        if let base = configuration.publicURL, mail.isAvailable {
            isMailed = try await mail.enqueue(
                AccountMessage(
                    kind: kind, business: business, to: address, url: "\(base)/\(path)", expiresAt: link.expiresAt))
        }
        return IssuedLink(link: link, path: path, isMailed: isMailed)
    }
}

extension AccountLink.Purpose {
    var word: String {
        switch self {
        case .invite: "invite"
        case .reset: "reset"
        }
    }
}
