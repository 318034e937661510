import DequeModule
import DeskModel

/// Decides which message is answered next: within a conversation one at a time and in order, across conversations
/// first come first served, at most `maximumActive` at once. A value without I/O.
struct TurnQueue: Sendable {
    /// What becomes of a message that was offered.
    enum Admission: Equatable, Sendable {
        case start
        case wait
        /// Known already: waiting or under way.
        case duplicate
    }

    let maximumActive: Int
    let maximumWaiting: Int
    let maximumWaitingPerConversation: Int

    private var active: [ConversationID: Message] = [:]
    private var waiting: [ConversationID: Deque<Message>] = [:]
    /// Conversations with a message that could start, in order of arrival.
    private var runnable: Deque<ConversationID> = []
    private(set) var waitingCount = 0

    init(maximumActive: Int, maximumWaiting: Int, maximumWaitingPerConversation: Int) {
        self.maximumActive = maximumActive
        self.maximumWaiting = maximumWaiting
        self.maximumWaitingPerConversation = maximumWaitingPerConversation
    }

    var activeCount: Int { active.count }

    /// Messages of a business that wait, and turns of it that are under way.
    func load(of business: BusinessID) -> (waiting: Int, active: Int) {
        // A conversation is of one business, and so is all that waits in it.
        let own = waiting.values.lazy.filter { $0.first?.business == business }
        return (own.reduce(0) { $0 + $1.count }, active.values.count { $0.business == business })
    }

    /// Why one more message would not be taken now; asked before the message is stored.
    func refusal(for conversation: ConversationID) -> DeskError? {
        if waitingCount >= maximumWaiting { return .overloaded }
        if (waiting[conversation]?.count ?? 0) >= maximumWaitingPerConversation { return .tooManyWaiting }
        return nil
    }

    mutating func offer(_ message: Message) -> Admission {
        let conversation = message.conversation
        if active[conversation]?.id == message.id
            || waiting[conversation]?.contains(where: { $0.id == message.id }) == true
        {
            return .duplicate
        }
        let isFirst = active[conversation] == nil && waiting[conversation] == nil
        if isFirst, active.count < maximumActive {
            active[conversation] = message
            return .start
        }
        if isFirst { runnable.append(conversation) }
        waiting[conversation, default: []].append(message)
        waitingCount += 1
        return .wait
    }

    /// Ends the conversation's turn. - Returns: the message to start instead, if any.
    mutating func finish(_ conversation: ConversationID) -> Message? {
        guard active.removeValue(forKey: conversation) != nil else { return nil }
        if waiting[conversation] != nil { runnable.append(conversation) }
        guard active.count < maximumActive, let next = runnable.popFirst(),
            let message = waiting[next]?.popFirst()
        else { return nil }
        if waiting[next]?.isEmpty == true { waiting[next] = nil }
        waitingCount -= 1
        active[next] = message
        return message
    }
}
