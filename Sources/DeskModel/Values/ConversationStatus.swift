/// Where a conversation stands; the words are those of Twilio Conversations.
public enum ConversationStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// Opened; nothing was said yet.
    case initializing
    case active
    /// Nobody has said anything for a while.
    case inactive
    /// Done with. Where Twilio's stays closed, ours goes on when the customer writes again: they should not have to
    /// know that we were done.
    case closed

    /// Why a change of status was refused.
    public struct Refusal: Error, Hashable, Sendable {
        public let from: ConversationStatus
        public let to: ConversationStatus

        public init(from: ConversationStatus, to: ConversationStatus) {
            self.from = from
            self.to = to
        }

        /// What it may become instead.
        public var allowed: [ConversationStatus] {
            ConversationStatus.allCases.filter { $0 != from && from.canBecome($0) }
        }
    }

    /// Whether it may become `other`; to stay as it is is always allowed.
    public func canBecome(_ other: ConversationStatus) -> Bool {
        switch (self, other) {
        case (.initializing, .active), (.initializing, .closed), (.active, .inactive), (.active, .closed),
            (.inactive, .active), (.inactive, .closed), (.closed, .active):
            true
        default: self == other
        }
    }
}
