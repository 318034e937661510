public import DeskModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Sends what is in the outbox: claims the due entries, a target at a time each, and tries again what failed.
public final class OutboxService: Service {
    private let store: any OutboxStore
    private let senders: [OutboxEntry.Kind: any OutboxSender]
    private let configuration: Configuration
    private let logger: Logger
    private let active = Mutex<[OutboxEntry.Kind: Load]>([:])

    /// What of a kind is under way.
    private struct Load {
        var all = 0
        /// To lanes whose last attempt failed.
        var failing = 0
    }

    /// How often it looks and how long it waits.
    public struct Configuration: Hashable, Sendable {
        /// Between looks when nothing raises the signal.
        public var interval: Duration = .milliseconds(500)
        /// Milliseconds after which a claim whose process is gone is free again; longer than any sender takes.
        public var lease: Int64 = 600_000
        /// For what is under way when the service is shut down.
        public var grace: Duration = .seconds(5)

        public init() {}
    }

    /// - Parameter senders: entries of other kinds wait until they have one.
    public init(
        store: any OutboxStore, senders: [OutboxEntry.Kind: any OutboxSender],
        configuration: Configuration = Configuration(), logger: Logger
    ) {
        self.store = store
        self.senders = senders
        self.configuration = configuration
        self.logger = logger
    }

    /// Works until cancelled or shut down; then what is under way has a moment to finish. May be called once.
    public func run() async throws {
        let (looks, look) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in self.store.outboxSignal.raises { look.yield() } }
                group.addTask { await self.keepLooking(look) }
                for await _ in looks {
                    for (kind, sender) in senders {
                        for claim in await claims(kind, sender.policy) {
                            group.addTask {
                                await self.deliver(claim, by: sender)
                                self.end(claim)
                                look.yield()
                            }
                        }
                    }
                }
                await finish()
                group.cancelAll()
            }
        } onGracefulShutdown: {
            look.finish()
        }
    }

    private func keepLooking(_ look: AsyncStream<Void>.Continuation) async {
        var nextTidying = ContinuousClock.now
        while !Task.isCancelled {
            if ContinuousClock.now >= nextTidying {
                nextTidying = .now + .seconds(600)
                do {
                    try await store.tidyOutbox(now: .now())
                } catch {
                    logger.warning("The outbox was not tidied", metadata: ["error": "\(error)"])
                }
            }
            look.yield()
            try? await Task.sleep(for: configuration.interval)
        }
    }

    private func claims(_ kind: OutboxEntry.Kind, _ policy: DeliveryPolicy) async -> [OutboxClaim] {
        let load = active.withLock { $0[kind] ?? Load() }
        let free = policy.maximumConcurrent - load.all
        guard free > 0, !Task.isCancelled else { return [] }
        do {
            let claims = try await store.claimOutbox(
                kind, now: .now(), lease: configuration.lease, limit: free,
                failing: min(free, policy.maximumFailing - load.failing))
            active.withLock { active in
                active[kind, default: Load()].all += claims.count
                active[kind, default: Load()].failing += claims.count { $0.laneFailures > 0 }
            }
            return claims
        } catch {
            if !Task.isCancelled { logger.error("The outbox cannot be read", metadata: ["error": "\(error)"]) }
            return []
        }
    }

    private func end(_ claim: OutboxClaim) {
        active.withLock { active in
            active[claim.entry.kind, default: Load()].all -= 1
            if claim.laneFailures > 0 { active[claim.entry.kind, default: Load()].failing -= 1 }
        }
    }

    private func deliver(_ claim: OutboxClaim, by sender: any OutboxSender) async {
        let entry = claim.entry
        let startedAt = Timestamp.now()
        let clock = ContinuousClock.now
        let result = await sender.send(entry)
        let (seconds, attoseconds) = (ContinuousClock.now - clock).components
        let attempt = OutboxAttempt(
            startedAt: startedAt, duration: seconds * 1000 + attoseconds / 1_000_000_000_000_000,
            status: result.status, error: result.error, response: result.response)
        var generator = SystemRandomNumberGenerator()
        let now = Timestamp.now()
        // One that was stopped keeps its claim, which the next start or the lease's end sets free.
        guard let verdict = sender.policy.verdict(on: result, of: claim, now: now, using: &generator) else { return }
        report(verdict, result, entry)
        do {
            try await store.settle(claim, verdict.settlement, attempt: attempt, now: now)
            if let reason = verdict.abandonment { try await sender.abandonTarget(of: entry, reason: reason) }
        } catch StoreError.jobLost {
            logger.debug("What was sent had been removed meanwhile", metadata: ["desk.outbox.id": "\(entry.id)"])
        } catch {
            logger.error(
                "What was sent cannot be noted, and will be sent again",
                metadata: ["desk.outbox.id": "\(entry.id)", "error": "\(error)"])
        }
    }

    private func report(_ verdict: DeliveryPolicy.Verdict, _ result: DeliveryResult, _ entry: OutboxEntry) {
        let metadata: Logger.Metadata = [
            "desk.outbox.id": "\(entry.id)", "desk.outbox.kind": "\(entry.kind.rawValue)",
            "desk.business.id": "\(entry.business)", "desk.outbox.attempts": "\(entry.attempts)",
            "desk.outbox.status": "\(result.status.map(String.init) ?? "none")", "error": "\(result.error ?? "none")",
        ]
        switch verdict.settlement.outcome {
        case .delivered: logger.debug("Sent", metadata: metadata)
        case .postponed: logger.debug("Not its turn yet", metadata: metadata)
        case .retry: logger.info("Not sent yet, tried again later", metadata: metadata)
        case .dead: logger.warning("Not sent and given up", metadata: metadata)
        }
    }

    /// Lets what is under way end, for a while.
    private func finish() async {
        let deadline = ContinuousClock.now + configuration.grace
        while active.withLock({ $0.values.contains { $0.all > 0 } }), ContinuousClock.now < deadline, !Task.isCancelled
        {
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}
