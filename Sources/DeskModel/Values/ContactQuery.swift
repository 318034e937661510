/// Which contacts a list is to hold; what is `nil` does not narrow it.
public struct ContactQuery: Hashable, Sendable {
    public var platform: Contact.Platform?
    /// Part of a name, an e-mail address, a telephone number or what the business calls them, or a number such as `#7`.
    public var text: String?
    /// Made from `since` until before `until`.
    public var since: Timestamp?
    public var until: Timestamp?

    public init() {}
}
