/// What is needed to call the Cloud API in a business's name.
public struct WhatsAppAccount: Hashable, Sendable {
    public let phoneNumberID: String
    public let accessToken: String
    /// Without a slash at the end.
    public let apiBase: String
    /// Such as `v25.0`.
    public let apiVersion: String

    public static let apiBase = "https://graph.facebook.com"
    public static let apiVersion = "v25.0"

    public init(
        phoneNumberID: String, accessToken: String, apiBase: String = WhatsAppAccount.apiBase,
        apiVersion: String = WhatsAppAccount.apiVersion
    ) {
        self.phoneNumberID = phoneNumberID
        self.accessToken = accessToken
        self.apiBase = apiBase
        self.apiVersion = apiVersion
    }

    var authorization: String { "Bearer \(accessToken)" }

    func url(_ path: String) -> String { "\(apiBase)/\(apiVersion)/\(path)" }
    var messages: String { url("\(phoneNumberID)/messages") }
}
