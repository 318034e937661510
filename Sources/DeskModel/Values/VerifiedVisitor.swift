/// Somebody on a web page whom the business's own server vouches for.
public struct VerifiedVisitor: Hashable, Sendable {
    /// What the business calls them, such as the number of their account there. Two that differ in a byte are two
    /// people.
    public let identifier: String
    /// What the page says of them beside that.
    public var name: String?
    public var phone: String?
    public var email: String?

    public init(identifier: String, name: String? = nil, phone: String? = nil, email: String? = nil) {
        self.identifier = identifier
        self.name = name
        self.phone = phone
        self.email = email
    }
}
