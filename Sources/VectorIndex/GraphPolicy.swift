/// Decides when an index gets a graph.
///
/// Exact search reads every vector in 8 bits, about 30 microseconds for each thousand of 384 dimensions; a graph
/// answers in about half a millisecond but takes minutes of a core to build, and what comes after it is scanned.
/// So a graph is for sets that exact search would take several milliseconds for.
struct GraphPolicy: Hashable, Sendable {
    /// The parameters of the graph, named as in Malkov and Yashunin 2016: M, efConstruction, ef.
    struct Options: Hashable, Sendable {
        var links = 16
        var construction = 80
        var search = 128
    }

    /// What to do about an index now.
    enum Step: Hashable, Sendable {
        case nothing
        /// Link all vectors anew beside what is served.
        case build
        /// The set shrank so far that it is better searched exactly: build it from its source, which drops the graph.
        case reload
    }

    /// From how many vectors on a graph is built.
    var threshold: Int
    var options = Options()

    func step(for status: FaissIndex.Status) -> Step {
        guard status.graphed > 0 else { return status.count >= threshold ? .build : .nothing }
        guard status.count * 2 >= threshold else { return .reload }
        let uncovered = status.rows - status.graphed + status.graphRemoved
        return uncovered > max(threshold / 8, status.graphed / 4) ? .build : .nothing
    }
}
