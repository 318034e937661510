public import DeskModel
public import Logging
public import ServiceLifecycle

/// Fetches the files that came with messages, from the provider's own hosts, bounded in size and time.
public final class MediaFetcher: Service {
    private let adapters: [ChannelProvider: any ChannelAdapter]
    private let store: any ChannelMediaStore
    private let connections: any ChannelStore
    private let client: any ProviderClient
    private let environment: ChannelEnvironment
    private let contentType: @Sendable ([UInt8]) -> String
    private let words: @Sendable ([UInt8]) async -> String?
    private let logger: Logger
    private let retry = MediaRetry()

    private static let interval: Duration = .milliseconds(500)
    /// Characters that are kept of a document's text; all of it is in the file.
    private static let maximumWords = 4_000
    /// What Meta lets people send, documents apart.
    private static let maximumBytes = 16 * 1_048_576

    /// - Parameters:
    ///   - contentType: tells what a file is by its bytes; what is claimed counts for nothing.
    ///   - words: reads a document of text; `nil` for anything else.
    public init(
        adapters: [any ChannelAdapter], store: any ChannelMediaStore, connections: any ChannelStore,
        client: any ProviderClient, environment: ChannelEnvironment,
        contentType: @escaping @Sendable ([UInt8]) -> String,
        words: @escaping @Sendable ([UInt8]) async -> String? = { _ in nil }, logger: Logger
    ) {
        self.words = words
        self.contentType = contentType
        self.adapters = Dictionary(adapters.map { ($0.provider, $0) }) { $1 }
        self.store = store
        self.connections = connections
        self.client = client
        self.environment = environment
        self.logger = logger
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            // What a task returns is the file whose place it frees; the one that keeps time frees none.
            await withTaskGroup(of: String?.self) { group in
                var slots = MediaSlots()
                var isTimed = false
                while !Task.isCancelled {
                    for media in await self.next(in: &slots) {
                        group.addTask {
                            await self.take(media)
                            return media.id
                        }
                    }
                    if !isTimed {
                        isTimed = true
                        group.addTask {
                            try? await Task.sleep(for: Self.interval)
                            return nil
                        }
                    }
                    if let freed = await group.next() ?? nil { slots.free(freed) } else { isTimed = false }
                }
            }
        }
    }

    /// The files to fetch now.
    private func next(in slots: inout MediaSlots) async -> [InboundMedia] {
        do {
            return slots.fill(from: try await store.pendingMedia(now: .now(), limit: MediaSlots.window))
        } catch is CancellationError {
            return []
        } catch {
            logger.error("Files to fetch could not be read", metadata: ["error": "\(String(reflecting: error))"])
            try? await Task.sleep(for: .seconds(5))
            return []
        }
    }

    private func take(_ media: InboundMedia) async {
        do {
            do {
                let content = try await fetch(media)
                try await store.keep(media, content: content, contentType: contentType(content))
                if let words = await words(content) {
                    try await store.write(String(words.prefix(Self.maximumWords)), readIn: media)
                }
            } catch let failure as SendFailure {
                let delay = failure.retry == .never ? nil : retry.delay(after: media.attempts + 1)
                try await store.postpone(
                    media, because: failure.detail, until: delay.map { Timestamp.now().advanced(byMilliseconds: $0) })
            }
        } catch is CancellationError {
            // Shutting down; it is tried again after the restart.
        } catch {
            logger.error("A file was not kept", metadata: ["error": "\(String(reflecting: error))"])
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// - Throws: `SendFailure`, and what the stores throw.
    private func fetch(_ media: InboundMedia) async throws -> [UInt8] {
        guard let adapter = adapters[media.provider],
            let connection = try await connections.connection(media.provider, of: media.business)
        else { throw SendFailure(.credentials, retry: .never, detail: "The channel is not connected any more.") }
        guard var step = adapter.media(media.reference, for: connection) else {
            throw SendFailure(.content, retry: .never, detail: "The file's address is not one of the provider's.")
        }
        if case .locate(let request) = step {
            let found = try await call(request, connection, maximumBytes: 65_536)
            guard let located = adapter.located(found, for: connection) else {
                throw SendFailure(.content, retry: .never, detail: "The provider did not say where the file stands.")
            }
            step = .fetch(located)
        }
        guard case .fetch(let request) = step else {
            throw SendFailure(.content, retry: .never, detail: "The provider did not say where the file stands.")
        }
        return try await call(request, connection, maximumBytes: Self.maximumBytes).body
    }

    private func call(
        _ request: ProviderRequest, _ connection: ChannelConnection, maximumBytes: Int
    ) async throws -> ProviderResponse {
        let response: ProviderResponse
        do {
            response = try await client.fetch(
                request, maximumBytes: maximumBytes, isOperated: environment.isOperated(connection))
        } catch let error as ProviderUnreachable {
            throw SendFailure(.unavailable, retry: error.isFinal ? .never : .backOff, detail: error.detail)
        }
        guard (200..<300).contains(response.status) else {
            // A file that is not there yet may come; one that may not be had will not.
            let isLater = response.status == 404 || response.status == 429 || response.status >= 500
            throw SendFailure(
                .unavailable, retry: isLater ? .backOff : .never,
                detail: "The provider answered with status \(response.status).", status: response.status)
        }
        return response
    }
}
