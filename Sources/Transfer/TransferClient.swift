import Foundation

/// Makes HTTP requests through libcurl, which runs on one thread of its own.
///
/// HTTP/1.1 with pooled connections. Bodies are not decompressed, cookies and netrc are not used, certificates are
/// verified. The thread ends when the client and all bodies of its streamed responses are gone.
public final class TransferClient: Sendable {
    let mailbox: TransferMailbox

    /// - Parameters:
    ///   - maximumConcurrentTransfers: further ones wait their turn, first come first served.
    ///   - maximumWaitingTransfers: further ones fail at once with `overloaded`.
    public init(maximumConcurrentTransfers: Int = 64, maximumWaitingTransfers: Int = 256) {
        precondition(maximumConcurrentTransfers > 0 && maximumWaitingTransfers >= 0, "the bounds must be positive")
        let mailbox = TransferMailbox(maximumOutstanding: maximumConcurrentTransfers + maximumWaitingTransfers)
        let thread = Thread { TransferLoop(mailbox: mailbox, maximumActive: maximumConcurrentTransfers).run() }
        thread.name = "transfer"
        thread.start()
        self.mailbox = mailbox
    }

    deinit { mailbox.post(.stop) }

    /// Sends the request and collects the whole response, whatever its status.
    ///
    /// - Throws: `TransferError`, `cancelled` when the task is.
    public func send(_ request: TransferRequest) async throws(TransferError) -> TransferResponse {
        let response = try await stream(request)
        var body: [UInt8] = []
        while let piece = try await response.body.read() { body += piece }
        return TransferResponse(status: response.status, headers: response.headers, body: body)
    }

    /// Sends the request and returns as soon as status and headers are there; the body is read as it arrives.
    ///
    /// - Throws: `TransferError`, `cancelled` when the task is.
    public func stream(_ request: TransferRequest) async throws(TransferError) -> StreamedTransferResponse {
        var prepared = try PreparedRequest(request)
        let deadline = ContinuousClock.now + request.limits.total
        while true {
            let channel = TransferChannel(limits: request.limits, deadline: deadline)
            try mailbox.submit(TransferJob(request: prepared, channel: channel))
            let body = TransferBody(channel: channel, client: self)
            let head = try await withCancellation(of: channel, in: mailbox) { await channel.head() }
            guard let next = try prepared.redirected(by: head) else {
                return StreamedTransferResponse(status: head.status, headers: head.headers, body: body)
            }
            prepared = next
        }
    }
}
