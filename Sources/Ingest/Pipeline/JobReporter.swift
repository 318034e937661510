import DeskModel
import Logging
import Synchronization

/// Stores a job's progress now and then, and renews its lease while it is under way.
final class JobReporter: Sendable {
    private struct State {
        var fraction = 0.0
        var pages = 0
        var isNew = false
    }

    private let job: IngestJob
    private let store: any DocumentStore
    private let configuration: IngestConfiguration
    private let logger: Logger
    private let state = Mutex(State())

    init(job: IngestJob, store: any DocumentStore, configuration: IngestConfiguration, logger: Logger) {
        self.job = job
        self.store = store
        self.configuration = configuration
        self.logger = logger
    }

    /// Notes progress; it never goes back.
    func note(fraction: Double, pages: Int? = nil) {
        state.withLock { state in
            guard fraction > state.fraction || (pages ?? 0) > state.pages else { return }
            state.fraction = max(state.fraction, fraction)
            state.pages = max(state.pages, pages ?? 0)
            state.isNew = true
        }
    }

    /// Reports until cancelled. - Throws: `StoreError.jobLost`, `CancellationError`.
    func run() async throws {
        var lastReport = ContinuousClock.now
        while true {
            try await Task.sleep(for: configuration.reportInterval)
            let isDue = ContinuousClock.now - lastReport >= configuration.heartbeat
            let progress = state.withLock { state -> IngestProgress? in
                defer { state.isNew = false }
                return state.isNew || isDue ? IngestProgress(fraction: state.fraction, pages: state.pages) : nil
            }
            guard let progress else { continue }
            do {
                try await store.report(progress, for: job, now: .now(), lease: configuration.lease.wholeMilliseconds)
                lastReport = .now
            } catch StoreError.jobLost {
                throw StoreError.jobLost
            } catch let error as StoreError {
                // The lease holds for a while; the next report tries again.
                logger.warning("ingest progress not stored", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Gives the claim back, so that the job can be taken up at once.
    func release() async {
        let progress = state.withLock { IngestProgress(fraction: $0.fraction, pages: $0.pages) }
        try? await store.report(progress, for: job, now: .now(), lease: 0)
    }
}

extension Duration {
    /// Rounded down.
    var wholeMilliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
