/// A page of the dashboard on which people of the business see what they were told of.
public struct DeskPage: Hashable, Sendable, Codable {
    /// Below the desk's own address, without a slash in front.
    public let path: String

    private init(_ path: String) { self.path = path }

    public static func conversation(_ id: ConversationID, in business: BusinessID) -> DeskPage {
        DeskPage("b/\(business)/conversations/\(id)")
    }

    public static func document(_ id: DocumentID, in business: BusinessID) -> DeskPage {
        DeskPage("b/\(business)/documents/\(id)")
    }

    public static func calls(of business: BusinessID) -> DeskPage { DeskPage("b/\(business)/calls") }

    public init(from decoder: any Decoder) throws {
        let stored = try decoder.singleValueContainer().decode(String.self)
        // What was stored before pages were the dashboard's names the customer's own chat.
        let parts = stored.split(separator: "/")
        path = parts.count == 3 && parts[0] == "chats" ? "b/\(parts[1])/conversations/\(parts[2])" : stored
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(path)
    }
}
