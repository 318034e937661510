import Channels
import DeskModel
import Foundation

/// `conversationrelay`: TwiML, handshake, calls played step by step, and the address called afterwards.
enum RelayVectors {
    static func run(_ file: VectorFile) async throws -> [VectorResult] {
        var results = file.cases(in: ["handshake", "handshakes"]).map(handshake)
        results += file.cases(in: ["twiml"]).map(document)
        results += file.cases(in: ["cases"]).map(play)
        let callbacks = file.cases(in: ["action_callback", "action_callbacks"])
        for (origin, callbacks) in TwilioVectors.byOrigin(callbacks) {
            results += try await VectorDesk.run(publicURL: origin) { desk in
                await TwilioVectors.replay(callbacks, on: desk)
            }
        }
        return results
    }

    private static func handshake(_ item: VectorFile.Case) -> VectorResult {
        let vector = item.vector
        var check = item.check
        let request = WebhookRequest(
            method: vector["method"].string ?? "GET", url: vector["url"].string ?? "", headers: vector["headers"].texts,
            body: [])
        let isValid = TwilioSignature.isValid(request, authToken: vector["auth_token"].string ?? "")
        check.expect("valid", .bool(vector["valid"].bool ?? (vector["negative"].bool != true)), .bool(isValid))
        return check.result
    }

