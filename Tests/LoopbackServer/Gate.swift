import Dispatch

/// Makes a server's thread wait for a test.
public struct Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    public init() {}

    public func open() { semaphore.signal() }

    /// Blocks the thread until `open` was called once more, at most 20 s.
    public func wait() { _ = semaphore.wait(timeout: .now() + 20) }

    /// Blocks the thread for so long, or until `open`.
    public func wait(milliseconds: Int) { _ = semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) }
}
