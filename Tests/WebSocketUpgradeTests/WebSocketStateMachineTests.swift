import NIOCore
import Testing

@testable import WebSocketUpgrade

private func second(_ number: UInt64) -> NIODeadline { .uptimeNanoseconds(number * 1_000_000_000) }

@Suite("The connection's state machine")
struct WebSocketStateMachineTests {
    private static let timeouts = WebSocketStateMachine.Timeouts(
        pingInterval: .seconds(30), pong: .seconds(10), close: .seconds(5), write: .seconds(20))

    private var machine = WebSocketStateMachine(timeouts: timeouts, now: second(0))

    @Test("a silent peer is pinged, and closed when it stays silent")
    mutating func ping() {
        #expect(machine.nextDeadline == second(30))
        #expect(machine.timerFired(now: second(29), isReading: true) == .none)
        #expect(machine.timerFired(now: second(30), isReading: true) == .sendPing)
        #expect(machine.nextDeadline == second(40))
        #expect(machine.timerFired(now: second(39), isReading: true) == .none)
        #expect(
            machine.timerFired(now: second(40), isReading: true)
                == .finishClose(CloseFrame(code: 1011, reason: "no answer to a ping")))
        #expect(machine.nextDeadline == second(45))
        #expect(machine.timerFired(now: second(45), isReading: true) == .drop)
        #expect(machine.nextDeadline == nil)
    }

    @Test("any byte shows that the peer lives")
    mutating func heard() {
        machine.heard(now: second(20))
        #expect(machine.timerFired(now: second(30), isReading: true) == .none)
        #expect(machine.nextDeadline == second(50))
        #expect(machine.timerFired(now: second(50), isReading: true) == .sendPing)
        machine.heard(now: second(51))
        #expect(machine.received(.pong, now: second(51)) == .none)
        #expect(machine.nextDeadline == second(81))
    }

    @Test("a peer that we do not read is not blamed for its silence")
    mutating func notReading() {
        #expect(machine.timerFired(now: second(30), isReading: true) == .sendPing)
        #expect(machine.timerFired(now: second(40), isReading: false) == .none)
        #expect(machine.isOpen)
        #expect(machine.nextDeadline == second(70))
    }

    @Test("without an interval nobody is pinged")
    func noPings() {
        var timeouts = Self.timeouts
        timeouts.pingInterval = nil
        let machine = WebSocketStateMachine(timeouts: timeouts, now: second(0))
        #expect(machine.nextDeadline == nil)
    }

    @Test("a ping is answered with its data, a message delivered")
    mutating func events() {
        let data = ByteBuffer(string: "abc")
        #expect(machine.received(.ping(data), now: second(1)) == .sendPong(data))
        #expect(machine.received(.message(.text("hi")), now: second(1)) == .deliver(.text("hi")))
        #expect(machine.received(.fragment, now: second(1)) == .none)
    }

    @Test("the peer's close is answered with its code, and nothing after it matters")
    mutating func closedByPeer() {
        let close = MessageAssembler.Event.close(CloseFrame(code: 3000, reason: "bye"))
        #expect(machine.received(close, now: second(1)) == .finishClose(CloseFrame(code: 3000)))
        #expect(!machine.isOpen)
        #expect(machine.received(.message(.text("late")), now: second(2)) == .none)
        #expect(machine.received(.ping(ByteBuffer()), now: second(2)) == .none)
        #expect(machine.received(close, now: second(2)) == .none)
        #expect(machine.received(.tooLarge, now: second(2)) == .none)
        #expect(machine.close(CloseFrame(code: 1000), now: second(2)) == .none)
        #expect(machine.inputEnded() == .drop)
        #expect(machine.inputEnded() == .none)
    }

    @Test("our close waits for the peer's, discarding what comes before it")
    mutating func closedByUs() {
        let frame = CloseFrame(code: 1000)
        #expect(machine.close(frame, now: second(1)) == .beginClose(frame))
        #expect(machine.nextDeadline == second(6))
        #expect(machine.received(.message(.text("crossing")), now: second(2)) == .none)
        #expect(machine.received(.ping(ByteBuffer()), now: second(2)) == .none)
        #expect(machine.close(CloseFrame(code: 1001), now: second(3)) == .none)
        #expect(machine.received(.close(frame), now: second(4)) == .finishClose(nil))
        #expect(machine.nextDeadline == second(9))
    }

    @Test("a peer that never answers our close is dropped")
    mutating func closeTimeout() {
        _ = machine.close(CloseFrame(code: 1000), now: second(1))
        machine.heard(now: second(5))
        #expect(machine.timerFired(now: second(5), isReading: true) == .none)
        #expect(machine.timerFired(now: second(6), isReading: true) == .drop)
    }

    @Test("a violation is answered with its code, but only once")
    mutating func violation() {
        let frame = WebSocketViolation.invalidText.closeFrame
        #expect(machine.received(.invalidText, now: second(1)) == .finishClose(frame))
        #expect(machine.received(.tooLarge, now: second(1)) == .none)
    }

    @Test("a violation while closing ends the wait without a second close frame")
    mutating func violationWhileClosing() {
        _ = machine.close(CloseFrame(code: 1000), now: second(1))
        #expect(machine.received(.tooLarge, now: second(2)) == .finishClose(nil))
    }

    @Test("a peer that takes nothing is dropped after the write time-out")
    mutating func writeTimeout() {
        machine.writeStarted(now: second(1))
        machine.writeStarted(now: second(9))
        #expect(machine.nextDeadline == second(21))
        #expect(machine.timerFired(now: second(20), isReading: true) == .none)
        #expect(machine.timerFired(now: second(21), isReading: true) == .drop)
    }

    @Test("a peer that takes one message in time gets as long for the next")
    mutating func writesGoOn() {
        machine.writeStarted(now: second(1))
        machine.writeStarted(now: second(2))
        machine.writeFinished(now: second(15))
        machine.heard(now: second(15))
        #expect(machine.nextDeadline == second(35))
        #expect(machine.timerFired(now: second(21), isReading: true) == .none)
        machine.writeFinished(now: second(30))
        #expect(machine.nextDeadline == second(45))
    }
}
