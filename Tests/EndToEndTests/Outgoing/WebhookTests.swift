import Foundation
import LoopbackServer
import Synchronization
import Testing

/// Webhooks over the built program: made by the API, called when something happens, logged, replayed.
@Suite("C5, C10: webhooks", .serialized)
struct WebhookTests {
    private func path(_ business: TestBusiness, _ rest: String = "") -> String {
        "/api/businesses/\(business.id)/webhooks\(rest)"
    }

    private func waitUntil(_ what: String, _ holds: @escaping @Sendable () async throws -> Bool) async throws {
        try await withPatience(what) {
            while try await !holds() { try await Task.sleep(for: .milliseconds(50)) }
        }
    }

    @Test(
        "C5, C10: a webhook is made, called with what happens in a chat, tried, rotated, logged, replayed and removed")
    func life() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_WEBHOOK_PRIVATE_NETWORKS": "true"])
        let requests = Reports<ReceivedRequest>()
        let status = Mutex(200)
        let target = try LoopbackServer { connection in
            while let request = connection.request() {
                connection.respond(status.withLock { $0 }, body: "thanks")
                requests.send(request)
            }
        }
        let shop = try await desk.business(knowing: Guides.returns)
        let made = try await desk.call(
            "POST", path(shop), key: shop.key,
            json: ["url": target.url("/hook"), "events": ["message.created"], "description": "CRM"])
        #expect(made.status == 201)
        let id = try #require(made.json["id"] as? String)
        let secret = try #require(made.json["secret"] as? String)
        #expect(secret.hasPrefix("whsec_"))
        let shown = try await desk.call("GET", path(shop, "/\(id)"), key: shop.key)
        #expect(shown.status == 200 && !shown.text.contains(secret.dropFirst(6)))
        let listed = try await desk.call("GET", path(shop), key: shop.key)
        #expect(listed.results.count == 1 && !listed.text.contains(secret.dropFirst(6)))

        let (session, socket) = try await desk.chat(shop)
        _ = try await socket.answer(to: Guides.returnQuestion)
        var senders: [String] = []
        for _ in 0..<2 {
            let request = try #require(await requests.next())
            #expect(request.line == "POST /hook HTTP/1.1" && request.json["type"] as? String == "message.created")
            let data = try #require(request.json["data"] as? [String: Any])
            #expect(data["conversation_id"] as? String == session)
            senders.append(data["sender"] as? String ?? "")
            #expect(request.headers["webhook-signature"]?.hasPrefix("v1,") == true)
        }
        #expect(senders == ["user", "assistant"])

        let rotated = try await desk.call("POST", path(shop, "/\(id)/secret"), key: shop.key)
        #expect(rotated.json["secret"] as? String != secret && rotated.json["previous_secret_until"] is String)
        status.withLock { $0 = 500 }
        let tried = try await desk.call("POST", path(shop, "/\(id)/test"), key: shop.key)
        #expect(tried.status == 202 && tried.json["event"] as? String == "webhook.test")
        let delivery = try #require(tried.json["id"] as? String)
        let first = try #require(await requests.next())
        #expect(first.headers["webhook-id"] == delivery)
        #expect(first.headers["webhook-signature"]?.split(separator: " ").count == 2)
        status.withLock { $0 = 200 }
        // The second attempt follows within seconds.
        let second = try #require(await requests.next())
        #expect(second.headers["webhook-id"] == delivery && second.body == first.body)
        let log = path(shop, "/\(id)/deliveries")
        try await waitUntil("the delivery") {
            try await desk.call("GET", "\(log)/\(delivery)", key: shop.key).json["state"] as? String == "delivered"
        }
        let detail = try await desk.call("GET", "\(log)/\(delivery)", key: shop.key)
        let attempts = try #require(detail.json["log"] as? [[String: Any]])
        #expect(attempts.map { $0["status"] as? Int } == [500, 200])
        #expect(attempts[0]["response"] as? String == "thanks" && attempts[0]["duration_ms"] is Int)
        #expect((detail.json["request"] as? String)?.contains("webhook.test") == true)
        #expect(try await desk.call("GET", "\(log)?state=delivered", key: shop.key).results.count == 3)
        #expect(try await desk.call("GET", "\(log)?state=dead", key: shop.key).results.isEmpty)

        let replayed = try await desk.call("POST", "\(log)/\(delivery)/replay", key: shop.key)
        #expect(replayed.status == 202)
        #expect(await requests.next()?.headers["webhook-id"] == delivery)

