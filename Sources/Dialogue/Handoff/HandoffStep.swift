public import DeskModel

/// Where an event leads, and what it brings about.
public struct HandoffStep: Hashable, Sendable {
    /// Something said to the customer.
    public struct Saying: Hashable, Sendable {
        public let line: HandoffLine
        /// The agent that it is about; empty when it is about none.
        public let name: String
    }

    /// Something told to those who watch.
    public struct Telling: Hashable, Sendable {
        public let kind: LoggedEvent.Kind
        public let agent: Agent?
        /// Of a release: `returned`, `timed_out` or `closed`.
        public var reason: String?
    }

    public var next: Handoff
    public var says: [Saying] = []
    public var tells: [Telling] = []
    /// Whether the assistant answers what nobody has answered.
    public var answersWaiting = false
    public var closesConversation = false
    /// Whether anything is to be stored.
    public var isChange = true

    init(_ next: Handoff) { self.next = next }

    init(_ next: Handoff, _ line: HandoffLine, name: String = "", _ kind: LoggedEvent.Kind? = nil, agent: Agent? = nil)
    {
        self.next = next
        says = [Saying(line: line, name: name)]
        tells = kind.map { [Telling(kind: $0, agent: agent)] } ?? []
    }
}
