/// Why an index could not do what was asked.
public enum VectorIndexError: Error, Hashable, Sendable {
    /// The vector has another number of values than the business's index: it comes from another model.
    case dimensionMismatch(expected: Int, actual: Int)
    /// A vector holds values that are not finite, or is too long to be multiplied.
    case invalidVector
    /// A chunk id is not positive.
    case invalidID(Int64)
    /// A negative number of results was asked for.
    case invalidLimit(Int)
    /// As many searches are waiting as may wait: come back later.
    case overloaded
    /// The source gave pages that are out of order.
    case sourceOutOfOrder
    /// There is too little memory for the index.
    case outOfMemory
    /// A graph's building was stopped.
    case cancelled
    /// A file is not what was once written; it is rebuilt from the source.
    case corrupt(String)
    /// The system refused to read or write a file.
    case fileFailed(String)
    /// Anything else; the text is for the operator's log.
    case failed(String)
}
