import DeskModel
import HTTPTypes
import Synchronization

/// Lets sockets in: so many in all, and of one address at most a quarter of them, so that nobody keeps everybody else out.
final class SocketGate: Sendable {
    private struct Inside {
        var count = 0
        var addresses: [AddressKey: Int] = [:]
    }

    private let maximum: Int
    private let maximumPerAddress: Int
    private let inside = Mutex(Inside())

    init(maximum: Int) {
        self.maximum = maximum
        maximumPerAddress = max(1, maximum / 4)
    }

    var count: Int { inside.withLock { $0.count } }

    /// - Parameter address: whose socket it is; counted as `AddressKey` says.
    /// - Throws: 503 when there is no room, 429 when the address has its share.
    func enter(from address: String) throws(APIError) -> GatePlace {
        let address = AddressKey(address)
        let refusal: APIError? = inside.withLock { inside in
            guard inside.count < maximum else {
                return .busy("Too many sockets are open: try again in a second.")
            }
            let own = inside.addresses[address, default: 0]
            guard own < maximumPerAddress else { return Self.tooMany }
            inside.count += 1
            inside.addresses[address] = own + 1
            return nil
        }
        if let refusal { throw refusal }
        return GatePlace { [self] in leave(from: address) }
    }

    private func leave(from address: AddressKey) {
        inside.withLock { inside in
            inside.count -= 1
            let left = inside.addresses[address, default: 1] - 1
            inside.addresses[address] = left > 0 ? left : nil
        }
    }

    private static let tooMany = APIError(
        status: .tooManyRequests, code: "rate_limited",
        message: "Too many sockets are open from your address: close some, or try again later.",
        headers: [.retryAfter: "5"])
}
