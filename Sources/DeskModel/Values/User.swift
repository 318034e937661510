/// A person who signs in. Everybody is a member of at least one business: with the last membership the account goes.
public struct User: Hashable, Sendable {
    public let id: UserID
    /// As `AccountAddress` writes it; no two have the same.
    public let email: String
    public var name: String
    public let createdAt: Timestamp
    public let hasSecondFactor: Bool

    public init(id: UserID, email: String, name: String, createdAt: Timestamp, hasSecondFactor: Bool = false) {
        self.id = id
        self.email = email
        self.name = name
        self.createdAt = createdAt
        self.hasSecondFactor = hasSecondFactor
    }
}

/// What is needed to let somebody in, and shown to nobody.
public struct UserCredentials: Hashable, Sendable {
    public let user: User
    /// A PHC string: algorithm, parameters, salt and hash.
    public let password: String
    /// When the password was set: links and half-done sign-ins from before it are void.
    public let passwordSetAt: Timestamp
    /// The sealed secret of one-time codes, once there is one, confirmed or not.
    public let sealedSecret: [UInt8]?
    /// The time step of the last one-time code that was taken.
    public let lastStep: Int64

    public init(
        user: User, password: String, passwordSetAt: Timestamp, sealedSecret: [UInt8]? = nil, lastStep: Int64 = 0
    ) {
        self.user = user
        self.password = password
        self.passwordSetAt = passwordSetAt
        self.sealedSecret = sealedSecret
        self.lastStep = lastStep
    }
}

/// A member who was removed, as it takes to bring them back.
public struct RemovedMember: Hashable, Sendable {
    public let member: Member
    /// The account that went with its last membership; `nil` when it stays.
    public let account: UserCredentials?
    /// SHA-256 of the account's recovery codes.
    public let recoveryHashes: [[UInt8]]

    public init(member: Member, account: UserCredentials? = nil, recoveryHashes: [[UInt8]] = []) {
        self.member = member
        self.account = account
        self.recoveryHashes = recoveryHashes
    }
}

/// A user's place in a business.
public struct Member: Hashable, Sendable {
    public let user: User
    public let business: BusinessID
    public let role: Role
    public let joinedAt: Timestamp

    public init(user: User, business: BusinessID, role: Role, joinedAt: Timestamp) {
        self.user = user
        self.business = business
        self.role = role
        self.joinedAt = joinedAt
    }
}

/// A browser that is signed in.
public struct UserSession: Hashable, Sendable {
    /// UUIDv7 text; not the secret that the browser holds.
    public let id: String
    public let user: UserID
    public let createdAt: Timestamp
    public let lastSeenAt: Timestamp
    /// When it ends however much it is used.
    public let expiresAt: Timestamp
    /// Where it was signed in from.
    public let address: String
    /// What the browser called itself, shortened.
    public let agent: String

    public init(
        id: String, user: UserID, createdAt: Timestamp, lastSeenAt: Timestamp, expiresAt: Timestamp, address: String,
        agent: String
    ) {
        self.id = id
        self.user = user
        self.createdAt = createdAt
        self.lastSeenAt = lastSeenAt
        self.expiresAt = expiresAt
        self.address = address
        self.agent = agent
    }
}

/// Who is signed in, with all they are a member of.
public struct SignedInUser: Hashable, Sendable {
    public let user: User
    public let session: UserSession
    public let roles: [BusinessID: Role]

    public init(user: User, session: UserSession, roles: [BusinessID: Role]) {
        self.user = user
        self.session = session
        self.roles = roles
    }
}
