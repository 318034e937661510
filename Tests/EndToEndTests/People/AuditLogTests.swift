import Foundation
import Testing

extension SharedDesk {
    @Suite("X31: the audit log over HTTP")
    struct AuditLogTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("X31: every change is logged with who, what, before and after, and no secret is in it")
        func changes() async throws {
            let shop = try await desk.business("Logged")
            let path = "/api/businesses/\(shop.id)"
            let owner = try await desk.join(shop, as: "owner")
            func change(_ method: String, _ path: String, _ json: Any? = nil) async throws -> HTTPReply {
                let reply = try await desk.call(method, path, json: json, headers: owner.headers)
                #expect((200..<300).contains(reply.status), "\(method) \(path): \(reply.text)")
                return reply
            }
            let endpoint = ["base_url": "https://models.example/v1", "model": "m", "api_key": "sk-never-logged"]
            _ = try await change("PATCH", path, ["name": "Renamed", "settings": ["language_model": endpoint]])
            _ = try await change("PATCH", path, ["settings": ["language_model": NSNull()]])
            let key = try await change("POST", "\(path)/keys", ["kind": "secret"])
            let keyID = try #require(key.json["id"] as? String)
            _ = try await change("DELETE", "\(path)/keys/\(keyID)")
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let same = try await desk.upload("returns.txt", Data(Guides.returns.utf8), to: shop.id, key: shop.key)
            #expect(same.status == 200)
            _ = try await change("PATCH", "/api/documents/\(document)", ["tags": ["a"]])
            _ = try await change("POST", "/api/documents/\(document)/retry")
            _ = try await desk.settled(document, key: shop.key)
            let replaced = try await desk.upload(
                "returns.txt", Data("Other words.".utf8), to: shop.id, key: shop.key, replacing: document)
            let newest = try #require(replaced.json["id"] as? String)
            _ = try await desk.settled(newest, key: shop.key)
            _ = try await change("DELETE", "/api/documents/\(newest)")
            let faq = try await change("POST", "\(path)/faqs", ["question": "Open?", "answer": "Always."])
            let faqPath = "\(path)/faqs/\(try #require(faq.json["id"] as? String))"
            _ = try await change("PATCH", faqPath, ["answer": "Never."])
            _ = try await change("POST", "\(faqPath)/approve")
            _ = try await change("DELETE", faqPath)
            let regression = try await change("POST", "\(path)/cases", ["question": "Who?", "declines": true])
            _ = try await change("DELETE", "\(path)/cases/\(try #require(regression.json["id"] as? String))")
            let form = try await change(
                "POST", "\(path)/forms", ["name": "Quote", "questions": [["question_text": "Name?"]]])
            let formPath = "/api/forms/\(try #require(form.json["id"] as? String))"
            let question = try await change(
                "POST", "\(formPath)/questions?business=\(shop.id)", ["question_text": "When?"])
            let questionID = try #require(question.json["id"] as? String)
            _ = try await change("PATCH", "\(formPath)/questions/\(questionID)", ["required": false])
            _ = try await change("PUT", "\(formPath)/questions/order", ["order": [questionID]])
            _ = try await change("DELETE", "\(formPath)/questions/\(questionID)")
            _ = try await change("PATCH", formPath, ["enabled": false])
            _ = try await change("DELETE", formPath)
            _ = try await change("PUT", "\(path)/default-responses", ["first_message": "Hello!"])
            _ = try await change("PUT", "\(path)/notifications", ["people": []])
            let webhook = try await change(
                "POST", "\(path)/webhooks", ["url": "https://hooks.example/x", "events": ["form.submitted"]])
            let webhookPath = "\(path)/webhooks/\(try #require(webhook.json["id"] as? String))"
            _ = try await change("PATCH", webhookPath, ["description": "d"])
            let rotated = try await change("POST", "\(webhookPath)/secret")
            _ = try await change("DELETE", webhookPath)
            let session = try await desk.session(shop)
            for (verb, json) in [("take", ["author": "Olga"]), ("release", ["author": "Olga"])] {
                _ = try await change("POST", "/api/conversations/\(session)/\(verb)?business=\(shop.id)", json)
            }
            _ = try await change("DELETE", "/api/chat-sessions/\(session)?business=\(shop.id)")
            let invited = try await change("POST", "\(path)/members", ["email": "i@example.com", "role": "agent"])
            _ = try await change("DELETE", "\(path)/invites/\(try #require(invited.json["id"] as? String))")
            let agent = try await desk.join(shop, as: "agent")
            let reset = try await change("POST", "\(path)/members/\(agent.id)/reset")
            _ = try await change("PATCH", "\(path)/members/\(agent.id)", ["role": "viewer"])
            _ = try await change("DELETE", "\(path)/members/\(agent.id)")
            _ = try await change("PATCH", "/api/me", ["name": "New name"])
            _ = try desk.user(try await desk.signIn(owner.email), owner.email)
            _ = try await change("DELETE", "/api/me/sessions")

            let reply = try await desk.call("GET", "\(path)/audit-log?limit=200", headers: owner.headers)
            let entries = reply.results
            let actions = entries.reversed().compactMap { $0["action"] as? String }
            #expect(
                actions == [
                    "member.invite", "member.join", "business.update", "business.update", "key.create", "key.revoke",
                    "document.create", "document.label", "document.retry", "document.replace", "document.delete",
                    "faq.create", "faq.update", "faq.approve", "faq.delete", "case.create", "case.delete",
                    "form.create", "form-question.create", "form-question.update", "form.order",
                    "form-question.delete", "form.update", "form.delete", "default-responses.update",
                    "notifications.update", "webhook.create", "webhook.update", "webhook.rotate-secret",
                    "webhook.delete", "conversation.take", "conversation.release", "chat-session.delete",
                    "member.invite", "member.invite-withdraw", "member.invite", "member.join",
                    "member.reset-link", "member.role", "member.remove", "user.rename", "user.sign-in",
                    "user.sessions-end",
                ])
            #expect(entries.map { $0["sequence"] as? Int } == (1...entries.count).reversed().map { $0 })
            for secret in [
                webhook.json["secret"] as? String ?? "?", rotated.json["secret"] as? String ?? "?", "sk-never-logged",
                key.json["key"] as? String ?? "?", owner.cookie, reset.secret, invited.secret,
                TestUser.password, "fd_us_", "scrypt",
            ] {
                #expect(!reply.text.contains(secret))
            }
            let update = try #require(entries.first { $0["action"] as? String == "faq.update" })
            #expect((update["before"] as? String)?.contains("Always.") == true)
            #expect((update["after"] as? String)?.contains("Never.") == true)
            let actor = try #require(update["actor"] as? [String: Any])
            #expect(actor["kind"] as? String == "user" && actor["name"] as? String == owner.email)
            #expect(update["address"] as? String == "127.0.0.1")
            let uploaded = try #require(entries.first { $0["action"] as? String == "document.create" })
            #expect((uploaded["actor"] as? [String: Any])?["kind"] as? String == "key")
            #expect((uploaded["actor"] as? [String: Any])?["name"] as? String == String(shop.key.prefix(12)))
        }

        @Test("X31: reads, refused changes and customers' questions are not in the log; pages and filters narrow it")
        func filters() async throws {
            let shop = try await desk.business()
            let path = "/api/businesses/\(shop.id)"
            _ = try await desk.ask("Open?", shop)
            _ = try await desk.call("PATCH", path, key: shop.key, json: ["name": ""])
            _ = try await desk.call("DELETE", "\(path)/faqs/\(UUID7.unknown)", key: shop.key)
            _ = try await desk.call("GET", path, key: shop.key)
            let log = "\(path)/audit-log"
            #expect(try await desk.call("GET", log, key: shop.key).results.isEmpty)
            for label in ["a", "b", "c"] {
                _ = try await desk.call(
                    "POST", "\(path)/keys", key: shop.key, json: ["kind": "widget", "label": label])
            }
            let first = try await desk.call("GET", "\(log)?limit=2", key: shop.key)
            #expect(first.results.map { $0["sequence"] as? Int } == [3, 2])
            #expect(first.json["next"] as? String == "2")
            #expect(try await desk.call("GET", "\(log)?limit=2&after=2", key: shop.key).results.count == 1)
            #expect(try await desk.call("GET", "\(log)?action=faq", key: shop.key).results.isEmpty)
            #expect(try await desk.call("GET", "\(log)?action=key", key: shop.key).results.count == 3)
            for query in ["limit=0", "after=x", "since=never", "actor=\(String(repeating: "x", count: 201))"] {
                #expect(try await desk.call("GET", "\(log)?\(query)", key: shop.key).status == 400, "\(query)")
            }
            // Making and deleting businesses is in the server's log, which is the operator's.
            _ = try await desk.call("DELETE", path, key: desk.admin)
            let server = try await desk.call(
                "GET", "/api/audit-log?limit=200&resource=business/\(shop.id)", key: desk.admin)
            #expect(server.results.map { $0["action"] as? String } == ["business.delete", "business.create"])
            #expect(try await desk.call("GET", log, key: desk.admin).status == 404)
        }
    }
}
