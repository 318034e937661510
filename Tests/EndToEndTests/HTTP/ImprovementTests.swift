import Foundation
import Testing

extension SharedDesk {
    /// Receipts, owners' answers, feedback, reports, cases, the console and notices, over HTTP and the socket.
    @Suite("The owner's loop")
    struct ImprovementTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        private func path(_ business: TestBusiness, _ rest: String) -> String {
            "/api/businesses/\(business.id)/\(rest)"
        }

        @Test("a receipt shows what an answer was made of; a replay says what a new version changed")
        func receiptAndReplay() async throws {
            let shop = try await desk.business()
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let asked = try await desk.ask(Guides.returnQuestion, shop)
            let message = try #require(asked.json["message_id"] as? String)
            let receiptID = try #require(asked.json["receipt_id"] as? String)
            for id in [message, receiptID] {
                let reply = try await desk.call("GET", "/api/answers/\(id)/receipt", key: shop.key)
                #expect(reply.status == 200 && reply.json["answered"] as? Bool == true)
                #expect(reply.json["message_id"] as? String == message)
                let receipt = try #require(reply.json["receipt"] as? [String: Any])
                #expect(receipt["generation"] as? Int == 1)
                #expect((receipt["embedding_model"] as? String)?.isEmpty == false)
                let source = try #require((receipt["sources"] as? [[String: Any]])?.first)
                #expect(source["document"] as? String == document && source["document_version"] as? Int == 1)
                #expect((source["quote"] as? String)?.isEmpty == false && source["fused"] is Double)
                #expect((source["chunk_hash"] as? String)?.count == 64)
            }
            let replayPath = "/api/answers/\(message)/replay"
            let same = try await desk.call("POST", replayPath, key: shop.key)
            #expect(same.json["equal"] as? Bool == true && same.json["same_generation"] as? Bool == true)
            let text = Guides.returns.replacingOccurrences(of: "30 days", with: "45 days")
            let replaced = try await desk.upload(
                "returns.txt", Data(text.utf8), to: shop.id, key: shop.key, replacing: document)
            _ = try await desk.settled(try #require(replaced.json["id"] as? String), key: shop.key)
            let changed = try await desk.call("POST", replayPath, key: shop.key)
            #expect(changed.json["equal"] as? Bool == false && changed.json["same_generation"] as? Bool == false)
            let replay = try #require(changed.json["replay"] as? [String: Any])
            #expect((replay["answer_now"] as? String)?.contains("45 days") == true)
            let stranger = try await desk.business()
            #expect(try await desk.call("POST", replayPath, key: stranger.key).status == 404)
            #expect(try await desk.call("GET", "/api/answers/\(message)/receipt", key: stranger.key).status == 404)
        }

        @Test("an approved answer goes before the documents at once, and stops when it is archived")
        func faq() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let made = try await desk.call(
                "POST", path(shop, "faqs"), key: shop.key,
                json: ["question": Guides.returnQuestion, "answer": "Sixty days this winter."])
            #expect(made.status == 201 && made.json["status"] as? String == "draft")
            let id = try #require(made.json["id"] as? String)
            #expect((try await desk.ask(Guides.returnQuestion, shop)).text.contains("30 days"))
            let approved = try await desk.call("POST", path(shop, "faqs/\(id)/approve"), key: shop.key)
            #expect(approved.json["live"] as? Bool == true)
            let answer = try await desk.ask("how many days do I have to RETURN goods", shop).json
            #expect(answer["message"] as? String == "Sixty days this winter.")
            #expect(answer["method"] as? String == "faq" && answer["faq_id"] as? String == id)
            let reworded = try await desk.ask("How many days do we have to give back goods?", shop).json
            #expect(reworded["faq_id"] as? String == id)
            let other = try await desk.ask("How many days does the refund of returned goods take?", shop).json
            #expect(other["faq_id"] == nil)
            let cases = try await desk.call("GET", path(shop, "cases"), key: shop.key).results
            #expect(cases.count == 1 && cases[0]["faq_id"] as? String == id)
            let run = try await desk.call("POST", path(shop, "cases/run"), key: shop.key)
            #expect(run.json["passed"] as? Int == 1 && run.json["total"] as? Int == 1)
            // Its season has not come: it is not said, and its case is not asked.
            _ = try await desk.call(
                "PATCH", path(shop, "faqs/\(id)"), key: shop.key, json: ["valid_from": "2099-12-01"])
            let later = try await desk.call("POST", path(shop, "cases/run"), key: shop.key).json
            #expect(later["total"] as? Int == 0)
            let skipped = try #require((later["skipped"] as? [[String: Any]])?.first)
            #expect(skipped["reason"] as? String == "not_live" && skipped["case_id"] is String)
            let stranger = try await desk.business()
            #expect(try await desk.call("GET", path(shop, "faqs"), key: stranger.key).status == 404)
            #expect(try await desk.call("DELETE", path(stranger, "faqs/\(id)"), key: stranger.key).status == 404)
            _ = try await desk.call("PATCH", path(shop, "faqs/\(id)"), key: shop.key, json: ["status": "archived"])
            #expect((try await desk.ask(Guides.returnQuestion, shop)).text.contains("30 days"))
            #expect(try await desk.call("GET", path(shop, "cases"), key: shop.key).results.isEmpty)
        }

