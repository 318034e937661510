import DeskModel
import Synchronization

/// A call whose caller follows what the server answers: where to send the next words, what is heard.
final class SimulatedCall: Sendable {
    private let sid = "CA" + UUIDv7.next().replacing("-", with: "")
    private let next = Mutex("voice/menu")
    private let dialled = Mutex<String?>(nil)

    /// The event that the last answer wants next.
    var action: String { next.withLock { $0 } }

    /// The event that tells how putting the caller through ended; `nil` while nobody is being called. Asked for once.
    func takeDialled() -> String? {
        dialled.withLock { dialled in
            defer { dialled = nil }
            return dialled
        }
    }

    /// A form's fields about the call.
    func fields(_ more: [String: String]) -> [String: String] {
        ["CallSid": sid, "Direction": "inbound", "CallStatus": "in-progress"].merging(more) { $1 }
    }

    /// Takes an answer in. - Returns: what the caller hears, and what becomes of the call.
    func hear(_ document: String) -> [String] {
        guard let root = MarkupNode(document) else { return ["(an answer that is no XML)"] }
        var heard: [String] = []
        for verb in root.children {
            switch verb.name {
            case "Say": heard.append(verb.text)
            case "Gather":
                heard += verb.children.filter { $0.name == "Say" }.map(\.text)
                next.withLock { $0 = Self.event(verb.attributes["action"]) }
                // Who says something never comes to what stands behind it.
                return heard
            case "Record":
                heard.append("(a tone; voicemail is recorded)")
                return heard
            case "Dial":
                heard.append("(put through to \(verb.children.first?.text ?? "nobody"))")
                dialled.withLock { $0 = Self.event(verb.attributes["action"]) }
            case "Hangup": heard.append("(the call ends)")
            default: heard.append("(\(verb.name))")
            }
        }
        return heard
    }

    /// What follows the business in an address.
    private static func event(_ address: String?) -> String {
        guard let address, let match = address.firstMatch(of: /\/channels\/twilio\/[0-9]+\/(.+)$/) else {
            return "voice/menu"
        }
        return String(match.1)
    }
}
