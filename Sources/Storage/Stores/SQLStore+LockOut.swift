public import DeskModel

extension SQLStore {
    public func begin(_ names: [(name: String, policy: LockOut.Policy)], now: Timestamp) async throws -> Int64 {
        try await database.write { transaction in
            try transaction.execute(
                "DELETE FROM failed_tries WHERE last_failure <= :old",
                ["old": .integer(now.milliseconds - LockOut.memory)])
            var longest: Int64 = 0
            var states: [(name: String, state: LockOut)] = []
            for (name, policy) in names {
                var state = try Self.lockOut(name, transaction)
                longest = max(longest, state.wait(now: now, policy))
                states.append((name, state))
            }
            for (name, state) in states {
                var state = state
                // A try that has to wait is no try: it makes the wait no longer.
                if longest == 0 { state.fail(now: now) }
                try Self.store(state, name, transaction)
            }
            return longest
        }
    }

    public func succeed(clearing: [String], forgiving: [String]) async throws {
        try await database.write { transaction in
            for name in clearing {
                try transaction.execute("DELETE FROM failed_tries WHERE name = :name", ["name": .text(name)])
            }
            for name in forgiving {
                var state = try Self.lockOut(name, transaction)
                state.forgive()
                try Self.store(state, name, transaction)
            }
        }
    }

    private static func lockOut(_ name: String, _ transaction: any SQLTransaction) throws -> LockOut {
        try transaction.row("SELECT * FROM failed_tries WHERE name = :name", ["name": .text(name)]).map { row in
            LockOut(
                failures: try row.int("failures"),
                lastFailure: Timestamp(milliseconds: try row.integer("last_failure")))
        } ?? LockOut()
    }

    private static func store(_ state: LockOut, _ name: String, _ transaction: any SQLTransaction) throws {
        guard state.failures > 0 else {
            try transaction.execute("DELETE FROM failed_tries WHERE name = :name", ["name": .text(name)])
            return
        }
        try transaction.execute(
            """
            INSERT INTO failed_tries (name, failures, last_failure) VALUES (:name, :failures, :last)
            ON CONFLICT (name) DO UPDATE SET failures = excluded.failures, last_failure = excluded.last_failure
            """,
            [
                "name": .text(name), "failures": .integer(state.failures),
                "last": .integer(state.lastFailure.milliseconds),
            ])
    }
}
