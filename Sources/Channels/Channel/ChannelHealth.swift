public import DeskModel
import Synchronization

/// What providers' requests came to since the server started, for the owner to see whether a connection works.
public final class ChannelHealth: Sendable {
    /// How a request ended.
    public enum Verdict: String, Hashable, Sendable {
        case accepted
        /// Authentic, and nothing in it that is known here.
        case ignored
        /// Its signature or secret was wrong.
        case refused
        /// Authentic, and not understood.
        case malformed
        /// It could not be stored, and is to come again.
        case failed

        /// Whether it shows that the connection works.
        public var isGood: Bool { self == .accepted || self == .ignored }
    }

    /// A request, as the owner sees it.
    public struct Event: Hashable, Sendable {
        public let at: Timestamp
        /// What follows the business in the address, such as `sms/status`.
        public let name: String
        public let verdict: Verdict
    }

    public struct Activity: Hashable, Sendable {
        public var accepted = 0
        public var ignored = 0
        public var refused = 0
        public var malformed = 0
        public var failed = 0
        /// Of the last that was accepted or ignored.
        public var lastEventAt: Timestamp?
        /// Of the last that was neither.
        public var lastProblemAt: Timestamp?
        /// The last ten, newest first.
        public var recent: [Event] = []

        public init() {}
    }

    private struct Key: Hashable {
        let business: BusinessID
        let provider: ChannelProvider
    }

    private static let maximumRecent = 10
    /// Whoever asks chooses the address.
    private static let longestName = 40

    private let activities = Mutex<[Key: Activity]>([:])

    public init() {}

    /// - Parameters:
    ///   - path: what follows the business in the address.
    ///   - business: one that has a connection, so that nobody's guesses are counted.
    func note(_ verdict: Verdict, _ path: [String], _ provider: ChannelProvider, of business: BusinessID) {
        let event = Event(
            at: .now(), name: String(path.joined(separator: "/").prefix(Self.longestName)), verdict: verdict)
        activities.withLock { activities in
            var activity = activities[Key(business: business, provider: provider)] ?? Activity()
            switch verdict {
            case .accepted: activity.accepted += 1
            case .ignored: activity.ignored += 1
            case .refused: activity.refused += 1
            case .malformed: activity.malformed += 1
            case .failed: activity.failed += 1
            }
            if verdict.isGood { activity.lastEventAt = event.at } else { activity.lastProblemAt = event.at }
            activity.recent = [event] + activity.recent.prefix(Self.maximumRecent - 1)
            activities[Key(business: business, provider: provider)] = activity
        }
    }

    public func activity(of provider: ChannelProvider, in business: BusinessID) -> Activity {
        activities.withLock { $0[Key(business: business, provider: provider)] } ?? Activity()
    }
}
