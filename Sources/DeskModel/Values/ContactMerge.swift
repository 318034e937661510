/// Two contacts made one, with what it takes to part them again.
public struct ContactMerge: Hashable, Sendable {
    public let id: ContactMergeID
    public let business: BusinessID
    /// The contact that stayed.
    public let kept: ContactID
    /// The contact that went; it comes back under its id and number when the merge is undone.
    public let merged: ContactID
    public let createdAt: Timestamp
    public let undoneAt: Timestamp?

    public init(
        id: ContactMergeID, business: BusinessID, kept: ContactID, merged: ContactID, createdAt: Timestamp,
        undoneAt: Timestamp? = nil
    ) {
        self.id = id
        self.business = business
        self.kept = kept
        self.merged = merged
        self.createdAt = createdAt
        self.undoneAt = undoneAt
    }
}
