import DeskModel
import Foundation
import Glibc
import Synchronization

/// A worker process with the one thread that starts it, feeds it, listens to it, watches the clock, and reaps it; the
/// kernel ends the process with that thread. It reads a single document, for which it may have been started ahead.
///
/// `read`, `cancel` and `dismiss` may be called from any thread.
final class WorkerProcess: Sendable {
    /// What is to be read, and who is told of it, on the process's thread.
    struct Assignment: Sendable {
        let purpose: WorkerRequest.Purpose
        let content: [UInt8]
        let filename: String
        let progress: @Sendable (_ pagesDone: Int, _ pagesTotal: Int) -> Void
        /// Called once: with the answer to the purpose, a `DocumentFailure` or a `CancellationError`.
        let completion: @Sendable (Result<WorkerAnswer, any Error>) -> Void
    }

    private enum State {
        /// No thread runs, or it is about to end.
        case idle
        case standingBy
        case assigned(Assignment)
    }

    private let executable: String
    private let arguments: [String]
    private let limits: ExtractionLimits
    private let state = Mutex(State.idle)
    /// Rings when there is nothing more to wait for.
    private let wake: Alarm
    private let cancellation: Alarm

    /// - Throws: `DocumentFailure`.
    init(executable: String, arguments: [String], limits: ExtractionLimits) throws(DocumentFailure) {
        self.executable = executable
        self.arguments = arguments
        self.limits = limits
        do throws(POSIXFailure) {
            wake = try Alarm()
            cancellation = try Alarm()
        } catch {
            throw .workerUnavailable("no descriptors are left (error \(error.code))")
        }
    }

    /// Starts the process ahead of its document. Where that fails, or the process dies of itself, `read` starts another.
    func standBy() {
        state.withLock { $0 = .standingBy }
        if !BlockingThread.start({ self.live() }) { _ = takeAssignment() }
    }

    /// Has the document read, by the process that stands by or else by a new one. Called once.
    func read(_ assignment: Assignment) {
        let isStandingBy = state.withLock { state in
            defer { state = .assigned(assignment) }
            if case .standingBy = state { return true }
            return false
        }
        wake.ring()
        if !isStandingBy, !BlockingThread.start({ self.live() }) {
            takeAssignment()?.completion(
                .failure(DocumentFailure.workerUnavailable("no thread can be started")))
        }
    }

    /// Ends the reading at once, with a `CancellationError`.
    func cancel() { cancellation.ring() }

    /// Ends a process that stands by.
    func dismiss() { wake.ring() }

    /// What the thread does.
    private func live() {
        do throws(DocumentFailure) {
            let link = try start()
            let isAlive = link.standBy(until: wake)
            guard let assignment = takeAssignment() else { return link.end() }
            if isAlive { return assignment.completion(result(of: assignment, by: link)) }
            link.end()
            // It died while it waited, which says nothing of the document.
            do throws(DocumentFailure) {
                assignment.completion(result(of: assignment, by: try start()))
            } catch {
                assignment.completion(.failure(error))
            }
        } catch {
            takeAssignment()?.completion(.failure(error))
        }
    }

    /// Takes what was assigned, if anything; the thread that calls this waits for nothing more.
    private func takeAssignment() -> Assignment? {
        state.withLock { state in
            defer { state = .idle }
            if case .assigned(let assignment) = state { return assignment }
            return nil
        }
    }

    private func result(
        of assignment: Assignment, by link: consuming WorkerLink
    ) -> Result<WorkerAnswer, any Error> {
        let request = WorkerRequest(
            purpose: assignment.purpose, filename: assignment.filename, length: assignment.content.count,
            limits: limits)
        do {
            try link.send([Array(JSONEncoder().encode(request)) + [0x0A], assignment.content])
        } catch {
            link.end()
            return .failure(error)
        }
        var reply: WorkerReply?
        let end = link.listen(for: limits, alarm: cancellation) { line in
            guard let message = try? JSONDecoder().decode(WorkerReply.self, from: Data(line)) else { return nil }
            switch message {
            case .progress(let done, let total): assignment.progress(done, total)
            case .failure: reply = message
            case .document(let length):
                reply = message
                return length
            case .kind:
                reply = message
                // Nothing follows.
                return 0
            }
            return nil
        }
        switch end {
        case .cancelled:
            link.end()
            return .failure(CancellationError())
        case .late:
            link.end()
            return .failure(DocumentFailure.timedOut)
        case .tooMuch:
            link.end()
            return .failure(DocumentFailure.tooMuchOutput)
        case .closed: break
        }
        switch reply {
        case .document(link.body.count) where assignment.purpose == .document:
            // The process ends meanwhile, and how it does is of no interest any more.
            let document = try? DocumentDecoder.decode(link.body)
            link.end()
            guard let document else { return .failure(DocumentFailure.workerDied) }
            return .success(.document(document))
        case .kind(let kind) where assignment.purpose == .kind:
            link.end()
            return .success(.kind(kind))
        case .failure(let failure):
            link.end()
            return .failure(failure)
        case .document, .kind, .progress, nil: return .failure(link.reap().failure(limits: limits))
        }
    }

    private func start() throws(DocumentFailure) -> WorkerLink {
        do throws(POSIXFailure) {
            let input = try OwnedDescriptor.pair()
            let output = try OwnedDescriptor.pair()
            let errors = try OwnedDescriptor.pair()
            let child = try WorkerSpawn.start(
                executable: executable, arguments: arguments, input: input.theirs.raw, output: output.theirs.raw,
                errors: errors.theirs.raw)
            return WorkerLink(
                child: child, input: input.takeOurs(), output: output.takeOurs(), errors: errors.takeOurs(),
                limit: limits.output)
        } catch {
            throw .workerUnavailable(String(cString: strerror(error.code)))
        }
    }
}
