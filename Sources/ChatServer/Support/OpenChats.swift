import DeskModel
import Synchronization

/// Counts the chats that are open over a socket, business by business: how many others have is nobody's concern.
final class OpenChats: Sendable {
    private let counts = Mutex<[BusinessID: Int]>([:])

    func count(of business: BusinessID) -> Int { counts.withLock { $0[business] ?? 0 } }

    func enter(_ business: BusinessID) { counts.withLock { $0[business, default: 0] += 1 } }

    func leave(_ business: BusinessID) {
        counts.withLock { counts in
            let rest = (counts[business] ?? 0) - 1
            counts[business] = rest > 0 ? rest : nil
        }
    }
}
