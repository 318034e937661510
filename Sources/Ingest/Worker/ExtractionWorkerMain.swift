import CProcess
import DeskModel
import Foundation
import Glibc

/// The worker process: reads one document, or tells its kind, from standard input, writes what it found to standard output,
/// and ends.
///
/// In: one line of JSON (`WorkerRequest`), then the bytes. Out: lines of JSON (`WorkerReply`), the last of which an encoded
/// document may follow.
public enum ExtractionWorkerMain {
    /// Extracts the document on standard input under the limits that come with it.
    ///
    /// - Returns: the exit code: 0 when a document or a failure was reported.
    public static func run() -> Int32 {
        guard process_die_with_parent() == 0 else { return WorkerExit.limitsNotSet }
        let input = WorkerInput(descriptor: STDIN_FILENO)
        // Only a worker that was started ahead has the time.
        if !input.hasArrived { WorkerWarmUp.run() }
        guard let line = input.line(limit: 64 << 10),
            let request = try? JSONDecoder().decode(WorkerRequest.self, from: Data(line)), request.length >= 0
        else { return WorkerExit.requestNotUnderstood }
        guard ProcessLimits.apply(request.limits) else { return WorkerExit.limitsNotSet }
        guard let content = input.bytes(request.length) else { return WorkerExit.requestNotUnderstood }
        let output = WorkerOutput(descriptor: STDOUT_FILENO)
        let isSent =
            switch request.purpose {
            case .document: answer(request, content, output)
            case .kind: output.send(.kind(DocumentKindDetector.kind(of: content)))
            }
        return isSent ? 0 : WorkerExit.answerNotSent
    }

    /// - Returns: whether the answer was written whole.
    private static func answer(_ request: WorkerRequest, _ content: [UInt8], _ output: WorkerOutput) -> Bool {
        var lastReport = ContinuousClock.now
        do throws(DocumentFailure) {
            let document = try DocumentExtractor.extract(content, filename: request.filename) { done, total in
                let now = ContinuousClock.now
                guard now - lastReport > .milliseconds(100) else { return }
                lastReport = now
                _ = output.send(.progress(done: done, total: total))
            }
            let bytes = DocumentEncoder.encode(document)
            guard bytes.count < request.limits.output / 2 else { throw DocumentFailure.tooMuchOutput }
            return output.send(.document(length: bytes.count)) && output.write(bytes)
        } catch {
            return output.send(.failure(error))
        }
    }
}

/// Exit codes of our own, apart from those that libraries choose when a document is too much for them (sysexits.h).
enum WorkerExit {
    static let requestNotUnderstood: Int32 = 64
    static let limitsNotSet: Int32 = 71
    static let answerNotSent: Int32 = 74
}

/// Standard input, read in large pieces.
private final class WorkerInput {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Whether there is something to read, if only the end.
    var hasArrived: Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) != 0
    }

    /// The next line without its newline; `nil` when it is too long or the input ends.
    func line(limit: Int) -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeFirst(end + 1) }
                return Array(buffer[..<end])
            }
            guard buffer.count < limit, fillBuffer() else { return nil }
        }
    }

    /// Exactly this many bytes; `nil` when the input ends before.
    func bytes(_ count: Int) -> [UInt8]? {
        let held = buffer.prefix(count)
        var isWhole = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
            let raw = UnsafeMutableRawBufferPointer(target)
            raw.copyBytes(from: held)
            filled = held.count
            while filled < count {
                let got = fill(UnsafeMutableRawBufferPointer(rebasing: raw[filled...]))
                guard got > 0 else { return }
                filled += got
            }
            isWhole = true
        }
        return isWhole ? bytes : nil
    }

    private func fillBuffer() -> Bool {
        let piece = [UInt8](unsafeUninitializedCapacity: 64 << 10) { target, filled in
            filled = max(0, fill(UnsafeMutableRawBufferPointer(target)))
        }
        buffer += piece
        return !piece.isEmpty
    }

    private func fill(_ target: UnsafeMutableRawBufferPointer) -> Int {
        var got: Int
        repeat { got = read(descriptor, target.baseAddress, target.count) } while got < 0 && errno == EINTR
        return got
    }
}

/// Standard output.
private struct WorkerOutput {
    let descriptor: Int32

    /// - Returns: whether the line was written whole.
    func send(_ reply: WorkerReply) -> Bool {
        guard let line = try? JSONEncoder().encode(reply) else { return false }
        return write(Array(line) + [0x0A])
    }

    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                written += count
            }
            return true
        }
    }
}
