import Synchronization

/// Lets at most so many in at once and turns the rest away at the door.
final class AdmissionGate: Sendable {
    /// A place inside, given back once: by `leave()`, or when nobody holds it any more. So what was to run in it may
    /// never have begun, as the body of a response whose client has left before its head was written.
    final class Place: Sendable {
        private let gate: Mutex<AdmissionGate?>

        fileprivate init(in gate: AdmissionGate) { self.gate = Mutex(gate) }

        deinit { leave() }

        func leave() {
            let gate = gate.withLock { gate in
                defer { gate = nil }
                return gate
            }
            gate?.leave()
        }
    }

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
    func enter(orThrow refusal: APIError) throws(APIError) -> Place {
        let isFree = inside.withLock { inside in
            guard inside < maximum else { return false }
            inside += 1
            return true
        }
        guard isFree else { throw refusal }
        return Place(in: self)
    }

    private func leave() { inside.withLock { $0 -= 1 } }
}
