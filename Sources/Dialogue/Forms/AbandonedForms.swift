public import DeskModel
public import Logging
public import ServiceLifecycle

/// Ends forms whose customers went away, from time to time.
public struct AbandonedForms: Service {
    private let store: any FormStore
    private let interval: Duration
    private let logger: Logger

    public init(store: any FormStore, interval: Duration = .seconds(600), logger: Logger) {
        self.store = store
        self.interval = interval
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let ended = try await store.endAbandoned(now: .now())
                    if ended > 0 { logger.info("Abandoned forms ended", metadata: ["desk.forms": "\(ended)"]) }
                } catch {
                    logger.warning(
                        "Abandoned forms were not ended", metadata: ["error": "\(String(reflecting: error))"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
