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

        @Test("X31: what is changed on the pages is logged as the API logs it, with what it was and what it is")
        func pages() async throws {
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            func post(_ path: String, _ fields: [String: String] = [:]) async throws -> HTTPReply {
                let reply = try await desk.form(
                    "/b/\(shop.id)/\(path)", fields.merging(["csrf_token": owner.pageToken]) { $1 },
                    headers: owner.headers.merging(["Accept": "text/html"]) { $1 })
                #expect([200, 303].contains(reply.status), "\(path): \(reply.status) \(reply.text.suffix(400))")
                return reply
            }
            func last(_ path: String, _ list: String = "results") async throws -> String {
                let reply = try await desk.call("GET", "/api/\(path)", key: shop.key)
                return try #require((reply.json[list] as? [[String: Any]])?.last?["id"] as? String, "\(reply.text)")
            }
            func contact(_ name: String) async throws -> String {
                let made = try await desk.call("POST", "/api/contacts", key: shop.key, json: ["name": name])
                return try #require(made.json["id"] as? String)
            }
            _ = try await post("forms", ["name": "Quote"])
            let form = "forms/\(try await last("businesses/\(shop.id)/forms"))"
            for text in ["Name?", "When?"] {
                _ = try await post("\(form)/questions", ["text": text, "kind": "text"])
            }
            let question = try await last("\(form)/questions")
            _ = try await post("\(form)/questions/\(question)", ["text": "Until when?", "kind": "text"])
            _ = try await post("\(form)/order", ["question": question, "move": "up"])
            _ = try await post("\(form)/questions/\(question)/delete")
            _ = try await post("questions/\(question)/restore")
            _ = try await post(form, ["name": "Offer", "timeout_hours": "12", "enabled": "1"])
            _ = try await post("\(form)/delete")
            _ = try await post("responses", ["first_message": "Hello!"])
            _ = try await post("services", ["name": "Repairs"])
            let service = "services/\(try await last("services", "services"))"
            _ = try await post(service, ["name": "Garage"])
            _ = try await post("\(service)/delete")
            let session = try await desk.session(shop)
            let conversation = "conversations/\(session)"
            _ = try await post(conversation, ["status": "initializing", "priority": "high", "tags": "vip"])
            _ = try await post("\(conversation)/notes", ["text": "Call back"])
            let note = try await last("\(conversation)/notes")
            _ = try await post("\(conversation)/notes/\(note)/delete")
            _ = try await post("notes/restore/\(note)")
            let managed = "manager/\(session)"
            _ = try await post("\(managed)/participants", ["identity": "ana"])
            let participant = try await last("\(conversation)/participants", "participants")
            _ = try await post("\(managed)/participants/\(participant)/delete")
            _ = try await post(managed, ["friendly_name": "A long talk"])
            let (ana, ben) = (try await contact("Ana"), try await contact("Ben"))
            _ = try await post("contacts/\(ana)", ["name": "Ana Lima", "version": "1"])
            let merged = try await post("contacts/\(ana)/merge", ["other": ben])
            let merge = try #require(merged.headers["location"]?.split(separator: ".").last)
            _ = try await post("contacts/\(ana)/merges/\(merge)/undo")
            _ = try await post("contacts/\(ana)/delete")
            _ = try await post("webhooks", ["url": "https://hooks.example/x"])
            let webhook = "webhooks/\(try await last("businesses/\(shop.id)/webhooks"))"
            _ = try await post("\(webhook)/switch")
            _ = try await post("\(webhook)/delete")
            _ = try await post("\(conversation)/delete")

            let log = try await desk.call("GET", "/api/businesses/\(shop.id)/audit-log?limit=200", key: shop.key)
            let entries = log.results.reversed().filter { entry in
                (entry["actor"] as? [String: Any])?["name"] as? String == owner.email
                    && (entry["action"] as? String)?.hasPrefix("member.") == false
            }
            let actions = entries.compactMap { $0["action"] as? String }
            #expect(
                actions == [
                    "form.create", "form-question.create", "form-question.create", "form-question.update",
                    "form.order", "form-question.delete", "form-question.update", "form.update", "form.delete",
                    "default-responses.update", "service.create", "service.update", "service.delete",
                    "conversation.update", "note.create", "note.delete", "note.restore", "participant.create",
                    "participant.delete", "conversation.update", "contact.update", "contact.merge",
                    "contact.undo-merge", "contact.delete", "webhook.create", "webhook.update", "webhook.delete",
                    "conversation.delete",
                ])
            for entry in entries {
                let action = entry["action"] as? String ?? ""
                let (before, after) = (entry["before"] is String, entry["after"] is String)
                switch action {
                // A question that is taken away is kept, and may come back.
                case "form-question.delete": #expect(before && after)
                case _ where action.hasSuffix(".create") || action.hasSuffix(".restore"):
                    #expect(!before && after, "\(action)")
                case _ where action.hasSuffix(".delete"): #expect(before && !after, "\(action)")
                default: #expect(before && after, "\(action)")
                }
            }
        }

        @Test("X31: notes, those who take part, and forms begun and ended for customers are logged, too")
        func conversationChanges() async throws {
            let shop = try await desk.business()
            let conversation = "conversations/\(try await desk.session(shop))"
            func change(_ method: String, _ path: String, _ json: Any? = nil) async throws -> HTTPReply {
                let reply = try await desk.call(method, "/api/\(path)", key: shop.key, json: json)
                #expect((200..<300).contains(reply.status), "\(method) \(path): \(reply.text)")
                return reply
            }
            let note = try await change("POST", "\(conversation)/notes", ["text": "Call back"])
            let notePath = "\(conversation)/notes/\(try #require(note.json["id"] as? String))"
            _ = try await change("PATCH", notePath, ["text": "Called"])
            _ = try await change("DELETE", notePath)
            let participant = try await change("POST", "\(conversation)/participants", ["identity": "ana"])
            let participantPath = "\(conversation)/participants/\(try #require(participant.json["sid"] as? String))"
            _ = try await change("PUT", participantPath, ["attributes": #"{"seat": 1}"#])
            _ = try await change("DELETE", participantPath)
            let business = "businesses/\(shop.id)"
            _ = try await change(
                "POST", "\(business)/forms", ["name": "Quote", "questions": [["question_text": "Name?"]]])
            let session = String(conversation.dropFirst("conversations/".count))
            let started = try await change("POST", "\(business)/submissions", ["session_id": session])
            let submission = try #require(started.json["id"] as? String)
            _ = try await change("POST", "\(business)/submissions/\(submission)/cancel")
            let entries = try await change("GET", "\(business)/audit-log?limit=200").results
            #expect(
                entries.reversed().compactMap { $0["action"] as? String } == [
                    "note.create", "note.update", "note.delete", "participant.create", "participant.update",
                    "participant.delete", "form.create", "form-submission.start", "form-submission.cancel",
                ])
            let updated = try #require(entries.first { $0["action"] as? String == "note.update" })
            #expect((updated["before"] as? String)?.contains("Call back") == true)
            #expect((updated["after"] as? String)?.contains("Called") == true)
            let begun = try #require(entries.first { $0["action"] as? String == "form-submission.start" })
            #expect(begun["resource"] as? String == "form-submission/\(submission)")
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
