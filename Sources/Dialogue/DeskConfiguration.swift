/// The desk's limits.
public struct DeskConfiguration: Hashable, Sendable {
    /// Characters (Unicode scalars) a message may have.
    public var maximumMessageLength = 20_000
    /// Turns answered at once.
    public var maximumActiveTurns = 64
    /// Messages waiting for a turn, in all.
    public var maximumWaitingTurns = 10_000
    /// Messages waiting for a turn in one conversation.
    public var maximumWaitingPerConversation = 20
    /// Earlier messages an answer takes into account.
    public var historyLength = 10
    /// How long a generated answer goes on after the customer has left, in case they come back.
    public var abandonAfter: Duration = .seconds(15)
    /// The longest a turn may take.
    public var turnTimeout: Duration = .seconds(120)
    /// How long a turn that failed waits for each further try, where the customer could not see that it failed.
    public var turnRetries: [Duration] = [.seconds(2), .seconds(10), .seconds(60)]
    /// How often the desk looks for leases of agents that have ended.
    public var leaseCheck: Duration = .seconds(1)
    /// Shown when a chat opens and the business has set no greeting.
    public var defaultGreeting = "Hi! Ask me anything about our documents, and I will show you where the answer stands."

    public init() {}
}
