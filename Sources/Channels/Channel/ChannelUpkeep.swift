public import DeskModel
public import Logging
public import ServiceLifecycle

/// Forgets what channels' ledgers need no more, now and then.
public struct ChannelUpkeep: Service {
    private let store: any ChannelStore
    private let interval: Duration
    private let logger: Logger

    public init(store: any ChannelStore, interval: Duration = .seconds(3_600), logger: Logger) {
        self.store = store
        self.interval = interval
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await store.tidyChannels(now: .now())
                } catch {
                    if !Task.isCancelled {
                        logger.warning(
                            "The ledger of channels was not tidied", metadata: ["error": "\(String(reflecting: error))"]
                        )
                    }
                }
                try? await Task.sleep(for: interval)
            }
        }
    }
}
