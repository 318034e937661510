import Foundation
import Testing

extension SharedDesk {
    /// What holds for every resource: versions, repeated requests, limits, tenants, bad input.
    @Suite("The rules of the resources")
    struct RequestRuleTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        private func client(_ name: String = "Rules") async throws -> ResourceCaller {
            ResourceCaller(desk: desk, business: try await desk.business(name))
        }

        @Test("an ETag answers If-None-Match with 304; a stale If-Match changes and deletes nothing")
        func versions() async throws {
            let client = try await client()
            let conversation = try await client.sid("conversations")
            let contact = try #require(try await client.make("contacts", [:])["id"] as? String)
            let note = try #require(
                try await client.make("conversations/\(conversation)/notes", ["text": "n"])["id"] as? String)
            let participant = try await client.sid("conversations/\(conversation)/participants", ["identity": "a"])
            let service = try await client.sid("services", ["friendly_name": "S"])
            for (path, change) in [
                ("services/\(service)", ["friendly_name": "T"]), ("contacts/\(contact)", ["name": "T"]),
                ("conversations/\(conversation)/notes/\(note)", ["text": "T"]),
                ("conversations/\(conversation)/participants/\(participant)", ["attributes": #"{"a":1}"#]),
                ("conversations/\(conversation)", ["friendly_name": "T"]),
            ] {
                let first = try await client.call("GET", path)
                let tag = try #require(first.headers["etag"])
                let unchanged = try await client.call("GET", path, headers: ["If-None-Match": tag])
                #expect(unchanged.status == 304 && unchanged.body.isEmpty && unchanged.headers["etag"] == tag)
                let changed = try await client.call("PUT", path, change, headers: ["If-Match": tag])
                #expect(changed.status == 200 && changed.headers["etag"] != tag, "\(path): \(changed.text)")
                let stale = try await client.call("PUT", path, change, headers: ["If-Match": tag])
                #expect(stale.status == 412 && stale.errorCode == "stale" && stale.saysWhatToDo, "\(path)")
                #expect(try await client.call("GET", path, headers: ["If-None-Match": tag]).status == 200)
                for bad in [tag, "W/\(changed.headers["etag"] ?? "")", "garbage", "\"\""] {
                    #expect(try await client.call("DELETE", path, headers: ["If-Match": bad]).status == 412, "\(bad)")
                }
                let some = "\"99\", \(changed.headers["etag"] ?? "")"
                #expect(try await client.call("PUT", path, change, headers: ["If-Match": some]).status == 200)
                #expect(try await client.call("DELETE", path, headers: ["If-Match": "*"]).status == 204)
            }
        }

        @Test("a message makes no edit stale, but shows in the ETag")
        func messagesAndVersions() async throws {
            let client = try await client()
            let sid = try await client.sid("conversations")
            let tag = try #require(try await client.call("GET", "conversations/\(sid)").headers["etag"])
            _ = try await client.make("conversations/\(sid)/messages", ["body": "hello"])
            #expect(try await client.call("GET", "conversations/\(sid)", headers: ["If-None-Match": tag]).status == 200)
            let edited = try await client.call(
                "PUT", "conversations/\(sid)", ["tags": ["a"]], headers: ["If-Match": tag])
            #expect(edited.status == 200)
        }

        @Test(
            "an Idempotency-Key lets a POST act once; another body under it is refused; what was refused may be mended")
        func idempotency() async throws {
            let client = try await client()
            let sid = try await client.sid("conversations")
            for (path, body, other) in [
                ("contacts", ["name": "Ana"], ["name": "Bea"]),
                ("conversations", ["friendly_name": "a"], ["friendly_name": "b"]),
                ("conversations/\(sid)/messages", ["body": "once"], ["body": "twice"]),
            ] {
                let headers = ["Idempotency-Key": "\"\(UUID().uuidString)\""]
                let first = try await client.call("POST", path, body, headers: headers)
                #expect(first.status == 201 && first.headers["idempotency-replayed"] == nil)
                let again = try await client.call("POST", path, body, headers: headers)
                #expect(again.status == 201 && again.body == first.body, "\(path)")
                #expect(again.headers["idempotency-replayed"] == "true")
                #expect(again.headers["etag"] == first.headers["etag"])
                let differing = try await client.call("POST", path, other, headers: headers)
                #expect(differing.status == 422 && differing.errorCode == "idempotency_key_reused")
            }
            #expect(try await client.all("conversations/\(sid)/messages", "messages").count == 1)
            #expect(try await client.all("contacts", "results").count == 1)
            let headers = ["Idempotency-Key": "mended"]
            #expect(try await client.call("POST", "contacts", ["color": "red"], headers: headers).status == 400)
            #expect(try await client.call("POST", "contacts", ["color": "#ff0000"], headers: headers).status == 201)
            // The same key of another business is another key.
            let stranger = try await self.client()
            let theirs = try await stranger.call("POST", "contacts", ["color": "#ff0000"], headers: headers)
            #expect(theirs.status == 201 && theirs.headers["idempotency-replayed"] == nil)
            let tooLong = ["Idempotency-Key": String(repeating: "k", count: 256)]
            #expect(try await client.call("POST", "contacts", [:], headers: tooLong).status == 400)
        }

        @Test("many at once with one key: one acts, the others get its reply or are told to wait")
        func concurrentRequests() async throws {
            let client = try await client()
            let headers = ["Idempotency-Key": UUID().uuidString]
            let replies = try await withThrowingTaskGroup(of: HTTPReply.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await client.call("POST", "contacts", ["name": "Ana"], headers: headers) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { [201, 409].contains($0.status) })
            #expect(Set(replies.filter { $0.status == 201 }.compactMap { $0.json["id"] as? String }).count == 1)
            #expect(replies.filter { $0.status == 409 }.allSatisfy { $0.errorCode == "request_under_way" })
            #expect(try await client.all("contacts", "results").count == 1)
        }

        @Test("X31: a key's standing is told with every reply, errors included")
        func limits() async throws {
            let client = try await client()
            for path in ["contacts", "contacts/\(UUID().uuidString)"] {
                let reply = try await client.call("GET", path)
                #expect(reply.headers["ratelimit-policy"] == #""key";q=6000;w=60"#)
                #expect(reply.headers["ratelimit"]?.wholeMatch(of: /"key";r=\d+;t=\d+/) != nil)
            }
        }

        @Test("C6: pages of origins that a business does not allow cannot use its key; allowed ones read the headers")
        func origins() async throws {
            let business = try await desk.business(settings: ["allowed_origins": ["https://shop.example"]])
            let client = ResourceCaller(desk: desk, business: business)
            let allowed = try await client.call("GET", "contacts", headers: ["Origin": "https://shop.example"])
            #expect(allowed.status == 200 && allowed.headers["access-control-allow-origin"] == "*")
            #expect(allowed.headers["access-control-expose-headers"]?.contains("ETag") == true)
            let refused = try await client.call("GET", "contacts", headers: ["Origin": "https://evil.example"])
            #expect(refused.status == 403 && refused.errorCode == "origin_not_allowed")
        }

        @Test("L27, C1, C2, C3, C4: another business's things are not there, whatever is done with them")
        func tenants() async throws {
            let (mine, theirs) = (try await client(), try await client())
            let service = try await theirs.sid("services", ["friendly_name": "S"])
            let conversation = try await theirs.sid("conversations", ["unique_name": "theirs"])
            let message = try await theirs.sid("conversations/\(conversation)/messages", ["body": "secret"])
            let participant = try await theirs.sid("conversations/\(conversation)/participants", ["identity": "a"])
            let note = try #require(
                try await theirs.make("conversations/\(conversation)/notes", ["text": "n"])["id"] as? String)
            let contact = try #require(try await theirs.make("contacts", ["name": "Ana"])["id"] as? String)
            let own = try #require(try await mine.make("contacts", [:])["id"] as? String)
            let ownConversation = try await mine.sid("conversations")
            for path in [
                "services/\(service)", "conversations/\(conversation)", "conversations/theirs",
                "conversations/\(conversation)/messages/\(message)",
                "conversations/\(ownConversation)/messages/\(message)",
                "conversations/\(conversation)/participants/\(participant)",
                "conversations/\(ownConversation)/participants/\(participant)",
                "conversations/\(conversation)/notes/\(note)", "conversations/\(ownConversation)/notes/\(note)",
                "contacts/\(contact)", "contacts/\(contact)/timeline", "conversations/\(conversation)/messages",
            ] {
                let reply = try await mine.call("GET", path)
                #expect(reply.status == 404 && reply.errorCode == "not_found", "\(path)")
                #expect(!reply.text.contains("secret") && !reply.text.contains("Ana"))
            }
            for (method, path, body) in [
                ("PUT", "services/\(service)", ["friendly_name": "x"]), ("DELETE", "services/\(service)", [:]),
                ("PUT", "conversations/\(conversation)", ["friendly_name": "x"]),
                ("DELETE", "conversations/\(conversation)", [:]), ("DELETE", "contacts/\(contact)", [:]),
                ("PUT", "contacts/\(contact)", ["name": "x"]),
                ("POST", "contacts/\(own)/merge", ["contact_id": contact]),
                ("POST", "contacts/\(contact)/merge", ["contact_id": own]),
                ("POST", "conversations/\(conversation)/messages", ["body": "x"]),
            ] as [(String, String, [String: Any])] {
                #expect(try await mine.call(method, path, body).status == 404, "\(method) \(path)")
            }
            for body in [["service_sid": service], ["contact_id": contact]] {
                #expect(try await mine.call("POST", "conversations", body).status == 400)
            }
            let body = ["contact_id": contact]
            #expect(
                try await mine.call("POST", "conversations/\(ownConversation)/participants", body).status == 400)
            #expect(try await mine.call("GET", "contacts?business=\(theirs.business.id)").status == 404)
            #expect(try await mine.call("GET", "messages/search?q=secret").results.isEmpty)
            #expect(try await theirs.call("GET", "contacts/\(contact)").json["name"] as? String == "Ana")
        }

        @Test("hostile text is kept as it came, or refused by name; nothing else happens")
        func hostile() async throws {
            let client = try await client()
            let conversation = try await client.sid("conversations")
            for text in [
                "<script>alert(1)</script>", "'; DROP TABLE contacts; --", "😀👩‍👩‍👧‍👦 zażółć",
                "\u{202E}txt.exe\u{202C} العربية",
                "{{7*7}} ${jndi:ldap://x}", "%s%n%00", "தமிழ்",
            ] {
                let contact = try await client.make("contacts", ["name": text])
                #expect(contact["name"] as? String == text && contact["display_name"] as? String == text)
                let note = try await client.make("conversations/\(conversation)/notes", ["text": text, "author": text])
                #expect(note["text"] as? String == text)
                let message = try await client.make("conversations/\(conversation)/messages", ["body": text])
                #expect(message["body"] as? String == text)
                let service = try await client.make("services", ["friendly_name": text])
                #expect(service["friendly_name"] as? String == text)
            }
            let megabyte = String(repeating: "a", count: 900_000)
            for (path, body) in [
                ("contacts", ["name": megabyte]), ("contacts", ["name": "a\u{0}b"]), ("contacts", ["name": 7]),
                ("contacts", ["email": "nobody"]), ("contacts", ["phone": "call me"]), ("contacts", ["color": "red"]),
                ("contacts", ["attributes": "no json"]), ("contacts", ["attributes": "[1]"]),
                ("contacts", ["attributes": #"{"a":"\#(String(repeating: "x", count: 17_000))"}"#]),
                ("contacts", ["consent": ["a": "yes"]]), ("contacts", ["platform": "fax"]),
                ("conversations", ["friendly_name": megabyte]), ("conversations", ["tags": "a"]),
                ("conversations", ["tags": [String(repeating: "x", count: 65)]]),
                ("conversations", ["state": "open"]), ("conversations", ["satisfaction": 6]),
                ("conversations", ["unique_name": conversation]), ("conversations", ["language": "not a language"]),
                ("services", [:]), ("services", ["friendly_name": "  "]),
                ("conversations/\(conversation)/messages", ["body": String(repeating: "x", count: 1_601)]),
                ("conversations/\(conversation)/messages", ["body": " "]),
                ("conversations/\(conversation)/messages", ["body": "x", "sender": "assistant"]),
                ("conversations/\(conversation)/messages", ["body": "x", "sender": "human"]),
                ("conversations/\(conversation)/messages", ["body": "x", "author": "a\nb"]),
                ("conversations/\(conversation)/notes", ["text": NSNull()]),
            ] as [(String, [String: Any])] {
                let reply = try await client.call("POST", path, body)
                #expect(reply.status == 400, "\(path): \(reply.text.prefix(200))")
                #expect(reply.saysWhatToDo && !reply.text.contains("aaaaaaaa"), "\(reply.text.prefix(200))")
            }
            let huge = try await client.call("POST", "contacts", ["name": String(repeating: "a", count: 1_100_000)])
            #expect(huge.status == 413)
            let deep = String(repeating: #"{"a":"#, count: 5_000) + "1" + String(repeating: "}", count: 5_000)
            for (body, type, status) in [
                ("{", "application/json", 400), ("[]", "application/json", 400), ("", "application/json", 400),
                (deep, "application/json", 400), ("<a/>", "application/xml", 415),
                ("name=%ff", "application/x-www-form-urlencoded", 201), ("x", "multipart/form-data", 415),
            ] {
                let reply = try await desk.call(
                    "POST", "/api/contacts", key: client.business.key, body: Data(body.utf8),
                    headers: ["Content-Type": type])
                #expect(reply.status == status, "\(body.prefix(20)): \(reply.text)")
            }
        }
    }
}
