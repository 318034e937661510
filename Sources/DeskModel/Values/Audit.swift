/// Who changed something.
public struct AuditActor: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The holder of the admin token, or whoever runs commands on the machine.
        case `operator`
        /// A secret key of the business.
        case key
        case user
        /// Nobody that is known, such as whoever opened a link.
        case anonymous
    }

    public let kind: Kind
    /// The key's or user's id; empty for the others.
    public let id: String
    /// As shown to people: a key's first characters, a user's e-mail address.
    public let name: String

    public init(kind: Kind, id: String = "", name: String = "") {
        self.kind = kind
        self.id = id
        self.name = name
    }
}

/// A change as it is told to the log.
public struct AuditDraft: Hashable, Sendable {
    /// `nil` for what concerns the server, such as making and deleting businesses.
    public let business: BusinessID?
    public let actor: AuditActor
    /// Where the request came from; empty for commands.
    public let address: String
    /// Such as `document.delete`.
    public let action: String
    /// Such as `document/018f...`.
    public let resource: String
    /// JSON of what it was, without secrets.
    public let before: String?
    /// JSON of what it is now, without secrets.
    public let after: String?

    public init(
        business: BusinessID?, actor: AuditActor, address: String, action: String, resource: String,
        before: String? = nil, after: String? = nil
    ) {
        self.business = business
        self.actor = actor
        self.address = address
        self.action = action
        self.resource = resource
        self.before = before
        self.after = after
    }
}

/// A row of the log, chained to the one before it.
public struct AuditEntry: Hashable, Sendable {
    /// 1, 2, 3 ... in its chain: every business has one, and the server has one.
    public let sequence: Int64
    public let at: Timestamp
    public let draft: AuditDraft
    /// SHA-256 over the hash of the row before and this row's content.
    public let hash: [UInt8]

    public init(sequence: Int64, at: Timestamp, draft: AuditDraft, hash: [UInt8]) {
        self.sequence = sequence
        self.at = at
        self.draft = draft
        self.hash = hash
    }
}

/// Which rows of the log are asked for; what is `nil` does not narrow.
public struct AuditFilter: Hashable, Sendable {
    /// Id or name of who changed something.
    public var actor: String?
    /// An action, or the part of one before its dot.
    public var action: String?
    public var resource: String?
    public var since: Timestamp?
    public var until: Timestamp?

    public init(
        actor: String? = nil, action: String? = nil, resource: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil
    ) {
        self.actor = actor
        self.action = action
        self.resource = resource
        self.since = since
        self.until = until
    }
}

/// What checking a chain found.
public struct AuditVerdict: Hashable, Sendable {
    /// `nil` for the server's own chain.
    public let business: BusinessID?
    /// Rows that hold, from the first.
    public let sound: Int64
    /// Where the chain breaks and why, as a sentence; `nil` when it holds.
    public let problem: String?

    public init(business: BusinessID?, sound: Int64, problem: String?) {
        self.business = business
        self.sound = sound
        self.problem = problem
    }
}
