import DeskModel

extension IngestConfiguration {
    /// Asks a model again for as long as it fails for reasons that pass.
    ///
    /// - Throws: the last `ModelError`; `CancellationError`.
    func retrying<Value: Sendable>(_ ask: () async throws -> Value) async throws -> Value {
        var delays = retryDelays[...]
        while true {
            do {
                return try await ask()
            } catch let error as ModelError {
                guard [.overloaded, .unreachable, .timedOut].contains(error.reason), let delay = delays.popFirst()
                else { throw error }
                try await Task.sleep(for: delay)
            }
        }
    }
}
