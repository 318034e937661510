import Synchronization

/// Lets at most so many in at once and turns the rest away at the door.
final class AdmissionGate: Sendable {
    private let maximum: Int
    private let inside = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    var count: Int { inside.withLock { $0 } }

    /// - Throws: `refusal` when the gate is full.
    func enter<Value: Sendable>(
        orThrow refusal: APIError, _ work: () async throws -> Value
    ) async throws -> Value {
        let place = try enter(orThrow: refusal)
        defer { place.leave() }
        return try await work()
    }

    /// - Throws: `refusal` when the gate is full.
    func enter(orThrow refusal: APIError) throws(APIError) -> GatePlace {
        let isFree = inside.withLock { inside in
            guard inside < maximum else { return false }
            inside += 1
            return true
        }
        guard isFree else { throw refusal }
        return GatePlace { [self] in inside.withLock { $0 -= 1 } }
    }
}
