public import DeskModel
import Dispatch
public import Logging
public import ServiceLifecycle
import Synchronization

/// Takes in documents: claims their jobs, extracts, chunks and embeds them, and hands them to store and index.
///
/// While one document is embedded the next is extracted. Documents are under way in lanes, by what embeds them. A job is
/// held by a lease that is renewed while it is under way: a service that is killed leaves it to whoever comes next, one
/// that is shut down gives it back.
public final class IngestService: Service {
    let store: any DocumentStore
    let business: @Sendable (BusinessID) async throws -> Business?
    let models: any ModelCatalog
    private let index: any VectorSearch
    let extractor: any Extractor
    let configuration: IngestConfiguration
    let logger: Logger

    private let lanes: Mutex<IngestLanes>
    let extracting = Slots(count: 1)
    /// One document at a time per embedder, so that a slow remote one holds up nobody else's.
    let embedding = Mutex<[String: Slots]>([:])
    private let wakeUps: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    let chunkingQueue = DispatchQueue(label: "desk.ingest.chunking", attributes: .concurrent)

    /// - Parameters:
    ///   - business: looks up the business of a job (`BusinessStore.business`).
    ///   - extractor: an `ExtractionWorker`.
    public init(
        store: any DocumentStore, business: @escaping @Sendable (BusinessID) async throws -> Business?,
        models: any ModelCatalog, index: any VectorSearch, extractor: any Extractor,
        configuration: IngestConfiguration = IngestConfiguration(), logger: Logger
    ) {
        self.store = store
        self.business = business
        self.models = models
        self.index = index
        self.extractor = extractor
        self.configuration = configuration
        self.logger = logger
        lanes = Mutex(
            IngestLanes(
                room: max(1, configuration.documentsAtOnce), endpointRoom: max(1, configuration.documentsAtEndpoints)))
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Says that there is a new job: it is claimed at once when there is room.
    public func wake() { waker.yield() }

    /// Works until cancelled or shut down. May be called once.
    public func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                while !Task.isCancelled {
                    self.waker.yield()
                    try? await Task.sleep(for: self.configuration.pollInterval)
                }
            }
            for await _ in wakeUps {
                while let (job, lane) = await claim() {
                    group.addTask {
                        await self.process(job)
                        self.lanes.withLock { $0.leave(lane) }
                        self.wake()
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// A job with its place in its lane and the slot to extract; `nil` when there is none.
    private func claim() async -> (job: IngestJob, lane: IngestLanes.Lane)? {
        do {
            try await extracting.acquire()
        } catch {
            return nil
        }
        do {
            let lease = configuration.lease.wholeMilliseconds
            while true {
                let crowded = lanes.withLock { $0.crowded }
                guard let job = try await store.claimJob(now: .now(), lease: lease, passingOver: crowded) else { break }
                // One that was deleted meanwhile took its jobs with it.
                guard let business = try await business(job.business) else { continue }
                if let lane = lanes.withLock({ $0.enter(business) }) { return (job, lane) }
                // Where it belongs was not known before; from now on it is passed over until there is room.
                try? await store.report(IngestProgress(fraction: 0, pages: 0), for: job, now: .now(), lease: 0)
            }
        } catch {
            if !Task.isCancelled { logger.error("ingest jobs cannot be claimed", metadata: ["error": "\(error)"]) }
        }
        extracting.release()
        return nil
    }

    private func process(_ job: IngestJob) async {
        var logger = logger
        logger[metadataKey: "desk.document.id"] = "\(job.document)"
        logger[metadataKey: "desk.business.id"] = "\(job.business)"
        let reporter = JobReporter(job: job, store: store, configuration: configuration, logger: logger)
        do {
            let change = try await ingest(job, reporter)
            logger.debug("document ingested", metadata: ["desk.chunks": "\(change.added.count)"])
            do {
                try await index.apply(change)
            } catch {
                // The index notices by the generation that it missed a change, and mends itself.
                logger.warning("index change not applied", metadata: ["error": "\(error)"])
            }
        } catch StoreError.jobLost {
            logger.debug("ingest job was cancelled or taken over")
        } catch is CancellationError {
            // This task is cancelled, so what is left to do needs one that is not.
            await Task { await reporter.release() }.value
        } catch let failure as DocumentFailure {
            await fail(job, failure, logger)
        } catch let error as StoreError {
            // Not the document's fault: the lease runs out, and it is tried again.
            logger.error("ingest stopped by the store", metadata: ["error": "\(error)"])
        } catch {
            logger.error("ingest failed", metadata: ["error": "\(error)"])
            await fail(job, .internalFailure, logger)
        }
    }

    private func fail(_ job: IngestJob, _ failure: DocumentFailure, _ logger: Logger) async {
        do {
            try await store.fail(job, with: failure)
            logger.info("document refused", metadata: ["desk.failure": "\(failure.code)"])
        } catch {
            logger.warning("document failure not stored", metadata: ["error": "\(error)"])
        }
    }

    /// Does the work beside the reporter, which ends it when the job is lost. Releases the slot to extract.
    private func ingest(_ job: IngestJob, _ reporter: JobReporter) async throws -> IndexChange {
        try await withThrowingTaskGroup(of: IndexChange?.self) { group in
            group.addTask {
                try await reporter.run()
                return nil
            }
            group.addTask { try await self.stages(of: job, reporter) }
            defer { group.cancelAll() }
            var failure: (any Error)?
            while let result = await group.nextResult() {
                switch result {
                case .success(let change?): return change
                case .success(nil): break
                case .failure(let error):
                    // Committed while the reporter was ended, the document is ready, and its vectors are to be found.
                    failure = failure ?? error
                    group.cancelAll()
                }
            }
            throw failure ?? CancellationError()
        }
    }
}

extension DocumentFailure {
    static var internalFailure: DocumentFailure {
        DocumentFailure(
            code: "internal",
            message: "The document could not be taken in because of a fault on our side. Upload it again.")
    }
}
