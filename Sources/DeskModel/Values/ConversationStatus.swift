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
