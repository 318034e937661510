extension VectorIndexService {
    /// How much the service may hold and how eagerly it saves.
    public struct Configuration: Hashable, Sendable {
        /// Bytes of index kept in memory; beyond, the businesses longest unused are let go. One business always stays.
        public var memoryBudget: Int
        /// From how many vectors on a business is searched through a graph rather than exactly.
        public var graphThreshold: Int
        /// How many searches run at once.
        public var searchThreads: Int
        /// How many searches may wait before more are refused with `VectorIndexError.overloaded`.
        public var searchQueue: Int
        /// How long a changed index stays unsaved, so that a series of changes is saved once.
        public var saveDelay: Duration
        /// How long a change waits for the one before it, until the index is rebuilt without.
        public var gapPatience: Duration
        /// How long a search waits for a change that full text has seen. Most are made within milliseconds; one that
        /// takes longer than this holds up the searches of this time, and none after them.
        public var changePatience: Duration
        /// How often a loaded index is compared with its source, for changes that another process made.
        public var checkInterval: Duration

        public init(
            memoryBudget: Int = 1 << 30, graphThreshold: Int = 200_000, searchThreads: Int = 2,
            searchQueue: Int = 256, saveDelay: Duration = .seconds(5), gapPatience: Duration = .milliseconds(250),
            changePatience: Duration = .milliseconds(500), checkInterval: Duration = .seconds(60)
        ) {
            self.memoryBudget = memoryBudget
            self.graphThreshold = graphThreshold
            self.searchThreads = searchThreads
            self.searchQueue = searchQueue
            self.saveDelay = saveDelay
            self.gapPatience = gapPatience
            self.changePatience = changePatience
            self.checkInterval = checkInterval
        }
    }

    /// What the service holds in memory.
    public struct Statistics: Hashable, Sendable {
        public let businesses: Int
        public let vectors: Int
        public let bytes: Int
    }
}
