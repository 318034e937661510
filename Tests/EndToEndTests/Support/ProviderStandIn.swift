import Foundation
import LoopbackServer
import Synchronization

/// Stands in for the APIs of Twilio, WhatsApp and Telegram, and does what a test says with each message sent to it.
final class ProviderStandIn: Sendable {
    enum Behaviour: Sendable {
        case accept
        case answer(Int, String, [String: String] = [:])
        /// Takes the message and breaks the connection off before saying so.
        case takeAndHangUp
        /// Breaks the connection off without taking the message.
        case hangUp
        /// Takes the message and answers only when the gate opens.
        case takeAndHold(Gate)
    }

    /// A message that was sent to it.
    struct Sent: Sendable {
        let path: String
        let body: String
        let headers: [String: String]
        let text: String
        let to: String
        /// What the provider calls it; `nil` when it was not taken.
        let id: String?
    }

    private struct State {
        var behaviours: [Behaviour] = []
        var sent: [Sent] = []
        var others: [String] = []
        var count = 0
    }

    private final class Box: Sendable { let values = Mutex(State()) }

    private let server: LoopbackServer
    private let box: Box

    init() throws {
        let box = Box()
        self.box = box
        server = try LoopbackServer { connection in
            while let request = connection.request() {
                guard Self.answer(request, on: connection, box) else { break }
            }
        }
    }

    var url: String { String(server.url("/").dropLast()) }

    /// What happens to the next messages, each in its turn; all others are accepted.
    func next(_ behaviours: Behaviour...) { box.values.withLock { $0.behaviours += behaviours } }

    var sent: [Sent] { box.values.withLock { $0.sent } }
    /// Those that the provider has.
    var taken: [Sent] { sent.filter { $0.id != nil } }
    /// Other calls: paths, and the bodies of marks.
    var others: [String] { box.values.withLock { $0.others } }

    /// Waits until so many messages have been taken. - Returns: all that were.
    @discardableResult
    func waitForTaken(_ count: Int) async throws -> [Sent] {
        try await withPatience("message \(count) to the provider") {
            while self.taken.count < count { try await Task.sleep(for: .milliseconds(20)) }
            return self.taken
        }
    }

