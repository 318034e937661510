/// The words by which people leave and join a sender. Twilio answers them itself; we obey.
public enum SMSKeyword: Hashable, Sendable {
    case stop
    case start
    case help

    private static let stops: Set = ["stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"]
    private static let starts: Set = ["start", "unstop"]
    private static let helps: Set = ["help", "info"]

    /// A keyword counts only when it is the whole message.
    ///
    /// - Parameters:
    ///   - isOptedOut: `YES` joins those who left; from anybody else it is an answer.
    ///   - optOutType: what Twilio took it for, where it says.
    public init?(_ body: String, isOptedOut: Bool, optOutType: String? = nil) {
        if let type = optOutType?.uppercased() {
            switch type {
            case "STOP": self = .stop
            case "START": self = .start
            case "HELP": self = .help
            default: return nil
            }
            return
        }
        let word = String(body.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased())
        if Self.stops.contains(word) {
            self = .stop
        } else if Self.starts.contains(word) || (isOptedOut && word == "yes") {
            self = .start
        } else if Self.helps.contains(word) {
            self = .help
        } else {
            return nil
        }
    }
}
