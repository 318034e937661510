import CCurl

/// An absolute http or https URL, read by libcurl's own parser, so that what is checked is what is fetched.
struct TransferURL: Hashable, Sendable {
    let text: String
    let scheme: String
    /// In lower case; IPv6 in brackets.
    let host: String

    private static let maximumBytes = 8 * 1024

    init(_ text: String) throws(TransferError) { try self.init(text, relativeTo: nil) }

    /// - Parameter text: absolute, or (as in `Location`) relative to `base`.
    init(_ text: String, relativeTo base: TransferURL?) throws(TransferError) {
        guard text.utf8.count <= Self.maximumBytes, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw TransferError(
                .invalidRequest, "A URL must be at most \(Self.maximumBytes) ASCII characters without spaces.")
        }
        guard let handle = curl_url() else { throw TransferError(.failed, "There is no memory left.") }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_DISALLOW_USER)
        if let base, curl_url_set(handle, CURLUPART_URL, base.text, flags) != CURLUE_OK {
            throw TransferError(.invalidRequest, "The URL is malformed.")
        }
        switch curl_url_set(handle, CURLUPART_URL, text, flags) {
        case CURLUE_OK: break
        case CURLUE_USER_NOT_ALLOWED:
            throw TransferError(.invalidRequest, "A URL must hold no user name or password.")
        case CURLUE_UNSUPPORTED_SCHEME: throw TransferError(.invalidRequest, "Only http and https URLs are fetched.")
        default: throw TransferError(.invalidRequest, "The URL is malformed.")
        }
        // A fragment is for the reader of a page; it is not sent.
        curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        guard let scheme = Self.part(CURLUPART_SCHEME, of: handle), let host = Self.part(CURLUPART_HOST, of: handle),
            let whole = Self.part(CURLUPART_URL, of: handle), !host.isEmpty
        else { throw TransferError(.invalidRequest, "The URL is malformed.") }
        guard scheme == "http" || scheme == "https" else {
            throw TransferError(.invalidRequest, "Only http and https URLs are fetched.")
        }
        self.text = whole
        self.scheme = scheme
        self.host = host.lowercased()
    }

    /// Whether the host is this machine by its very name.
    var isLoopback: Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") || name == "[::1]" { return true }
        return NetworkAddress(name)?.bytes.first == 127
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var value: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &value, 0) == CURLUE_OK, let value else { return nil }
        defer { curl_free(value) }
        return String(cString: value)
    }
}
