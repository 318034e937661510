/// Keeps the files that come with messages.
public protocol ChannelMediaStore: Sendable {
    /// Files that are to be fetched now: of the providers by turns, and within each of the businesses; of a business those
    /// first that have waited longest.
    func pendingMedia(now: Timestamp, limit: Int) async throws -> [InboundMedia]
    /// Keeps a file with its message. - Parameter contentType: what it is by its own bytes.
    func keep(_ media: InboundMedia, content: [UInt8], contentType: String) async throws
    /// Notes that a file could not be had. - Parameter again: when it is tried once more; `nil` to give it up.
    func postpone(_ media: InboundMedia, because reason: String, until again: Timestamp?) async throws
    /// Gives a message that came without words the words of its file.
    func write(_ words: String, readIn media: InboundMedia) async throws
}
