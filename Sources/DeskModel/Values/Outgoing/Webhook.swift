/// UUIDv7 text.
public typealias WebhookID = String

/// A URL of the business's own that is told what happens, signed by the Standard Webhooks scheme.
public struct Webhook: Hashable, Sendable {
    public let id: WebhookID
    public let business: BusinessID
    /// Told of this conversation only, when given.
    public let conversation: ConversationID?
    public var url: String
    /// Told of these only; of everything when empty.
    public var events: Set<DeskEvent.Kind>
    /// For people.
    public var description: String
    public var isEnabled: Bool
    /// Why the desk disabled it.
    public var disabledReason: String?
    public var secret: WebhookSecret
    /// The secret before the last rotation: events are signed with both until `previousSecretUntil`.
    public var previousSecret: WebhookSecret?
    public var previousSecretUntil: Timestamp?
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    /// How many a business may have, those of conversations included.
    public static let maximumPerBusiness = 200
    /// How long the old secret still signs after a rotation: a day.
    public static let rotationOverlap: Int64 = 24 * 3600 * 1000

    public init(
        id: WebhookID = UUIDv7.next(), business: BusinessID, conversation: ConversationID? = nil, url: String,
        events: Set<DeskEvent.Kind> = [], description: String = "", isEnabled: Bool = true,
        disabledReason: String? = nil, secret: WebhookSecret = .generate(), previousSecret: WebhookSecret? = nil,
        previousSecretUntil: Timestamp? = nil, createdAt: Timestamp = .now(), updatedAt: Timestamp = .now()
    ) {
        self.id = id
        self.business = business
        self.conversation = conversation
        self.url = url
        self.events = events
        self.description = description
        self.isEnabled = isEnabled
        self.disabledReason = disabledReason
        self.secret = secret
        self.previousSecret = previousSecret
        self.previousSecretUntil = previousSecretUntil
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Whether it is told of such an event.
    public func wants(_ kind: DeskEvent.Kind) -> Bool { isEnabled && (events.isEmpty || events.contains(kind)) }

    /// The secrets to sign with, the newest first.
    public func signingSecrets(at now: Timestamp) -> [WebhookSecret] {
        guard let previousSecret, let until = previousSecretUntil, now < until else { return [secret] }
        return [secret, previousSecret]
    }

    /// Makes a new secret; the one before goes on being valid for `rotationOverlap`.
    public mutating func rotateSecret(at now: Timestamp) {
        (previousSecret, previousSecretUntil) = (secret, now.advanced(byMilliseconds: Self.rotationOverlap))
        secret = .generate()
        updatedAt = now
    }
}