        @Test("a bare day of an answer's validity is the business's, from its midnight to its midnight")
        func validityDays() async throws {
            let shop = try await desk.business(settings: ["time_zone": "America/New_York"])
            let made = try await desk.call(
                "POST", path(shop, "faqs"), key: shop.key,
                json: ["question": "q", "valid_from": "2027-01-31", "valid_until": "2027-03-14"])
            #expect(made.json["valid_from"] as? String == "2027-01-31T05:00:00.000Z", "\(made.text)")
            // The clocks change on that Sunday.
            #expect(made.json["valid_until"] as? String == "2027-03-15T04:00:00.000Z")
            let id = try #require(made.json["id"] as? String)
            let faq = path(shop, "faqs/\(id)")
            for (given, from, until) in [
                ("2027-02-01", "2027-02-01T05:00:00.000Z", "2027-02-02T05:00:00.000Z"),
                ("2027-02-02T08:30:00.125Z", "2027-02-02T08:30:00.125Z", "2027-02-02T08:30:00.125Z"),
                ("9999-12-31", "9999-12-31T05:00:00.000Z", "9999-12-31T23:59:59.999Z"),
                ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
            ] {
                let cleared = try await desk.call("PATCH", faq, key: shop.key, json: ["valid_from": NSNull()])
                #expect(cleared.status == 200 && cleared.json["valid_from"] == nil, "\(cleared.text)")
                let ended = try await desk.call("PATCH", faq, key: shop.key, json: ["valid_until": given])
                #expect(ended.json["valid_until"] as? String == until, "\(ended.text)")
                let open = try await desk.call(
                    "PATCH", faq, key: shop.key, json: ["valid_from": given, "valid_until": NSNull()] as [String: Any])
                #expect(open.json["valid_from"] as? String == from, "\(open.text)")
            }
            for bad in ["2027-02-30", "2027-02-30T09:00:00Z", "2027-2-1", ""] {
                for field in ["valid_from", "valid_until"] {
                    let refused = try await desk.call("PATCH", faq, key: shop.key, json: [field: bad])
                    #expect(refused.status == 400 && refused.sentence.contains(field), "\(bad)")
                }
            }
        }

