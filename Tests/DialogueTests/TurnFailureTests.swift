import DeskModel
import Storage
import Synchronization
import Testing

@testable import Dialogue

@Suite("Turns that fail")
struct TurnFailureTests {
    /// Fails so many times, then leaves it to the answerer.
    private final class Failing: TurnHandler, Sendable {
        private let left: Mutex<Int>

        init(times: Int) { left = Mutex(times) }

        func take(_ turn: Turn) async throws -> Bool {
            let fails = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if fails { throw ModelError(.timedOut, "a test") }
            return false
        }
    }

    /// - Returns: what is said to a question on a channel of text, and whether it is in line to be sent.
    private func said(to question: String, failing times: Int) async throws -> (Message, isInLine: Bool) {
        let failing = Failing(times: times)
        let world = try await DeskWorld(isOpen: true, handlers: { _, _ in [failing] })
        let (store, desk) = (try world.life.store, try world.life.desk)
        let business = try await store.createBusiness(name: "Shop", settings: BusinessSettings()).business.id
        let inbound = InboundMessage(
            provider: .whatsapp, channel: .whatsapp, eventID: "message:1", messageID: "wamid.1",
            address: "+15005550001", text: question)
        let asked = try #require(
            try await desk.receive(inLane: "1", expectsAnswer: true) {
                guard case .new(let message) = try await store.take(inbound, effect: InboundEffect(), in: business)
                else { return nil }
                return message
            })
        for _ in 0..<2_000 {
            // The world ends with its last use.
            let store = try world.life.store
            let later = try await store.messages(
                in: asked.conversation, of: business, after: asked.id, limit: 9)
            if let reply = later.first {
                #expect(later.count == 1)
                #expect(try await store.isWaiting(asked) == false)
                let next = try await store.nextDelivery(in: asked.conversation, of: business, upTo: reply.id)
                return (reply, next?.message == reply.id)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw DeskWorld.NotSettled(load: "nothing was said")
    }

    @Test("L15, W16: a question whose turn fails is tried again and answered")
    func triedAgain() async throws {
        let (reply, isInLine) = try await said(to: "When do you open?", failing: 2)
        #expect(reply.sender == .assistant && reply.receipt != nil && isInLine)
    }

    @Test("L15, W16: whose question fails again and again is told so in their language, by a message that is sent")
    func givenUp() async throws {
        let (reply, isInLine) = try await said(to: "¿A qué hora abren ustedes los sábados por la mañana?", failing: 3)
        #expect(reply.sender == .system && reply.text.hasPrefix("Lo siento") && isInLine)
    }

    @Test("a message that the desk ends over again and again is apologized for in the end, and the next is answered")
    func poison() async throws {
        let world = try await DeskWorld()
        let business = try await world.life.store.createBusiness(name: "Shop", settings: BusinessSettings()).business.id
        let conversation = try await world.life.desk.open(in: business, channel: .web).id
        let poison = try await world.life.desk.receive("¿Cuándo abren por la mañana?", in: conversation, of: business)
        for _ in 0..<Desk.mostResumptions {
            try await world.settle()
            #expect(try world.life.gate.count == 1)
            try await world.crash()
        }
        try await world.settle()
        #expect(try await world.life.store.isWaiting(poison))
        try await world.crash()
        try await world.settle()
        #expect(try await !world.life.store.isWaiting(poison))
        let next = try await world.life.desk.receive("When do you open?", in: conversation, of: business)
        try await world.settle()
        try world.life.gate.release()
        try await world.settle()
        let said = try await world.life.store.messages(in: conversation, of: business, after: poison.id, limit: 9)
            .filter { $0.sender != .user }
        #expect(said.map(\.sender) == [.system, .assistant])
        #expect(said.first?.text.hasPrefix("Lo siento") == true)
        #expect(try await !world.life.store.isWaiting(next))
    }
}
