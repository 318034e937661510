import DeskModel
import Foundation
import LoopbackServer
import Storage
import Synchronization
import Testing
import Transfer

@testable import Delivery

/// The outbox and the sender of webhooks against real servers on loopback, over a real database.
@Suite("C5, C10: webhooks are called", .serialized)
struct WebhookSenderTests {
    private func sender(
        _ store: SQLStore, isPrivateAllowed: Bool = true, policy: DeliveryPolicy = .webhooks.hurried()
    ) -> WebhookSender {
        WebhookSender(
            webhooks: store, client: TransferClient(), allowsPrivateNetworks: isPrivateAllowed, policy: policy)
    }

    /// A server that answers each request as the script says; the last answer goes on.
    private func server(
        _ answers: [(Int, [String: String])], _ requests: Reports<ReceivedRequest>
    ) throws -> LoopbackServer {
        let count = Mutex(0)
        return try LoopbackServer { connection in
            while let request = connection.request() {
                let index = count.withLock { count in
                    defer { count += 1 }
                    return min(count, answers.count - 1)
                }
                connection.respond(answers[index].0, answers[index].1, body: "answer \(index)")
                requests.send(request)
            }
        }
    }

    @Test("C10: an event arrives signed, with its id, type and data, and its delivery is logged")
    func delivery() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(200, [:])], requests)
            let webhook = try await bench.webhook(target.url("/hook?a=b"), events: [.messageCreated])
            _ = try await bench.sending([.webhook: sender(bench.store)]) {
                let conversation = try await bench.store.openConversation(in: bench.business, channel: .web)
                let message = try await bench.store.append(
                    .user, "Is rye \"fresh\"? 🍞", to: conversation.id, in: bench.business)
                let request = try #require(await requests.next())
                #expect(request.line == "POST /hook?a=b HTTP/1.1")
                #expect(request.headers["content-type"] == "application/json")
                let id = try #require(request.headers["webhook-id"])
                let timestamp = try #require(request.headers["webhook-timestamp"].flatMap { Int64($0) })
                #expect(abs(timestamp - Timestamp.now().milliseconds / 1000) < 60)
                #expect(
                    request.headers["webhook-signature"]
                        == WebhookSignature.header(
                            id: id, timestamp: timestamp, body: request.text, secrets: [webhook.secret]))
                #expect(request.json["type"] as? String == "message.created")
                #expect(request.json["timestamp"] as? String == message.createdAt.iso8601)
                let data = try #require(request.json["data"] as? [String: Any])
                #expect(data["text"] as? String == "Is rye \"fresh\"? 🍞" && data["sender"] as? String == "user")
                #expect(data["message_id"] as? String == message.id)
                #expect(data["conversation_id"] as? String == conversation.id)
                try await bench.wait(for: id, .delivered)
                let log = try await bench.store.outboxAttempts(of: id, in: bench.business)
                #expect(log.count == 1 && log[0].status == 200 && log[0].response == "answer 0" && log[0].error == nil)
            }
            // The conversation's own event was not asked for.
            let all = try await bench.store.outbox(
                in: bench.business, kind: nil, lane: nil, state: nil, after: nil, limit: 9)
            #expect(all.count == 1)
        }
    }

    @Test("a failed delivery is tried again under the same id until it succeeds, each attempt logged")
    func retry() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(500, [:]), (302, ["Location": "/elsewhere"]), (204, [:])], requests)
            let webhook = try await bench.webhook(target.url())
            let id = try await bench.store.testWebhook(webhook.id, in: bench.business)
            _ = try await bench.sending([.webhook: sender(bench.store)]) {
                let entry = try await bench.wait(for: id, .delivered)
                #expect(entry.attempts == 3 && entry.lastError == nil)
                let seen = [await requests.next(), await requests.next(), await requests.next()].compactMap { $0 }
                #expect(Set(seen.compactMap { $0.headers["webhook-id"] }) == [id])
                #expect(seen.allSatisfy { $0.line.hasPrefix("POST / ") }, "a redirect was followed")
            }
            let log = try await bench.store.outboxAttempts(of: id, in: bench.business)
            #expect(log.map(\.status) == [500, 302, 204])
            #expect(log[1].error?.contains("redirects") == true)
        }
    }

    @Test("what never succeeds is given up, listed as dead, and can be replayed")
    func deadLetter() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(500, [:]), (500, [:]), (200, [:])], requests)
            let webhook = try await bench.webhook(target.url())
            let id = try await bench.store.testWebhook(webhook.id, in: bench.business)
            _ = try await bench.sending([.webhook: sender(bench.store, policy: .webhooks.hurried(retries: 1))]) {
                let dead = try await bench.wait(for: id, .dead)
                #expect(dead.attempts == 2 && dead.lastError == "The target answered 500.")
                let listed = try await bench.store.outbox(
                    in: bench.business, kind: .webhook, lane: webhook.id, state: .dead, after: nil, limit: 9)
                #expect(listed.map(\.id) == [id])
                #expect(try await bench.store.replayOutbox(id, in: bench.business))
                try await bench.wait(for: id, .delivered)
                #expect(try await bench.store.outboxAttempts(of: id, in: bench.business).count == 3)
            }
        }
    }

    @Test("Retry-After is honoured, for the whole target")
    func retryAfter() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(429, ["Retry-After": "3600"])], requests)
            let webhook = try await bench.webhook(target.url())
            let first = try await bench.store.testWebhook(webhook.id, in: bench.business)
            let second = try await bench.store.testWebhook(webhook.id, in: bench.business)
            _ = try await bench.sending([.webhook: sender(bench.store)]) {
                _ = await requests.next()
                for _ in 0..<500 where try await bench.store.outboxEntry(first, in: bench.business)?.dueAt == nil {
                    try await Task.sleep(for: .milliseconds(20))
                }
                let due = try #require(try await bench.store.outboxEntry(first, in: bench.business)?.dueAt)
                #expect(due > Timestamp.now().advanced(byMilliseconds: 3_500_000))
                // Many looks later the other still has not been tried.
                try await Task.sleep(for: .milliseconds(300))
                #expect(try await bench.store.outboxEntry(second, in: bench.business)?.attempts == 0)
            }
            #expect(target.connections == 1)
        }
    }

    @Test("C10: a target that says it is gone is disabled: the rest is given up, the owner told on the page")
    func gone() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(410, [:])], requests)
            let webhook = try await bench.webhook(target.url())
            let witness = try await bench.webhook(target.url("/witness"), events: [.webhookDisabled])
            let ids = [
                try await bench.store.testWebhook(webhook.id, in: bench.business),
                try await bench.store.testWebhook(webhook.id, in: bench.business),
            ]
            _ = try await bench.sending([.webhook: sender(bench.store)]) {
                for id in ids { try await bench.wait(for: id, .dead) }
                for _ in 0..<500 where try await bench.store.webhook(webhook.id, in: bench.business)?.isEnabled == true
                {
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let disabled = try #require(try await bench.store.webhook(webhook.id, in: bench.business))
            #expect(!disabled.isEnabled && disabled.disabledReason?.contains("410") == true)
            #expect(try await bench.store.outboxEntry(ids[1], in: bench.business)?.attempts == 0)
            let notices = try await bench.store.notices(in: bench.business, status: .open, after: nil, limit: 9)
            guard case .alert(let alert)? = notices.first?.content else {
                Issue.record("no notice")
                return
            }
            #expect(alert.event == .webhookDisabled && alert.detail.contains(webhook.url))
            let told = try await bench.store.outbox(
                in: bench.business, kind: .webhook, lane: witness.id, state: nil, after: nil, limit: 9)
            #expect(told.count == 1 && told[0].payload.contains("webhook.disabled"))
        }
    }

    @Test("addresses of this machine and the private network are not reached unless the operator allows it")
    func privateNetwork() async throws {
        try await Bench.with { bench in
            let requests = Reports<ReceivedRequest>()
            let target = try server([(200, [:])], requests)
            let urls = [
                "https://127.0.0.1:\(target.port)/", "https://localhost:\(target.port)/", "https://10.0.0.1/",
                "https://169.254.169.254/latest", "https://[::1]:\(target.port)/", "https://[::ffff:127.0.0.1]/",
            ]
            for url in urls {
                let webhook = try await bench.webhook(url)
                let id = try await bench.store.testWebhook(webhook.id, in: bench.business)
                let policy = DeliveryPolicy.webhooks.hurried(retries: 0)
                _ = try await bench.sending([.webhook: sender(bench.store, isPrivateAllowed: false, policy: policy)]) {
                    let dead = try await bench.wait(for: id, .dead)
                    #expect(dead.lastError?.contains("outside of the public internet") == true, "\(url): \(dead)")
                }
            }
            let plain = try await bench.webhook(target.url())
            let id = try await bench.store.testWebhook(plain.id, in: bench.business)
            _ = try await bench.sending([.webhook: sender(bench.store, isPrivateAllowed: false)]) {
                let dead = try await bench.wait(for: id, .dead)
                #expect(dead.lastError?.contains("https://") == true)
            }
            #expect(target.connections == 0)
        }
    }

    @Test("targets that never answer do not hold up one that does, however many they are")
    func slowTargets() async throws {
        try await Bench.with { bench in
            let gate = Gate()
            let failed = Mutex<Set<String>>([])
            let stalling = Mutex(0)
            // Each of its paths fails once, and never answers from then on.
            let slow = try LoopbackServer { connection in
                guard let request = connection.request() else { return }
                if failed.withLock({ $0.insert(request.line).inserted }) { return connection.reset() }
                stalling.withLock { $0 += 1 }
                gate.wait()
            }
            let requests = Reports<ReceivedRequest>()
            let quick = try server([(200, [:])], requests)
            var policy = DeliveryPolicy.webhooks.hurried(retries: 50)
            policy.maximumConcurrent = 4
            for index in 0..<12 {
                let webhook = try await bench.webhook(slow.url("/\(index)"))
                _ = try await bench.store.testWebhook(webhook.id, in: bench.business)
            }
            let healthy = try await bench.webhook(quick.url("/quick"))
            _ = try await bench.sending([.webhook: sender(bench.store, policy: policy)]) {
                while failed.withLock({ $0.count }) < 12 || stalling.withLock({ $0 }) < 2 {
                    try await Task.sleep(for: .milliseconds(20))
                }
                for _ in 0..<10 {
                    let id = try await bench.store.testWebhook(healthy.id, in: bench.business)
                    try await bench.wait(for: id, .delivered)
                }
                // Half of the places stay free of them.
                #expect(stalling.withLock { $0 } == 2)
                for _ in 0..<20 { gate.open() }
            }
        }
    }

    @Test("events of one target arrive in order and never two at a time")
    func order() async throws {
        try await Bench.with { bench in
            let seen = Mutex<[String]>([])
            let inside = Mutex<(now: Int, most: Int)>((0, 0))
            let target = try LoopbackServer { connection in
                while let request = connection.request() {
                    inside.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                    Thread.sleep(forTimeInterval: 0.005)
                    seen.withLock { $0.append(request.headers["webhook-id"] ?? "") }
                    inside.withLock { $0.now -= 1 }
                    connection.respond(200)
                }
            }
            let webhook = try await bench.webhook(target.url())
            var ids: [OutboxID] = []
            for _ in 0..<30 { ids.append(try await bench.store.testWebhook(webhook.id, in: bench.business)) }
            _ = try await bench.sending([.webhook: sender(bench.store)]) { [ids] in
                try await bench.wait(for: ids[29], .delivered)
            }
            #expect(seen.withLock { $0 } == ids)
            #expect(inside.withLock { $0.most } == 1)
        }
    }

    @Test("an answer without end is cut, and its status counts")
    func endlessAnswer() async throws {
        try await Bench.with { bench in
            let target = try LoopbackServer { connection in
                _ = connection.request()
                connection.respondChunked(200, contentType: "text/plain")
                while connection.chunk(String(repeating: "x", count: 10_000)) {}
            }
            let webhook = try await bench.webhook(target.url())
            let id = try await bench.store.testWebhook(webhook.id, in: bench.business)
            _ = try await bench.sending([.webhook: sender(bench.store)]) {
                try await bench.wait(for: id, .delivered)
            }
            let log = try await bench.store.outboxAttempts(of: id, in: bench.business)
            #expect(log.first?.response?.count == 1024)
        }
    }
}
