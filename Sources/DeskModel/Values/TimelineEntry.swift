/// Something that happened with a contact.
public struct TimelineEntry: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case message(Message)
        case note(Note)
        case form(FormSubmission)
        case call(Call)
    }

    public let at: Timestamp
    public let content: Content

    public init(at: Timestamp, content: Content) {
        self.at = at
        self.content = content
    }

    /// The id of what happened.
    public var id: String {
        switch content {
        case .message(let message): message.id
        case .note(let note): note.id
        case .form(let submission): submission.id
        case .call(let call): call.id
        }
    }

    /// Where it happened; `nil` when outside a conversation.
    public var conversation: ConversationID? {
        switch content {
        case .message(let message): message.conversation
        case .note(let note): note.conversation
        case .form(let submission): submission.conversation
        case .call(let call): call.conversation
        }
    }
}

/// A contact's timeline, made of what several sources hold.
public enum Timeline {
    /// Where an entry stands: by time, then by id.
    public struct Place: Hashable, Comparable, Sendable {
        public let at: Timestamp
        public let id: String

        public init(at: Timestamp, id: String) {
            self.at = at
            self.id = id
        }

        public static func < (lhs: Place, rhs: Place) -> Bool { (lhs.at, lhs.id) < (rhs.at, rhs.id) }
    }

    /// The newest entries of all, newest first.
    ///
    /// - Parameter sources: the newest `limit` of each source.
    public static func merge(_ sources: [[TimelineEntry]], limit: Int) -> [TimelineEntry] {
        Array(
            sources.joined().sorted { Place(at: $0.at, id: $0.id) > Place(at: $1.at, id: $1.id) }.prefix(max(0, limit)))
    }
}