        let stranger = try await desk.business()
        for (method, rest) in [
            ("GET", "/\(id)"), ("PATCH", "/\(id)"), ("DELETE", "/\(id)"), ("POST", "/\(id)/test"),
            ("POST", "/\(id)/secret"), ("GET", "/\(id)/deliveries"), ("GET", "/\(id)/deliveries/\(delivery)"),
            ("POST", "/\(id)/deliveries/\(delivery)/replay"),
        ] {
            #expect(
                try await desk.call(method, path(shop, rest), key: stranger.key, json: [:]).status == 404, "\(rest)")
            #expect(
                try await desk.call(method, path(stranger, rest), key: stranger.key, json: [:]).status == 404, "\(rest)"
            )
            #expect(try await desk.call(method, path(shop, rest), json: [:]).status == 401)
            #expect(try await desk.call(method, path(shop, rest), key: shop.widget, json: [:]).status == 403)
        }

        let disabled = try await desk.call("PATCH", path(shop, "/\(id)"), key: shop.key, json: ["enabled": false])
        #expect(disabled.json["enabled"] as? Bool == false && disabled.json["description"] as? String == "CRM")
        let refused = try await desk.call("POST", path(shop, "/\(id)/test"), key: shop.key)
        #expect(refused.status == 409 && refused.errorCode == "webhook_disabled")
        #expect(try await desk.call("DELETE", path(shop, "/\(id)"), key: shop.key).status == 204)
        #expect(try await desk.call("GET", path(shop, "/\(id)"), key: shop.key).status == 404)
    }

    @Test("after kill -9 in the middle of a delivery the event is sent again, under the same id")
    func crash() async throws {
        let environment = ["FRONTDESK_WEBHOOK_PRIVATE_NETWORKS": "true"]
        let requests = Reports<ReceivedRequest>()
        let isHanging = Mutex(true)
        let gate = Gate()
        let target = try LoopbackServer { connection in
            while let request = connection.request() {
                requests.send(request)
                if isHanging.withLock({ $0 }) { return gate.wait() }
                connection.respond(200)
            }
        }
        let folder: DeskFolder
        let shop: TestBusiness
        let first: ReceivedRequest
        do {
            let desk = try await RunningDesk(environment: environment)
            folder = desk.folder
            shop = try await desk.business()
            _ = try await desk.call("POST", path(shop), key: shop.key, json: ["url": target.url()])
            _ = try await desk.session(shop)
            first = try #require(await requests.next())
            // Acknowledged, and behind the one that hangs.
            _ = try await desk.session(shop)
            await desk.killHard()
        }
        isHanging.withLock { $0 = false }
        gate.open()
        let desk = try await RunningDesk(folder: folder, environment: environment)
        let again = try #require(await requests.next())
        #expect(again.headers["webhook-id"] == first.headers["webhook-id"] && again.body == first.body)
        let next = try #require(await requests.next())
        #expect(next.json["type"] as? String == "conversation.created")
        #expect(next.headers["webhook-id"] != first.headers["webhook-id"])
        try await waitUntil("both to be noted") {
            let sent = try await desk.call(
                "GET", "/api/businesses/\(shop.id)/outbox?state=delivered", key: shop.key)
            return sent.results.count == 2
        }
        #expect(target.connections >= 2)
    }
}

extension SharedDesk {
    @Suite("C5: what a webhook may be")
    struct WebhookInputTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("URLs and events that cannot be are refused by name, and nothing is kept of them")
        func refused() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)/webhooks"
            let long = "https://example.com/" + String(repeating: "x", count: 2_000)
            for url in [
                "http://example.com/", "ftp://example.com/", "https://", "https:///x", "example.com", "", long,
                "https://user:pass@example.com/", "https://example.com/#part", "https://exa mple.com/",
                "https://example.com/\r\nX-Injected: 1", "javascript:alert(1)", "file:///etc/passwd",
                "https://exämple.com/",
            ] {
                let reply = try await desk.call("POST", path, key: shop.key, json: ["url": url])
                #expect(reply.status == 400 && reply.errorCode == "invalid_request", "\(url): \(reply.text)")
                #expect(reply.sentence.contains("`url`") && reply.saysWhatToDo)
            }
            let bodies: [[String: Any]] = [
                [:], ["url": 7], ["url": "https://example.com/", "events": ["everything"]],
                ["url": "https://example.com/", "events": ["webhook.test"]],
                ["url": "https://example.com/", "events": "message.created"],
                ["url": "https://example.com/", "description": String(repeating: "x", count: 201)],
                ["url": "https://example.com/", "enabled": "yes"],
            ]
            for body in bodies {
                let reply = try await desk.call("POST", path, key: shop.key, json: body)
                #expect(reply.status == 400, "\(body)")
            }
            #expect(try await desk.call("GET", path, key: shop.key).results.isEmpty)
            for id in ["x", "..", "%00", UUID7.unknown] {
                #expect(try await desk.call("GET", "\(path)/\(id)", key: shop.key).status == 404)
            }
        }
    }
}
