import DeskModel
import Testing

@testable import Channels

@Suite("ConversationRelay")
struct RelayMachineTests {
    private static let setup = """
        {"type":"setup","sessionId":"VX258cb419d6960ba171260e83e1c2dbb3","callSid":"CAc93bf9a243a391a65da5b60116ee9a5c",\
        "from":"+15005550001","to":"+15005550006","direction":"inbound","customParameters":{"businessId":"7","n":3}}
        """

    private func open(_ rules: RelayBufferRules = RelayBufferRules()) -> RelayMachine {
        var machine = RelayMachine(languages: ["en-US", "es-ES", "pt-BR"], rules: rules)
        _ = machine.handle(.frame(Self.setup))
        return machine
    }

    private func prompt(_ text: String, _ language: String = "en-US", last: Bool = true) -> RelayMachine.Event {
        .frame(
            JSONValue.object([
                "type": "prompt", "voicePrompt": .string(text), "lang": .string(language), "last": .bool(last),
            ]).text)
    }

    private func interrupt(_ heard: String) -> RelayMachine.Event {
        .frame(JSONValue.object(["type": "interrupt", "utteranceUntilInterrupt": .string(heard)]).text)
    }

    private func tokens(_ effects: [RelayMachine.Effect]) -> [(String, Bool)] {
        effects.compactMap { effect in
            guard case .send(.text(let token, let isLast)) = effect else { return nil }
            return (token, isLast)
        }
    }

    /// Answers a turn. - Returns: all effects.
    private func answer(_ machine: inout RelayMachine, _ turn: Int, _ pieces: [String]) -> [RelayMachine.Effect] {
        pieces.flatMap { machine.handle(.piece(turn: turn, $0)) } + machine.handle(.finished(turn: turn))
    }

