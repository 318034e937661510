import Channels
import DeskModel
import Foundation

/// How soon a caller hears the first words of an answer, with many calls open.
enum RelayBenchmark {
    private static let account = "AC" + String(repeating: "1b", count: 16)
    private static let token = "0123456789abcdef0123456789abcdef"

    static func run(_ bench: Workbench) async throws -> Finding {
        let (calls, count) = (bench.sizes.calls, bench.sizes.questions)
        let desk = try await ServedDesk(bench, embedder: bench.embedder(), conversations: count + 3)
        defer { try? FileManager.default.removeItem(atPath: desk.folder) }
        try desk.connect("twilio", ["twilio_account_sid": account, "twilio_auth_token": token])
        bench.say("relay, opening \(calls) calls")
        let sockets = try await offPool { try (0..<calls).map { try call($0, desk) } }
        var random = SeededGenerator(seed: 11)
        let questions = desk.questions.shuffled(using: &random)
        var spoken: [Double] = []
        var chatted: [Double] = []
        for number in 0..<count + 3 {
            let question = questions[number % questions.count]
            let heard = try await offPool { try ask(question, on: sockets[number % calls]) }
            let socket = try await offPool { try desk.connect(number) }
            let seen = try await offPool { try socket.ask(question).firstToken }
            // The first ones warm everything up.
            guard number >= 3 else { continue }
            spoken.append(heard.milliseconds)
            chatted.append(seen.milliseconds)
        }
        return Finding(
            figures: [
                Figure(
                    what: "First token on a call, \(calls) calls open, p50 ms", ours: Figure.number(spoken.median),
                    peer: "\(Figure.number(chatted.median)) (chat socket)", ratio: spoken.median / chatted.median,
                    bar: .atMost(3))
            ],
            notes: [
                """
                From sending a prompt over a ConversationRelay socket to the built server until the first `text` frame \
                with words, \(count) questions over \(calls) open calls, by turns with the first `delta` of the same \
                question on a chat socket. p95 \(Figure.number(spoken.quantile(0.95))) and \
                \(Figure.number(chatted.quantile(0.95))) ms.
                """
            ])
    }

    private static func call(_ number: Int, _ desk: ServedDesk) throws -> WebSocketClient {
        let path = "/channels/twilio/\(desk.business)/relay"
        let url = ServerProcess.publicURL.replacing("https", with: "wss") + path
        let socket = try WebSocketClient(
            port: desk.server.port, path: path,
            headers: ["X-Twilio-Signature": TwilioSignature.sign(url: url, authToken: token)])
        let digits = String(format: "%032x", number)
        try socket.send(
            #"{"type":"setup","sessionId":"VX\#(digits)","callSid":"CA\#(digits)","accountSid":"\#(account)","from":"+1500\#(5_550_000 + number)","to":"+15005550006","direction":"inbound"}"#
        )
        return socket
    }

    /// - Returns: the time until the first words were here; the rest of the answer is read, too.
    private static func ask(_ question: String, on socket: WebSocketClient) throws -> Duration {
        let prompt = try JSONEncoder().encode(Prompt(voicePrompt: question))
        let start = ContinuousClock.now
        try socket.send(String(decoding: prompt, as: UTF8.self))
        var first: Duration?
        while true {
            let frame = try JSONDecoder().decode(Frame.self, from: Data(try socket.receive().utf8))
            guard frame.type == "text" else { continue }
            if first == nil, frame.token?.isEmpty == false { first = ContinuousClock.now - start }
            if frame.last == true { return first ?? (ContinuousClock.now - start) }
        }
    }

    private struct Prompt: Encodable {
        let type = "prompt"
        let voicePrompt: String
        let lang = "en-US"
        let last = true
    }

    private struct Frame: Decodable {
        let type: String
        let token: String?
        let last: Bool?
    }
}
