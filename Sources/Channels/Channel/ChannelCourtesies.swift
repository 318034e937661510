import DeskModel
public import Logging
public import ServiceLifecycle

/// Makes the calls that show customers that their messages were seen. What is lost of them costs nothing.
public final class ChannelCourtesies: Service {
    private struct Call: Sendable {
        let request: ProviderRequest
        let isOperated: Bool
    }

    private let client: any ProviderClient
    private let environment: ChannelEnvironment
    private let logger: Logger
    private let calls: AsyncStream<Call>
    private let continuation: AsyncStream<Call>.Continuation

    public init(client: any ProviderClient, environment: ChannelEnvironment, logger: Logger) {
        self.client = client
        self.environment = environment
        self.logger = logger
        (calls, continuation) = AsyncStream.makeStream(of: Call.self, bufferingPolicy: .bufferingNewest(256))
    }

    func offer(_ request: ProviderRequest, _ connection: ChannelConnection) {
        continuation.yield(Call(request: request, isOperated: environment.isOperated(connection)))
    }

    public func run() async throws {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                // The client bounds how many run at once, apart from those that carry messages.
                for await call in self.calls {
                    group.addTask { _ = try? await self.client.send(call.request, isOperated: call.isOperated) }
                }
            }
        } onGracefulShutdown: {
            self.continuation.finish()
        }
    }
}