    /// Compares our answer to a call with the vector's; our addresses name the business.
    private static func document(_ item: VectorFile.Case) -> VectorResult {
        var check = item.check
        guard let wanted = MarkupNode(item.vector["document"].string ?? ""), let connect = wanted.children.first,
            let relay = connect.children.first
        else {
            check.expect("document", "XML", item.vector["document"].text)
            return check.result
        }
        let greeting = relay.attributes["welcomeGreeting"] ?? ""
        let name = greeting.replacing("Hello, this is ", with: "").replacing(". How can I help?", with: "")
        let languages =
            [relay.attributes["language"] ?? "en-US"]
            + relay.children.filter { $0.name == "Language" }.compactMap { $0.attributes["code"] }
        let business = relay.children.first { $0.name == "Parameter" }?.attributes["value"] ?? "7"
        let origin = TwilioVectors.origin(of: connect.attributes["action"] ?? relay.attributes["url"] ?? "")
        let script = VoiceScript(
            businessName: name, mode: .relay, base: "\(origin)/channels/twilio/\(business)",
            relayURL: origin.replacing("https://", with: "wss://") + "/channels/twilio/\(business)/relay",
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
    private static func play(_ item: VectorFile.Case) -> VectorResult {
        var check = item.check
        var player = RelayPlayer()
        let steps = item.vector["steps"].elements
        if steps.isEmpty { check.misunderstand("steps", item.vector) }
        for (index, step) in steps.enumerated() { player.take(step, at: index, &check) }
        player.settle(&check)
        return check.result
    }
}

/// Plays the steps of a vector on the state machine.
private struct RelayPlayer {
    private var machine = RelayMachine()
    private var turn = 0
    /// Frames that no expectation has looked at yet.
    private var replies: [RelayReply] = []
    /// Pieces of a turn that wait until the next frame was delivered.
    private var waiting: (turn: Int, pieces: [String])?
    /// A change of language that is due before the next words.
    private var due: (place: String, frame: JSONValue)?
    private var closed: UInt16?
    private var lastEnd: String?

    private static let names: Set = [
        "in", "pieces", "pause_after", "say", "open", "out", "silent", "handoff", "history", "closed",
    ]

    mutating func take(_ step: JSONValue, at index: Int, _ check: inout VectorCheck) {
        let place = "step \(index)"
        check.understand(place, step, Self.names)
        if !step["in"].isNull { deliver(step["in"].string ?? step["in"].text) }
        if !step["pieces"].isNull {
            let pieces = step["pieces"].elements.compactMap(\.string)
            if let pause = step["pause_after"].integer {
                let count = min(max(0, Int(pause)), pieces.count)
                waiting = (turn, Array(pieces.dropFirst(count)))
                answer(Array(pieces.prefix(count)), of: turn, isWhole: false)
            } else {
                answer(pieces, of: turn, isWhole: true)
            }
        }
        if let said = step["say"].string { expect(said, isOpen: step["open"].bool ?? false, place, &check) }
        if !step["out"].isNull {
            let wanted = step["out"]
            let match = replies.firstIndex { Self.has($0.json, wanted) }
            if let match {
                replies.removeSubrange(...match)
            } else if wanted["type"].string == "language" {
                // It goes out with the turn's first words, which the vector may give only then.
                due = (place, wanted)
            } else {
                check.expect("\(place) out", wanted.text, replies.map(\.json.text).joined())
            }
        }
        if step["silent"].bool == true {
            let loud = replies.filter { reply in
                switch reply {
                case .text(let token, _): !token.isEmpty
                case .language: false
                case .end: true
                }
            }
            check.expect("\(place) silent", "", loud.map(\.json.text).joined())
            replies = []
        }
        if !step["handoff"].isNull { expectHandoff(step["handoff"], place, &check) }
        if !step["history"].isNull {
            let history = machine.history.map { entry -> JSONValue in
                ["role": .string(entry.role.rawValue), "text": .string(entry.text), "heard": .bool(entry.isHeard)]
            }
            check.expect("\(place) history", subset: step["history"], of: .array(history))
        }
        if let code = step["closed"].integer {
            check.expect("\(place) closed", String(code), closed.map { String($0) } ?? "open")
        }
    }

    /// Looks for the change of language that is due: it stands before all words.
    mutating func settle(_ check: inout VectorCheck) {
        guard let due else { return }
        self.due = nil
        let first = replies.first
        let isMet = first.map { Self.has($0.json, due.frame) } ?? false
        check.expect("\(due.place) out", due.frame.text, isMet ? due.frame.text : first?.json.text ?? "none")
    }

    /// Hands a frame over, and then what waited for it: the rest of an answer goes to the turn that it was for, though
    /// the frame may have begun another.
    private mutating func deliver(_ frame: String) {
        perform(machine.handle(.frame(frame)))
        guard let late = waiting else { return }
        waiting = nil
        answer(late.pieces, of: late.turn, isWhole: true)
    }

    private mutating func expect(_ said: String, isOpen: Bool, _ place: String, _ check: inout VectorCheck) {
        settle(&check)
        let frames = replies.compactMap { reply -> (token: String, isLast: Bool)? in
            guard case .text(let token, let isLast) = reply else { return nil }
            return (token, isLast)
        }
        check.expect("\(place) say", said, frames.map(\.token).joined())
        check.expect("\(place) last", isOpen ? "0" : "1", String(frames.count { $0.isLast }))
        if !isOpen, frames.last?.isLast != true { check.expect("\(place) last", "on the final frame", "before") }
        // Other frames stay for the expectations that follow.
        replies.removeAll { if case .text = $0 { true } else { false } }
    }

    private func expectHandoff(_ wanted: JSONValue, _ place: String, _ check: inout VectorCheck) {
        check.understand("\(place) handoff", wanted, ["must_be_string", "json_has", "json"])
        let data = lastEnd.flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? .null
        if wanted["must_be_string"].bool == true {
            check.expect("\(place) handoffData", "a text", lastEnd == nil ? "none" : "a text")
        }
        for name in wanted["json_has"].list {
            check.expect("\(place) handoffData.\(name)", "some", data[name].isNull ? "none" : "some")
        }
        check.expect("\(place) handoffData", subset: wanted["json"], of: wanted["json"].isNull ? .null : data)
    }

    /// Every key that is given must be equal.
    private static func has(_ frame: JSONValue, _ wanted: JSONValue) -> Bool {
        var check = VectorCheck(["id": ""])
        check.expect("", subset: wanted, of: frame)
        return check.result.passed
    }

    private mutating func answer(_ pieces: [String], of turn: Int, isWhole: Bool) {
        for piece in pieces { perform(machine.handle(.piece(turn: turn, piece))) }
        // Time goes by until the caller does something.
        perform(machine.handle(isWhole ? .finished(turn: turn) : .paused(turn: turn)))
    }

    private mutating func perform(_ effects: [RelayMachine.Effect]) {
        var isCut = false
        for effect in effects {
            switch effect {
            case .send(let reply):
                replies.append(reply)
                if case .end(let data) = reply { lastEnd = data }
            case .ask(let number, _):
                turn = number
                // The empty frame that closes a turn which was cut belongs to what was looked at then.
                if isCut, replies.last == .text(token: "", isLast: true) { replies.removeLast() }
            case .close(let code): closed = code
            case .stop: isCut = true
            case .begin, .heard, .note, .handOff: break
            }
        }
    }
}
