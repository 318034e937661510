/// Keeps what is to leave the desk until it has left.
public protocol OutboxStore: Sendable {
    /// Raised when something was put in.
    var outboxSignal: OutboxSignal { get }

    /// Stores what is new by its key. - Returns: how many were.
    @discardableResult
    func enqueue(_ drafts: [OutboxDraft]) async throws -> Int
    /// Claims the next due entry of as many lanes as wanted, those first that have waited longest. Each claim counts as
    /// an attempt. What has expired is given up on the way.
    ///
    /// - Parameters:
    ///   - lease: milliseconds after which others may claim the lane again.
    ///   - failing: how many of them may be lanes whose last attempt failed.
    func claimOutbox(
        _ kind: OutboxEntry.Kind, now: Timestamp, lease: Int64, limit: Int, failing: Int
    ) async throws -> [OutboxClaim]
    /// Ends a claim. - Throws: `StoreError.jobLost` when the entry is gone or claimed by another.
    func settle(
        _ claim: OutboxClaim, _ settlement: OutboxSettlement, attempt: OutboxAttempt, now: Timestamp
    ) async throws
    /// Gives up what has expired, forgets what ended long ago, and brings forward what waits for longer than any schedule
    /// asks for, because the clock was set back.
    func tidyOutbox(now: Timestamp) async throws

    /// Newest first, starting after `after`.
    func outbox(
        in business: BusinessID, kind: OutboxEntry.Kind?, lane: String?, state: OutboxEntry.State?, after: OutboxID?,
        limit: Int
    ) async throws -> [OutboxEntry]
    func outboxEntry(_ id: OutboxID, in business: BusinessID) async throws -> OutboxEntry?
    /// Oldest first, the last 20.
    func outboxAttempts(of id: OutboxID, in business: BusinessID) async throws -> [OutboxAttempt]
    /// Sends an entry that was delivered or given up once more, under its own id. - Returns: `false` when there is none
    /// such, when it is pending already, or when its payload was erased.
    func replayOutbox(_ id: OutboxID, in business: BusinessID) async throws -> Bool
}
