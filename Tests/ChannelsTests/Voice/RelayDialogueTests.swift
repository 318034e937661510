import DeskModel
import Testing

@testable import Channels

@Suite("ConversationRelay: keys, silence and people")
struct RelayDialogueTests {
    private func open() -> RelayMachine {
        var machine = RelayMachine(languages: ["en-US", "es-ES"])
        _ = machine.handle(
            .frame(
                #"{"type":"setup","sessionId":"VX258cb419d6960ba171260e83e1c2dbb3","callSid":"CAc93bf9a243a391a65da5b60116ee9a5c","from":"+15005550001","to":"+15005550006"}"#
            ))
        return machine
    }

    private func prompt(_ text: String, _ language: String = "en-US") -> RelayMachine.Event {
        .frame(#"{"type":"prompt","voicePrompt":"\#(text)","lang":"\#(language)","last":true}"#)
    }

    private func press(_ digits: String, on machine: inout RelayMachine) -> [RelayMachine.Effect] {
        digits.flatMap { machine.handle(.frame(#"{"type":"dtmf","digit":"\#($0)"}"#)) }
    }

    private func tokens(_ effects: [RelayMachine.Effect]) -> [String] {
        effects.compactMap { effect in
            guard case .send(.text(let token, _)) = effect else { return nil }
            return token
        }
    }

    @Test("C15: where a form asks for a number, digits up to # are one answer, and 0 is a digit")
    func number() {
        var machine = open()
        _ = machine.handle(.expect(.number))
        #expect(press("9080*", on: &machine) == [.note(digit: "*")])
        #expect(press("#", on: &machine) == [.ask(turn: 1, "9080")])
        #expect(machine.history.last == RelayMachine.Entry(role: .dtmf, text: "9080", isHeard: true))
        #expect(press("#", on: &machine).isEmpty)
    }

    @Test("C15: a pause ends a number, one of before another key does not")
    func pause() throws {
        var machine = open()
        _ = machine.handle(.expect(.number))
        _ = press("1", on: &machine)
        let early = try #require(machine.pressing)
        _ = press("2", on: &machine)
        #expect(machine.handle(.digitsPaused(early)).isEmpty)
        #expect(machine.handle(.digitsPaused(try #require(machine.pressing))) == [.ask(turn: 1, "12")])
        #expect(machine.pressing == nil)
    }

    @Test("C15: a key stands for a choice, for yes and for no; 0 then still asks for a person")
    func choices() {
        var machine = open()
        _ = machine.handle(.expect(.choice(3)))
        #expect(press("3", on: &machine) == [.ask(turn: 1, "3")])
        #expect(press("4", on: &machine) == [.note(digit: "4")])
        _ = machine.handle(.expect(.yesNo))
        #expect(press("2", on: &machine).last == .ask(turn: 2, "no"))
        guard case .send(.end(let data)) = press("0", on: &machine).last else {
            Issue.record("0 must end the session")
            return
        }
        #expect(data?.contains("person") == true)
    }

    @Test("L14: what keys mean follows from what a form asks")
    func inputs() {
        func input(_ type: FormQuestion.Kind?, _ choices: [String]? = nil, _ status: FormSubmission.Status = .open)
            -> DigitInput
        {
            DigitInput(after: FormPrompt(submission: "s", status: status, type: type, choices: choices))
        }
        #expect(input(.phone) == .number)
        #expect(input(.yesNo) == .yesNo)
        #expect(input(.choice, ["a", "b"]) == .choice(2))
        #expect(input(.choice, (1...12).map(String.init)) == .number)
        #expect(input(.number, nil, .complete) == .menu)
        #expect(DigitInput(after: nil) == .menu)
        for one in [DigitInput.menu, .number, .choice(7), .yesNo] { #expect(DigitInput(name: one.name) == one) }
        #expect(DigitInput(name: "choice10") == .menu)
        #expect(DigitInput.choice(2).text(of: "3") == nil)
        #expect(DigitInput.number.text(of: "*") == nil)
    }

    @Test("C12: silence is asked into twice, then the call ends; a word begins anew")
    func silence() throws {
        var machine = open()
        let first = try #require(machine.listening)
        #expect(tokens(machine.handle(.silent(first))) == ["Are you still there?"])
        #expect(machine.handle(.silent(first)).isEmpty)
        _ = machine.handle(prompt("Yes"))
        #expect(machine.listening == nil)
        _ = machine.handle(.piece(turn: 3, "x"))
        _ = machine.handle(.finished(turn: 2))
        for _ in 0..<2 {
            #expect(tokens(machine.handle(.silent(try #require(machine.listening)))) == ["Are you still there?"])
        }
        let end = machine.handle(.silent(try #require(machine.listening)))
        #expect(tokens(end) == ["Goodbye."])
        #expect(end.last == .send(.end(handoff: nil)))
        #expect(machine.handle(prompt("Wait")).isEmpty)
    }

    @Test("C12: whoever waits for a person's words is asked to wait, and never hung up on; a word begins anew")
    func heldSilence() throws {
        var machine = open()
        _ = machine.handle(.silent(try #require(machine.listening)))
        #expect(machine.handle(.held(true)).isEmpty)
        for _ in 0..<5 {
            #expect(tokens(machine.handle(.silent(try #require(machine.listening)))) == ["One moment, please."])
        }
        _ = machine.handle(.held(false))
        // What is announced is listened to: the silences before it do not count.
        for _ in 0..<2 {
            #expect(tokens(machine.handle(.silent(try #require(machine.listening)))) == ["Are you still there?"])
        }
        #expect(tokens(machine.handle(.announce("Kim is back."))) == ["Kim is back."])
        #expect(tokens(machine.handle(.silent(try #require(machine.listening)))) == ["Are you still there?"])
    }

    @Test("C14: what the desk says by itself is in the caller's language")
    func language() throws {
        var machine = open()
        _ = machine.handle(prompt("Hola", "es-MX"))
        let said = machine.handle(.failed(turn: 1))
        #expect(said.first == .send(.language("es-ES")))
        #expect(tokens(said).joined().hasPrefix("Lo siento"))
        #expect(tokens(machine.handle(.silent(try #require(machine.listening)))) == ["¿Sigue ahí?"])
    }

    @Test("C13: an answer that takes its time is announced, and the announcement is no part of it")
    func filler() {
        var machine = open()
        _ = machine.handle(prompt("One?"))
        #expect(tokens(machine.handle(.slow(turn: 1))) == ["One moment, please. "])
        #expect(machine.handle(.slow(turn: 1)).isEmpty)
        _ = machine.handle(.piece(turn: 1, "We open at nine."))
        _ = machine.handle(.finished(turn: 1))
        let cut = machine.handle(
            .frame(#"{"type":"interrupt","utteranceUntilInterrupt":"One moment, please. We open"}"#))
        #expect(cut == [.heard(turn: 1, "We open")])
        _ = machine.handle(prompt("Two?"))
        _ = machine.handle(.slow(turn: 2))
        let unheard = machine.handle(.frame(#"{"type":"interrupt","utteranceUntilInterrupt":"One moment"}"#))
        #expect(unheard == [.stop(turn: 2), .heard(turn: 2, nil)])
    }

    @Test("C12: a person's words wait for the answer under way; a hand-off follows the turn that told of it")
    func people() throws {
        var machine = open()
        #expect(tokens(machine.handle(.announce("You are now talking to Kim."))) == ["You are now talking to Kim."])
        _ = machine.handle(prompt("One?"))
        #expect(machine.handle(.announce("Hello, Kim here.")).isEmpty)
        _ = machine.handle(.piece(turn: 2, "Nine."))
        #expect(tokens(machine.handle(.finished(turn: 2))).last == "Hello, Kim here.")
        _ = machine.handle(prompt("A person, please."))
        _ = machine.handle(.piece(turn: 4, "I have asked a person."))
        _ = machine.handle(.transfer(turn: 4, reason: "customer"))
        let over = machine.handle(.finished(turn: 4))
        #expect(over.contains(.handOff(reason: "customer")))
        guard case .send(.end(let data)) = try #require(over.last) else {
            Issue.record("the session must end")
            return
        }
        #expect(try JSONValue(parsing: Array(try #require(data).utf8))["reason"].string == "customer")
    }

    @Test("C16: when the caller hangs up, what was said so far is kept as heard, and nothing else happens")
    func hungUp() {
        var machine = open()
        _ = machine.handle(prompt("One?"))
        _ = machine.handle(.piece(turn: 1, "We open at nine. And"))
        #expect(machine.handle(.hungUp).contains(.heard(turn: 1, "We open at nine.")))
        #expect(machine.listening == nil)
        #expect(machine.handle(.finished(turn: 1)).isEmpty)
    }
}
