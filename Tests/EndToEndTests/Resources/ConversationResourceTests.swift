import Foundation
import Testing

extension SharedDesk {
    @Suite("The conversation resources")
    struct ConversationResourceTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        private func client(_ name: String = "Resources") async throws -> ResourceCaller {
            ResourceCaller(desk: desk, business: try await desk.business(name))
        }

        @Test("C1: services are made, listed, renamed and deleted; conversations outlive theirs")
        func services() async throws {
            let client = try await client()
            let made = try await client.call("POST", "services", ["friendlyName": "Roofing"])
            #expect(made.status == 201 && made.headers["location"]?.hasPrefix("/api/services/IS") == true)
            let sid = try #require(made.json["sid"] as? String)
            #expect(sid.wholeMatch(of: /IS[0-9a-f]{32}/) != nil)
            let id = try #require(made.json["id"] as? String)
            for name in [sid, id, sid.uppercased()] {
                #expect(try await client.call("GET", "services/\(name)").json["friendly_name"] as? String == "Roofing")
            }
            let conversation = try await client.sid("conversations?serviceSid=\(sid)")
            let renamed = try await client.call("PUT", "services/\(sid)", ["friendly_name": "Roofs"])
            #expect(renamed.json["friendly_name"] as? String == "Roofs")
            let list = try await client.call("GET", "services?q=roof")
            #expect((list.json["services"] as? [Any])?.count == 1)
            let meta = try #require(list.json["meta"] as? [String: Any])
            #expect(meta["key"] as? String == "services" && meta["next_page_url"] is NSNull)
            #expect(try await client.call("DELETE", "services/\(sid)").status == 204)
            #expect(try await client.call("GET", "services/\(sid)").status == 404)
            let left = try await client.call("GET", "conversations/\(conversation)")
            #expect(left.status == 200 && left.json["chat_service_sid"] is NSNull)
        }

