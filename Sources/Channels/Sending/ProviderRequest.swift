import DeskModel

/// A call of a provider's API as values.
public struct ProviderRequest: Hashable, Sendable {
    public enum Method: String, Hashable, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

    public let method: Method
    /// Holds a secret at some providers: never logged.
    public let url: String
    public let headers: [Header]
    public let body: [UInt8]

    public struct Header: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(_ method: Method, _ url: String, headers: [Header] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }

    /// The slowest line on which a file still arrives, in bytes a second.
    private static let slowestLine = 131_072

    /// How long the call may take in all: what brings a file along, as long as that is under way on a slow line.
    public var patience: Duration { .seconds(15 + body.count / Self.slowestLine) }

    static func form(_ url: String, _ fields: FormFields, authorization: String) -> ProviderRequest {
        ProviderRequest(
            .post, url,
            headers: [
                Header("Content-Type", "application/x-www-form-urlencoded"), Header("Authorization", authorization),
            ], body: Array(fields.encoded.utf8))
    }

    static func json(_ url: String, _ value: JSONValue, authorization: String? = nil) -> ProviderRequest {
        var headers = [Header("Content-Type", "application/json")]
        if let authorization { headers.append(Header("Authorization", authorization)) }
        return ProviderRequest(.post, url, headers: headers, body: Array(value.text.utf8))
    }
}

/// What a provider's API answered.
public struct ProviderResponse: Hashable, Sendable {
    public let status: Int
    /// By name in lower case.
    public let headers: [String: String]
    public let body: [UInt8]

    public init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// `.null` for what is no JSON, such as a gateway's page.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// Whole seconds of `Retry-After`.
    var retryAfter: Int64? { headers["retry-after"].flatMap { Int64($0) }.flatMap { $0 >= 0 ? $0 : nil } }
}

/// Calls providers' APIs.
public protocol ProviderClient: Sendable {
    /// - Parameter isOperated: whether the address is one that the operator of this server chose, which may be private.
    /// - Throws: `ProviderUnreachable` when no whole answer came.
    func send(_ request: ProviderRequest, isOperated: Bool) async throws -> ProviderResponse
    /// Fetches a file; a redirect is followed without any credentials.
    ///
    /// - Throws: `ProviderUnreachable`, also for more than `maximumBytes`.
    func fetch(_ request: ProviderRequest, maximumBytes: Int, isOperated: Bool) async throws -> ProviderResponse
}

/// No answer came.
public struct ProviderUnreachable: Error, Hashable, Sendable {
    /// Whether the request may have arrived all the same.
    public let mayHaveArrived: Bool
    /// Whether another try would end the same.
    public let isFinal: Bool
    /// A sentence for the owner. Never holds the URL.
    public let detail: String

    public init(mayHaveArrived: Bool, isFinal: Bool = false, detail: String) {
        self.mayHaveArrived = mayHaveArrived
        self.isFinal = isFinal
        self.detail = detail
    }
}
