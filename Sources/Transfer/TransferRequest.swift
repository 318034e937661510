/// One HTTP request and the bounds within which its response must stay.
public struct TransferRequest: Hashable, Sendable {
    /// The methods in use (RFC 9110 section 9, RFC 5789).
    public enum Method: String, Hashable, Sendable {
        case get = "GET", head = "HEAD", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"
    }

    public var method: Method
    /// Absolute, http or https, in ASCII (RFC 3986), without user name and password.
    public var url: String
    /// `Host`, `Content-Length` and other framing headers are the client's and refused here.
    public var headers: TransferHeaders
    /// Sent whole; `nil` and empty mean the same.
    public var body: [UInt8]?
    public var limits: TransferLimits
    public var redirects: RedirectPolicy
    public var addresses: AddressPolicy
    /// On a connection that was used before, libcurl sends a request once more when the peer ends it without an answer:
    /// what must not be done twice is sent on one of its own.
    public var usesFreshConnection: Bool

    public init(
        _ method: Method = .get, _ url: String, headers: TransferHeaders = [:], body: [UInt8]? = nil,
        limits: TransferLimits = TransferLimits(), redirects: RedirectPolicy = .none,
        addresses: AddressPolicy = .publicOnly, usesFreshConnection: Bool = false
    ) {
        self.usesFreshConnection = usesFreshConnection
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.redirects = redirects
        self.addresses = addresses
    }
}

/// How long and how large a transfer may become.
public struct TransferLimits: Hashable, Sendable {
    /// For the name's resolution, TCP and TLS together.
    public var connect: Duration
    /// Longest pause in which no byte is sent or received once connected. A reader that lags does not count.
    public var idle: Duration
    /// From the call to the last byte, waiting for a free place and redirects included.
    public var total: Duration
    public var maximumResponseBytes: Int
    /// Body bytes held for a reader that lags; beyond them the transfer is paused. At least one network read is held.
    public var maximumBufferedBytes: Int

    public init(
        connect: Duration = .seconds(5), idle: Duration = .seconds(30), total: Duration = .seconds(60),
        maximumResponseBytes: Int = 8 * 1024 * 1024, maximumBufferedBytes: Int = 256 * 1024
    ) {
        self.connect = connect
        self.idle = idle
        self.total = total
        self.maximumResponseBytes = maximumResponseBytes
        self.maximumBufferedBytes = maximumBufferedBytes
    }
}

/// What a 3xx response with a `Location` does.
public enum RedirectPolicy: Hashable, Sendable {
    /// It is returned like any other response.
    case none
    /// GET and HEAD follow up to this many. Every header but `Accept`, `Accept-Language` and `User-Agent` is dropped,
    /// since any other may be a credential; https never falls back to http. Other methods: as `none`.
    case follow(maximum: Int)
}
