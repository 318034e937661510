public import DeskModel

/// Where the server listens and what it lets in.
public struct ServerConfiguration: Hashable, Sendable {
    public var host = "127.0.0.1"
    public var port = 8080
    /// The URL people reach the server by, such as `https://desk.example.com`; `nil` when none was configured.
    public var publicURL: String?
    /// Answered as well as the root, such as `/desk`; `/supportal` always is.
    public var pathPrefix: String?
    /// The script htmx, which the dashboard's pages do without when set-up did not fetch it.
    public var htmx: [UInt8]?
    /// Bytes an uploaded file may have.
    public var maximumFileSize = 10_485_760
    /// Bytes any other body may have.
    public var maximumBodySize = 1_048_576
    /// Uploads held in memory at once; more get 503.
    public var maximumConcurrentUploads = 8
    /// Questions over HTTP answered at once; more get 503.
    public var maximumConcurrentQuestions = 64
    /// Sockets open at once; more get 503. One address may have a quarter of them.
    public var maximumSockets = 10_000
    /// Messages one socket may send in a burst, and how many more each second.
    public var messageBurst = 20
    public var messagesPerSecond = 2.0
    /// Signs (typing, read) one socket may send in a burst, and how many more each second; others are passed over.
    public var signBurst = 10
    public var signsPerSecond = 2.0
    /// How long a dashboard's socket may take to name its key.
    public var dashboardPatience: Duration = .seconds(10)
    /// How often a dashboard is told how busy the desk is.
    public var dashboardStatusInterval: Duration = .seconds(30)
    /// Requests without a valid key one address may make in a burst, and how many more each second.
    public var anonymousBurst = 120
    public var anonymousPerSecond = 20.0
    /// Requests a minute that each key may make. One address may make half of them with the keys that pages show.
    public var requestsPerMinute = 6_000
    /// Addresses and networks of reverse proxies, whose `X-Forwarded-For` tells whose request it is.
    public var trustedProxies = AddressRange.loopback
    /// How long a connection may stay silent between requests, or within one, before it is closed.
    public var idleTimeout: Duration = .seconds(75)
    /// Bytes a WebSocket message may have.
    public var maximumSocketMessage = 131_072

    public init() {}
}
