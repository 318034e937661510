import DeskModel
import Testing

@testable import Storage

@Suite struct HandoffTests {
    private let ana = Agent(id: "Ana", name: "Ana")

    private func held(_ handoff: Handoff, by agent: Agent) -> Handoff {
        var next = handoff
        next.voice = .held
        next.agent = agent
        next.leasedUntil = Timestamp(milliseconds: 5_000)
        return next
    }

    private func free(_ handoff: Handoff) -> Handoff {
        var next = handoff
        next.voice = .bot
        next.agent = nil
        next.leasedUntil = nil
        return next
    }

    @Test("of two changes made from one version, one is made")
    func compareAndSet() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let start = try await store.handoff(of: conversation, in: business)
            #expect(start.voice == .bot && start.version == 0)
            let change = HandoffChange(
                held(start, by: ana), says: [MessageDraft(.system, "Ana is here.")], tells: [(.handoffTaken, [:])])
            #expect(try await store.change(change)?.map(\.text) == ["Ana is here."])
            let late = HandoffChange(
                held(start, by: Agent(id: "Ben", name: "Ben")), says: [MessageDraft(.system, "Ben is here.")])
            #expect(try await store.change(late) == nil)
            #expect(try await store.handoff(of: conversation, in: business).agent == ana)
            #expect(try await store.messages(in: conversation, of: business, after: nil, limit: 9).count == 1)
            #expect(try await store.openHandoffs(in: business, limit: 9).map(\.conversation) == [conversation])
            #expect(try await store.leases(endedBy: Timestamp(milliseconds: 4_999), limit: 9).isEmpty)
            #expect(try await store.leases(endedBy: Timestamp(milliseconds: 5_000), limit: 9).count == 1)
        }
    }

    @Test("hundreds of agents who take at once leave one with the word")
    func contention() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let start = try await store.handoff(of: conversation, in: business)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    let agent = Agent(id: "\(number)", name: "\(number)")
                    group.addTask { try await store.change(HandoffChange(held(start, by: agent))) != nil }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("an answer that was under way when a person took over is not stored, nor anything else the assistant says")
    func answerUnderWay() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let asked = try await store.append(.user, "rye?", to: conversation, in: business)
            let start = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(held(start, by: ana)))
            let receipt = Sample.receipt(in: business)
            await #expect(throws: StoreError.withdrawn) {
                try await store.record(Sample.answer(), receipt: receipt, to: asked)
            }
            await #expect(throws: StoreError.withdrawn) {
                try await store.reply([MessageDraft(.assistant, "And your name?", isForm: true)], to: asked)
            }
            await #expect(throws: StoreError.withdrawn) {
                try await store.append(.assistant, "Anything else?", to: conversation, in: business)
            }
            let meanwhile = try await store.append(.user, "hello?", to: conversation, in: business)
            #expect(try await store.waitingMessages(limit: 9).isEmpty)
            #expect(try await !store.isWaiting(meanwhile))
            let stored = try await store.messages(in: conversation, of: business, after: nil, limit: 9)
            #expect(stored == [asked, meanwhile])
            #expect(try await store.receipt(receipt.id, in: business) == nil)
        }
    }

    @Test("a hand-back leaves what was said to the person, or has the assistant answer what nobody has")
    func handBack() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let answered = try await store.append(.user, "one", to: conversation, in: business)
            _ = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: answered)
            let waiting = try await store.append(.user, "two", to: conversation, in: business)
            var state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(held(state, by: ana)))
            let meanwhile = try await store.append(.user, "three", to: conversation, in: business)
            state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(free(state), answersWaiting: true))
            let due = try await store.waitingMessages(in: conversation, of: business, limit: 9)
            #expect(due.map(\.id) == [waiting.id, meanwhile.id])

            state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(
                HandoffChange(held(state, by: ana), says: [MessageDraft(.human, "I am Ana.", author: "Ana")]))
            let after = try await store.append(.user, "four", to: conversation, in: business)
            state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(free(state), answersWaiting: true))
            #expect(try await store.waitingMessages(limit: 9).map(\.id) == [after.id])

            state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(held(state, by: ana)))
            state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(HandoffChange(free(state)))
            #expect(try await store.waitingMessages(limit: 9).isEmpty)
        }
    }

    @Test("a reply is given once, ends the waiting, and is refused for what nobody waits for")
    func reply() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let asked = try await store.append(.user, "form", to: conversation, in: business)
            let drafts = [MessageDraft(.assistant, "Name?", isForm: true), MessageDraft(.system, "1 of 2")]
            let first = try await store.reply(drafts, to: asked)
            #expect(first.map(\.replyTo) == [asked.id, nil] && first.map(\.text) == ["Name?", "1 of 2"])
            #expect(try await store.reply(drafts, to: asked).isEmpty)
            #expect(try await !store.isWaiting(asked))
            let ignored = try await store.append(.user, "hm", to: conversation, in: business)
            #expect(try await store.reply([], to: ignored).isEmpty)
            await #expect(throws: StoreError.withdrawn) { try await store.reply(drafts, to: ignored) }
        }
    }

    @Test("what somebody has read moves forwards only, for each reader by themselves")
    func readMarks() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let first = try await store.append(.user, "one", to: conversation, in: business)
            let second = try await store.append(.user, "two", to: conversation, in: business)
            for reader in [ConversationReader.customer, .agent(ana), .agent(Agent(id: UUIDv7.next(), name: "Ben"))] {
                func mark(_ message: Message) async throws -> Bool {
                    try await store.markRead(message.id, by: reader, in: conversation, of: business)
                }
                #expect(try await mark(second))
                #expect(try await !mark(first))
                #expect(try await !mark(second))
            }
            await #expect(throws: StoreError.notFound) {
                try await store.markRead(first.id, by: .customer, in: conversation, of: other)
            }
            await #expect(throws: StoreError.notFound) {
                try await store.markRead(UUIDv7.next(), by: .agent(ana), in: conversation, of: business)
            }
        }
    }

    @Test("another business's conversation is not there")
    func tenants() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            await #expect(throws: StoreError.notFound) { try await store.handoff(of: conversation, in: other) }
            let foreign = Handoff(conversation: conversation, business: other, since: .now())
            await #expect(throws: StoreError.notFound) { try await store.change(HandoffChange(foreign)) }
        }
    }
}
