import Foundation
import Testing

extension SharedDesk {
    @Suite("Labels and filters")
    struct LabelTests {
        private static let secret = "Our purchase price for the Aurora kayak is 412 euros per boat."
        private static let question = "What is the purchase price of the Aurora kayak?"

        private func document(
            _ desk: RunningDesk, _ shop: TestBusiness, _ name: String, _ text: String, _ fields: [String: String]
        ) async throws -> String {
            var form = MultipartBody()
            for (name, value) in fields.sorted(by: { $0.key < $1.key }) { form.add(name, value) }
            form.add("file", filename: name, Data(text.utf8))
            let reply = try await desk.call(
                "POST", "/api/documents", key: shop.key, body: form.finished,
                headers: ["Content-Type": MultipartBody.contentType])
            #expect(reply.status == 202, "\(reply.text)")
            let id = try #require(reply.json["id"] as? String)
            _ = try await desk.settled(id, key: shop.key)
            return id
        }

        @Test("what is for staff alone answers staff, and never a customer")
        func audience() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let id = try await document(
                desk, shop, "margins.txt", Self.secret, ["audience": "internal", "tags": "prices, boats"])
            _ = try await document(desk, shop, "returns.txt", Guides.returns, [:])
            let asked = try await desk.ask(Self.question, shop)
            #expect(asked.text.contains("412") == false && asked.json["answered"] as? Bool == false)
            let (_, socket) = try await desk.chat(shop)
            let reply = try await socket.answer(to: Self.question)
            #expect(!reply.text.contains("412"))
            let path = "/api/businesses/\(shop.id)/"
            let staff: [String: Any] = ["question": Self.question, "filter": ["audience": "internal"]]
            let told = try await desk.call("POST", path + "ask", key: shop.key, json: staff)
            #expect(told.text.contains("412"), "\(told.text)")
            // Shown to everyone, it answers everyone, at once.
            let shown = try await desk.call(
                "PATCH", "/api/documents/\(id)", key: shop.key, json: ["audience": "public"])
            #expect(shown.json["tags"] as? [String] == ["boats", "prices"])
            #expect(try await desk.ask(Self.question, shop).text.contains("412"))
        }

