/// Keeps users, their memberships, sessions and links, and how often somebody guessed.
public protocol UserStore: MemberStore, UserSessionStore, AccountLinkStore, LockOutStore {
    func credentials(email: AccountAddress) async throws -> UserCredentials?
    func credentials(of user: UserID) async throws -> UserCredentials?
    /// - Returns: whether there is such a user.
    func rename(_ user: UserID, to name: String) async throws -> Bool
    /// Sets the password and ends every session of the user.
    ///
    /// - Returns: whether there is such a user.
    func setPassword(_ hash: String, of user: UserID, now: Timestamp) async throws -> Bool
    /// Replaces the hash of the same password by a newer one, unless the password was changed meanwhile.
    func rehash(_ hash: String, of user: UserID, replacing old: String) async throws

    /// Stores a secret that is not in force yet. - Returns: `false` when one is in force.
    func proposeSecret(_ sealed: [UInt8], of user: UserID) async throws -> Bool
    /// Puts the proposed secret in force, with the hashes of new recovery codes.
    ///
    /// - Returns: `false` when there is no proposed secret.
    func confirmSecret(of user: UserID, step: Int64, recoveryHashes: [[UInt8]], now: Timestamp) async throws -> Bool
    /// Forgets secret and recovery codes.
    func removeSecret(of user: UserID) async throws
    /// Marks the code of a time step as taken. - Returns: `false` when another request was first.
    func takeStep(_ step: Int64, after last: Int64, of user: UserID) async throws -> Bool
    /// Takes a recovery code, which works once. - Returns: whether there was such a code.
    func takeRecoveryCode(_ hash: [UInt8], of user: UserID) async throws -> Bool
}

/// Keeps who is a member of what.
public protocol MemberStore: Sendable {
    /// In order of joining, starting after the user `after`.
    func members(of business: BusinessID, after: UserID?, limit: Int) async throws -> [Member]
    func member(_ user: UserID, of business: BusinessID) async throws -> Member?
    /// Every membership of a user.
    func memberships(of user: UserID) async throws -> [Member]
    /// Changes a role and ends the user's sessions, so that no session outlives its rights.
    ///
    /// - Parameter keepingAnOwner: refuses to take the last owner's role away.
    func setRole(
        _ role: Role, of user: UserID, in business: BusinessID, keepingAnOwner: Bool
    ) async throws -> MemberChange
    /// Removes a member, and the account with its last membership.
    ///
    /// - Parameter keepingAnOwner: refuses to remove the last owner.
    func removeMember(_ user: UserID, from business: BusinessID, keepingAnOwner: Bool) async throws -> MemberRemoval
    /// Brings a member back, with the account that went along; sessions stay ended.
    ///
    /// - Returns: `nil` when the business is gone, the account was deleted meanwhile, or its address is another's.
    func restore(_ removed: RemovedMember) async throws -> Member?
}

/// What came of a change of a member.
public enum MemberChange: Hashable, Sendable {
    case done(before: Member)
    case unknown
    /// A business keeps an owner.
    case lastOwner
}

/// What came of removing a member.
public enum MemberRemoval: Hashable, Sendable {
    case done(RemovedMember)
    case unknown
    /// A business keeps an owner.
    case lastOwner
}

/// Keeps who is signed in.
public protocol UserSessionStore: Sendable {
    /// - Parameters:
    ///   - tokenHash: SHA-256 of what the browser holds.
    ///   - limit: sessions a user may have; the oldest goes.
    func open(_ session: UserSession, tokenHash: [UInt8], limit: Int) async throws
    /// The session with its user and roles, unless it ended.
    func session(tokenHash: [UInt8]) async throws -> SignedInUser?
    /// Notes that it was used.
    func touch(_ session: String, now: Timestamp) async throws
    /// The secret of a session is another from now on. - Returns: whether there is such a session.
    func rotate(_ session: String, tokenHash: [UInt8]) async throws -> Bool
    /// Newest first.
    func sessions(of user: UserID) async throws -> [UserSession]
    /// - Returns: whether the user had it.
    func end(_ session: String, of user: UserID) async throws -> Bool
    /// Ends all sessions of a user but one. - Returns: how many.
    func endAll(of user: UserID, but session: String?) async throws -> Int
}

/// Keeps links that work once.
public protocol AccountLinkStore: Sendable {
    /// Stores a link; an invitation takes the place of an earlier one to the same address and business, a reset that
    /// of an earlier one.
    ///
    /// - Throws: `StoreError.full` when the business has too many open invitations; `StoreError.notFound`.
    func add(_ link: AccountLink, tokenHash: [UInt8]) async throws
    /// The link, unless it was used, withdrawn or is over.
    func link(tokenHash: [UInt8], now: Timestamp) async throws -> AccountLink?
    /// Open invitations, newest first.
    func invitations(to business: BusinessID, now: Timestamp) async throws -> [AccountLink]
    /// - Returns: whether there was such an invitation.
    func withdraw(invitation id: String, to business: BusinessID) async throws -> Bool
    /// Uses an invitation up for a new account. - Returns: `nil` when the link was used meanwhile or the address has an
    /// account.
    func accept(_ link: AccountLink, as user: User, password: String) async throws -> Member?
    /// Uses an invitation up for an account that is there. - Returns: `nil` when the link was used meanwhile.
    func accept(_ link: AccountLink, for user: UserID, now: Timestamp) async throws -> Member?
    /// Uses a reset up and ends every session of the user. - Returns: whether the link was still good.
    func reset(_ link: AccountLink, password: String, now: Timestamp) async throws -> Bool
}

/// Keeps how often somebody guessed, across restarts.
public protocol LockOutStore: Sendable {
    /// Counts a try ahead as failed for every name, unless one of them must wait, in one transaction, so that many
    /// tries at once are no more than as many one after another.
    ///
    /// - Returns: milliseconds to wait; 0 when the try may be made.
    func begin(_ names: [(name: String, policy: LockOut.Policy)], now: Timestamp) async throws -> Int64
    /// The try was no failure: forgets the names in `clearing`, and takes one failure back of those in `forgiving`.
    func succeed(clearing: [String], forgiving: [String]) async throws
}
