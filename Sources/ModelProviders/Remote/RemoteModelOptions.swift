public import Transfer

/// How patiently, and where, a remote model is called.
public struct RemoteModelOptions: Hashable, Sendable {
    /// Name resolution, TCP and TLS.
    public var connectTimeout: Duration
    /// From sending the request to the first text of the reply.
    public var firstTokenTimeout: Duration
    /// Between two network reads, once there was text.
    public var idleTimeout: Duration
    /// The whole call, retries included.
    public var totalTimeout: Duration
    public var retry: RetryPolicy
    /// UTF-8 bytes of a reply's text; a longer one fails with `tooLong`.
    public var maximumTextBytes: Int
    /// `operator` for an endpoint from the server's configuration, `publicOnly` for one that a tenant entered.
    public var addresses: AddressPolicy

    public init(
        connectTimeout: Duration = .seconds(5), firstTokenTimeout: Duration = .seconds(30),
        idleTimeout: Duration = .seconds(30), totalTimeout: Duration = .seconds(120),
        retry: RetryPolicy = RetryPolicy(), maximumTextBytes: Int = 256 * 1024, addresses: AddressPolicy = .operator
    ) {
        self.connectTimeout = connectTimeout
        self.firstTokenTimeout = firstTokenTimeout
        self.idleTimeout = idleTimeout
        self.totalTimeout = totalTimeout
        self.retry = retry
        self.maximumTextBytes = maximumTextBytes
        self.addresses = addresses
    }
}
