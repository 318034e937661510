/// A request that may come twice and is to act once (draft-ietf-httpapi-idempotency-key-header).
public struct IdempotentRequest: Hashable, Sendable {
    /// Whose keys these are: two clients of different businesses may use the same key.
    public let scope: String
    public let key: String
    /// SHA-256 over method, path and body.
    public let fingerprint: [UInt8]

    public init(scope: String, key: String, fingerprint: [UInt8]) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
    }

    /// What is to become of it.
    public enum Admission: Hashable, Sendable {
        /// It is new: what it makes gets this id, also when a crash lets it be tried again.
        case first(resource: String)
        /// It was answered before.
        case answered(StoredReply)
        /// The first is still under way.
        case underWay
        /// The key came with another request.
        case differs
    }

    /// A reply as it was sent.
    public struct StoredReply: Hashable, Sendable, Codable {
        public let status: Int
        /// In lower case.
        public let headers: [String: String]
        public let body: String

        public init(status: Int, headers: [String: String], body: String) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }
}
