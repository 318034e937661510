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
}
