import HTTPTypes
import Hummingbird

/// The cookies of people who signed in: one that signs in, which scripts cannot read, and one that our own pages send
/// back to prove that they are ours, which they can.
struct SessionCookies: Sendable {
    static let session = "frontdesk_session"
    static let pageToken = "frontdesk_csrf"
    /// Carries the page token on requests of scripts; forms have a field of the name `csrf_token`.
    static let pageTokenHeader = HTTPField.Name("X-CSRF-Token")

    /// Whether people reach the server by https.
    let isSecure: Bool

    enum SameSite: String {
        /// Sent along when a link of another site is followed, as from a mail.
        case lax = "Lax"
        case strict = "Strict"
    }

    /// - Parameter seconds: until it is forgotten.
    func session(_ value: String, for seconds: Int64, sameSite: SameSite) -> HTTPField {
        field("\(Self.session)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=\(sameSite.rawValue)")
    }

    func pageToken(_ value: String, for seconds: Int64) -> HTTPField {
        field("\(Self.pageToken)=\(value); Path=/; Max-Age=\(seconds); SameSite=Lax")
    }

    /// Forgets both.
    var none: [HTTPField] { [session("", for: 0, sameSite: .lax), pageToken("", for: 0)] }

    private func field(_ value: String) -> HTTPField {
        HTTPField(name: .setCookie, value: value + (isSecure ? "; Secure" : ""))
    }
}
