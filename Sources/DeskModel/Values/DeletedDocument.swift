/// A document as it was the moment it was deleted.
public struct DeletedDocument: Sendable {
    public let document: Document
    /// The bytes of the version that was served; `nil` where they were not asked for.
    public let content: [UInt8]?
    /// For the index; `nil` when it held nothing of the document.
    public let change: IndexChange?

    public init(document: Document, content: [UInt8]?, change: IndexChange?) {
        self.document = document
        self.content = content
        self.change = change
    }
}
