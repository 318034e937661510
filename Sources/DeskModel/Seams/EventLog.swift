/// The durable log of what happened in a business. An event is stored in the transaction of the change that it tells of,
/// so that neither is there without the other; old events are dropped.
public protocol EventLog: Sendable {
    /// The newest event's; 0 before the first.
    func cursor(in business: BusinessID) async throws -> Int64
    /// What followed an event, in order.
    ///
    /// - Returns: `nil` when events after `cursor` were dropped, or there never was such an event: whoever reads has to
    ///   begin anew.
    func events(in business: BusinessID, after cursor: Int64, limit: Int) async throws -> [LoggedEvent]?
    /// Ticks after each change that brought events; several may be told by one tick.
    func changes(in business: BusinessID) -> AsyncStream<Void>
}
