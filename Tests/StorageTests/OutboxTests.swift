import DeskModel
import Testing

@testable import Storage

@Suite("The outbox")
struct OutboxTests {
    private func draft(
        _ business: BusinessID, lane: String = "lane", key: String? = nil, dueAt: Timestamp? = nil,
        expiresAt: Timestamp? = nil
    ) -> OutboxDraft {
        OutboxDraft(
            business: business, kind: .webhook, lane: lane, payload: "{}", key: key, dueAt: dueAt, expiresAt: expiresAt)
    }

    private func attempt(_ error: String? = nil) -> OutboxAttempt {
        OutboxAttempt(startedAt: .now(), duration: 5, status: error == nil ? 200 : 500, error: error, response: "ok")
    }

    private func claim(_ store: SQLStore, limit: Int = 9, failing: Int = 9, now: Timestamp = .now()) async throws
        -> [OutboxClaim]
    {
        try await store.claimOutbox(.webhook, now: now, lease: 60_000, limit: limit, failing: failing)
    }

    @Test("the same key is stored once, whatever else differs")
    func idempotency() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            #expect(try await store.enqueue([draft(business, key: "k"), draft(business, lane: "x", key: "k")]) == 1)
            #expect(try await store.enqueue([draft(business, key: "k"), draft(other, key: "k")]) == 1)
            await #expect(throws: StoreError.notFound) { try await store.enqueue([draft(BusinessID(99))]) }
        }
    }

    @Test("one of a lane is under way at a time, in the order of coming in; lanes do not wait for each other")
    func lanes() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let drafts = (0..<3).map { _ in draft(business, lane: "a") } + [draft(business, lane: "b")]
            try await store.enqueue(drafts)
            let first = try await claim(store)
            #expect(Set(first.map(\.entry.id)) == [drafts[0].id, drafts[3].id])
            #expect(try await claim(store).isEmpty)
            for claim in first { try await store.settle(claim, .init(.delivered), attempt: attempt(), now: .now()) }
            let second = try await claim(store)
            #expect(second.map(\.entry.id) == [drafts[1].id])
            // What comes in while one is under way waits behind it.
            try await store.enqueue([draft(business, lane: "a")])
            #expect(try await claim(store).isEmpty)
        }
    }

    @Test("a lane that is paused waits with all it has; a failed entry that steps aside lets the next go first")
    func pauses() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let drafts = [draft(business), draft(business)]
            try await store.enqueue(drafts)
            let now = Timestamp.now()
            let first = try #require(try await claim(store, now: now).first)
            try await store.settle(
                first, .init(.retry(after: 60_000), lanePause: 5_000), attempt: attempt("no"), now: now)
            #expect(try await claim(store, now: now.advanced(byMilliseconds: 4_999)).isEmpty)
            #expect(try await claim(store, failing: 0, now: now.advanced(byMilliseconds: 5_000)).isEmpty)
            let second = try #require(try await claim(store, now: now.advanced(byMilliseconds: 5_000)).first)
            #expect(second.entry.id == drafts[1].id && second.laneFailures == 1 && second.failingSince == now)
            // In a lane whose order counts, the failed entry is the next again.
            try await store.settle(second, .init(.retry(after: 0), lanePause: 1_000), attempt: attempt("no"), now: now)
            let third = try #require(try await claim(store, now: now.advanced(byMilliseconds: 2_000)).first)
            #expect(third.entry.id == drafts[1].id && third.entry.attempts == 2)
            try await store.settle(third, .init(.delivered), attempt: attempt(), now: now)
            let last = try #require(try await claim(store, now: now.advanced(byMilliseconds: 60_000)).first)
            #expect(last.entry.id == drafts[0].id && last.laneFailures == 0 && last.failingSince == nil)
        }
    }

    @Test("W16: what is postponed was not tried: no attempt counts or is noted, and the lane is as healthy as before")
    func postponed() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let entry = draft(business)
            try await store.enqueue([entry])
            let now = Timestamp.now()
            let first = try #require(try await claim(store, now: now).first)
            try await store.settle(first, .init(.postponed, lanePause: 5_000), attempt: attempt("x"), now: now)
            #expect(try await claim(store, now: now.advanced(byMilliseconds: 4_000)).isEmpty)
            let second = try #require(
                try await claim(store, failing: 0, now: now.advanced(byMilliseconds: 5_000)).first)
            #expect(second.entry.attempts == 1 && second.laneFailures == 0 && second.entry.lastError == nil)
            #expect(try await store.outboxAttempts(of: entry.id, in: business).isEmpty)
            // Of a lane that failed it does not make a healthy one.
            try await store.settle(second, .init(.retry(after: 0)), attempt: attempt("down"), now: now)
            let third = try #require(try await claim(store, now: now.advanced(byMilliseconds: 6_000)).first)
            try await store.settle(third, .init(.postponed, lanePause: 1_000), attempt: attempt(), now: now)
            let fourth = try #require(try await claim(store, now: now.advanced(byMilliseconds: 9_000)).first)
            #expect(fourth.entry.attempts == 2 && fourth.laneFailures == 1 && fourth.entry.lastError == "down")
        }
    }

    @Test("a claim that was lost settles nothing")
    func lost() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.enqueue([draft(business)])
            let now = Timestamp.now()
            let stale = try #require(try await claim(store, now: now).first)
            let fresh = try #require(try await claim(store, now: now.advanced(byMilliseconds: 60_000)).first)
            #expect(fresh.entry.id == stale.entry.id && fresh.entry.attempts == 2)
            await #expect(throws: StoreError.jobLost) {
                try await store.settle(stale, .init(.delivered), attempt: attempt(), now: now)
            }
            #expect(try await store.outboxEntry(fresh.entry.id, in: business)?.state == .pending)
        }
    }

    @Test("what was under way when the process died is claimed again by the next one at once")
    func reopened() async throws {
        try await withDirectory { directory in
            let id: OutboxID
            let business: BusinessID
            do {
                let store = try await SQLStore.open(at: directory)
                business = try await store.makeBusiness()
                try await store.enqueue([draft(business)])
                id = try #require(try await claim(store).first).entry.id
                #expect(try await claim(store).isEmpty)
            }
            let store = try await SQLStore.open(at: directory)
            #expect(try await claim(store).map(\.entry.id) == [id])
        }
    }

    @Test("a change that is rolled back leaves nothing in the outbox")
    func rollback() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.add(Webhook(business: business, url: "https://example.com"))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            struct Failed: Error {}
            await #expect(throws: Failed.self) {
                try await store.writeSending { transaction in
                    try transaction.emit(
                        .handoffRequested(in: conversation, of: business, reason: "requested"))
                    throw Failed()
                }
            }
            let entries = try await store.outbox(
                in: business, kind: nil, lane: nil, state: nil, after: nil, limit: 9)
            #expect(entries.count == 1 && entries[0].payload.contains("conversation.created"))
        }
    }

    @Test("what has expired is given up unsent, a lane that is full takes no more, and what ended long ago goes")
    func bounds() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let now = Timestamp.now()
            let late = draft(business, expiresAt: now.advanced(byMilliseconds: 10))
            try await store.enqueue([late])
            // Well after it was put in, however long that took.
            #expect(try await claim(store, now: now.advanced(byMilliseconds: 60_000)).isEmpty)
            #expect(try await store.outboxEntry(late.id, in: business)?.state == .dead)
            let unsent = OutboxDraft(
                business: business, kind: .sms, lane: "+34", payload: "{}", expiresAt: now)
            try await store.enqueue([unsent])
            try await store.tidyOutbox(now: now.advanced(byMilliseconds: 1))
            #expect(try await store.outboxEntry(unsent.id, in: business)?.state == .dead)
            try await store.database.write { transaction in
                try transaction.enqueue((0..<10_000).map { _ in draft(business, lane: "full") }, now: now)
            }
            let extra = draft(business, lane: "full")
            try await store.enqueue([extra])
            #expect(try await store.outboxEntry(extra.id, in: business)?.state == .dead)
            try await store.tidyOutbox(now: now.advanced(byMilliseconds: 91 * 86_400_000))
            #expect(try await store.outboxEntry(late.id, in: business) == nil)
        }
    }

    @Test("a clock that was set back does not put things off for ever")
    func clockJump() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let now = Timestamp.now()
            let year: Int64 = 365 * 86_400_000
            try await store.enqueue([draft(business), draft(business)])
            let future = now.advanced(byMilliseconds: year)
            let first = try #require(try await claim(store, now: future).first)
            try await store.settle(
                first, .init(.retry(after: 1000), lanePause: 1000), attempt: attempt("no"), now: future)
            #expect(try await claim(store, now: now).isEmpty)
            try await store.tidyOutbox(now: now)
            #expect(try await claim(store, now: now).count == 1)
        }
    }

    @Test("a dead entry can be sent again under its own id, past a pause; nothing else can")
    func replay() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let entry = draft(business)
            try await store.enqueue([entry])
            #expect(try await store.replayOutbox(entry.id, in: business) == false)
            let claimed = try #require(try await claim(store).first)
            try await store.settle(claimed, .init(.dead, lanePause: 900_000), attempt: attempt("no"), now: .now())
            #expect(try await store.replayOutbox(entry.id, in: other) == false)
            #expect(try await store.replayOutbox(UUIDv7.next(), in: business) == false)
            #expect(try await store.replayOutbox(entry.id, in: business))
            let again = try #require(try await claim(store).first)
            #expect(again.entry.id == entry.id && again.entry.attempts == 1)
            try await store.settle(
                again, .init(.delivered, erasesPayload: true), attempt: attempt(), now: .now())
            #expect(try await store.outboxAttempts(of: entry.id, in: business).count == 2)
            #expect(try await store.outboxAttempts(of: entry.id, in: other).isEmpty)
            #expect(try await store.replayOutbox(entry.id, in: business) == false)
        }
    }

    @Test("no statement of the outbox reads a whole table or sorts")
    func plans() async throws {
        let recorder = StatementRecorder()
        try await withStore { store, _ in
            let recorded = SQLStore(recording: recorder, store)
            let business = try await recorded.makeBusiness()
            let webhook = Webhook(business: business, url: "https://example.com")
            try await recorded.add(webhook)
            let conversation = try await recorded.openConversation(in: business, channel: .web).id
            _ = try await recorded.append(.user, "hi", to: conversation, in: business)
            _ = try await recorded.webhooks(in: business, conversation: nil, after: nil, limit: 9)
            _ = try await recorded.webhooks(in: business, conversation: conversation, after: nil, limit: 9)
            let claimed = try #require(try await claim(recorded).first)
            try await recorded.settle(claimed, .init(.dead), attempt: attempt("no"), now: .now())
            _ = try await recorded.replayOutbox(claimed.entry.id, in: business)
            _ = try await recorded.outbox(in: business, kind: nil, lane: nil, state: nil, after: nil, limit: 9)
            _ = try await recorded.outbox(
                in: business, kind: .webhook, lane: webhook.id, state: .dead, after: nil, limit: 9)
            _ = try await recorded.outbox(in: business, kind: nil, lane: nil, state: .dead, after: nil, limit: 9)
            _ = try await recorded.outboxAttempts(of: claimed.entry.id, in: business)
            try await recorded.disableWebhook(webhook.id, in: business, reason: "r")
            _ = try await recorded.deleteWebhook(webhook.id, in: business)
            let own = recorder.statements.filter { statement in
                ["outbox", "webhooks", "notification_settings"].contains { statement.sql.contains($0) }
            }
            #expect(own.count > 20)
            for statement in own {
                let steps = try await store.database.read { transaction in
                    try transaction.rows("EXPLAIN QUERY PLAN \(statement.sql)", statement.parameters).map {
                        try $0.text("detail")
                    }
                }
                for step in steps where step != "SCAN (subquery-1)" {
                    #expect(!step.hasPrefix("SCAN") && !step.contains("TEMP B-TREE"), "\(step): \(statement.sql)")
                }
            }
        }
    }
}
