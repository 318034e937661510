import CCurl

/// Runs all of a client's transfers on one thread: the only one that touches libcurl's handles.
final class TransferLoop {
    private let mailbox: TransferMailbox
    private let maximumActive: Int
    private var active: [UnsafeMutableRawPointer: ActiveTransfer] = [:]
    private var waiting: [TransferJob] = []
    private var isStopping = false

    init(mailbox: TransferMailbox, maximumActive: Int) {
        self.mailbox = mailbox
        self.maximumActive = maximumActive
    }

    /// Blocks until a `stop` comes.
    func run() {
        while true {
            for command in mailbox.takeCommands() { obey(command) }
            if isStopping { break }
            expire(at: .now)
            startWaiting()
            var running: Int32 = 0
            curl_multi_perform(mailbox.multi, &running)
            let freed = collectFinished()
            if freed, !waiting.isEmpty { continue }
            curl_multi_poll(mailbox.multi, nil, 0, pollMilliseconds(), nil)
        }
        for transfer in active.values { finish(transfer, .failure(.cancelled)) }
        for job in waiting { finish(job, .failure(.cancelled)) }
    }

    private func obey(_ command: TransferMailbox.Command) {
        switch command {
        case .start(let job): waiting.append(job)
        case .cancel(let channel):
            if let transfer = transfer(of: channel) {
                finish(transfer, .failure(.cancelled))
            } else if let index = waiting.firstIndex(where: { $0.channel === channel }) {
                finish(waiting.remove(at: index), .failure(.cancelled))
            }
        case .resume(let channel): transfer(of: channel)?.resume()
        case .wake: break
        case .stop: isStopping = true
        }
    }

    private func startWaiting() {
        while active.count < maximumActive, !waiting.isEmpty {
            let job = waiting.removeFirst()
            do throws(TransferError) {
                let transfer = try ActiveTransfer(job)
                guard curl_multi_add_handle(mailbox.multi, transfer.pointer) == CURLM_OK else {
                    throw TransferError(.failed, "libcurl took no further transfer.")
                }
                active[transfer.pointer] = transfer
            } catch {
                finish(job, .failure(error))
            }
        }
    }

    /// - Returns: whether any place was freed.
    private func collectFinished() -> Bool {
        var left: Int32 = 0
        var freed = false
        while let message = curl_multi_info_read(mailbox.multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
                let transfer = active[pointer]
            else { continue }
            // The message is gone once its handle is removed, so its code is read first.
            finish(transfer, transfer.outcome(message.pointee.data.result))
            freed = true
        }
        return freed
    }

    private func expire(at now: ContinuousClock.Instant) {
        for transfer in active.values {
            if let error = transfer.expiry(at: now) { finish(transfer, .failure(error)) }
        }
        waiting.removeAll { job in
            guard now >= job.channel.deadline else { return false }
            finish(job, .failure(TransferError(.neverStarted, "The time was up before a place became free.")))
            return true
        }
    }

    private func finish(_ transfer: ActiveTransfer, _ result: Result<Void, TransferError>) {
        curl_multi_remove_handle(mailbox.multi, transfer.pointer)
        active[transfer.pointer] = nil
        finish(transfer.job, result)
    }

    private func finish(_ job: TransferJob, _ result: Result<Void, TransferError>) {
        mailbox.release()
        job.channel.end(result)
    }

    private func transfer(of channel: TransferChannel) -> ActiveTransfer? {
        active.values.first { $0.job.channel === channel }
    }

    /// Until the next deadline, at most a minute: other threads wake the loop when there is something to do.
    private func pollMilliseconds() -> Int32 {
        let deadlines = active.values.map(\.deadline) + waiting.map(\.channel.deadline)
        guard let next = deadlines.min() else { return 60_000 }
        let left = next - .now
        return left <= .zero ? 0 : Int32(min(60_000, left.milliseconds))
    }
}
