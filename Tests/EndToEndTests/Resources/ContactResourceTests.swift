import Foundation
import Testing

extension SharedDesk {
    @Suite("The contacts")
    struct ContactResourceTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test(
            "L2, L6, L11, L21, L26: who writes becomes a lead with a number, a colour and a timeline, and can be renamed"
        )
        func leads() async throws {
            let business = try await desk.business(knowing: Guides.returns)
            let client = ResourceCaller(desk: desk, business: business)
            let (session, socket) = try await desk.chat(business)
            _ = try await socket.answer(to: Guides.returnQuestion)
            let list = try await client.call("GET", "contacts").results
            let lead = try #require(list.first)
            #expect(list.count == 1 && lead["display_name"] as? String == "Lead #1" && lead["name"] is NSNull)
            #expect(lead["platform"] as? String == "website" && lead["token"] as? String == session)
            #expect((lead["color"] as? String)?.wholeMatch(of: /#[0-9a-f]{6}/) != nil)
            let id = try #require(lead["id"] as? String)
            let renamed = try await client.call("PATCH", "contacts/\(id)", ["name": "Ana", "color": "#102030"])
            #expect(renamed.json["display_name"] as? String == "Ana" && renamed.json["color"] as? String == "#102030")
            _ = try await client.make("conversations/\(session)/notes", ["text": "call back"])
            let timeline = try await client.all("contacts/\(id)/timeline", "results", limit: 2)
            #expect(timeline.map { $0["type"] as? String } == ["note", "message", "message"])
            let question = try #require(timeline.last?["message"] as? [String: Any])
            #expect(question["body"] as? String == Guides.returnQuestion && question["sender"] as? String == "user")
            let conversations = try await client.all("conversations?contact=\(id)", "conversations")
            #expect(conversations.map { $0["id"] as? String } == [session])
        }

        @Test("a contact keeps its platform: a change of it is refused by name, and nothing else of it is done")
        func platform() async throws {
            let client = ResourceCaller(desk: desk, business: try await desk.business())
            let made = try await client.make("contacts", ["name": "Ana", "platform": "email"])
            let path = "contacts/\(try #require(made["id"] as? String))"
            for method in ["PUT", "PATCH"] {
                for platform in ["phone", NSNull()] as [Any] {
                    let refused = try await client.call(method, path, ["name": "Ben", "platform": platform])
                    #expect(refused.status == 400 && refused.saysWhatToDo)
                    #expect(refused.text.contains("platform"))
                }
                let same = try await client.call(method, path, ["phone": "+4917012345", "platform": "email"])
                #expect(same.status == 200)
            }
            let contact = try await client.call("GET", path).json
            #expect(contact["name"] as? String == "Ana" && contact["platform"] as? String == "email")
        }

        @Test("contacts are made, found, merged, parted and deleted over HTTP")
        func merging() async throws {
            let client = ResourceCaller(desk: desk, business: try await desk.business())
            let ana = try await client.make(
                "contacts", ["name": "Ana", "phone": "+49 (170) 123-45", "email": "ana@example.com"])
            #expect(ana["phone"] as? String == "+4917012345")
            let other = try await client.make("contacts", ["language": "pt-BR", "consent": ["sms": true]])
            let (kept, merged) = (try #require(ana["id"] as? String), try #require(other["id"] as? String))
            #expect(try await client.all("contacts?q=ana%40example", "results").count == 1)
            let merge = try await client.make("contacts/\(kept)/merge", ["contact_id": merged])
            let whole = try #require(merge["contact"] as? [String: Any])
            #expect(whole["language"] as? String == "pt-BR" && whole["name"] as? String == "Ana")
            #expect(try await client.call("GET", "contacts/\(merged)").status == 404)
            let undo = try #require(merge["undo"] as? String)
            let undone = try await desk.call("POST", undo, key: client.business.key)
            #expect(undone.status == 200 && undone.json["undone_at"] is String)
            #expect(try await client.call("GET", "contacts/\(merged)").json["number"] as? Int == 2)
            #expect(try await desk.call("POST", undo, key: client.business.key).status == 404)
            #expect(try await client.call("POST", "contacts/\(kept)/merge", ["contact_id": kept]).status == 400)
            #expect(try await client.call("DELETE", "contacts/\(merged)").status == 204)
            #expect(try await client.all("contacts", "results").count == 1)
        }
    }
}

@Suite("Acknowledged resources")
struct ResourceDurabilityTests {
    @Test("what was acknowledged is there after kill -9, and its idempotency key still replays the reply")
    func durability() async throws {
        let folder = try DeskFolder()
        let first = try await RunningDesk(folder: folder)
        let business = try await first.business()
        let headers = ["Idempotency-Key": "k1"]
        let made = try await first.call(
            "POST", "/api/contacts", key: business.key, json: ["name": "Ana"], headers: headers)
        #expect(made.status == 201)
        await first.killHard()
        let second = try await RunningDesk(folder: folder)
        let again = try await second.call(
            "POST", "/api/contacts", key: business.key, json: ["name": "Ana"], headers: headers)
        #expect(again.status == 201 && again.body == made.body && again.headers["idempotency-replayed"] == "true")
        #expect(try await second.call("GET", "/api/contacts", key: business.key).results.count == 1)
    }

    @Test("C6: a key that asks too much gets 429 with when to come back, and others go on")
    func rateLimit() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_RATE_LIMIT": "5"])
        let (one, other) = (try await desk.business(), try await desk.business())
        var replies: [HTTPReply] = []
        for _ in 0..<6 { replies.append(try await desk.call("GET", "/api/contacts", key: one.key)) }
        #expect(replies.prefix(5).allSatisfy { $0.status == 200 })
        let refused = try #require(replies.last)
        #expect(refused.status == 429 && refused.errorCode == "rate_limited" && refused.headers["retry-after"] != nil)
        #expect(refused.headers["ratelimit"]?.contains("r=0") == true)
        #expect(try await desk.call("GET", "/api/contacts", key: other.key).status == 200)
    }
}
