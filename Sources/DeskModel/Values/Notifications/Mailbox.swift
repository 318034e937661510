/// Who a mail is from: `Name <address>` or an address alone (RFC 5322 section 3.4).
public struct Mailbox: Hashable, Sendable {
    public let name: String
    public let address: EmailAddress

    public init(name: String, address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// - Returns: `nil` when the text is neither.
    public init?(_ text: String) {
        if let address = EmailAddress(text) {
            self.init(name: "", address: address)
            return
        }
        guard let match = text.wholeMatch(of: /\s*([^<>]*?)\s*<([^<>]+)>\s*/),
            let address = EmailAddress(String(match.2))
        else { return nil }
        self.init(name: match.1.filter { $0 != "\"" }, address: address)
    }
}
