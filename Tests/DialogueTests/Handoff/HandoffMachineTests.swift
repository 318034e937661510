import DeskModel
import Testing

@testable import Dialogue

@Suite struct HandoffMachineTests {
    private let ana = Agent(id: "u1", name: "Ana")
    private let ben = Agent(id: "u2", name: "Ben")
    private let machine = HandoffMachine(rules: HandoffRules(leaseMilliseconds: 60_000))
    private let start = Timestamp(milliseconds: 1_000_000)

    private var bot: Handoff { Handoff(conversation: "c", business: BusinessID(1), since: start) }

    private func held(by agent: Agent) -> Handoff {
        Handoff(
            conversation: "c", business: BusinessID(1), voice: .held, reason: .agent, agent: agent,
            leasedUntil: start.advanced(byMilliseconds: 60_000), since: start, version: 3)
    }

    private func at(_ seconds: Int64) -> Timestamp { start.advanced(byMilliseconds: seconds * 1000) }

    @Test("who asks for a person is told once, and the assistant goes on until one comes")
    func request() throws {
        let asked = try machine.step(bot, .requested(.customer, language: "es"), now: at(1))
        #expect(asked.next.voice == .requested && asked.next.reason == .customer && asked.next.language == "es")
        #expect(asked.says.map(\.line) == [.requested] && asked.tells.map(\.kind) == [.handoffRequested])
        let again = try machine.step(asked.next, .requested(.customer, language: "es"), now: at(2))
        #expect(again.says.map(\.line) == [.stillRequested] && again.tells.isEmpty)
        #expect(try !machine.step(asked.next, .requested(.declines, language: nil), now: at(2)).isChange)
        #expect(try !machine.step(held(by: ana), .requested(.customer, language: nil), now: at(2)).isChange)
    }

    @Test("out of hours the customer is told when people are back, and the request is kept for them")
    func outOfHours() throws {
        let closed = HandoffMachine(rules: HandoffRules(isOpen: false, opens: "2026-01-05 09:00 (UTC)"))
        let step = try closed.step(bot, .requested(.customer, language: nil), now: start)
        #expect(step.says.map(\.line) == [.outOfHours] && step.next.voice == .requested)
        let never = HandoffMachine(rules: HandoffRules(isOpen: false))
        #expect(try never.step(bot, .requested(.customer, language: nil), now: start).says.map(\.line) == [.away])
    }

