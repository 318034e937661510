import DeskModel
import Foundation
import Glibc
import Synchronization

/// One run of a worker process: feeds it, listens to it, watches the clock, and reaps it. All of that happens on the one
/// thread that calls `run`; `cancel` may come from any.
final class WorkerProcess: Sendable {
    private let executable: String
    private let arguments: [String]
    private let limits: ExtractionLimits
    private let alarm: Alarm

    init(executable: String, arguments: [String], limits: ExtractionLimits) throws {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
        do throws(POSIXFailure) {
            alarm = try Alarm()
        } catch {
            throw DocumentFailure.workerUnavailable("no descriptors are left (error \(error.code))")
        }
    }

    func cancel() { alarm.ring() }

    /// - Throws: `DocumentFailure`, `CancellationError`.
    func run(
        _ content: [UInt8], filename: String, progress: (Int, Int) -> Void
    ) throws -> ExtractedDocument {
        let request = WorkerRequest(filename: filename, length: content.count, limits: limits)
        var head = [UInt8](try JSONEncoder().encode(request))
        head.append(0x0A)
        var link = try start(sending: [head, content])
        var reply: WorkerReply?
        let end = link.listen(for: limits, alarm: alarm) { line in
            guard let message = try? JSONDecoder().decode(WorkerReply.self, from: Data(line)) else { return nil }
            switch message {
            case .progress(let done, let total): progress(done, total)
            case .failure: reply = message
            case .document(let length):
                reply = message
                return length
            }
            return nil
        }
        let body = link.body
        let outcome = link.reap()
        switch end {
        case .cancelled: throw CancellationError()
        case .late: throw DocumentFailure.timedOut
        case .tooMuch: throw DocumentFailure.tooMuchOutput
        case .closed: break
        }
        switch reply {
        case .document(body.count):
            do throws(DocumentDecoder.Malformed) {
                return try DocumentDecoder.decode(body)
            } catch {
                throw DocumentFailure.workerDied
            }
        case .failure(let failure): throw failure
        case .document, .progress, nil: throw outcome.failure(limits: limits)
        }
    }

    private func start(sending input: [[UInt8]]) throws(DocumentFailure) -> WorkerLink {
        do throws(POSIXFailure) {
            let standardInput = try OwnedDescriptor.pair()
            let output = try OwnedDescriptor.pair()
            let errors = try OwnedDescriptor.pair()
            let child = try WorkerSpawn.start(
                executable: executable, arguments: arguments, input: standardInput.theirs.raw,
                output: output.theirs.raw, errors: errors.theirs.raw)
            return WorkerLink(
                child: child, input: standardInput.takeOurs(), output: output.takeOurs(), errors: errors.takeOurs(),
                sending: input, limit: limits.output)
        } catch {
            throw .workerUnavailable(String(cString: strerror(error.code)))
        }
    }
}
