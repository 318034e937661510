public import Channels
public import DeskModel

/// What the server needs for channels.
public struct ChannelServices: Sendable {
    public let intake: ChannelIntake
    public let store: any ChannelStore
    public let calls: any CallStore
    public let environment: ChannelEnvironment
    /// `nil` without a public URL.
    public let links: SourceLinks?
    /// Asks providers whether connections are right.
    public let check: ChannelCheck

    /// What a file is by its own first bytes, for the files that channels fetch.
    public static func contentType(of content: [UInt8]) -> String { MediaType.of(content) }

    public init(
        intake: ChannelIntake, store: any ChannelStore, calls: any CallStore, environment: ChannelEnvironment,
        links: SourceLinks?, check: ChannelCheck
    ) {
        self.check = check
        self.intake = intake
        self.store = store
        self.calls = calls
        self.environment = environment
        self.links = links
    }
}
