public import DeskModel

/// What a business's settings say of hand-offs at one moment.
public struct HandoffRules: Hashable, Sendable {
    public var isEnabled: Bool
    public var leaseMilliseconds: Int64
    public var isOpen: Bool
    /// When it opens next, as customers read it; `nil` while open, and where it never does.
    public var opens: String?

    public init(isEnabled: Bool = true, leaseMilliseconds: Int64 = 900_000, isOpen: Bool = true, opens: String? = nil) {
        self.isEnabled = isEnabled
        self.leaseMilliseconds = leaseMilliseconds
        self.isOpen = isOpen
        self.opens = opens
    }

    /// - Parameter now: the time of day, by the wall clock.
    public init(_ settings: HandoffSettings?, now: Timestamp) {
        let settings = settings ?? HandoffSettings()
        isEnabled = settings.isEnabled
        leaseMilliseconds = settings.leaseMilliseconds
        isOpen = settings.hours?.isOpen(at: now) ?? true
        opens = isOpen ? nil : settings.hours.flatMap { hours in hours.opening(after: now).map(hours.shown) }
    }
}
