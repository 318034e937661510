import CCurl

/// One dialogue with a server, on the thread that it blocks. libcurl calls its callbacks there.
final class SMTPTransfer {
    enum Task: Sendable {
        case message([UInt8], sender: String, recipient: String)
        case check
    }

    private var handle: EasyHandle
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private let server: SMTPServer
    private let isCancelled: CancellationFlag
    private var message: [UInt8] = []
    private var sentBytes = 0
    private var isUploading = false
    /// What the server said; the end of it, should it be a talker.
    private var dialogue: [UInt8] = []

    private static let maximumDialogue = 16 * 1024

    /// Blocks until it is over.
    static func run(
        _ task: Task, server: SMTPServer, limits: SMTPClient.Limits, isCancelled: CancellationFlag
    ) -> Result<Void, SMTPError> {
        do {
            let transfer = try SMTPTransfer(server, isCancelled)
            try transfer.configure(task, limits)
            return transfer.perform()
        } catch {
            return .failure(SMTPError(.interrupted, error.detail))
        }
    }

    private init(_ server: SMTPServer, _ isCancelled: CancellationFlag) throws(TransferError) {
        guard CurlLibrary.isReady else { throw TransferError(.failed, "libcurl could not be initialised.") }
        self.server = server
        self.isCancelled = isCancelled
        handle = try EasyHandle()
    }

    deinit {
        // Before the handle goes: it is done with, and reads them no more.
        curl_slist_free_all(recipients)
    }

    private func configure(_ task: Task, _ limits: SMTPClient.Limits) throws(TransferError) {
        let scheme = server.security == .implicitTLS ? "smtps" : "smtp"
        try handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_QUICK_EXIT, 1)
        try handle.set(CURLOPT_PROXY, "")
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, limits.connect.milliseconds))
        try handle.set(CURLOPT_TIMEOUT_MS, max(1, limits.total.milliseconds))
        try handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, limits.total.milliseconds / 1000))
        let security = server.security == .none ? CURLUSESSL_NONE : CURLUSESSL_ALL
        try handle.set(CURLOPT_USE_SSL, Int(security.rawValue))
        if let authorities = server.authorities { try handle.set(CURLOPT_CAINFO, authorities) }
        if let user = server.user {
            try handle.set(CURLOPT_USERNAME, user)
            try handle.set(CURLOPT_PASSWORD, server.password ?? "")
        }
        // The path is the name that EHLO gives: the sender's domain is one that servers can look up.
        var domain = ""
        switch task {
        case .check:
            try handle.set(CURLOPT_CUSTOMREQUEST, "NOOP")
            try handle.set(CURLOPT_NOBODY, 1)
        case .message(let bytes, let sender, let recipient):
            message = bytes
            domain = sender.split(separator: "@").last.map(String.init) ?? ""
            try handle.set(CURLOPT_MAIL_FROM, "<\(sender)>")
            recipients = curl_slist_append(nil, "<\(recipient)>")
            guard recipients != nil else { throw TransferError(.failed, "There is no memory left.") }
            try handle.check(frontdesk_curl_set_recipients(handle.pointer, recipients))
            try handle.set(CURLOPT_UPLOAD, 1)
            try handle.set(CURLOPT_INFILESIZE_LARGE, size: bytes.count)
        }
        try handle.set(CURLOPT_URL, "\(scheme)://\(server.host):\(server.port)/\(domain)")
        // Unretained: this object lives until `perform` has returned.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.check(frontdesk_curl_set_upload_callback(handle.pointer, onUpload, context))
        try handle.check(frontdesk_curl_set_header_callback(handle.pointer, onReply, context))
        try handle.check(frontdesk_curl_set_body_callback(handle.pointer, onReply, context))
        try handle.check(frontdesk_curl_set_progress_callback(handle.pointer, onTick, context))
    }

    private func perform() -> Result<Void, SMTPError> {
        if isCancelled.isSet { return .failure(SMTPError(.cancelled, "The mail was cancelled.")) }
        let code = curl_easy_perform(handle.pointer)
        // What closing the connection waits for the answer to its QUIT: two minutes without.
        try? handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, 2)
        if code == CURLE_OK { return .success(()) }
        return .failure(
            SMTPError(
                code, reply: SMTPReply.lastRefusal(in: dialogue), isUploading: isUploading, host: server.host))
    }

    // MARK: Callbacks

    fileprivate func upload(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        isUploading = true
        let count = min(buffer.count, message.count - sentBytes)
        buffer.copyBytes(from: message[sentBytes..<sentBytes + count])
        sentBytes += count
        return count
    }

    fileprivate func receive(_ reply: UnsafeRawBufferPointer) {
        dialogue += reply
        if dialogue.count > Self.maximumDialogue { dialogue.removeFirst(dialogue.count - Self.maximumDialogue) }
    }

    fileprivate var shouldStop: Bool { isCancelled.isSet }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> SMTPTransfer? {
    context.map { Unmanaged<SMTPTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private let onUpload: curl_read_callback = { bytes, size, count, context in
    let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.upload(into: buffer) ?? Int(CURL_READFUNC_ABORT)
}

private let onReply: curl_write_callback = { bytes, size, count, context in
    transfer(context)?.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
    return size * count
}

private let onTick: curl_xferinfo_callback = { context, _, _, _, _ in transfer(context)?.shouldStop == true ? 1 : 0 }
