import Foundation

/// What is needed to call Twilio's REST API in a business's name.
public struct TwilioAccount: Hashable, Sendable {
    public let sid: String
    public let authToken: String
    /// Without a slash at the end.
    public let apiBase: String

    public static let apiBase = "https://api.twilio.com"

    public init(sid: String, authToken: String, apiBase: String = TwilioAccount.apiBase) {
        self.sid = sid
        self.authToken = authToken
        self.apiBase = apiBase
    }

    var authorization: String { "Basic " + Data("\(sid):\(authToken)".utf8).base64EncodedString() }

    func url(_ path: String) -> String { "\(apiBase)/2010-04-01/Accounts/\(sid)/\(path)" }
}
