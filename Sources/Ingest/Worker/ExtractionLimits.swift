/// What the extraction of one document may use up.
public struct ExtractionLimits: Hashable, Sendable, Codable {
    /// Address space of the worker process in bytes.
    public var memory = 1_536 << 20
    /// Processor time of all its threads together, in seconds.
    public var processorSeconds = 90
    /// Time by the clock, in seconds.
    public var wallSeconds = 180.0
    /// Time by the clock without a page being done, in seconds: a long document may take long, a single page may not.
    public var stallSeconds = 40.0
    /// Bytes of output.
    public var output = 192 << 20

    public init() {}

    /// For telling a document's kind, while who uploads it waits.
    public static let ofKind: ExtractionLimits = {
        var limits = ExtractionLimits()
        limits.processorSeconds = 10
        limits.wallSeconds = 20
        limits.stallSeconds = 20
        limits.output = 64 << 10
        return limits
    }()
}
