import CProcess

/// A thread of one's own for work that blocks. Unlike Foundation's, it says when it cannot be started, which under a
/// memory limit happens.
enum BlockingThread {
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// - Parameter stack: bytes of its stack.
    /// - Returns: whether the thread was started; if not, `body` is never run.
    static func start(stack: Int = 1 << 20, _ body: @escaping @Sendable () -> Void) -> Bool {
        let context = Unmanaged.passRetained(Body(body))
        let code = process_start_thread(
            stack,
            { context in
                // Made by `passRetained` above for this thread alone.
                if let context { Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        if code != 0 { context.release() }
        return code == 0
    }
}
