import Channels
import DeskModel
import Foundation

/// A call over ConversationRelay with a caller who types: lines are what is said, `#5` is a key, `!words` interrupts
/// with what was heard.
struct RelaySimulation: Sendable {
    let simulation: Simulation

    func run(_ lines: some AsyncSequence<String, any Error>) async throws {
        let path = "/channels/twilio/\(simulation.business)/relay"
        guard let url = URL(string: simulation.server), url.scheme == "http", let host = url.host() else {
            throw VectorError("A simulated call needs a server at http://HOST:PORT, without TLS.")
        }
        let signed = simulation.publicURL.replacing(/^http/, with: "ws") + path
        let signature = TwilioSignature.sign(url: signed, authToken: simulation.secret)
        let socket = RelaySocket(
            host: host, port: url.port ?? 80, path: path, headers: [("X-Twilio-Signature", signature)])
        try await socket.run { session in
            try await session.send(setup.text)
            for try await line in lines {
                Console.out("> \(line)")
                if let act = SimulatedAgent.Act(line) {
                    try await simulation.agent.perform(act)
                    guard try await listen(&session) else { return }
                    continue
                }
                for frame in frames(line) { try await session.send(frame.text) }
                // A key that is only noted is answered by nothing.
                guard !line.hasPrefix("!"), !line.hasPrefix("#") || line.hasSuffix("#") || line == "#0" else {
                    continue
                }
                guard try await listen(&session) else { return }
            }
        }
    }

    /// Prints what is said until the turn is over. - Returns: whether the call goes on.
    private func listen(_ session: inout RelaySocket.Session) async throws -> Bool {
        var said = ""
        while let text = try await session.next() {
            let frame = try JSONValue(parsing: Array(text.utf8))
            switch frame["type"].string {
            case "text":
                said += frame["token"].string ?? ""
                if frame["last"].bool == true {
                    Console.out("< \(said)")
                    return true
                }
            case "language": Console.out("< (\(frame["ttsLanguage"].string ?? ""))")
            case "end":
                if !said.isEmpty { Console.out("< \(said)") }
                Console.out("< (the session ends: \(frame["handoffData"].string ?? "goodbye"))")
                return false
            default: continue
            }
        }
        Console.out("< (the socket was closed)")
        return false
    }

    private var setup: JSONValue {
        let digits = UUIDv7.next().replacing("-", with: "")
        return [
            "type": "setup", "sessionId": .string("VX" + digits), "callSid": .string("CA" + digits),
            "accountSid": .string(Simulation.account), "from": .string(simulation.customer),
            "to": .string(Simulation.number), "direction": "inbound", "callType": "PSTN", "callStatus": "RINGING",
            "customParameters": ["businessId": .string(String(simulation.business))],
        ]
    }

    private func frames(_ line: String) -> [JSONValue] {
        if line.hasPrefix("!") {
            return [
                [
                    "type": "interrupt", "utteranceUntilInterrupt": .string(String(line.dropFirst())),
                    "durationUntilInterruptMs": 500,
                ]
            ]
        }
        if line.hasPrefix("#") {
            return line.dropFirst().map { ["type": "dtmf", "digit": .string(String($0))] }
        }
        return [["type": "prompt", "voicePrompt": .string(line), "lang": "en-US", "last": true]]
    }
}
