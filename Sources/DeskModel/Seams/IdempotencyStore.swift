/// Remembers requests that came with an idempotency key, and how they were answered.
public protocol IdempotencyStore: Sendable {
    /// Takes a request in; what is older than `lifetime` milliseconds is forgotten first.
    func admit(_ request: IdempotentRequest, now: Timestamp, lifetime: Int64) async throws
        -> IdempotentRequest.Admission
    /// Keeps the reply, for those that come again.
    func complete(_ request: IdempotentRequest, with reply: IdempotentRequest.StoredReply) async throws
    /// Lets a request without a reply be tried again: forgets its key when nothing was done; otherwise what it may have
    /// made keeps its id.
    func abandon(_ request: IdempotentRequest, isUndone: Bool) async throws
}
