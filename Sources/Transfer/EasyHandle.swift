import CCurl

/// One libcurl transfer, with all that must live as long as it.
struct EasyHandle: ~Copyable {
    let pointer: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?

    init() throws(TransferError) {
        guard let pointer = curl_easy_init() else { throw TransferError(.failed, "There is no memory left.") }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        curl_slist_free_all(headers)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(frontdesk_curl_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, size: Int) throws(TransferError) {
        try check(frontdesk_curl_set_size(pointer, option, curl_off_t(size)))
    }

    func set(_ option: CURLoption, _ value: String) throws(TransferError) {
        try check(frontdesk_curl_set_string(pointer, option, value))
    }

    mutating func configure(_ prepared: PreparedRequest) throws(TransferError) {
        let request = prepared.request
        try set(CURLOPT_URL, prepared.url.text)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_NOSIGNAL, 1)
        // Giving up on a name that does not resolve must not block the thread until its resolver is done.
        try set(CURLOPT_QUICK_EXIT, 1)
        // One transfer per connection: pausing holds the peer by TCP, and cancelling is seen as a closed connection.
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, request.limits.connect.milliseconds))
        // Idle and total time are the loop's own, which know pauses; libcurl's default for neither is none.
        try set(CURLOPT_MAXFILESIZE_LARGE, size: max(1, request.limits.maximumResponseBytes))
        if request.addresses == .publicOnly || prepared.url.isLoopback { try set(CURLOPT_PROXY, "") }
        if request.usesFreshConnection { try set(CURLOPT_FRESH_CONNECT, 1) }
        try setMethod(request)
        try setHeaders(request)
    }

    private func setMethod(_ request: TransferRequest) throws(TransferError) {
        let body = request.body ?? []
        switch request.method {
        case .get: try set(CURLOPT_HTTPGET, 1)
        case .head: try set(CURLOPT_NOBODY, 1)
        case .post: try set(CURLOPT_POST, 1)
        case .put, .patch, .delete: try set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
        guard request.method == .post || !body.isEmpty else { return }
        let code = body.withUnsafeBytes { bytes in
            // An empty body needs a pointer too: without one libcurl would ask a callback for the body.
            withUnsafeBytes(of: 0 as UInt8) { zero in
                frontdesk_curl_set_body(pointer, bytes.baseAddress ?? zero.baseAddress, curl_off_t(bytes.count))
            }
        }
        try check(code)
    }

    private mutating func setHeaders(_ request: TransferRequest) throws(TransferError) {
        // A name with nothing after the colon removes what libcurl would add; with a semicolon it is sent empty.
        var lines = ["Expect:"]
        if request.headers["content-type"] == nil { lines.append("Content-Type:") }
        if request.headers["accept"] == nil { lines.append("Accept: */*") }
        if request.headers["user-agent"] == nil { lines.append("User-Agent: frontdesk") }
        for field in request.headers.fields {
            let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
            lines.append(isBlank ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else {
                throw TransferError(.failed, "There is no memory left.")
            }
            headers = longer
        }
        try check(frontdesk_curl_set_headers(pointer, headers))
    }

    func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else {
            throw TransferError(.failed, "libcurl refused a setting: \(String(cString: curl_easy_strerror(code))).")
        }
    }
}

extension Duration {
    /// Whole milliseconds, rounded up, so that a wait is never cut short.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) else { return Int(Int32.max) }
        return Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
