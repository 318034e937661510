import Foundation
import Synchronization

/// Makes and checks passwords' hashes on threads of its own, few at once: each takes 128 MiB, and who signs in must not
/// be able to take all memory.
final class PasswordHasher: Sendable {
    private let parameters: PasswordHash.Parameters
    private let mostWaiting: Int
    private let waiting = Mutex(0)
    private let queue: OperationQueue
    /// What unknown accounts are checked against, so that they take as long as known ones.
    private let nobody: PasswordHash

    /// - Parameters:
    ///   - concurrency: derivations at once.
    ///   - mostWaiting: those that may wait; more are refused.
    init(parameters: PasswordHash.Parameters = .current, concurrency: Int = 2, mostWaiting: Int = 32) {
        self.parameters = parameters
        self.mostWaiting = mostWaiting
        queue = OperationQueue()
        queue.name = "desk.accounts.passwords"
        queue.maxConcurrentOperationCount = concurrency
        nobody = PasswordHash(
            parameters: parameters, salt: RandomSecret.bytes(16), hash: RandomSecret.bytes(32))
    }

    /// A new hash as a PHC string. - Throws: `AccountError.busy`, `AccountError.failed`.
    func hash(_ password: String) async throws -> String {
        try await run { [parameters] in try PasswordHash(of: password, parameters: parameters).text }
    }

    /// What checking a password came to.
    enum Verdict: Hashable, Sendable {
        case wrong
        case right
        /// Right, and the hash is of older parameters: here is a new one.
        case outdated(String)
    }

    /// - Parameter stored: the PHC string; of an unknown account `nil`, which takes as long.
    /// - Throws: `AccountError.busy`, `AccountError.failed`, also when the stored hash is damaged.
    func check(_ password: String, against stored: String?) async throws -> Verdict {
        let hash: PasswordHash
        if let stored {
            guard let known = PasswordHash(stored) else { throw AccountError.failed("a stored password is damaged") }
            hash = known
        } else {
            hash = nobody
        }
        return try await run { [parameters] in
            guard try hash.matches(password), stored != nil else { return .wrong }
            guard hash.parameters != parameters else { return .right }
            return .outdated(try PasswordHash(of: password, parameters: parameters).text)
        }
    }

    private func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        let isAdmitted = waiting.withLock { waiting in
            guard waiting < mostWaiting + queue.maxConcurrentOperationCount else { return false }
            waiting += 1
            return true
        }
        guard isAdmitted else { throw AccountError.busy }
        defer { waiting.withLock { $0 -= 1 } }
        return try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try work() }) }
        }
    }
}

extension PasswordHash {
    init(parameters: Parameters, salt: [UInt8], hash: [UInt8]) {
        self.parameters = parameters
        self.salt = salt
        self.hash = hash
    }
}
