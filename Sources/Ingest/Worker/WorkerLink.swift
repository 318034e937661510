import Glibc

/// A running worker and the three streams to it.
struct WorkerLink: ~Copyable {
    /// Why listening ended.
    enum End { case closed, late, cancelled, tooMuch }

    private let child: pid_t
    private var input: OwnedDescriptor?
    private let output: OwnedDescriptor
    private let errors: OwnedDescriptor
    private var pending: ArraySlice<[UInt8]> = []
    private var sent = 0
    private var limit: Int
    private var line: [UInt8] = []
    /// Bytes that follow the last line, and how many of them are to come.
    private(set) var body: [UInt8] = []
    private var bodyLength: Int?
    private var complaints: [UInt8] = []
    private var isErrorStreamOpen = true

    init(
        child: pid_t, input: consuming OwnedDescriptor, output: consuming OwnedDescriptor,
        errors: consuming OwnedDescriptor, limit: Int
    ) {
        input.setNonblocking()
        output.setNonblocking()
        errors.setNonblocking()
        self.child = child
        self.input = consume input
        self.output = output
        self.errors = errors
        self.limit = limit
    }

    /// Waits until the alarm rings.
    ///
    /// - Returns: whether the worker is still there, silent as one that was asked nothing should be.
    func standBy(until alarm: borrowing Alarm) -> Bool {
        var watched = [
            pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0),
        ]
        // Where nothing is waited for, what the worker does is its answer.
        if poll(&watched, 1, 0) > 0 { return true }
        while poll(&watched, nfds_t(watched.count), -1) < 0, errno == EINTR {}
        return watched[1].revents == 0
    }

    /// Takes the input, which `listen` sends.
    mutating func send(_ pieces: [[UInt8]]) { pending = pieces.filter { !$0.isEmpty }[...] }

    /// Sends what was given to `send` and takes in lines, and what follows them, until the worker closes its output.
    ///
    /// - Parameter onLine: gives the number of bytes when those that follow the line are no more lines.
    mutating func listen(
        for limits: ExtractionLimits, alarm: borrowing Alarm, _ onLine: ([UInt8]) -> Int?
    ) -> End {
        let deadline = ContinuousClock.now + .seconds(limits.wallSeconds)
        var stalled = ContinuousClock.now + .seconds(limits.stallSeconds)
        while true {
            let rest = min(deadline, stalled) - .now
            guard rest > .zero else { return .late }
            var watched = [
                pollfd(fd: alarm.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isErrorStreamOpen ? errors.raw : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input?.raw ?? -1, events: Int16(POLLOUT), revents: 0),
            ]
            let wait = min(rest / .milliseconds(1), 60_000).rounded(.up)
            guard poll(&watched, nfds_t(watched.count), Int32(wait)) >= 0 || errno == EINTR else { return .closed }
            if watched[0].revents != 0 { return .cancelled }
            if watched[3].revents != 0 { sendPending() }
            if watched[2].revents != 0 { takeComplaints() }
            guard watched[1].revents != 0 else { continue }
            stalled = .now + .seconds(limits.stallSeconds)
            switch receive(onLine) {
            case .some(let end): return end
            case nil: break
            }
        }
    }

    /// Ends the worker and all it started, whether it has ended or not, and waits for it.
    consuming func reap() -> WorkerOutcome {
        // A worker that closed its output is about to end by itself with a code that says more than our kill would.
        var usage = rusage()
        var status: Int32 = 0
        var reaped = wait(&status, &usage, WNOHANG)
        for _ in 0..<50 where reaped == 0 {
            usleep(2_000)
            reaped = wait(&status, &usage, WNOHANG)
        }
        kill(-child, SIGKILL)
        if reaped == 0 { reaped = wait(&status, &usage, 0) }
        takeComplaints()
        return WorkerOutcome(
            status: status, peakMemory: usage.ru_maxrss * 1024, errors: String(decoding: complaints, as: UTF8.self))
    }

    /// As `reap`, of a worker that has nothing more to say.
    consuming func end() {
        kill(-child, SIGKILL)
        var usage = rusage()
        var status: Int32 = 0
        _ = wait(&status, &usage, 0)
    }

    private func wait(_ status: inout Int32, _ usage: inout rusage, _ options: Int32) -> pid_t {
        var result: pid_t
        repeat { result = wait4(child, &status, options, &usage) } while result < 0 && errno == EINTR
        return result
    }

    private mutating func sendPending() {
        guard let raw = input?.raw else { return }
        while let piece = pending.first {
            let count = piece.withUnsafeBytes { bytes in
                Glibc.send(raw, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN { return }
                // The worker stopped reading; what it wrote says why.
                pending.removeAll()
                break
            }
            sent += count
            if sent == piece.count {
                pending.removeFirst()
                sent = 0
            }
        }
        input = nil
    }

    /// Takes in what the worker wrote. - Returns: the end of listening when this was it.
    private mutating func receive(_ onLine: ([UInt8]) -> Int?) -> End? {
        var piece = [UInt8](repeating: 0, count: 256 << 10)
        let count = read(output.raw, &piece, piece.count)
        if count < 0 { return errno == EAGAIN || errno == EINTR ? nil : .closed }
        guard count > 0 else { return .closed }
        limit -= count
        guard limit >= 0 else { return .tooMuch }
        var rest = piece[..<count]
        while bodyLength == nil, let newline = rest.firstIndex(of: 0x0A) {
            line.append(contentsOf: rest[..<newline])
            if let length = onLine(line) {
                bodyLength = length
                body.reserveCapacity(min(max(0, length), limit))
            }
            line.removeAll(keepingCapacity: true)
            rest = rest[(newline + 1)...]
        }
        guard let bodyLength else {
            line.append(contentsOf: rest)
            return nil
        }
        body.append(contentsOf: rest)
        return body.count >= bodyLength ? .closed : nil
    }

    private mutating func takeComplaints() {
        var piece = [UInt8](repeating: 0, count: 4096)
        let count = read(errors.raw, &piece, piece.count)
        guard count > 0 else {
            if count == 0 { isErrorStreamOpen = false }
            return
        }
        // The reason comes first; what follows is a backtrace at best.
        complaints.append(contentsOf: piece[..<min(count, 16_384 - complaints.count)])
    }
}
