import CCurl

extension TransferError {
    /// From libcurl's code alone: its longer messages may hold the URL.
    init(_ code: CURLcode, host: String) {
        let reason: Reason =
            switch code {
            case CURLE_URL_MALFORMAT: .invalidRequest
            case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .unresolvable
            case CURLE_COULDNT_CONNECT, CURLE_PROXY: .unreachable
            // Only the connect limit is libcurl's.
            case CURLE_OPERATION_TIMEDOUT: .connectTimedOut
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CIPHER, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ENGINE_INITFAILED,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
                .insecure
            case CURLE_FILESIZE_EXCEEDED: .responseTooLarge
            // 1 is also what an HTTP/0.9 reply (bytes without a status line) gives.
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .malformedResponse
            case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: .interrupted
            case CURLE_ABORTED_BY_CALLBACK, CURLE_WRITE_ERROR: .cancelled
            default: .failed
            }
        self.init(reason, "\(host): \(String(cString: curl_easy_strerror(code))).")
    }
}
