import DeskModel
import Testing

@testable import Storage

@Suite struct EventLogTests {
    @Test("every change is in the log of its own business, in order, and a cursor gives what follows")
    func order() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.openConversation(in: other, channel: .web)
            var sent: [MessageID] = []
            for number in 0..<5 {
                sent.append(try await store.append(.user, "m\(number)", to: conversation, in: business).id)
            }
            let events = try #require(try await store.events(in: business, after: 0, limit: 99))
            #expect(events.map(\.cursor) == Array(1...6))
            #expect(events.first?.kind == .conversationCreated && events.first?.state?.id == conversation)
            #expect(events.compactMap(\.message?.id) == sent)
            #expect(try await store.events(in: business, after: 4, limit: 1)?.map(\.cursor) == [5])
            #expect(try await store.events(in: business, after: 6, limit: 9) == [])
            #expect(try await store.events(in: business, after: 7, limit: 9) == nil)
            #expect(try await store.events(in: other, after: 0, limit: 9)?.count == 1)
            #expect(try await store.cursor(in: business) == 6)
        }
    }

    @Test(
        "X9, C10: one telling reaches the log and the webhooks alike; a conversation that ends by itself is told, too")
    func onePath() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.add(Webhook(business: business, url: "https://hooks.example/x"))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.user, "hello", to: conversation, in: business)
            let state = try await store.handoff(of: conversation, in: business)
            _ = try await store.change(
                HandoffChange(held(state), tells: [(.handoffTaken, ["agent_name": "Ana"])]))
            var over = try await store.handoff(of: conversation, in: business)
            over.voice = .bot
            over.agent = nil
            over.leasedUntil = nil
            _ = try await store.change(
                HandoffChange(
                    over, tells: [(.handoffReleased, ["reason": "closed"])], closesConversation: true))
            let logged = try #require(try await store.events(in: business, after: 0, limit: 99)).map(\.kind.rawValue)
            let sent = try await store.outbox(
                in: business, kind: .webhook, lane: nil, state: nil, after: nil, limit: 99)
            #expect(
                logged == [
                    "conversation.created", "message.created", "handoff.taken", "handoff.released",
                    "conversation.updated",
                ])
            #expect(sent.count == logged.count)
            // A transaction that fails tells nobody.
            await #expect(throws: StoreError.self) {
                try await store.append(.user, "x", to: UUIDv7.next(), in: business)
            }
            #expect(try await store.cursor(in: business) == Int64(logged.count))
        }
    }

    private func held(_ handoff: Handoff) -> Handoff {
        var next = handoff
        next.voice = .held
        next.agent = Agent(id: "Ana", name: "Ana")
        next.leasedUntil = Timestamp(milliseconds: 5_000)
        return next
    }

    @Test("what was deleted leaves no words in the log")
    func deletion() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.user, "my secret", to: conversation, in: business)
            _ = try await store.deleteConversation(conversation, in: business)
            let events = try #require(try await store.events(in: business, after: 0, limit: 9))
            #expect(events.map(\.kind) == [.conversationCreated, .messageCreated, .conversationDeleted])
            #expect(events.allSatisfy { $0.message == nil && $0.state == nil })
        }
    }

    @Test("X9: a message that is deleted, and the conversations that go with their contact, are told of")
    func deletions() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "my secret", to: conversation, in: business)
            let contact = try #require(try await store.conversation(conversation, in: business)?.contact)
            let second = try await store.create(
                Conversation(
                    id: UUIDv7.next(), business: business, channel: .api, contact: contact, createdAt: .now()))
            let start = try await store.cursor(in: business)
            try await store.deleteMessage(message.id, in: conversation, of: business)
            let deleted = try #require(try await store.events(in: business, after: start, limit: 9))
            #expect(deleted.map(\.kind) == [.messageDeleted])
            #expect(deleted.first?.conversation == conversation && deleted.first?.subject == message.id)
            try await store.deleteContact(contact, in: business, version: nil, withConversations: true)
            let gone = try #require(try await store.events(in: business, after: start + 1, limit: 9))
            #expect(gone.allSatisfy { $0.kind == .conversationDeleted } && gone.count == 2)
            #expect(Set(gone.compactMap(\.conversation)) == Set([conversation, second.id]))
        }
    }

    @Test("a document's progress is kept once, the newest")
    func progress() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.database.write { transaction in
                for step in ["0.1", "0.2", "0.3"] {
                    try SQLStore.note(
                        .documentProgress, in: business, subject: "d", detail: ["progress": step], transaction)
                }
                try SQLStore.note(.documentReady, in: business, subject: "d", transaction)
            }
            let events = try #require(try await store.events(in: business, after: 0, limit: 9))
            #expect(events.map(\.kind) == [.documentProgress, .documentReady])
            #expect(events.first?.detail == ["progress": "0.3"])
        }
    }

    @Test("the log is bounded; whoever comes back too late has to begin anew")
    func retention() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let total = SQLStore.keptEvents + 300
            try await store.database.write { transaction in
                for _ in 0..<total { try SQLStore.note(.noticeRaised, in: business, subject: "n", transaction) }
            }
            #expect(try await store.events(in: business, after: 0, limit: 1) == nil)
            let floor = total - total % 250 - SQLStore.keptEvents
            #expect(try await store.events(in: business, after: floor - 1, limit: 1) == nil)
            #expect(try await store.events(in: business, after: floor, limit: 1)?.map(\.cursor) == [floor + 1])
            let kept = try await store.database.read { try $0.row("SELECT count(*) AS n FROM events")?.int("n") }
            #expect(kept == Int(total - floor))
        }
    }

    @Test("a change wakes who watches its business, once it can be read; one that is rolled back wakes nobody")
    func signals() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            var changes = store.changes(in: business).makeAsyncIterator()
            struct Abort: Error {}
            await #expect(throws: Abort.self) {
                try await store.database.write { transaction in
                    try SQLStore.note(.noticeRaised, in: business, transaction)
                    throw Abort()
                }
            }
            _ = try await store.openConversation(in: other, channel: .web)
            #expect(try await store.cursor(in: business) == 0)
            async let woken: Int64 = {
                await changes.next()
                return try await store.cursor(in: business)
            }()
            _ = try await store.openConversation(in: business, channel: .web)
            #expect(try await woken == 1)
        }
    }
}
