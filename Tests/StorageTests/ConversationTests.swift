import DeskModel
import Testing

@testable import Storage

@Suite struct ConversationTests {
    @Test("messages come back in the order they were written, by page and by tail")
    func order() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            var sent: [Message] = []
            for index in 0..<30 {
                sent.append(
                    try await store.append(index % 2 == 0 ? .user : .human, "m\(index)", to: conversation, in: business)
                )
            }
            #expect(try await store.messages(in: conversation, of: business, after: nil, limit: 100) == sent)
            #expect(
                try await store.messages(in: conversation, of: business, after: nil, limit: 3) == Array(sent.suffix(3)))
            let page = try await store.messages(in: conversation, of: business, after: sent[9].id, limit: 5)
            #expect(page == Array(sent[10..<15]))
            #expect(try await store.messages(in: conversation, of: business, after: "", limit: 2) == Array(sent[..<2]))
            #expect(try await store.messages(in: conversation, of: business, after: nil, limit: -1).isEmpty)
            #expect(try await store.message(sent[4].id, in: business) == sent[4])
        }
    }

    @Test("a message sorts after those before it when the clock was set back")
    func clockSetBack() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            // What a process an hour ahead has written.
            let ahead = "ffffff00-0000-7000-8000-000000000000"
            try await store.database.write { transaction in
                try transaction.execute(
                    """
                    INSERT INTO messages (id, business_id, conversation_id, sender, text, created_at)
                    VALUES (:id, :business, :conversation, 'user', 'first', 0)
                    """,
                    ["id": .text(ahead), "business": .integer(business.rawValue), "conversation": .text(conversation)])
            }
            let second = try await store.append(.user, "second", to: conversation, in: business)
            let third = try await store.append(.user, "third", to: conversation, in: business)
            #expect(ahead < second.id && second.id < third.id)
            let texts = try await store.messages(in: conversation, of: business, after: nil, limit: 9).map(\.text)
            #expect(texts == ["first", "second", "third"])
        }
    }

    @Test("concurrent writers lose nothing and each conversation stays in order")
    func concurrent() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        let conversation = try await store.openConversation(in: business, channel: .api).id
                        var sent: [MessageID] = []
                        for index in 0..<20 {
                            sent.append(
                                try await store.append(.user, "\(writer)/\(index)", to: conversation, in: business).id)
                            _ = try await store.messages(in: conversation, of: business, after: nil, limit: 5)
                        }
                        let stored = try await store.messages(in: conversation, of: business, after: nil, limit: 100)
                        #expect(stored.map(\.id) == sent && sent == sent.sorted())
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await store.rowCounts()["messages"] == 160)
        }
    }

    @Test("an answer is stored with its receipt, and the question waits no more")
    func record() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let first = try await store.append(.user, "rye?", to: conversation, in: business)
            let second = try await store.append(.user, "wheat?", to: conversation, in: business)
            _ = try await store.append(.system, "hello", to: conversation, in: business)
            #expect(try await store.waitingMessages(limit: 9) == [first, second])
            #expect(try await store.waitingMessages(limit: 1) == [first])

            let receipt = Sample.receipt(in: business)
            let reply = try await store.record(Sample.answer(), receipt: receipt, to: first)
            #expect(reply.sender == .assistant && reply.replyTo == first.id && reply.receipt == receipt.id)
            #expect(reply.answer == Sample.answer() && reply.text == "Rye costs 4 euros.")
            #expect(try await store.message(reply.id, in: business) == reply)
            #expect(try await store.receipt(receipt.id, in: business) == receipt)
            #expect(try await store.waitingMessages(limit: 9) == [second])
        }
    }

    @Test("a second answer to one message is not stored, and the first is given")
    func idempotent() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "rye?", to: conversation, in: business)
            let replies = try await withThrowingTaskGroup(of: Message.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        try await store.record(
                            Sample.answer("answer \(index)"), receipt: Sample.receipt(in: business), to: message)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies).count == 1)
            let counts = try await store.rowCounts()
            #expect(counts["messages"] == 2 && counts["receipts"] == 1)
        }
    }

    @Test("an answer whose receipt cannot be stored is not stored either")
    func atomic() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let first = try await store.append(.user, "rye?", to: conversation, in: business)
            let second = try await store.append(.user, "wheat?", to: conversation, in: business)
            let receipt = Sample.receipt(in: business)
            _ = try await store.record(Sample.answer(), receipt: receipt, to: first)
            await #expect(throws: StoreError.self) {
                try await store.record(Sample.answer(), receipt: receipt, to: second)
            }
            #expect(try await store.waitingMessages(limit: 9) == [second])
            #expect(try await store.rowCounts()["messages"] == 3)
        }
    }

    @Test("conversations are listed newest first and deleted with all that was said and its receipts")
    func listAndDelete() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var made: [Conversation] = []
            for _ in 0..<3 { made.append(try await store.openConversation(in: business, channel: .web)) }
            #expect(try await store.conversations(in: business, after: nil, limit: 2) == [made[2], made[1]])
            #expect(try await store.conversations(in: business, after: made[1].id, limit: 2) == [made[0]])
            #expect(try await store.conversation(made[0].id, in: business) == made[0])
            let message = try await store.append(.user, "rye?", to: made[0].id, in: business)
            _ = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: message)
            #expect(try await store.deleteConversation(made[0].id, in: business))
            #expect(try await store.deleteConversation(made[0].id, in: business) == false)
            let counts = try await store.rowCounts()
            #expect(counts["conversations"] == 2 && counts["messages"] == 0 && counts["receipts"] == 0)
            #expect(try await store.waitingMessages(limit: 9).isEmpty)
        }
    }

    @Test("a message keeps every character but U+0000, for which there is a space")
    func text() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let text = "a\0b 'quoted' \"x\" :name ? \u{FEFF}\u{202E} 👩‍👩‍👧 हिन्दी\r\n"
            let message = try await store.append(.user, text, to: conversation, in: business)
            #expect(message.text == text.replacing("\0", with: " "))
            #expect(try await store.message(message.id, in: business) == message)
        }
    }
}
