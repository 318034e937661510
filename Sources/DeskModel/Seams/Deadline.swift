/// Does some work within a time; work that heeds its cancellation is not waited for longer.
///
/// - Throws: `ModelError` of reason `timedOut` when it takes longer; the work is cancelled then.
public func within<Value: Sendable>(
    _ limit: Duration, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask(operation: work)
        group.addTask {
            try await Task.sleep(for: limit)
            throw ModelError(.timedOut, "it took longer than \(limit)")
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw CancellationError() }
        return value
    }
}
