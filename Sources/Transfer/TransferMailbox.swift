import CCurl
import Synchronization

/// A transfer that waits to be started.
struct TransferJob: Sendable {
    let request: PreparedRequest
    let channel: TransferChannel
}

/// How other threads talk to the loop's thread. Owns the multi handle, since waking is all that others do with it.
final class TransferMailbox: Sendable {
    enum Command: Sendable {
        case start(TransferJob)
        case cancel(TransferChannel)
        case resume(TransferChannel)
        case wake
        case stop
    }

    private struct State {
        var commands: [Command] = []
        var outstanding = 0
    }

    /// Used by the loop's thread alone, but for `curl_multi_wakeup`, which libcurl allows from any thread.
    nonisolated(unsafe) let multi: UnsafeMutableRawPointer
    private let state = Mutex(State())
    private let maximumOutstanding: Int

    /// - Parameter maximumOutstanding: transfers that may run and wait at once.
    init(maximumOutstanding: Int) {
        guard CurlLibrary.isReady, let multi = curl_multi_init() else {
            preconditionFailure("libcurl could not be initialised: no memory or a broken installation")
        }
        self.multi = multi
        self.maximumOutstanding = maximumOutstanding
    }

    deinit { curl_multi_cleanup(multi) }

    func submit(_ job: TransferJob) throws(TransferError) {
        let accepted = state.withLock { state in
            guard state.outstanding < maximumOutstanding else { return false }
            state.outstanding += 1
            state.commands.append(.start(job))
            return true
        }
        guard accepted else { throw TransferError(.overloaded, "Too many transfers are running and waiting.") }
        curl_multi_wakeup(multi)
    }

    func post(_ command: Command) {
        state.withLock { $0.commands.append(command) }
        curl_multi_wakeup(multi)
    }

    /// Ends the channel at once and the transfer soon after; does nothing to one that is over.
    func cancel(_ channel: TransferChannel) {
        guard !channel.isEnded else { return }
        channel.end(.failure(.cancelled))
        post(.cancel(channel))
    }

    func takeCommands() -> [Command] {
        state.withLock { state in
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Frees the place of a transfer that is over.
    func release() { state.withLock { $0.outstanding -= 1 } }
}

/// The library's own state, shared by the process.
enum CurlLibrary {
    static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
}
