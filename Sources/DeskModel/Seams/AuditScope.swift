import Synchronization

/// A change that is under way. The store that makes it writes the log's rows in the same transaction, so that there is
/// neither a change without its row nor a row without its change.
public final class AuditScope: Sendable {
    /// The scope of the task, if it is to be logged.
    @TaskLocal public static var current: AuditScope?

    private let describe: @Sendable (any Sendable) -> [AuditDraft]
    private let recorded = Mutex(false)

    /// - Parameter describe: the rows for what a write gave; empty when that write is not the change that is meant.
    public init(describing describe: @escaping @Sendable (any Sendable) -> [AuditDraft]) { self.describe = describe }

    /// Whether the change was made and logged.
    public var isRecorded: Bool { recorded.withLock { $0 } }

    /// What a store is to log in the transaction of a write that changed something and gave this value.
    public func drafts(for value: any Sendable) -> [AuditDraft] { isRecorded ? [] : describe(value) }

    /// Told by the store when the transaction is on the disk.
    public func markRecorded() { recorded.withLock { $0 = true } }
}
