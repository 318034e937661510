import Channels
import DeskModel
import Foundation

/// `conversationrelay`: TwiML, handshake, calls played step by step, and the address called afterwards.
enum RelayVectors {
    static func run(_ file: VectorFile) async throws -> [VectorResult] {
        var results = [handshake(file.content["handshake"])]
        results += file.content["cases"].elements.map(play)
        let callback = file.content["action_callback"]
        guard !callback.isNull else { return results }
        let origin = TwilioVectors.origin(of: callback["request"]["url"].string ?? "")
        return results
            + (try await VectorDesk.run(publicURL: origin) { desk in
                var check = VectorCheck(callback, in: "action_callback")
                do {
                    try await TwilioVectors.replay(callback, on: desk, &check)
                } catch {
                    check.fail("request", error)
                }
                return [check.result, document(file.content["twiml"], desk)]
            })
    }

    private static func handshake(_ vector: JSONValue) -> VectorResult {
        var check = VectorCheck(["id": "handshake"])
        var headers: [String: String] = [:]
        if case .object(let given) = vector["headers"] { headers = given.compactMapValues(\.string) }
        let request = WebhookRequest(
            method: vector["method"].string ?? "GET", url: vector["url"].string ?? "", headers: headers, body: [])
        let isValid = TwilioSignature.isValid(request, authToken: vector["auth_token"].string ?? "")
        check.expect("valid", vector["valid"], .bool(isValid))
        return check.result
    }

    /// Compares our answer to a call with the vector's; our addresses name the business.
    private static func document(_ vector: JSONValue, _ desk: VectorDesk) -> VectorResult {
        var check = VectorCheck(["id": "twiml"])
        guard let wanted = MarkupNode(vector["document"].string ?? ""),
            let relay = wanted.children.first?.children.first
        else {
            check.expect("document", "XML", vector["document"].text)
            return check.result
        }
        let greeting = relay.attributes["welcomeGreeting"] ?? ""
        let name = greeting.replacing("Hello, this is ", with: "").replacing(". How can I help?", with: "")
        let languages =
            [relay.attributes["language"] ?? "en-US"]
            + relay.children.filter { $0.name == "Language" }.compactMap { $0.attributes["code"] }
        let business = relay.children.first { $0.name == "Parameter" }?.attributes["value"] ?? "7"
        let script = VoiceScript(
            businessName: name, mode: .relay, base: "\(desk.publicURL)/channels/twilio/\(business)",
            relayURL: desk.publicURL.replacing("https://", with: "wss://") + "/channels/twilio/\(business)/relay",
            agentNumber: nil, ownNumber: nil, businessID: business, offersTexts: true, languages: languages)
        guard let got = MarkupNode(script.greeting.document) else {
            check.expect("document", "XML", script.greeting.document)
            return check.result
        }
        let problems = got.covers(wanted) { $0.replacing("/channels/twilio/\(business)/", with: "/channels/twilio/") }
        check.expect("document", "", problems.joined(separator: "; "))
        return check.result
    }

    /// Plays a call. Pieces stand for what the answerer yields to the prompt before them.
    private static func play(_ vector: JSONValue) -> VectorResult {
        var check = VectorCheck(vector)
        var player = RelayPlayer()
        for (index, step) in vector["steps"].elements.enumerated() {
            player.take(step, at: index, &check)
        }
        return check.result
    }
}

/// Plays the steps of a vector on the state machine.
private struct RelayPlayer {
    private var machine = RelayMachine()
    private var turn = 0
    /// Frames that no expectation has looked at yet.
    private var replies: [RelayReply] = []
    /// Pieces that wait until the next frame was delivered.
    private var waiting: [String] = []
    private var closed: UInt16?
    private var lastEnd: String?

    mutating func take(_ step: JSONValue, at index: Int, _ check: inout VectorCheck) {
        let place = "step \(index)"
        if !step["in"].isNull {
            let text = step["in"].string ?? step["in"].text
            perform(machine.handle(.frame(text)))
            if !waiting.isEmpty {
                let late = waiting
                waiting = []
                answer(late, isWhole: true)
            }
        } else if !step["pieces"].isNull {
            let pieces = step["pieces"].elements.compactMap(\.string)
            if let pause = step["pause_after"].integer {
                waiting = Array(pieces.dropFirst(Int(pause)))
                answer(Array(pieces.prefix(Int(pause))), isWhole: false)
            } else {
                answer(pieces, isWhole: true)
            }
        } else if let said = step["say"].string {
            let frames = replies.compactMap { reply -> (String, Bool)? in
                guard case .text(let token, let isLast) = reply else { return nil }
                return (token, isLast)
            }
            check.expect("\(place) say", said, frames.map { $0.0 }.joined())
            let isOpen = step["open"].bool ?? false
            check.expect("\(place) last", isOpen ? "0" : "1", String(frames.count { $0.1 }))
            if !isOpen, frames.last?.1 != true { check.expect("\(place) last", "on the final frame", "before") }
            replies = []
        } else if !step["out"].isNull {
            let match = replies.firstIndex { reply in Self.has(reply.json, step["out"]) }
            check.expect(
                "\(place) out", step["out"].text,
                match.map { _ in step["out"].text } ?? replies.map(\.json.text).joined())
            if let match {
                if case .end(let data) = replies[match] { lastEnd = data }
                replies.removeSubrange(...match)
            }
        } else if step["silent"].bool == true {
            let loud = replies.filter { reply in
                switch reply {
                case .text(let token, _): !token.isEmpty
                case .language: false
                case .end: true
                }
            }
            check.expect("\(place) silent", "", loud.map(\.json.text).joined())
            replies = []
        } else if !step["handoff"].isNull {
            let data = lastEnd.flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? .null
            for name in step["handoff"]["json_has"].elements.compactMap(\.string) {
                check.expect("\(place) handoffData.\(name)", "some", data[name].isNull ? "none" : "some")
            }
        } else if !step["history"].isNull {
            let history = machine.history.map { entry -> JSONValue in
                ["role": .string(entry.role.rawValue), "text": .string(entry.text), "heard": .bool(entry.isHeard)]
            }
            check.expect("\(place) history", subset: step["history"], of: .array(history))
        } else if let code = step["closed"].integer {
            check.expect("\(place) closed", String(code), closed.map { String($0) } ?? "open")
        }
    }

    /// Every key that is given must be equal.
    private static func has(_ frame: JSONValue, _ wanted: JSONValue) -> Bool {
        var check = VectorCheck(["id": ""])
        check.expect("", subset: wanted, of: frame)
        return check.result.passed
    }

    private mutating func answer(_ pieces: [String], isWhole: Bool) {
        let turn = turn
        for piece in pieces { perform(machine.handle(.piece(turn: turn, piece))) }
        // Time goes by until the caller does something.
        perform(machine.handle(isWhole ? .finished(turn: turn) : .paused(turn: turn)))
    }

    private mutating func perform(_ effects: [RelayMachine.Effect]) {
        for effect in effects {
            switch effect {
            case .send(let reply): replies.append(reply)
            case .ask(let number, _): turn = number
            case .close(let code): closed = code
            case .begin, .stop, .heard, .note, .handOff: break
            }
        }
    }
}
