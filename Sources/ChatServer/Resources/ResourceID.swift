import DeskModel

/// What a resource id is of. The raw value begins its `sid`, as with Twilio.
enum ResourceKind: String {
    case account = "AC"
    case service = "IS"
    case conversation = "CH"
    case participant = "MB"
    case message = "IM"
    case media = "ME"
    case webhook = "WH"

    /// The 34 characters that stand for a UUID in clients of Twilio Conversations.
    func sid(_ id: String) -> String { rawValue + id.replacing("-", with: "") }

    /// The account sid of a business.
    static func sid(_ business: BusinessID) -> String {
        let digits = String(business.rawValue, radix: 16)
        return ResourceKind.account.rawValue + String(repeating: "0", count: max(0, 32 - digits.count)) + digits
    }

    /// The UUID that a `sid` of this kind or a UUID stands for; `nil` for anything else.
    func id(_ text: some StringProtocol) -> String? {
        let lower = text.lowercased()
        if UUIDv7.isValid(lower) { return lower }
        guard lower.utf8.count == 34, lower.hasPrefix(rawValue.lowercased()) else { return nil }
        let digits = Array(lower.utf8.dropFirst(2))
        let parts = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(decoding: digits[$0], as: UTF8.self) }
        let id = parts.joined(separator: "-")
        return UUIDv7.isValid(id) ? id : nil
    }
}