        @Test(
            "C2, C7: a conversation has Twilio's members, attributes as JSON text, and states that go allowed ways only"
        )
        func conversations() async throws {
            let client = try await client()
            let made = try await client.call(
                "POST", "conversations",
                [
                    "friendlyName": "Ana", "uniqueName": "order-7", "attributes": #"{"topic": "hours"}"#,
                    "tags": ["b", "a"], "priority": "high",
                ])
            #expect(made.status == 201)
            for name in [
                "sid", "account_sid", "chat_service_sid", "messaging_service_sid", "friendly_name", "unique_name",
                "attributes", "state", "date_created", "date_updated", "timers", "bindings", "url", "links",
            ] { #expect(made.json[name] != nil, "\(name)") }
            let sid = try #require(made.json["sid"] as? String)
            #expect(made.json["attributes"] as? String == #"{"topic": "hours"}"#)
            #expect(made.json["state"] as? String == "initializing" && made.json["tags"] as? [String] == ["a", "b"])
            #expect(try await client.call("GET", "conversations/order-7").json["sid"] as? String == sid)
            #expect(try await client.call("POST", "conversations", ["unique_name": "order-7"]).errorCode == "taken")

            let refused = try await client.call("PUT", "conversations/\(sid)", ["state": "inactive"])
            #expect(refused.status == 409 && refused.errorCode == "state_not_allowed")
            #expect(refused.text.contains("active, closed") && refused.saysWhatToDo)
            for state in ["active", "inactive", "closed", "active"] {
                let reply = try await client.call("PUT", "conversations/\(sid)", ["State": state])
                #expect(reply.status == 200 && reply.json["state"] as? String == state)
            }
            let cleared = try await client.call(
                "PATCH", "conversations/\(sid)", ["friendly_name": NSNull(), "attributes": ["a": 1]])
            #expect(cleared.json["friendly_name"] is NSNull && cleared.json["attributes"] as? String == #"{"a":1}"#)
            #expect(cleared.json["unique_name"] as? String == "order-7")
            #expect(try await client.call("DELETE", "conversations/\(sid)").status == 204)
            #expect(try await client.call("GET", "conversations/\(sid)").status == 404)
        }

        @Test("C6: serviceSid narrows every route: what is of another service is not there")
        func serviceScope() async throws {
            let client = try await client()
            let one = try await client.sid("services", ["friendly_name": "One"])
            let two = try await client.sid("services", ["friendly_name": "Two"])
            let conversation = try await client.sid("conversations?serviceSid=\(one)")
            let message = try await client.sid("conversations/\(conversation)/messages", ["body": "hello"])
            let participant = try await client.sid("conversations/\(conversation)/participants", ["identity": "ana"])
            for rest in [
                "", "/messages", "/participants", "/notes", "/messages/\(message)", "/participants/\(participant)",
            ] {
                let path = "conversations/\(conversation)\(rest)?serviceSid="
                #expect(try await client.call("GET", path + one).status == 200, "\(rest)")
                #expect(try await client.call("GET", path + two).status == 404, "\(rest)")
            }
            for (method, rest) in [
                ("PUT", ""), ("DELETE", ""), ("POST", "/messages"), ("POST", "/participants"),
                ("DELETE", "/messages/\(message)"), ("DELETE", "/participants/\(participant)"),
            ] {
                let path = "conversations/\(conversation)\(rest)?serviceSid=\(two)"
                #expect(try await client.call(method, path, ["body": "x", "identity": "x"]).status == 404, "\(rest)")
            }
            #expect(try await client.all("conversations?serviceSid=\(one)", "conversations").count == 1)
            #expect(try await client.all("conversations?serviceSid=\(two)", "conversations").isEmpty)
            let unknown = "IS" + String(repeating: "0", count: 32)
            #expect(try await client.call("GET", "conversations?serviceSid=\(unknown)").status == 404)
        }

        @Test("C6: lists page by cursor with a Link header; filters and search narrow them; forged cursors are refused")
        func lists() async throws {
            let client = try await client()
            for number in 0..<7 {
                _ = try await client.sid(
                    "conversations", ["friendly_name": "c\(number)", "tags": number % 2 == 0 ? ["even"] : []])
            }
            let pages = try await client.all("conversations", "conversations", limit: 2)
            #expect(pages.map { $0["friendly_name"] as? String } == (0..<7).reversed().map { "c\($0)" })
            #expect(try await client.all("conversations?tag=even", "conversations").count == 4)
            #expect(try await client.all("conversations?q=C3", "conversations").count == 1)
            #expect(try await client.all("conversations?state=closed", "conversations").isEmpty)
            let first = try await client.call("GET", "conversations?PageSize=3&tag=even")
            let link = try #require(first.headers["link"])
            #expect(link.hasPrefix("<http://") && link.hasSuffix(#">; rel="next""#) && link.contains("tag=even"))
            let meta = try #require(first.json["meta"] as? [String: Any])
            let nextURL = try #require(meta["next_page_url"] as? String)
            let next = try #require(URL(string: nextURL))
            let second = try await desk.call("GET", "\(next.path())?\(next.query() ?? "")", key: client.business.key)
            #expect((second.json["conversations"] as? [Any])?.count == 1)
            for cursor in ["x", "%00", "AAAA", "MSBub3BlIHg", String(repeating: "A", count: 300)] {
                let reply = try await client.call("GET", "conversations?after=\(cursor)")
                #expect(reply.status == 400 && reply.errorCode == "invalid_cursor", "\(cursor)")
            }
            for query in ["limit=0", "limit=201", "limit=x", "state=open", "since=yesterday", "q=%00"] {
                #expect(try await client.call("GET", "conversations?\(query)").status == 400, "\(query)")
            }
        }

        @Test("C3, C8: participants have an identity or a messaging binding, each once")
        func participants() async throws {
            let client = try await client()
            let one = try await client.sid("conversations")
            let two = try await client.sid("conversations")
            let made = try await client.make(
                "conversations/\(one)/participants",
                ["messagingBinding.address": "+14155550123", "messagingBinding.proxyAddress": "+14155550100"])
            let binding = try #require(made["messaging_binding"] as? [String: Any])
            #expect(binding["type"] as? String == "sms" && binding["proxy_address"] as? String == "+14155550100")
            #expect(made["identity"] is NSNull && (made["sid"] as? String)?.hasPrefix("MB") == true)
            let again = try await client.call(
                "POST", "conversations/\(two)/participants",
                ["messaging_binding": ["address": "+14155550123", "proxy_address": "+14155550100"]])
            #expect(again.status == 409 && again.errorCode == "taken")
            let sid = try await client.sid("conversations/\(one)/participants", ["identity": "ana"])
            #expect(
                try await client.call("POST", "conversations/\(one)/participants", ["identity": "ana"]).status == 409)
            #expect(try await client.call("POST", "conversations/\(one)/participants", [:]).status == 400)
            #expect(try await client.all("conversations/\(one)/participants", "participants", limit: 1).count == 2)
            #expect(try await client.call("DELETE", "conversations/\(two)/participants/\(sid)").status == 404)
            #expect(try await client.call("DELETE", "conversations/\(one)/participants/\(sid)").status == 204)
        }