        @Test("an internal document stays internal when its bytes come again with other labels")
        func sameBytes() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let id = try await document(desk, shop, "margins.txt", Self.secret, ["audience": "internal", "tags": "a"])
            for (method, path) in [("POST", "/api/documents"), ("PUT", "/api/documents/\(id)")] {
                var form = MultipartBody()
                form.add("tags", "b")
                form.add("file", filename: "again.txt", Data(Self.secret.utf8))
                let reply = try await desk.call(
                    method, path, key: shop.key, body: form.finished,
                    headers: ["Content-Type": MultipartBody.contentType])
                #expect(reply.status == 200, "\(reply.text)")
                #expect(reply.json["id"] as? String == id)
                #expect(reply.json["audience"] as? String == "internal")
                #expect(reply.json["tags"] as? [String] == ["b"])
            }
            #expect(try await desk.ask(Self.question, shop).json["answered"] as? Bool == false)
        }

        @Test("undoing a deletion brings a document back as it was; what came meanwhile for staff alone stays theirs")
        func undo() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            func post(_ path: String) async throws -> String {
                let reply = try await desk.form(
                    "/b/\(shop.id)/documents/\(path)", ["csrf_token": owner.pageToken],
                    headers: owner.headers.merging(["Accept": "text/html"]) { $1 })
                #expect(reply.status == 303, "\(path): \(reply.text.suffix(400))")
                return reply.headers["location"] ?? ""
            }
            func documents() async throws -> [[String: Any]] {
                try await desk.call("GET", "/api/documents", key: shop.key).results
            }
            let first = try await document(desk, shop, "margins.txt", Self.secret, ["tags": "old"])
            #expect(try await post("\(first)/delete").contains("undo=\(first)"))
            let second = try await document(
                desk, shop, "margins.txt", Self.secret, ["audience": "internal", "tags": "new"])
            #expect(try await post("restore/\(first)").contains("done=document_known"))
            let kept = try await documents()
            #expect(kept.count == 1 && kept.first?["id"] as? String == second)
            #expect(kept.first?["audience"] as? String == "internal" && kept.first?["tags"] as? [String] == ["new"])
            #expect(try await desk.ask(Self.question, shop).json["answered"] as? Bool == false)
            _ = try await post("\(second)/delete")
            #expect(try await post("restore/\(second)").contains("done=restored"))
            let back = try await documents()
            #expect(back.count == 1 && back.first?["audience"] as? String == "internal")
            #expect(back.first?["tags"] as? [String] == ["new"])
        }

        @Test("what was made internal just before a deletion is internal again when that is undone")
        func undoOfLateChange() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let owner = try await desk.join(shop, as: "owner")
            let pages = "/b/\(shop.id)/documents"
            let fields = ["csrf_token": owner.pageToken]
            let headers = owner.headers.merging(["Accept": "text/html"]) { $1 }
            var current = try await document(desk, shop, "margins.txt", Self.secret, [:])
            for _ in 0..<20 {
                let id = current
                async let change = desk.call(
                    "PATCH", "/api/documents/\(id)", key: shop.key, json: ["audience": "internal"])
                async let deletion = desk.form("\(pages)/\(id)/delete", fields, headers: headers)
                let (changed, deleted) = (try await change, try await deletion)
                #expect(deleted.status == 303, "\(deleted.text.suffix(400))")
                #expect(changed.status == 200 || changed.status == 404, "\(changed.text)")
                let restored = try await desk.form("\(pages)/restore/\(id)", fields, headers: headers)
                #expect(restored.status == 303, "\(restored.text.suffix(400))")
                let back = try #require(try await desk.call("GET", "/api/documents", key: shop.key).results.first)
                // A change that was taken came before the deletion.
                #expect(back["audience"] as? String == (changed.status == 200 ? "internal" : "public"))
                current = try #require(back["id"] as? String)
                let shown = try await desk.call(
                    "PATCH", "/api/documents/\(current)", key: shop.key, json: ["audience": "public"])
                #expect(shown.status == 200, "\(shown.text)")
            }
        }

        @Test("a search keeps to the documents and tags it names")
        func filters() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let first = try await document(desk, shop, "a.txt", Guides.returns, ["tags": "shop"])
            _ = try await document(desk, shop, "b.txt", Guides.returns + " In the outlet too.", ["tags": "outlet"])
            func search(_ filter: [String: Any]) async throws -> HTTPReply {
                try await desk.call(
                    "POST", "/api/businesses/\(shop.id)/search", key: shop.key,
                    json: ["query": Guides.returnQuestion, "filter": filter])
            }
            for filter in [["tags": ["Shop"]], ["documents": [first]]] {
                let found = try await search(filter).results.compactMap { $0["document_id"] as? String }
                #expect(Set(found) == [first], "\(filter)")
            }
            #expect(try await search(["languages": ["ta"]]).results.isEmpty)
            for bad: [String: Any] in [
                ["documents": ["not-an-id"]], ["tags": Array(repeating: "x", count: 51)], ["audience": "everyone"],
                ["tags": "shop"],
            ] {
                let refused = try await search(bad)
                #expect(refused.status == 400, "\(bad) \(refused.text)")
            }
        }

        @Test("a bare day begins where the business is, a time is taken as it is")
        func days() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(settings: ["time_zone": "America/New_York"])
            let id = try await document(desk, shop, "a.txt", Guides.returns, ["effective_at": "2026-01-31"])
            func effective() async throws -> String? {
                try await desk.call("GET", "/api/documents/\(id)", key: shop.key).json["effective_at"] as? String
            }
            #expect(try await effective() == "2026-01-31T05:00:00.000Z")
            for (given, stored) in [
                ("2026-07-01", "2026-07-01T04:00:00.000Z"), ("2026-03-08", "2026-03-08T05:00:00.000Z"),
                ("2026-07-01T00:00:00Z", "2026-07-01T00:00:00.000Z"),
                ("2026-07-01T22:00:00.25Z", "2026-07-01T22:00:00.250Z"),
            ] {
                let changed = try await desk.call(
                    "PATCH", "/api/documents/\(id)", key: shop.key, json: ["effective_at": given])
                #expect(changed.status == 200, "\(changed.text)")
                #expect(try await effective() == stored)
            }
            for bad in ["2026-02-30", "2026-02-30T09:00:00Z", "2026-7-1", "2026-07-01 "] {
                let refused = try await desk.call(
                    "PATCH", "/api/documents/\(id)", key: shop.key, json: ["effective_at": bad])
                #expect(refused.status == 400 && refused.sentence.contains("effective_at"), "\(bad)")
            }
        }

        @Test("labels that cannot be are refused, and the old ones stay")
        func refusals() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let id = try await document(
                desk, shop, "a.txt", Guides.returns, ["tags": "shop", "effective_at": "2026-01-31"])
            for bad: [String: Any] in [
                ["tags": Array(repeating: "x", count: 21)], ["tags": [String(repeating: "x", count: 65)]],
                ["audience": "secret"], ["effective_at": "soon"], ["effective_at": "2026-02-31T99:00:00Z"],
            ] {
                let refused = try await desk.call("PATCH", "/api/documents/\(id)", key: shop.key, json: bad)
                #expect(refused.status == 400, "\(bad) \(refused.text)")
            }
            let other = try await desk.business()
            let stranger = try await desk.call("PATCH", "/api/documents/\(id)", key: other.key, json: ["tags": ["x"]])
            #expect(stranger.status == 404)
            let kept = try await desk.call("GET", "/api/documents/\(id)", key: shop.key)
            #expect(kept.json["tags"] as? [String] == ["shop"])
            #expect((kept.json["effective_at"] as? String)?.hasPrefix("2026-01-31T00:00:00") == true)
        }
    }
}
