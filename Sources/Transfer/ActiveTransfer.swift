import CCurl

/// A transfer under way. Lives on the loop's thread, where libcurl calls its callbacks.
final class ActiveTransfer {
    let job: TransferJob
    private var handle: EasyHandle
    private var headReader = ResponseHeadReader()
    private var receivedBytes = 0
    private var movedBytes: curl_off_t = -1
    /// Set once connected, then moved with every byte.
    private var lastActivity: ContinuousClock.Instant?
    /// Why we ended it ourselves; libcurl knows only that a callback did.
    private var ownFailure: TransferError?
    /// An address that the policy refused; another address of the same name may still have answered.
    private var refusedAddress = false

    var pointer: UnsafeMutableRawPointer { handle.pointer }

    init(_ job: TransferJob) throws(TransferError) {
        self.job = job
        handle = try EasyHandle()
        try handle.configure(job.request)
        // Unretained: the loop keeps this object for as long as the handle is in its multi handle.
        let context = Unmanaged.passUnretained(self).toOpaque()
        try handle.check(frontdesk_curl_set_header_callback(pointer, onHeaderLine, context))
        try handle.check(frontdesk_curl_set_body_callback(pointer, onBody, context))
        try handle.check(frontdesk_curl_set_progress_callback(pointer, onProgress, context))
        try handle.check(frontdesk_curl_set_socket_callback(pointer, onOpenSocket, context))
        try handle.check(frontdesk_curl_set_request_callback(pointer, onConnection, context))
    }

    /// When to look again, unless bytes come first.
    var deadline: ContinuousClock.Instant { min(job.channel.deadline, idleDeadline ?? job.channel.deadline) }

    /// What a limit that has passed means.
    func expiry(at now: ContinuousClock.Instant) -> TransferError? {
        let host = job.request.url.host
        if now >= job.channel.deadline {
            return TransferError(.totalTimedOut, "The response of \(host) took longer than allowed.")
        }
        if let idleDeadline, now >= idleDeadline {
            return TransferError(.idleTimedOut, "\(host) sent nothing for \(job.channel.idleLimit).")
        }
        return nil
    }

    /// Goes on after a pause.
    func resume() {
        lastActivity = .now
        curl_easy_pause(pointer, CURLPAUSE_CONT)
    }

    /// The transfer's outcome, from libcurl's code and what happened in the callbacks.
    func outcome(_ code: CURLcode) -> Result<Void, TransferError> {
        if let ownFailure { return .failure(ownFailure) }
        if code == CURLE_OK { return .success(()) }
        let host = job.request.url.host
        if refusedAddress, code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK {
            return .failure(TransferError(.addressRefused, "\(host) has an address outside of the public internet."))
        }
        return .failure(TransferError(code, host: host))
    }

    private var idleDeadline: ContinuousClock.Instant? {
        job.channel.isPaused ? nil : lastActivity.map { $0 + job.channel.idleLimit }
    }

    // MARK: Callbacks

    fileprivate func receiveHeaderLine(_ line: UnsafeRawBufferPointer) -> Bool {
        lastActivity = .now
        do {
            if let head = try headReader.receive(line) { job.channel.receive(head) }
            return true
        } catch {
            ownFailure = error
            return false
        }
    }

    fileprivate func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        let limit = job.request.request.limits.maximumResponseBytes
        guard receivedBytes + bytes.count <= limit else {
            ownFailure = TransferError(.responseTooLarge, "The response is larger than \(limit) bytes.")
            return 0
        }
        switch job.channel.receive(bytes) {
        case .taken:
            receivedBytes += bytes.count
            return bytes.count
        case .full: return Int(CURL_WRITEFUNC_PAUSE)
        case .closed:
            ownFailure = .cancelled
            return 0
        }
    }

    fileprivate func reportProgress(moved bytes: curl_off_t) {
        guard bytes != movedBytes else { return }
        movedBytes = bytes
        if lastActivity != nil { lastActivity = .now }
    }

    fileprivate func openSocket(_ target: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        let policy = job.request.request.addresses
        if policy == .publicOnly {
            guard let address = NetworkAddress(frontdesk_curl_address(target)), policy.allows(address) else {
                refusedAddress = true
                return CURL_SOCKET_BAD
            }
        }
        return frontdesk_curl_open_socket(target)
    }

    fileprivate func connected(to address: String) -> Bool {
        lastActivity = .now
        let policy = job.request.request.addresses
        if policy == .operator || NetworkAddress(address).map(policy.allows) == true { return true }
        refusedAddress = true
        return false
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> ActiveTransfer? {
    context.map { Unmanaged<ActiveTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private let onHeaderLine: curl_write_callback = { bytes, size, count, context in
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.receiveHeaderLine(line) == true ? line.count : 0
}

private let onBody: curl_write_callback = { bytes, size, count, context in
    transfer(context)?.receiveBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

private let onProgress: curl_xferinfo_callback = { context, _, received, _, sent in
    transfer(context)?.reportProgress(moved: received + sent)
    return 0
}

private let onOpenSocket: curl_opensocket_callback = { context, _, target in
    guard let target else { return CURL_SOCKET_BAD }
    return transfer(context)?.openSocket(target) ?? CURL_SOCKET_BAD
}

private let onConnection: curl_prereq_callback = { context, address, _, _, _ in
    guard let address, transfer(context)?.connected(to: String(cString: address)) == true else {
        return CURL_PREREQFUNC_ABORT
    }
    return CURL_PREREQFUNC_OK
}