        @Test(
            "C4: a message posted as an author reaches the customer's sockets and takes the word; a customer's is answered"
        )
        func messages() async throws {
            let business = try await desk.business(knowing: Guides.returns)
            let client = ResourceCaller(desk: desk, business: business)
            let (session, socket) = try await desk.chat(business)
            _ = try await client.make(
                "conversations/\(session)/messages", ["body": Guides.returnQuestion, "sender": "user"])
            let answer = try await socket.next(\.isAnswer)
            #expect(answer.message.contains("30 days"))
            _ = try await client.make("conversations/\(session)/messages", ["body": "Maintenance at noon"])
            #expect(try await socket.next { $0.message == "Maintenance at noon" }.sender == "system")
            let said = try await client.make(
                "conversations/\(session)/messages",
                ["body": "I am Ana, how can I help?", "author": "ana", "attributes": #"{"desk": 1}"#])
            #expect(said["author"] as? String == "ana" && said["sender"] as? String == "human")
            #expect(said["attributes"] as? String == #"{"desk": 1}"# && said["media"] is NSNull)
            #expect(try await socket.next { $0.sender == "human" }.message == "I am Ana, how can I help?")
            let other = try await client.call(
                "POST", "conversations/\(session)/messages", ["body": "Me too", "author": "ben"])
            #expect(other.status == 409 && other.errorCode == "held")
            #expect(try await client.all("conversations?handoff=held", "conversations").count == 1)
            let list = try await client.all("conversations/\(session)/messages", "messages", limit: 2)
            #expect(list.map { $0["index"] as? Int } == Array(0..<list.count))
            #expect(list.first?["sender"] as? String == "user" && list[1]["answered"] as? Bool == true)
            let newest = try await client.call("GET", "conversations/\(session)/messages?order=desc&limit=1")
            #expect((newest.json["messages"] as? [[String: Any]])?.first?["index"] as? Int == list.count - 1)
            #expect(newest.json["next"] is String)

            let sid = try #require(said["sid"] as? String)
            let path = "conversations/\(session)/messages/\(sid)"
            #expect(try await client.call("GET", path).json["body"] as? String == "I am Ana, how can I help?")
            func found() async throws -> Int {
                try await client.call("GET", "messages/search?q=%22I%20am%20Ana%22").results.count
            }
            #expect(try await found() == 1)
            #expect(try await client.call("DELETE", path).status == 204)
            #expect(try await client.call("GET", path).status == 404)
            #expect(try await found() == 0)
        }

        @Test("C4: a closed conversation takes no word of the business; the customer's opens it again")
        func closed() async throws {
            let client = try await client()
            let sid = try await client.sid("conversations", ["state": "closed"])
            let refused = try await client.call(
                "POST", "conversations/\(sid)/messages", ["body": "x", "author": "ana"])
            #expect(refused.status == 409 && refused.errorCode == "conversation_closed" && refused.saysWhatToDo)
            _ = try await client.make("conversations/\(sid)/messages", ["body": "Hello?", "sender": "user"])
            #expect(try await client.call("GET", "conversations/\(sid)").json["state"] as? String == "active")
        }

        @Test("C9: files come with a message, are typed by their bytes, and are served so that no browser runs them")
        func media() async throws {
            let client = try await client()
            let sid = try await client.sid("conversations")
            let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3])
            let html = Data("<script>alert(1)</script>".utf8)
            var form = MultipartBody()
            form.add("author", "ana")
            form.add("media", filename: "../../a.png", png)
            form.add("media", filename: "page.html", html)
            let made = try await desk.call(
                "POST", "/api/conversations/\(sid)/messages", key: client.business.key, body: form.finished,
                headers: ["Content-Type": MultipartBody.contentType])
            #expect(made.status == 201, "\(made.text)")
            let media = try #require(made.json["media"] as? [[String: Any]])
            #expect(media.map { $0["content_type"] as? String } == ["image/png", "text/plain; charset=utf-8"])
            #expect(media.first?["filename"] as? String == "a.png")
            for (file, (content, disposition)) in zip(media, [(png, "inline"), (html, "attachment")]) {
                let url = try #require(file["url"] as? String)
                let reply = try await desk.call("GET", url, key: client.business.key)
                #expect(reply.status == 200 && reply.body == content)
                #expect(reply.headers["content-disposition"]?.hasPrefix(disposition) == true)
                #expect(reply.headers["x-content-type-options"] == "nosniff")
                #expect(reply.headers["content-security-policy"]?.contains("sandbox") == true)
                let stranger = try await desk.business()
                #expect(try await desk.call("GET", url, key: stranger.key).status == 404)
                #expect(try await desk.call("GET", url).status == 401)
            }
            var huge = MultipartBody()
            huge.add("media", filename: "big.bin", Data(count: 5_400_000))
            let refused = try await desk.call(
                "POST", "/api/conversations/\(sid)/messages", key: client.business.key, body: huge.finished,
                headers: ["Content-Type": MultipartBody.contentType])
            #expect(refused.status == 413 && refused.errorCode == "too_large")
        }