    @Test("a business without hand-offs refuses requests, and its agents may still take over")
    func disabled() throws {
        let off = HandoffMachine(rules: HandoffRules(isEnabled: false))
        #expect(throws: HandoffRefusal.disabled) {
            try off.step(bot, .requested(.customer, language: nil), now: start)
        }
        #expect(try off.step(bot, .taken(ana), now: start).next.voice == .held)
    }

    @Test("an agent takes the word from the assistant or a request; a second one is told who has it")
    func take() throws {
        let taken = try machine.step(bot, .taken(ana), now: at(1))
        #expect(taken.next.agent == ana && taken.next.leasedUntil == at(61) && taken.next.reason == .agent)
        #expect(taken.says == [HandoffStep.Saying(line: .taken, name: "Ana")])
        #expect(throws: HandoffRefusal.held(by: ana)) { try machine.step(taken.next, .taken(ben), now: at(2)) }
        #expect(throws: HandoffRefusal.held(by: ana)) { try machine.step(taken.next, .spoke(ben), now: at(2)) }
        let again = try machine.step(taken.next, .taken(ana), now: at(30))
        #expect(again.next.leasedUntil == at(90) && again.says.isEmpty && again.tells.isEmpty)
    }

    @Test("only who has the word gives it back or away")
    func release() throws {
        let back = try machine.step(held(by: ana), .released(ana, answering: true), now: at(5))
        #expect(back.next.voice == .bot && back.next.agent == nil && back.next.leasedUntil == nil)
        #expect(back.answersWaiting && back.says.map(\.line) == [.released])
        #expect(try !machine.step(held(by: ana), .released(ana, answering: false), now: at(5)).answersWaiting)
        #expect(throws: HandoffRefusal.held(by: ana)) {
            try machine.step(held(by: ana), .released(ben, answering: false), now: at(5))
        }
        #expect(throws: HandoffRefusal.notHeld) { try machine.step(bot, .released(ana, answering: false), now: at(5)) }
        let over = try machine.step(held(by: ana), .transferred(ana, to: ben), now: at(5))
        #expect(over.next.agent == ben && over.next.leasedUntil == at(65))
        #expect(over.says == [HandoffStep.Saying(line: .transferred, name: "Ben")])
        #expect(throws: HandoffRefusal.notHeld) { try machine.step(bot, .transferred(ana, to: ben), now: at(5)) }
    }

    @Test("a silent agent loses the word when the lease ends, not a moment before; what waits is then answered")
    func expiry() throws {
        #expect(try !machine.step(held(by: ana), .ticked, now: at(59)).isChange)
        let ended = try machine.step(held(by: ana), .ticked, now: at(60))
        #expect(ended.next.voice == .bot && ended.answersWaiting)
        #expect(ended.says == [HandoffStep.Saying(line: .expired, name: "Ana")])
        #expect(ended.tells.map(\.kind) == [.handoffReleased])
    }

    @Test("a lease that ended unseen is over for whoever comes next, but not for its own agent")
    func lateLook() throws {
        let taken = try machine.step(held(by: ana), .taken(ben), now: at(100))
        #expect(taken.next.agent == ben && !taken.answersWaiting)
        #expect(taken.says.map(\.line) == [.expired, .taken] && taken.says.map(\.name) == ["Ana", "Ben"])
        #expect(taken.tells.map(\.kind) == [.handoffReleased, .handoffTaken])
        let asked = try machine.step(held(by: ana), .requested(.customer, language: nil), now: at(100))
        #expect(asked.next.voice == .requested && asked.answersWaiting)
        #expect(try machine.step(held(by: ana), .spoke(ana), now: at(100)).next.leasedUntil == at(160))
    }

    @Test("typing renews a lease, but not with every key")
    func signs() throws {
        #expect(try !machine.step(held(by: ana), .seen(ana), now: at(10)).isChange)
        #expect(try machine.step(held(by: ana), .seen(ana), now: at(20)).next.leasedUntil == at(80))
        #expect(try !machine.step(held(by: ana), .seen(ben), now: at(20)).isChange)
        #expect(try !machine.step(bot, .seen(ana), now: at(20)).isChange)
    }

    @Test("W20: a full conversation closes, but never under a person's hands")
    func ending() throws {
        let full = try machine.step(bot, .filled, now: at(1))
        #expect(full.closesConversation && full.says.map(\.line) == [.full] && full.tells.isEmpty)
        #expect(try !machine.step(held(by: ana), .filled, now: at(1)).isChange)
        let closed = try machine.step(held(by: ana), .closed(by: ana), now: at(1))
        #expect(closed.closesConversation && closed.next.voice == .bot)
        #expect(closed.tells.map(\.kind) == [.handoffReleased])
        #expect(throws: HandoffRefusal.held(by: ana)) { try machine.step(held(by: ana), .closed(by: ben), now: at(1)) }
    }

    @Test("a lease found by a restart has a minute at least and a whole lease at most, whatever the clock was set to")
    func restart() {
        let lease: Int64 = 900_000
        #expect(DeskClock.confined(at(-5_000), lease: lease, now: at(0)) == at(60))
        #expect(DeskClock.confined(at(100_000), lease: lease, now: at(0)) == at(900))
        #expect(DeskClock.confined(at(300), lease: lease, now: at(0)) == at(300))
        #expect(DeskClock.confined(at(-5), lease: 30_000, now: at(0)) == at(30))
    }

    @Test("the desk's clock goes on by itself and never backwards")
    func clock() async throws {
        let clock = DeskClock()
        let before = clock.now()
        try await Task.sleep(for: .milliseconds(5))
        #expect(clock.now() > before)
    }
}
