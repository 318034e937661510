/// UUIDv7 text; also the id that a receiver knows the thing by, the same over all attempts.
public typealias OutboxID = String

/// Something that is to leave the desk: a webhook's event, a mail, a text. Stored in the transaction of the change that
/// caused it and sent at least once.
public struct OutboxEntry: Hashable, Sendable {
    /// What it is sent by.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case webhook, email
        /// A notification by text.
        case sms
        /// What is said in conversations on channels, apart for each provider, so that a dead one holds up no other.
        case twilio, whatsapp, telegram
        case emailChannel = "email_channel"

        public init(_ provider: ChannelProvider) {
            self =
                switch provider {
                case .twilio: .twilio
                case .whatsapp: .whatsapp
                case .telegram: .telegram
                case .email: .emailChannel
                }
        }
    }

    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case pending, delivered
        /// Given up; it can be replayed.
        case dead
    }

    public let id: OutboxID
    public let business: BusinessID
    public let kind: Kind
    /// The target whose entries are sent one at a time: a webhook's id, an address.
    public let lane: String
    /// JSON of the kind's own form; empty once it was erased.
    public let payload: String
    /// How often it was tried, the attempt under way included.
    public let attempts: Int
    public let state: State
    /// Not before then; `nil` at once.
    public let dueAt: Timestamp?
    /// What is not sent by then is not sent at all.
    public let expiresAt: Timestamp?
    public let lastError: String?
    public let createdAt: Timestamp
    public let updatedAt: Timestamp

    public init(
        id: OutboxID, business: BusinessID, kind: Kind, lane: String, payload: String, attempts: Int, state: State,
        dueAt: Timestamp?, expiresAt: Timestamp?, lastError: String?, createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.kind = kind
        self.lane = lane
        self.payload = payload
        self.attempts = attempts
        self.state = state
        self.dueAt = dueAt
        self.expiresAt = expiresAt
        self.lastError = lastError
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// An entry that is to be stored.
public struct OutboxDraft: Hashable, Sendable {
    public let id: OutboxID
    public let business: BusinessID
    public let kind: OutboxEntry.Kind
    public let lane: String
    public let payload: String
    /// Idempotency: of the drafts of a business with the same key, only the first is stored.
    public let key: String
    public let dueAt: Timestamp?
    public let expiresAt: Timestamp?

    /// - Parameter key: the id when left out, so that nothing is taken for the same.
    public init(
        id: OutboxID = UUIDv7.next(), business: BusinessID, kind: OutboxEntry.Kind, lane: String, payload: String,
        key: String? = nil, dueAt: Timestamp? = nil, expiresAt: Timestamp? = nil
    ) {
        self.id = id
        self.business = business
        self.kind = kind
        self.lane = lane
        self.payload = payload
        self.key = key ?? id
        self.dueAt = dueAt
        self.expiresAt = expiresAt
    }
}

/// The right to send an entry, and with it all of its lane, for a while.
public struct OutboxClaim: Hashable, Sendable {
    /// Unique to this claim.
    public let token: String
    public let entry: OutboxEntry
    /// Failures of the lane in a row, before this attempt.
    public let laneFailures: Int
    /// When the lane's run of nothing but failures began.
    public let failingSince: Timestamp?

    public init(token: String, entry: OutboxEntry, laneFailures: Int, failingSince: Timestamp?) {
        self.token = token
        self.entry = entry
        self.laneFailures = laneFailures
        self.failingSince = failingSince
    }
}

/// What became of one attempt.
public struct OutboxAttempt: Hashable, Sendable {
    public let startedAt: Timestamp
    /// Milliseconds.
    public let duration: Int64
    /// An HTTP status or an SMTP reply code; `nil` when none came.
    public let status: Int?
    /// A sentence for the owner; `nil` when it was delivered.
    public let error: String?
    /// The beginning of what the target answered.
    public let response: String?

    public init(startedAt: Timestamp, duration: Int64, status: Int?, error: String?, response: String?) {
        self.startedAt = startedAt
        self.duration = duration
        self.status = status
        self.error = error
        self.response = response
    }
}

/// How an attempt leaves its entry and its lane.
public struct OutboxSettlement: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case delivered
        /// Tried again after so many milliseconds; meanwhile others of the lane may go first.
        case retry(after: Int64)
        case dead
        /// It was not its turn: no attempt was made, and none counts.
        case postponed
    }

    public let outcome: Outcome
    /// Milliseconds for which nothing more is sent to the target.
    public let lanePause: Int64
    /// Whether the payload is forgotten, because it holds a secret that has served its turn.
    public let erasesPayload: Bool

    public init(_ outcome: Outcome, lanePause: Int64 = 0, erasesPayload: Bool = false) {
        self.outcome = outcome
        self.lanePause = lanePause
        self.erasesPayload = erasesPayload
    }
}
