import Answering
import DeskModel
import Foundation
import Logging
import Storage
import Synchronization

@testable import Dialogue

/// A desk over a real store in a folder of its own, which can crash and start again.
final class DeskWorld {
    /// What leases are measured by; moved by the test alone.
    final class Clock: Sendable {
        let milliseconds = Mutex<Int64>(1_800_000_000_000)

        func advance(by seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }
    }

    /// A desk that runs.
    struct Life {
        let store: SQLStore
        let desk: Desk
        let gate: AnswerGate
        let running: Task<Void, any Error>
    }

    let folder: String
    let clock = Clock()
    private let isOpen: Bool
    private let handlers: @Sendable (SQLStore, Answerer) -> [any TurnHandler]
    private var current: Life?

    /// - Parameters:
    ///   - isOpen: whether answers come at once, or wait for `AnswerGate.release`.
    ///   - handlers: of the desk's turns.
    init(isOpen: Bool = false, handlers: @escaping @Sendable (SQLStore, Answerer) -> [any TurnHandler] = { _, _ in [] })
        async throws
    {
        // In memory where there is such a folder: what is proved here is order, not the disk.
        let memory = "/dev/shm"
        let base = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        folder = "\(base)/desk-world-\(UUID().uuidString)"
        self.isOpen = isOpen
        self.handlers = handlers
        current = try await start()
    }

    deinit {
        current?.running.cancel()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var life: Life {
        get throws {
            guard let current else { throw CancellationError() }
            return current
        }
    }

    /// Ends the desk in the midst of what it does, and starts it again on what is stored.
    func crash() async throws {
        current?.running.cancel()
        _ = await current?.running.result
        current = nil
        current = try await start()
    }

    private func start() async throws -> Life {
        let store = try await open()
        let gate = AnswerGate(isOpen: isOpen)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var configuration = DeskConfiguration()
        // The test looks at the clock itself.
        configuration.leaseCheck = .seconds(3600)
        configuration.turnRetries = [.milliseconds(1), .milliseconds(1)]
        let clock = clock
        let answerer = Answerer(models: gate, passages: store, vectorSearch: InMemoryVectorSearch(), logger: logger)
        let desk = Desk(
            businesses: store, conversations: store, handoffs: store, answerer: answerer,
            handlers: handlers(store, answerer), forms: store,
            clock: DeskClock { Timestamp(milliseconds: clock.milliseconds.withLock { $0 }) },
            configuration: configuration, logger: logger)
        let running = Task { try await desk.run() }
        // Leases are confined first: time that passed before would be counted twice.
        while !desk.isTakenUp, !running.isCancelled { try await Task.sleep(for: .milliseconds(1)) }
        return Life(store: store, desk: desk, gate: gate, running: running)
    }

    /// Opens the store once the life before has let go of it.
    private func open() async throws -> SQLStore {
        for _ in 0..<500 {
            if let store = try? await SQLStore.open(at: folder) { return store }
            try await Task.sleep(for: .milliseconds(2))
        }
        return try await SQLStore.open(at: folder)
    }

    /// Waits until the desk does nothing that does not wait for the test.
    func settle() async throws {
        let life = try life
        for attempt in 0..<20_000 {
            let load = life.desk.load
            if load.active == life.gate.count {
                let waiting = try await life.store.waitingMessages(limit: 1000).count
                if load == life.desk.load, load.active == life.gate.count, load.active + load.waiting == waiting {
                    return
                }
            }
            if attempt < 50 { await Task.yield() } else { try await Task.sleep(for: .milliseconds(1)) }
        }
        throw NotSettled(load: "\(life.desk.load), \(life.gate.count) at the gate")
    }

    struct NotSettled: Error { let load: String }
}