        @Test("C5: a conversation's webhooks have Twilio's shape, five at most, and are no other conversation's")
        func webhooks() async throws {
            let client = try await client()
            let (one, two) = (try await client.sid("conversations"), try await client.sid("conversations"))
            let made = try await client.make(
                "conversations/\(one)/webhooks",
                [
                    "target": "webhook",
                    "configuration": ["url": "https://crm.example/h", "filters": ["onMessageAdded"]],
                ])
            #expect((made["sid"] as? String)?.hasPrefix("WH") == true && made["target"] as? String == "webhook")
            #expect((made["secret"] as? String)?.hasPrefix("whsec_") == true)
            let configuration = try #require(made["configuration"] as? [String: Any])
            #expect(configuration["filters"] as? [String] == ["message.created"])
            let sid = try #require(made["sid"] as? String)
            let read = try await client.call("GET", "conversations/\(one)/webhooks/\(sid)")
            #expect(read.status == 200 && read.json["secret"] == nil)
            #expect(try await client.call("GET", "conversations/\(two)/webhooks/\(sid)").status == 404)
            #expect(try await client.call("DELETE", "conversations/\(two)/webhooks/\(sid)").status == 404)
            for number in 2...5 {
                _ = try await client.make(
                    "conversations/\(one)/webhooks", ["Configuration.Url": "https://crm.example/\(number)"])
            }
            let sixth = try await client.call(
                "POST", "conversations/\(one)/webhooks", ["configuration": ["url": "https://crm.example/6"]])
            #expect(sixth.status == 400 && sixth.errorCode == "too_many")
            #expect(try await client.all("conversations/\(one)/webhooks", "webhooks", limit: 2).count == 5)
            for body in [
                ["configuration": ["url": "ftp://crm.example"]], ["target": "studio", "configuration": ["url": "x"]],
                ["configuration": ["url": "https://crm.example", "filters": ["onNonsense"]]], [:],
            ] as [[String: Any]] {
                #expect(try await client.call("POST", "conversations/\(two)/webhooks", body).status == 400)
            }
            #expect(try await client.call("DELETE", "conversations/\(one)/webhooks/\(sid)").status == 204)
        }

        @Test("messages are found over the whole business, with snippets, by recency or relevance, never another's")
        func search() async throws {
            let client = try await client()
            let other = try await self.client("Other")
            for client in [client, other] {
                let sid = try await client.sid("conversations")
                for body in ["Our boiler leaks <b>badly</b>", "நாளை வருகிறோம்", "boiler boiler"] {
                    _ = try await client.make("conversations/\(sid)/messages", ["body": body])
                }
            }
            let found = try await client.all("messages/search?q=Boilers", "results", limit: 1)
            #expect(found.count == 2)
            let hit = try #require(found.last)
            let parts = try #require(hit["snippet"] as? [[String: Any]])
            #expect(parts.compactMap { $0["text"] as? String }.joined() == "Our boiler leaks <b>badly</b>")
            #expect(parts.first { $0["match"] as? Bool == true }?["text"] as? String == "boiler")
            let best = try await client.call("GET", "messages/search?q=boiler&order=relevance").results
            #expect((best.first?["message"] as? [String: Any])?["body"] as? String == "boiler boiler")
            let tamil = try #require("வருகிறோம்".addingPercentEncoding(withAllowedCharacters: .alphanumerics))
            #expect(try await client.all("messages/search?q=\(tamil)", "results").count == 1)
            #expect(try await client.call("GET", "messages/search").status == 400)
            #expect(try await client.call("GET", "messages/search?q=x&after=zz").status == 400)
        }

        @Test("notes are the business's own: no frame of them reaches the customer")
        func notes() async throws {
            let business = try await desk.business()
            let client = ResourceCaller(desk: desk, business: business)
            let (session, socket) = try await desk.chat(business)
            let note = try await client.make(
                "conversations/\(session)/notes", ["text": "Rude caller", "author": "ana"])
            let id = try #require(note["id"] as? String)
            let edited = try await client.call("PATCH", "conversations/\(session)/notes/\(id)", ["text": "Kind caller"])
            #expect(edited.json["text"] as? String == "Kind caller")
            _ = try await client.make("conversations/\(session)/messages", ["body": "now"])
            #expect(try await socket.next().message == "now")
            #expect(!(try await desk.messages(session, business).description.contains("caller")))
            #expect(try await client.call("DELETE", "conversations/\(session)/notes/\(id)").status == 204)
        }
    }
}
