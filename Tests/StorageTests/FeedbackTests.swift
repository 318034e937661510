import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct FeedbackTests {
    /// Asks and answers. - Returns: the answer's message.
    private func answered(
        _ question: String, _ store: SQLStore, in business: BusinessID, conversation: ConversationID,
        method: Answer.Method = .extracted, model: String = "model-1"
    ) async throws -> Message {
        let message = try await store.append(.user, question, to: conversation, in: business)
        let answer = Answer(
            text: "about \(question)", sentences: [], citations: [], confidence: 0.5, answered: method != .declined,
            method: method)
        let source = Receipt.Source(
            chunk: 1, chunkHash: "ab", document: "d", documentVersion: 1, title: "Price list", pages: 1...1, score: 1,
            dense: nil, lexical: nil)
        let receipt = Receipt(
            id: UUIDv7.next(), business: business, question: question, query: question,
            sources: model.isEmpty ? [] : [source, source], embeddingModel: model, languageModel: nil, promptHash: nil,
            method: method, confidence: 0.5, threshold: 0.6, createdAt: .now())
        return try await store.record(answer, receipt: receipt, to: message)
    }

    @Test("feedback on an answer is kept once, changes, and can be taken back")
    func rating() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let answer = try await answered("rye?", store, in: business, conversation: conversation)
            _ = try await store.rate(answer.id, .up, reason: nil, in: conversation, of: business)
            _ = try await store.rate(answer.id, .down, reason: "too short", in: conversation, of: business)
            let kept = try await store.feedback(in: conversation, of: business)
            #expect(kept.count == 1)
            #expect(kept.first?.rating == .down && kept.first?.reason == "too short")
            let judged = try await store.judgedAnswers(
                in: business, rating: .down, since: nil, until: nil, after: nil, limit: 9)
            #expect(judged.first?.question == "rye?" && judged.first?.answer == "about rye?")
            #expect(judged.first?.receipt == answer.receipt)
            #expect(
                try await store.judgedAnswers(
                    in: business, rating: .up, since: nil, until: nil, after: nil, limit: 9
                ).isEmpty)
            #expect(try await store.rate(answer.id, nil, reason: nil, in: conversation, of: business) == nil)
            #expect(try await store.feedback(in: conversation, of: business).isEmpty)
        }
    }

    @Test("only an answer of the conversation and the business can be rated")
    func foreign() async throws {
        try await withStore { store, _ in
            let (business, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let elsewhere = try await store.openConversation(in: business, channel: .web).id
            let answer = try await answered("rye?", store, in: business, conversation: conversation)
            let question = try #require(answer.replyTo)
            for (id, place, owner) in [
                (question, conversation, business), (answer.id, elsewhere, business), (answer.id, conversation, other),
                (UUIDv7.next(), conversation, business),
            ] {
                await #expect(throws: StoreError.notFound) {
                    try await store.rate(id, .up, reason: nil, in: place, of: owner)
                }
            }
        }
    }

    @Test("unanswered are the declined and the disliked within the span, newest first; small talk is none")
    func unanswered() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            func ask(_ text: String, _ method: Answer.Method = .extracted, _ model: String = "m") async throws
                -> Message
            {
                try await answered(
                    text, store, in: business, conversation: conversation, method: method, model: model)
            }
            _ = try await ask("good?")
            let declined = try await ask("declined?", .declined)
            let disliked = try await ask("disliked?")
            _ = try await ask("hello", .declined, "")
            _ = try await store.rate(disliked.id, .down, reason: nil, in: conversation, of: business)
            _ = try await store.rate(declined.id, .down, reason: nil, in: conversation, of: business)
            let found = try await store.unansweredQuestions(in: business, since: nil, until: nil, limit: 9)
            #expect(found.map(\.question) == ["disliked?", "declined?"])
            #expect(found.map(\.isDisliked) == [true, false])
            #expect(found[0].topics == ["Price list"])
            #expect(try await store.unansweredQuestions(in: business, since: nil, until: nil, limit: 1).count == 1)
            let later = Timestamp.now().advanced(byMilliseconds: 60_000)
            #expect(try await store.unansweredQuestions(in: business, since: later, until: nil, limit: 9).isEmpty)
            let other = try await store.makeBusiness()
            #expect(try await store.unansweredQuestions(in: other, since: nil, until: nil, limit: 9).isEmpty)
            #expect(
                try await store.questions(answeredBy: [declined.id, "x", disliked.id], in: business)
                    == ["declined?", "disliked?"])
            #expect(try await store.questions(answeredBy: [declined.id], in: other).isEmpty)
        }
    }

    @Test("messages of before outcomes were kept get theirs from what was stored with them")
    func backfill() async throws {
        try await withDirectory { directory in
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
            let database = try SQLiteDatabase(path: "\(directory)/a.sqlite", lock: nil)
            try await Migrator(migrations: Array(Migration.all.prefix(5))).migrate(database)
            // The text of a JSON string is escaped, so that what customers write is never taken for a member.
            let trap = #"{"answered":false,"text":"he said \"answered\":true"}"#
            try await database.write { transaction in
                for sql in [
                    "INSERT INTO businesses (name, settings, created_at) VALUES ('b', '{}', 1)",
                    "INSERT INTO conversations (id, business_id, channel, created_at) VALUES ('c', 1, 'web', 1)",
                    """
                    INSERT INTO receipts (id, business_id, conversation_id, content, created_at)
                    VALUES ('r1', 1, 'c', '{"embeddingModel":"m"}', 1), ('r2', 1, 'c', '{"embeddingModel":""}', 1)
                    """,
                    """
                    INSERT INTO messages (id, business_id, conversation_id, sender, text, answer, receipt_id, created_at)
                    VALUES ('1', 1, 'c', 'user', 'q', NULL, NULL, 1),
                        ('2', 1, 'c', 'assistant', 'a', '{"answered":true}', 'r1', 1),
                        ('3', 1, 'c', 'assistant', 'a', '\(trap)', 'r1', 1),
                        ('4', 1, 'c', 'assistant', 'a', '{"answered":false}', 'r2', 1)
                    """,
                ] { try transaction.execute(sql) }
            }
            try await Migrator(migrations: Migration.all).migrate(database)
            let outcomes = try await database.read { transaction in
                try transaction.rows("SELECT outcome FROM messages ORDER BY id").map { try $0.optionalText("outcome") }
            }
            #expect(outcomes == [nil, "answered", "declined", "talk"])
        }
    }
}
