import Hummingbird

extension Texts {
    /// Names the language that was chosen in a browser.
    static let cookie = "frontdesk_language"

    /// The texts in the language of who asks.
    init(for request: Request) {
        self.init(
            Self.language(
                chosen: request.cookies[Self.cookie]?.value, accepted: request.headers[.acceptLanguage]))
    }
}
