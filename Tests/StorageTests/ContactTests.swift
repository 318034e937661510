import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct ContactTests {
    @Test("L2, L12: the first message makes its sender a contact with a number of their own; later ones continue it")
    func firstMessage() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let opened = try await store.openConversation(in: business, channel: .web)
            #expect(opened.status == .initializing && opened.contact == nil)
            _ = try await store.append(.system, "opened the pricing page", to: opened.id, in: business)
            #expect(try await store.conversation(opened.id, in: business)?.contact == nil)

            _ = try await store.append(.user, "hello", to: opened.id, in: business)
            _ = try await store.append(.user, "anyone?", to: opened.id, in: business)
            let conversation = try #require(try await store.conversation(opened.id, in: business))
            #expect(conversation.status == .active && conversation.messageCount == 3)
            let id = try #require(conversation.contact)
            let contact = try #require(try await store.contact(id, in: business))
            #expect(contact.number == 1 && contact.platform == .website && contact.token == opened.id)
            #expect(contact.displayName == "Lead #1")

            let second = try await store.openConversation(in: business, channel: .sms)
            _ = try await store.append(.user, "hi", to: second.id, in: business)
            let other = try #require(try await store.conversation(second.id, in: business)?.contact)
            let found = try await store.contact(other, in: business)
            #expect(found?.number == 2 && found?.platform == .phone)
        }
    }

    @Test("another business's contact is not found, and every business counts for itself")
    func tenants() async throws {
        try await withStore { store, _ in
            let (mine, theirs) = (try await store.makeBusiness(), try await store.makeBusiness())
            var contacts: [ContactID] = []
            for business in [mine, theirs] {
                let conversation = try await store.openConversation(in: business, channel: .web).id
                _ = try await store.append(.user, "hello", to: conversation, in: business)
                contacts.append(try #require(try await store.conversation(conversation, in: business)?.contact))
            }
            #expect(try await store.contact(contacts[0], in: mine)?.number == 1)
            #expect(try await store.contact(contacts[1], in: theirs)?.number == 1)
            #expect(try await store.contact(contacts[1], in: mine) == nil)
        }
    }

    @Test("conversations of before contacts were kept get theirs, in order, and only where a customer wrote")
    func upgrade() async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let database = try SQLiteDatabase(path: "\(directory)/a.sqlite", lock: nil)
            let before = Migration.all.prefix { $0.name < "009" }
            try await Migrator(migrations: Array(before)).migrate(database)
            let old = (1...3).map { "0000000\($0)-0000-7000-8000-000000000000" }
            try await database.write { transaction in
                try transaction.execute("INSERT INTO businesses (name, settings, created_at) VALUES ('b', '{}', 1)")
                for (index, id) in old.enumerated() {
                    try transaction.execute(
                        """
                        INSERT INTO conversations (id, business_id, channel, created_at) VALUES (:id, 1, 'web', 1)
                        """, ["id": .text(id)])
                    try transaction.execute(
                        """
                        INSERT INTO messages (id, business_id, conversation_id, sender, text, created_at)
                        VALUES (:id, 1, :conversation, :sender, 't', :now)
                        """,
                        [
                            "id": .text("m\(index)"), "conversation": .text(id),
                            "sender": .text(index == 1 ? "system" : "user"), "now": .integer(50 + index),
                        ])
                }
            }
            try await Migrator(migrations: Migration.all).migrate(database)
            let rows = try await database.read { transaction in
                try transaction.rows("SELECT * FROM conversations ORDER BY id").map(SQLStore.conversation)
            }
            #expect(rows.map(\.contact) == [old[0], nil, old[2]])
            #expect(rows.map(\.status) == [.active, .initializing, .active])
            #expect(rows.map(\.updatedAt.milliseconds) == [50, 51, 52])
            let numbers = try await database.read { transaction in
                try transaction.rows("SELECT number FROM contacts ORDER BY id").map { try $0.int("number") }
            }
            #expect(numbers == [1, 2])
        }
    }

    @Test(
        "a conversation's status changes along allowed ways only",
        arguments: [
            (ConversationStatus.initializing, ConversationStatus.inactive, false), (.initializing, .active, true),
            (.active, .initializing, false), (.active, .closed, true), (.inactive, .active, true),
            (.closed, .active, true), (.closed, .inactive, false), (.closed, .closed, true),
        ])
    func transitions(from: ConversationStatus, to: ConversationStatus, isAllowed: Bool) {
        #expect(from.canBecome(to) == isAllowed)
    }

    @Test("a customer who writes again opens a closed conversation; a person's word does not")
    func reopening() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.user, "hello", to: id, in: business)
            try await store.database.write { transaction in
                try transaction.execute("UPDATE conversations SET status = 'closed', closed_at = 5")
            }
            _ = try await store.append(.human, "One more thing.", to: id, in: business)
            #expect(try await store.conversation(id, in: business)?.status == .closed)
            _ = try await store.append(.user, "Yes?", to: id, in: business)
            let reopened = try await store.conversation(id, in: business)
            #expect(reopened?.status == .active && reopened?.closedAt == nil)
        }
    }
}