    func waitForOthers(_ isWanted: @escaping @Sendable (String) -> Bool) async throws {
        try await withPatience("a call of the provider") {
            while !self.others.contains(where: isWanted) { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    /// - Returns: whether the connection stays open.
    private static func answer(_ request: ReceivedRequest, on connection: Connection, _ box: Box) -> Bool {
        let parts = request.line.split(separator: " ")
        let path = String(parts[1])
        if parts[0] == "GET" {
            box.values.withLock { $0.others.append(path) }
            if path.contains("/Media/") { return serve(path, request, on: connection) }
            if path.contains("/Recordings/") {
                connection.respond(200, ["Content-Type": "audio/mpeg"], body: "ID3 a voice")
                return true
            }
            connection.respond(200, ["Content-Type": "application/json"], body: list(box))
            return true
        }
        if path.hasSuffix("/media") { return takeFile(path, request, on: connection, box) }
        let form = fields(request.text)
        let interactive = (request.json["interactive"] as? [String: Any])?["body"] as? [String: Any]
        let text =
            form["Body"] ?? interactive?["text"] as? String ?? (request.json["text"] as? [String: Any])?["body"]
            as? String ?? request.json["text"]
            as? String ?? file(request)
        guard let text = text ?? (request.json["template"] == nil ? nil : "") else {
            box.values.withLock { $0.others.append("\(path) \(request.text)") }
            connection.respond(
                200, ["Content-Type": "application/json"], body: #"{"success":true,"ok":true,"result":true}"#)
            return true
        }
        let chat = request.text.firstMatch(of: /name="chat_id"\r\n\r\n([0-9-]+)/).map { String($0.1) }
        let to =
            form["To"] ?? request.json["to"] as? String ?? (request.json["chat_id"] as? Int).map(String.init) ?? chat
            ?? ""
        let (behaviour, number) = box.values.withLock { state in
            state.count += 1
            return (state.behaviours.isEmpty ? .accept : state.behaviours.removeFirst(), state.count)
        }
        let isTelegram = path.hasPrefix("/bot")
        // Telegram counts the messages of both sides together.
        let id = isTelegram ? "\(1_000 + number)" : form.isEmpty ? "wamid.OUT\(number)" : sid(number)
        func note(_ id: String?) {
            box.values.withLock {
                $0.sent.append(
                    Sent(path: path, body: request.text, headers: request.headers, text: text, to: to, id: id))
            }
        }
        let accepted =
            isTelegram
            ? #"{"ok":true,"result":{"message_id":\#(id),"chat":{"id":\#(to)}}}"#
            : form.isEmpty
                ? #"{"messaging_product":"whatsapp","messages":[{"id":"\#(id)"}]}"#
                : #"{"sid":"\#(id)","status":"queued"}"#
        let status = form.isEmpty ? 200 : 201
        switch behaviour {
        case .accept:
            note(id)
            connection.respond(status, ["Content-Type": "application/json"], body: accepted)
        case .answer(let status, let body, let headers):
            note(nil)
            connection.respond(status, headers, body: body)
        case .takeAndHangUp:
            note(id)
            connection.reset()
            return false
        case .hangUp:
            note(nil)
            connection.reset()
            return false
        case .takeAndHold(let gate):
            note(id)
            gate.wait()
            connection.respond(status, ["Content-Type": "application/json"], body: accepted)
        }
        return true
    }

    /// What is said of a message that is a file.
    private static func file(_ request: ReceivedRequest) -> String? {
        for kind in ["image", "audio", "video", "document"] {
            guard let shown = request.json[kind] as? [String: Any], let id = shown["id"] as? String else { continue }
            return "\(kind) \(id) \(shown["filename"] as? String ?? "")"
        }
        guard let name = request.text.firstMatch(of: /filename="([^"]*)"/) else { return nil }
        return "document \(name.1)"
    }

    /// An upload to WhatsApp, which is kept among the other calls. Those that a test refuses are no messages.
    private static func takeFile(
        _ path: String, _ request: ReceivedRequest, on connection: Connection, _ box: Box
    ) -> Bool {
        let refusal = box.values.withLock { state -> (Int, String)? in
            state.others.append("\(path) \(request.text)")
            guard case .answer(let status, let body, _) = state.behaviours.first else { return nil }
            state.behaviours.removeFirst()
            return (status, body)
        }
        connection.respond(
            refusal?.0 ?? 200, ["Content-Type": "application/json"], body: refusal?.1 ?? #"{"id":"4490709327384033"}"#)
        return true
    }

    /// A file, a redirect to one, or one without end.
    private static func serve(_ path: String, _ request: ReceivedRequest, on connection: Connection) -> Bool {
        let isTrusted = request.headers["authorization"] != nil
        if path.hasSuffix("/moved") {
            connection.respond(302, ["Location": path.replacing("/moved", with: "/file")])
        } else if path.hasSuffix("/huge") {
            connection.send("HTTP/1.1 200 Scripted\r\nContent-Type: image/jpeg\r\nContent-Length: 99999999\r\n\r\n")
            while connection.send([UInt8](repeating: 7, count: 1 << 16), patience: 1_000) == 1 << 16 {}
            return false
        } else if path.hasSuffix("/slow") {
            connection.send("HTTP/1.1 200 Scripted\r\nContent-Type: image/jpeg\r\nContent-Length: 12\r\n\r\n")
            for _ in 0..<12 {
                Thread.sleep(forTimeInterval: 0.1)
                connection.send("x")
            }
        } else if path.hasSuffix("/gone") {
            connection.respond(410, body: "")
        } else if path.hasSuffix("/letter") {
            connection.respond(200, ["Content-Type": "text/plain"], body: "My dog is called Rex.\nHe limps.")
        } else {
            connection.respond(200, ["Content-Type": "image/jpeg", "X-Trusted": "\(isTrusted)"], body: "a picture")
        }
        return true
    }

    static func sid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "SM" + String(repeating: "0", count: 32 - digits.count) + digits
    }

    /// Twilio's list of messages.
    private static func list(_ box: Box) -> String {
        let messages = box.values.withLock { $0.sent }.compactMap { sent -> [String: String]? in
            guard let id = sent.id else { return nil }
            return [
                "sid": id, "body": sent.text, "from": fields(sent.body)["From"] ?? "", "to": sent.to,
                "direction": "outbound-api", "date_created": rfc2822(Date()),
            ]
        }
        let data = (try? JSONSerialization.data(withJSONObject: ["messages": messages])) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    private static func rfc2822(_ date: Date) -> String {
        let iso = date.formatted(.iso8601)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = iso.prefix(10).split(separator: "-")
        return "Mon, \(day[2]) \(months[(Int(day[1]) ?? 1) - 1]) \(day[0]) \(iso.dropFirst(11).prefix(8)) +0000"
    }

    private static func fields(_ form: String) -> [String: String] {
        // JSON and multipart bodies are none.
        guard !form.hasPrefix("{"), !form.hasPrefix("--") else { return [:] }
        var fields: [String: String] = [:]
        for pair in form.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            fields[String(parts[0])] = parts[1].replacing("+", with: " ").removingPercentEncoding
        }
        return fields
    }
}
