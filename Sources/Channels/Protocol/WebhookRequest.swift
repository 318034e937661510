/// A provider's request as values, before anything of it is trusted.
public struct WebhookRequest: Sendable {
    /// In upper case.
    public let method: String
    /// The URL the provider was told: our public base and the path and query as they came, percent-encoding untouched.
    public let url: String
    /// By name in lower case; the first of several.
    public let headers: [String: String]
    public let body: [UInt8]

    public init(method: String, url: String, headers: [String: String], body: [UInt8]) {
        self.method = method.uppercased()
        self.url = url
        self.headers = Dictionary(headers.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
        self.body = body
    }

    public func header(_ name: String) -> String? { headers[name.lowercased()] }

    /// The media type without its parameters, in lower case.
    public var contentType: String? {
        header("content-type").map { type in
            String(type.prefix { $0 != ";" }).filter { !$0.isWhitespace }.lowercased()
        }
    }

    public var isForm: Bool { contentType == "application/x-www-form-urlencoded" }

    /// The undecoded query without its question mark and without a fragment; `nil` when there is none.
    public var query: String? {
        let whole = url.prefix { $0 != "#" }
        guard let mark = whole.firstIndex(of: "?") else { return nil }
        return String(whole[whole.index(after: mark)...])
    }

    public var queryFields: FormFields { FormFields(decoding: (query ?? "").utf8) ?? FormFields([]) }

    /// The fields of a form's body; `nil` when it is none.
    public var form: FormFields? { isForm ? FormFields(decoding: body) : nil }
}

/// What a provider is answered.
public struct WebhookReply: Hashable, Sendable {
    public let status: Int
    public let contentType: String?
    public let body: String
    /// Seconds after which to come again.
    public var retryAfter: Int?

    public init(status: Int, contentType: String? = nil, body: String = "", retryAfter: Int? = nil) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.retryAfter = retryAfter
    }

    /// Accepted; there is nothing to say.
    public static let accepted = WebhookReply(status: 200)
    /// Not from the provider, or not shown to be: no word why.
    public static let refused = WebhookReply(status: 403)
    public static let notFound = WebhookReply(status: 404)
    /// Signed by the provider, but not what it documents.
    public static let malformed = WebhookReply(status: 400)
    /// Not stored: to be sent again.
    public static let busy = WebhookReply(status: 503, retryAfter: 2)

    public static func text(_ body: String) -> WebhookReply {
        WebhookReply(status: 200, contentType: "text/plain; charset=utf-8", body: body)
    }

    public static func xml(_ body: String) -> WebhookReply {
        WebhookReply(status: 200, contentType: "text/xml; charset=utf-8", body: body)
    }
}
