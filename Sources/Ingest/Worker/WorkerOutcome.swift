import DeskModel
import Glibc

/// How a worker process ended, and what that means for its document.
struct WorkerOutcome {
    /// As `wait4` gives it.
    let status: Int32
    /// Bytes of memory at its peak.
    let peakMemory: Int
    /// The beginning of what it wrote to standard error.
    let errors: String

    /// The failure of a worker that ended without a report.
    func failure(limits: ExtractionLimits) -> DocumentFailure {
        let signal = status & 0x7F
        guard signal != 0 else {
            let code = (status >> 8) & 0xFF
            if ranOut(of: limits) { return .outOfMemory }
            // The shell's and the loader's codes for a program that cannot run are 126 and 127.
            let ours = [
                0, WorkerExit.requestNotUnderstood, WorkerExit.limitsNotSet, WorkerExit.answerNotSent, 126, 127,
            ]
            return ours.contains(code) ? .workerUnavailable("it ended with code \(code)") : .workerDied
        }
        switch signal {
        case SIGXCPU: return .timedOut
        // Not by us: the system's memory is exhausted, and this process was chosen.
        case SIGKILL: return .outOfMemory
        default: return ranOut(of: limits) ? .outOfMemory : .workerDied
        }
    }

    /// Allocation failures end in all sorts of signals; the libraries' complaints or the size tell them.
    private func ranOut(of limits: ExtractionLimits) -> Bool {
        let signs = ["out of memory", "bad_alloc", "failed to allocate", "cannot allocate", "could not allocate"]
        let words = errors.lowercased()
        return peakMemory > limits.memory / 4 * 3 || signs.contains { words.contains($0) }
    }
}

extension DocumentFailure {
    static var timedOut: DocumentFailure {
        DocumentFailure(
            code: "timed_out",
            message: "Reading the document took too long. Split it or save it again in a simpler form.")
    }

    static var outOfMemory: DocumentFailure {
        DocumentFailure(
            code: "out_of_memory",
            message: "Reading the document needs too much memory. Split it or save it again in a simpler form.")
    }

    static var workerDied: DocumentFailure {
        DocumentFailure(
            code: "damaged", message: "The document is damaged and could not be read. Save it again and upload that.")
    }

    static var tooMuchOutput: DocumentFailure {
        DocumentFailure(
            code: "too_large", message: "The document holds too much text to be read. Split it into smaller files.")
    }

    /// - Parameter reason: for the operator.
    static func workerUnavailable(_ reason: String) -> DocumentFailure {
        DocumentFailure(
            code: "internal", message: "The document could not be read because the worker process failed: \(reason).")
    }
}
