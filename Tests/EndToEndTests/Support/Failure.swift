/// Why a step of a test could not be taken.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Ends work that a broken server would keep waiting for ever. Far longer than any step takes on a slow machine.
func withPatience<Value: Sendable>(
    _ what: String, for patience: Duration = .seconds(120), _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: patience)
            throw Failure("\(what): nothing came within \(patience)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
