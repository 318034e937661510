public import DeskModel

/// A file of the business's on its way to a customer.
public struct OutgoingFile: Hashable, Sendable {
    public let id: MediaID
    /// As it is shown.
    public let name: String
    /// What it is by its own bytes, without parameters.
    public let contentType: String
    public let content: [UInt8]
    /// What the provider calls it once it has it.
    public var providerID: String?

    public init(id: MediaID, name: String, contentType: String, content: [UInt8]) {
        self.id = id
        self.name = name
        self.contentType = String(contentType.prefix { $0 != ";" }).trimmed
        self.content = content
    }
}
