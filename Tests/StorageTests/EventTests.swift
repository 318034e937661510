import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite("What happens reaches webhooks, people and the page")
struct EventTests {
    private func bodies(_ store: SQLStore, _ webhook: Webhook) async throws -> [[String: Any]] {
        try await store.outbox(
            in: webhook.business, kind: .webhook, lane: webhook.id, state: nil, after: nil, limit: 99
        ).reversed().map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.payload.utf8)) as? [String: Any])
        }
    }

    private func types(_ store: SQLStore, _ webhook: Webhook) async throws -> [String] {
        try await bodies(store, webhook).compactMap { $0["type"] as? String }
    }

    @Test("C10: conversations, messages, declined answers, feedback and documents are told in the order they happened")
    func emitted() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let webhook = Webhook(business: business, url: "https://example.com")
            try await store.add(webhook)
            try await store.ingest(["rye bread"], into: business)
            let upload = DocumentUpload(business: business, filename: "bad.txt", content: [7])
            _ = try await store.accept(upload)
            let job = try #require(try await store.claimJob(now: .now(), lease: 60_000))
            try await store.fail(job, with: DocumentFailure(code: "empty", message: "It is empty."))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let question = try await store.append(.user, "rye?", to: conversation, in: business)
            let declined = Answer(
                text: "I do not know.", sentences: [], citations: [], confidence: 0.1, answered: false,
                method: .declined)
            let receipt = Sample.receipt(in: business)
            let reply = try await store.record(declined, receipt: receipt, to: question)
            // The same again is no news.
            _ = try await store.record(declined, receipt: Sample.receipt(in: business), to: question)
            _ = try await store.rate(reply.id, .down, reason: "wrong", in: conversation, of: business)
            _ = try await store.rate(reply.id, nil, reason: nil, in: conversation, of: business)
            #expect(
                try await types(store, webhook) == [
                    "document.ready", "document.failed", "conversation.created", "message.created", "message.created",
                    "answer.declined", "feedback.created",
                ])
            let bodies = try await bodies(store, webhook)
            let failed = try #require(bodies[1]["data"] as? [String: Any])
            #expect((failed["error"] as? [String: Any])?["code"] as? String == "empty")
            #expect(failed["title"] as? String == "bad.txt" && failed["status"] as? String == "failed")
            let answer = try #require(bodies[4]["data"] as? [String: Any])
            #expect(answer["reply_to"] as? String == question.id && answer["answered"] as? Bool == false)
            let asked = try #require(bodies[5]["data"] as? [String: Any])
            #expect(asked["question"] as? String == "rye?" && asked["message_id"] as? String == reply.id)
        }
    }

    @Test("C5: a webhook hears of its conversation only, of its events only, of its business only, while it is enabled")
    func filters() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            let mine = try await store.openConversation(in: business, channel: .web).id
            let another = try await store.openConversation(in: business, channel: .web).id
            let foreign = try await store.openConversation(in: other, channel: .web).id
            let own = Webhook(business: business, conversation: mine, url: "https://example.com/own")
            let picky = Webhook(business: business, url: "https://example.com", events: [.handoffRequested])
            var off = Webhook(business: business, url: "https://example.com/off")
            for webhook in [own, picky, off] { try await store.add(webhook) }
            off.isEnabled = false
            #expect(try await store.update(off))
            for (conversation, business) in [(mine, business), (another, business), (foreign, other)] {
                _ = try await store.append(.user, "hi", to: conversation, in: business)
                try await store.emit(.handoffRequested(in: conversation, of: business, reason: "requested"))
            }
            #expect(try await types(store, own) == ["message.created", "handoff.requested"])
            #expect(try await types(store, picky) == ["handoff.requested", "handoff.requested"])
            #expect(try await types(store, off).isEmpty)
            #expect(
                try await store.webhooks(in: business, conversation: mine, after: nil, limit: 9).map(\.id) == [own.id])
            #expect(
                try await store.webhooks(in: business, conversation: nil, after: nil, limit: 9).map(\.id) == [
                    off.id, picky.id,
                ])
            await #expect(throws: StoreError.notFound) {
                try await store.add(Webhook(business: other, conversation: mine, url: "https://example.com"))
            }
            for id in [own.id, picky.id] {
                #expect(try await store.webhook(id, in: other) == nil)
                #expect(try await store.deleteWebhook(id, in: other) == false)
                await #expect(throws: StoreError.notFound) { try await store.testWebhook(id, in: other) }
                try await store.disableWebhook(id, in: other, reason: "theft")
                #expect(try await store.webhook(id, in: business)?.isEnabled == true)
            }
            #expect(try await store.deleteConversation(mine, in: business))
            #expect(try await store.webhook(own.id, in: business) == nil)
        }
    }

    @Test("removing or disabling a webhook ends what is pending for it; there may be so many and no more")
    func ends() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var webhook = Webhook(business: business, url: "https://example.com")
            try await store.add(webhook)
            let id = try await store.testWebhook(webhook.id, in: business)
            webhook.isEnabled = false
            #expect(try await store.update(webhook))
            #expect(try await store.outboxEntry(id, in: business)?.state == .dead)
            #expect(try await store.claimOutbox(.webhook, now: .now(), lease: 9, limit: 9, failing: 9).isEmpty)
            #expect(try await store.deleteWebhook(webhook.id, in: business))
            #expect(try await store.outboxEntry(id, in: business) == nil)
            for _ in 0..<Webhook.maximumPerBusiness {
                try await store.add(Webhook(business: business, url: "https://example.com"))
            }
            await #expect(throws: StoreError.full("webhooks")) {
                try await store.add(Webhook(business: business, url: "https://example.com"))
            }
        }
    }

    @Test("L19, L20: a submitted form is mailed and texted at once; a daily digest gathers what comes until it is due")
    func notifications() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var settings = NotificationSettings(
                formEmail: EmailAddress("Boss@example.com"), formPhone: PhoneNumber("+34600111222"),
                pageEvents: [.formSubmitted])
            settings.people = [
                NotificationSettings.Person(
                    name: "Ana", email: EmailAddress("ana@example.com"),
                    rules: [.init(events: [.answerDeclined, .formSubmitted], channels: [.email], digest: .daily)])
            ]
            try await store.setNotificationSettings(settings, of: business)
            #expect(try await store.notificationSettings(of: business) == settings)
            let submission = EventData.FormSubmission(
                submissionId: "s", formId: "f", conversationId: nil, name: "Max",
                answers: [.init(question: "What do you need?", answer: "A roof")])
            try await store.emit(.formSubmitted(submission, in: business))
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let question = try await store.append(.user, "Do you do cellars?", to: conversation, in: business)
            let declined = Answer(
                text: "I do not know.", sentences: [], citations: [], confidence: 0, answered: false, method: .declined)
            _ = try await store.record(declined, receipt: Sample.receipt(in: business), to: question)

            func entries(_ kind: OutboxEntry.Kind, _ lane: String) async throws -> [OutboxEntry] {
                try await store.outbox(in: business, kind: kind, lane: lane, state: nil, after: nil, limit: 9)
            }
            let boss = try await entries(.email, "boss@example.com")
            #expect(boss.count == 1 && boss[0].dueAt == nil && boss[0].payload.contains("A roof"))
            let text = try await entries(.sms, "+34600111222")
            #expect(text.count == 1 && text[0].expiresAt != nil)
            let digest = try await entries(.email, "ana@example.com")
            #expect(digest.count == 1)
            let due = try #require(digest[0].dueAt)
            #expect(digest[0].payload.contains("A roof") && digest[0].payload.contains("Do you do cellars?"))
            #expect(try await store.claimOutbox(.email, now: .now(), lease: 9, limit: 9, failing: 9).count == 1)
            // Once the digest was tried, what comes is told by itself: it may have arrived.
            let claimed = try await store.claimOutbox(.email, now: due, lease: 60_000, limit: 9, failing: 9)
            #expect(claimed.contains { $0.entry.id == digest[0].id })
            try await store.emit(.formSubmitted(submission, in: business))
            #expect(try await entries(.email, "ana@example.com").count == 2)
            let notices = try await store.notices(in: business, status: .open, after: nil, limit: 9)
            #expect(notices.count == 2 && notices.allSatisfy { $0.content.kind == "alert" })
        }
    }

    @Test("settings belong to their business")
    func tenants() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness()
            try await store.setNotificationSettings(
                NotificationSettings(formEmail: EmailAddress("a@b.c")), of: business)
            #expect(try await store.notificationSettings(of: other) == NotificationSettings())
            let submission = EventData.FormSubmission(
                submissionId: "s", formId: "f", conversationId: nil, answers: [])
            try await store.emit(.formSubmitted(submission, in: other))
            for id in [business, other] {
                let entries = try await store.outbox(in: id, kind: nil, lane: nil, state: nil, after: nil, limit: 9)
                #expect(entries.isEmpty)
            }
            await #expect(throws: StoreError.notFound) {
                try await store.setNotificationSettings(NotificationSettings(), of: BusinessID(99))
            }
        }
    }
}