        @Test("what is wrong with a FAQ, a case, a rating or a span is named")
        func badInput() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let long = String(repeating: "x", count: 4_001)
            let bad: [(String, [String: Any])] = [
                ("faqs", [:]), ("faqs", ["question": "  "]), ("faqs", ["question": long]),
                ("faqs", ["question": "q", "answer": long]), ("faqs", ["question": "q", "status": "approved"]),
                ("faqs", ["question": "q", "status": "live"]), ("faqs", ["question": "q", "language": "English"]),
                ("faqs", ["question": "q", "valid_from": "tomorrow"]),
                ("faqs", ["question": "q", "valid_from": "2026-05-02", "valid_until": "2026-05-01"]),
                ("faqs", ["question": "q", "variants": Array(repeating: "v", count: 21)]),
                ("faqs", ["question": "q", "citations": [["document_id": UUID7.unknown]]]),
                ("faqs", ["question": "q", "priority": 1_001]), ("cases", ["question": "q"]),
                ("cases", ["question": "q", "declines": true, "contains": "x"]),
                ("cases", ["question": "q", "document_id": UUID7.unknown]), ("cases", ["question": "q", "page": 1]),
                ("unanswered/faq", ["message_ids": []]), ("unanswered/faq", ["message_ids": ["x"]]),
                ("retrieval", ["question": " "]), ("retrieval", ["question": "q", "limit": 0]),
            ]
            for (place, body) in bad {
                let reply = try await desk.call("POST", path(shop, place), key: shop.key, json: body)
                #expect(reply.status == 400, "\(place) \(body): \(reply.text)")
                #expect(reply.saysWhatToDo, "\(reply.text)")
            }
            for query in ["unanswered?since=yesterday", "feedback?rating=5", "notices?status=new", "faqs?limit=0"] {
                #expect(try await desk.call("GET", path(shop, query), key: shop.key).status == 400, "\(query)")
            }
        }

        @Test(
            "a customer's opinion travels over the socket and HTTP, is kept once, and only for their own conversation")
        func feedback() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            let asked = try await desk.ask(Guides.returnQuestion, shop, session: session)
            let message = try #require(asked.json["message_id"] as? String)
            let socket = try await desk.chat(shop, session)
            try await socket.send(
                #"{"type": "feedback", "message_id": "\#(message)", "rating": "down", "reason": "wrong"}"#)
            let frame = try await socket.next()
            #expect(frame.json["type"] as? String == "feedback" && frame.json["rating"] as? String == "down")
            try await socket.send(#"{"type": "feedback", "message_id": "\#(UUID7.unknown)", "rating": "up"}"#)
            #expect(try await socket.next().json["code"] as? String == "unknown_answer")
            try await socket.send(#"{"type": "feedback", "message_id": "\#(message)", "rating": "best"}"#)
            #expect(try await socket.next().json["code"] as? String == "invalid_frame")
            let list = path(shop, "feedback?rating=down")
            let down = try await desk.call("GET", list, key: shop.key).results
            #expect(down.count == 1 && down[0]["reason"] as? String == "wrong")
            #expect(down[0]["question"] as? String == Guides.returnQuestion)
            let rate = "/api/chat-sessions/\(session)/feedback"
            let up = try await desk.call("POST", rate, key: shop.widget, json: ["message_id": message, "rating": "up"])
            #expect(up.status == 200 && up.json["rating"] as? String == "up")
            #expect(try await desk.call("GET", list, key: shop.key).results.isEmpty)
            #expect(try await desk.call("POST", rate, json: ["message_id": message, "rating": "up"]).status == 401)
            let stranger = try await desk.business()
            #expect(
                try await desk.call("POST", rate, key: stranger.widget, json: ["message_id": message, "rating": "up"])
                    .status == 404)
            #expect(try await desk.call("GET", list, key: shop.widget).status == 403)
        }

        @Test("what is asked in vain is put together by meaning, becomes a draft, and is answered once it is approved")
        func unanswered() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            for question in [
                "Do you sell electric bicycles?", "do you sell ELECTRIC bicycles", "Are electric bicycles sold?",
                "Who won the football world cup?", "hello",
            ] {
                #expect(try await desk.ask(question, shop).json["answered"] as? Bool == false, "\(question)")
            }
            let report = try await desk.call("GET", path(shop, "unanswered"), key: shop.key)
            #expect(report.json["questions"] as? Int == 4)
            let first = try #require(report.results.first)
            #expect(first["count"] as? Int == 3 && report.results.count == 2)
            // The most frequent wording, as it was last written.
            #expect(first["question"] as? String == "do you sell ELECTRIC bicycles")
            let ids = try #require(first["message_ids"] as? [String])
            let draft = try await desk.call(
                "POST", path(shop, "unanswered/faq"), key: shop.key, json: ["message_ids": ids])
            #expect(draft.status == 201 && draft.json["source"] as? String == "unanswered")
            let id = try #require(draft.json["id"] as? String)
            #expect(try await desk.call("POST", path(shop, "faqs/\(id)/approve"), key: shop.key).status == 400)
            let answered = try await desk.call(
                "PATCH", path(shop, "faqs/\(id)"), key: shop.key,
                json: ["answer": "Only pedal ones.", "status": "approved"])
            #expect(answered.status == 200)
            #expect(
                try await desk.ask("Are electric bicycles sold?", shop).json["message"] as? String == "Only pedal ones."
            )
            let stranger = try await desk.business()
            #expect(
                try await desk.call(
                    "POST", path(stranger, "unanswered/faq"), key: stranger.key, json: ["message_ids": ids]
                )
                .status == 404)
        }

        @Test("documents that disagree raise one notice, the newer is believed, and the console counts them")
        func contradiction() async throws {
            let shop = try await desk.business()
            try await desk.learn(
                "Prices\n\nRenting a kayak costs 12 euros per hour.", as: "prices 2023.txt", business: shop)
            try await desk.learn(
                "Prices\n\nRenting a kayak costs 15 euros per hour.", as: "prices 2024.txt", business: shop)
            for _ in 0..<2 {
                let answer = try await desk.ask("How much does renting a kayak cost?", shop).json
                #expect((answer["message"] as? String)?.contains("15 euros") == true)
                #expect((answer["citations"] as? [Any])?.count == 2)
            }
            let notices = try await desk.call("GET", path(shop, "notices?status=open"), key: shop.key).results
            #expect(notices.count == 1 && notices[0]["kind"] as? String == "contradiction")
            let pair = try #require(notices[0]["contradiction"] as? [String: Any])
            #expect((pair["newer"] as? [String: Any])?["value"] as? String == "15 euros")
            let id = try #require(notices[0]["id"] as? String)
            #expect(try await desk.call("POST", path(shop, "notices/\(id)/confirm"), key: shop.key).status == 409)
            #expect(try await desk.call("POST", path(shop, "notices/\(id)/dismiss"), key: shop.key).status == 200)
            _ = try await desk.ask("How much does renting a kayak cost?", shop)
            #expect(try await desk.call("GET", path(shop, "notices?status=open"), key: shop.key).results.isEmpty)
            let console = try await desk.call(
                "POST", path(shop, "retrieval"), key: shop.key, json: ["question": "kayak price", "limit": 5])
            let candidates = try #require(console.json["candidates"] as? [[String: Any]])
            #expect(candidates.count >= 2 && candidates[0]["rank"] as? Int == 1)
            #expect(console.json["contradictions"] as? Int == 1)
        }

        @Test("a date given with a document decides which is newer; one to come decides nothing yet")
        func effectiveDate() async throws {
            let shop = try await desk.business()
            for (name, value, date) in [
                ("b.txt", "12", "2022-01-01"), ("a.txt", "15", "2020-01-01"), ("c.txt", "19", "2099-01-01"),
            ] {
                var form = MultipartBody()
                form.add("business", "\(shop.id)")
                form.add("effective_at", date)
                form.add("file", filename: name, Data("Renting a kayak costs \(value) euros per hour.".utf8))
                let reply = try await desk.call(
                    "POST", "/api/documents", key: shop.key, body: form.finished,
                    headers: ["Content-Type": MultipartBody.contentType])
                _ = try await desk.settled(try #require(reply.json["id"] as? String), key: shop.key)
            }
            let answer = try await desk.ask("How much does renting a kayak cost?", shop).json
            let text = try #require(answer["message"] as? String)
            #expect(text.contains("12 euros") && !text.contains("19"))
        }
    }
}