    @Test("C12, C13: a prompt is answered by tokens that join to the answer, the last of them marked")
    func answered() {
        var machine = open()
        #expect(
            machine.handle(prompt("When do you open on Saturday?")) == [.ask(turn: 1, "When do you open on Saturday?")])
        let said = tokens(answer(&machine, 1, ["On Saturday", " we open", " at nine.", " Not on Sunday."]))
        #expect(said.map { $0.0 }.joined() == "On Saturday we open at nine. Not on Sunday.")
        #expect(said.map { $0.1 } == Array(repeating: false, count: said.count - 1) + [true])
        #expect(
            machine.history.map(\.text) == [
                "When do you open on Saturday?", "On Saturday we open at nine. Not on Sunday.",
            ])
        // What comes for the turn afterwards is too late.
        #expect(machine.handle(.piece(turn: 1, "x")).isEmpty)
        #expect(machine.handle(.finished(turn: 1)).isEmpty)
    }

    @Test("C12: setup comes first and once; what is no frame is passed over; partial and empty prompts get no answer")
    func frames() throws {
        var early = RelayMachine()
        #expect(early.handle(prompt("hi")) == [.close(code: 1008)])
        #expect(early.handle(.frame(Self.setup)).isEmpty)
        var machine = RelayMachine()
        guard case .begin(let setup) = try #require(machine.handle(.frame(Self.setup)).first) else {
            Issue.record("setup must begin the call")
            return
        }
        #expect(setup.parameters == ["businessId": "7"])
        for frame in [
            Self.setup, "no json", "[]", "{}", #"{"type":"info"}"#, #"{"type":"debug","x":1}"#,
            #"{"type":"error","description":"64107"}"#,
            #"{"type":"dtmf","digit":"12"}"#, #"{"type":"interrupt"}"#, String(repeating: "{", count: 10_000),
        ] {
            #expect(machine.handle(.frame(frame)).isEmpty, "\(frame.prefix(40))")
        }
        #expect(machine.handle(prompt("When do", last: false)).isEmpty)
        #expect(machine.handle(prompt("  ")).isEmpty)
    }

    @Test("C16: an interruption stops the answer and keeps what was heard")
    func interrupted() {
        var machine = open()
        _ = machine.handle(prompt("Tell me about parking."))
        let before = tokens(machine.handle(.piece(turn: 1, "There is free parking. It is behind")))
        #expect(before.map { $0.0 } == ["There is free parking."])
        #expect(machine.handle(interrupt("there is FREE")) == [.stop(turn: 1), .heard(turn: 1, "There is free")])
        #expect(machine.handle(.piece(turn: 1, " the clinic.")).isEmpty)
        #expect(machine.handle(.finished(turn: 1)).isEmpty)
        #expect(machine.history.last?.text == "There is free")
        #expect(machine.handle(interrupt("There")).isEmpty)
        // The next turn is its own.
        #expect(machine.handle(prompt("And by bus?")) == [.ask(turn: 2, "And by bus?")])
    }

    @Test("C16: an interruption after all was sent cuts the same; nothing heard is kept as unheard")
    func interruptedLate() {
        var machine = open()
        _ = machine.handle(prompt("Parking?"))
        _ = answer(&machine, 1, ["Free for two hours."])
        #expect(machine.handle(interrupt("Free for")) == [.heard(turn: 1, "Free for")])
        _ = machine.handle(prompt("Bus?"))
        _ = answer(&machine, 2, ["Bus 12."])
        #expect(machine.handle(interrupt(" ")) == [.heard(turn: 2, nil)])
        #expect(machine.history.last == RelayMachine.Entry(role: .assistant, text: "Bus 12.", isHeard: false))
        #expect(HeardText.cut("It’s €5.", at: "its 5") == "It’s €5")
        #expect(HeardText.cut("We open.", at: "They close") == "They close")
    }

    @Test("C13: a prompt into an answer ends that answer: two are never spoken into each other")
    func overlapping() {
        var machine = open()
        _ = machine.handle(prompt("One?"))
        _ = machine.handle(.piece(turn: 1, "First sentence. "))
        let effects = machine.handle(prompt("Two?"))
        #expect(
            effects == [
                .stop(turn: 1), .send(.text(token: "", isLast: true)), .heard(turn: 1, "First sentence."),
                .ask(turn: 2, "Two?"),
            ])
        #expect(machine.handle(.piece(turn: 1, "more.")).isEmpty)
        #expect(tokens(answer(&machine, 2, ["Second."])).map { $0.0 }.joined() == "Second.")
    }

    @Test("C14: the language is switched before the first token, once, to one that was declared")
    func languages() {
        var machine = open()
        func replies(_ language: String, _ turn: Int) -> [RelayReply] {
            _ = machine.handle(prompt("x", language))
            return answer(&machine, turn, ["Y."]).compactMap { effect in
                guard case .send(let reply) = effect else { return nil }
                return reply
            }
        }
        #expect(replies("en-US", 1).first == .text(token: "Y.", isLast: false))
        #expect(replies("es-ES", 2).first == .language("es-ES"))
        #expect(!replies("es-ES", 3).contains(.language("es-ES")))
        #expect(replies("pt-PT", 4).first == .language("pt-BR"))
        #expect(!replies("xx", 5).contains { if case .language = $0 { true } else { false } })
        #expect(!replies("pt-PT", 6).contains { if case .language = $0 { true } else { false } })
    }

    @Test("C15: 0 hands over to a person and ends; other keys are recorded and stop nothing")
    func keys() throws {
        var machine = open()
        _ = machine.handle(prompt("One?"))
        #expect(machine.handle(.frame(#"{"type":"dtmf","digit":"5"}"#)) == [.note(digit: "5")])
        #expect(!machine.handle(.piece(turn: 1, "Still here.")).isEmpty)
        let effects = machine.handle(.frame(#"{"type":"dtmf","digit":"0"}"#))
        guard case .send(.end(let data)) = try #require(effects.last) else {
            Issue.record("0 must end the session")
            return
        }
        #expect(try JSONValue(parsing: Array(try #require(data).utf8))["reason"].filled != nil)
        #expect(RelayReply.end(handoff: data).json["handoffData"].string == data)
        #expect(machine.handle(prompt("x")).isEmpty)
        #expect(machine.history.map(\.role) == [.user, .dtmf, .assistant])
    }

    @Test("C17: pieces go out at a sentence's end, at the largest size, or when time is up")
    func buffering() {
        var rules = RelayBufferRules()
        rules.maximumBufferSize = 20
        var machine = open(rules)
        _ = machine.handle(prompt("x"))
        #expect(machine.handle(.piece(turn: 1, "We open at 9")).isEmpty)
        #expect(machine.handle(.piece(turn: 1, ".30")).isEmpty)
        #expect(tokens(machine.handle(.piece(turn: 1, " on"))).isEmpty)
        #expect(tokens(machine.handle(.paused(turn: 1))).map { $0.0 } == ["We open at 9.30 on"])
        #expect(machine.handle(.paused(turn: 1)).isEmpty)
        #expect(tokens(machine.handle(.piece(turn: 1, " Monday. And"))).map { $0.0 } == [" Monday."])
        #expect(tokens(machine.handle(.piece(turn: 1, " a long rest without an end"))).count == 1)
    }

    @Test("C13: a failed answer is apologised for; markup never reaches the voice")
    func failures() {
        var machine = open()
        _ = machine.handle(prompt("x"))
        let said = tokens(machine.handle(.failed(turn: 1)))
        #expect(said.map { $0.0 }.joined().contains("sorry"))
        #expect(said.last?.1 == true)
        _ = machine.handle(prompt("y"))
        #expect(tokens(answer(&machine, 2, ["<b>**Yes**."])).map { $0.0 }.joined() == "b>Yes.")
    }

    @Test("C12: whatever comes in whatever order, one turn at a time is spoken and each ends once")
    func randomly() {
        for seed in 0..<300 {
            var random = Seeded(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
            var machine = open()
            var asked = 0
            var lasts: [Int: Int] = [:]
            for _ in 0..<60 {
                let event: RelayMachine.Event =
                    switch Int.random(in: 0..<7, using: &random) {
                    case 0, 1: prompt("q")
                    case 2: .piece(turn: Int.random(in: 0...asked + 1, using: &random), "Word. ")
                    case 3: .finished(turn: Int.random(in: 0...asked, using: &random))
                    case 4: interrupt(["", "Word", "else"].randomElement(using: &random) ?? "")
                    case 5: .failed(turn: Int.random(in: 0...asked, using: &random))
                    default: .paused(turn: asked)
                    }
                for effect in machine.handle(event) {
                    if case .ask(let turn, _) = effect {
                        #expect(turn == asked + 1)
                        asked = turn
                    }
                    if case .send(.text(_, true)) = effect { lasts[asked, default: 0] += 1 }
                }
            }
            // An end that a dropped turn is given counts for the turn that was asked before.
            #expect(lasts.values.allSatisfy { $0 <= 1 }, "seed \(seed)")
        }
    }

    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }
}
