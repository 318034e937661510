public import DeskModel

/// Asks a provider whether a connection's values are right.
public struct ChannelCheck: Sendable {
    private let adapters: [ChannelProvider: any ChannelAdapter]
    private let client: any ProviderClient
    private let environment: ChannelEnvironment

    public init(adapters: [any ChannelAdapter], client: any ProviderClient, environment: ChannelEnvironment) {
        self.adapters = Dictionary(adapters.map { ($0.provider, $0) }) { $1 }
        self.client = client
        self.environment = environment
    }

    /// What keeps the channel from working, a sentence each: what is missing here, and what the provider says.
    public func problems(of connection: ChannelConnection) async -> [String] {
        let problems = ChannelSetup.problems(of: connection, publicURL: environment.publicURL)
        guard let adapter = adapters[connection.provider], let request = adapter.check(connection) else {
            return problems
        }
        do {
            let response = try await client.send(request, isOperated: environment.isOperated(connection))
            let urls = ChannelSetup.webhookURLs(of: connection, publicURL: environment.publicURL)
            return problems + adapter.problems(in: response, of: connection, webhookURLs: urls)
        } catch let error as ProviderUnreachable {
            return problems + ["The provider cannot be reached: \(error.detail)"]
        } catch {
            return problems + ["The provider could not be asked."]
        }
    }
}
