import Synchronization

/// A place inside a gate, given back once: by `leave()`, or when nobody holds it any more. So what was to run in it may
/// never have begun, as the body of a response whose client has left before its head was written.
final class GatePlace: Sendable {
    private let giveBack: Mutex<(@Sendable () -> Void)?>

    init(_ giveBack: @escaping @Sendable () -> Void) { self.giveBack = Mutex(giveBack) }

    deinit { leave() }

    func leave() {
        let giveBack = giveBack.withLock { giveBack in
            defer { giveBack = nil }
            return giveBack
        }
        giveBack?()
    }
}
