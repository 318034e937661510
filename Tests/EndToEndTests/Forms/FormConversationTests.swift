import Foundation
import Testing

extension SharedDesk {
    @Suite("Filling in a form over the chat socket")
    struct FormConversationTests {
        private static var questions: [[String: Any]] {
            [
                ["question_text": "What is your name?", "contact_field": "name"],
                ["question_text": "Where can we mail you?", "type": "email"],
                ["question_text": "When shall we come?", "type": "date", "required": false],
                ["question_text": "What is it about?", "type": "choice", "choices": ["Roof", "Windows"]],
            ]
        }

        @Test("L4, L5, L6, L13: the word form starts the questions, and the end is told, kept and marked")
        func whole() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business("Roofs Ltd")
            try await desk.form(Self.questions, for: shop)
            let (session, socket) = try await desk.chat(shop)
            let first = try await socket.fill("form")
            #expect(first.message.hasSuffix("What is your name?"))
            #expect(first.step == [1, 4])
            #expect(first.json["is_form"] as? Bool == true && first.answered == nil)
            #expect(try await socket.fill("Ana Silva").step == [2, 4])
            #expect(try await socket.fill("nonsense").message.contains("name@example.com"))
            _ = try await socket.fill("ana@example.com")
            let choice = try await socket.fill("skip")
            #expect(choice.form?["choices"] as? [String] == ["Roof", "Windows"])
            let last = try await socket.fill("2")
            #expect(
                last.message == "Thank you for filling out this form, we will be in touch with you as soon as possible!"
            )
            #expect(last.form?["status"] as? String == "complete")

            let submission = try #require(try await desk.submissions(shop, "status=complete").first)
            #expect(submission["session_id"] as? String == session)
            let responses = try #require(submission["responses"] as? [[String: Any]])
            #expect(responses.map { $0["value"] as? String } == ["Ana Silva", "ana@example.com", nil, "Windows"])
            #expect(responses[2]["skipped"] as? Bool == true)
            let notices = try await desk.call("GET", "/api/businesses/\(shop.id)/notices", key: shop.key).results
            #expect(notices.count == 1 && notices[0]["kind"] as? String == "alert")
            let alert = try #require(notices[0]["alert"] as? [String: Any])
            #expect(alert["event"] as? String == "form.submitted")
            #expect(alert["headline"] as? String == "New lead: Ana Silva")
            let messages = try await desk.messages(session, shop)
            #expect(messages.count == 12)
            #expect(messages.allSatisfy { $0["is_form"] as? Bool == true })
            let replies = messages.compactMap { $0["reply_to"] as? String }
            #expect(Set(replies).count == 6 && replies.count == 6)
        }

        @Test("L13: without a form the word form is a question like any other")
        func noForm() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (_, socket) = try await desk.chat(shop)
            let answer = try await socket.answer(to: "form")
            #expect(answer.form == nil && answer.answered != nil)
        }

        @Test("L13: a question on the way is answered from the documents, and the form goes on where it was")
        func sideQuestion() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            try await desk.form(Self.questions, for: shop)
            let (_, socket) = try await desk.chat(shop)
            _ = try await socket.fill("form")
            try await socket.say(Guides.deliveryQuestion)
            let frames = try await socket.frames { $0.form != nil }
            #expect(frames.map(\.sender) == ["user", "assistant", "assistant"])
            #expect(frames[1].message.contains("three working days") && !frames[1].citations.isEmpty)
            #expect(frames[1].replyTo == frames[0].id && frames[1].json["is_form"] == nil)
            #expect(frames[2].message.hasSuffix("What is your name?"))
            #expect(try await socket.fill("Ana").step == [2, 4])
        }

        @Test("L9, L26: first_message greets, estimate_complete_message ends, each editable with placeholders")
        func defaultResponses() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business("Roofs & Co")
            let path = "/api/businesses/\(shop.id)/default-responses"
            let standard = try await desk.call("GET", path, key: shop.key).json
            #expect((standard["first_message"] as? String)?.contains("{Company Name Here}") == true)
            try await desk.form([["question_text": "Name?"]], for: shop)
            let invited = try await desk.chat(shop, desk.session(shop)).next()
            #expect(
                invited.message == """
                    Hi! This is an assistant for Roofs & Co. Feel free to ask any questions, or say \
                    'form' to begin filling out an estimate request!
                    """)
            let set = try await desk.call(
                "PUT", path, key: shop.key,
                json: ["first_message": "Welcome to {company}.", "estimate_complete_message": "Bye from {company}."])
            #expect(set.status == 200)
            let socket = try await desk.chat(shop, desk.session(shop))
            #expect(try await socket.next().message == "Welcome to Roofs & Co.")
            _ = try await socket.fill("form")
            #expect(try await socket.fill("Ana").message == "Bye from Roofs & Co.")
            let business = try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key).json
            #expect((business["settings"] as? [String: Any])?["greeting"] as? String == "Welcome to {company}.")
            _ = try await desk.call("PUT", path, key: shop.key, json: ["first_message": NSNull()])
            let back = try await desk.call("GET", path, key: shop.key).json
            #expect((back["first_message"] as? String)?.contains("{Company Name Here}") == true)
            #expect(back["estimate_complete_message"] as? String == "Bye from {company}.")
        }

        @Test("L3, L25: builder order counts, and what is deleted, restored and moved acts at once")
        func builder() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let form = try await desk.form(
                [["question_text": "A?"], ["question_text": "B?"], ["question_text": "C?"]], for: shop)
            let path = "/api/forms/\(try #require(form["id"] as? String))"
            let ids = try #require(form["questions"] as? [[String: Any]]).compactMap { $0["id"] as? String }
            let (_, socket) = try await desk.chat(shop)
            #expect(try await socket.fill("form").message.hasSuffix("A?"))
            #expect(try await desk.call("DELETE", "\(path)/questions/\(ids[1])", key: shop.key).status == 204)
            #expect(try await desk.call("GET", path, key: shop.key).text.contains("B?") == false)
            #expect(try await socket.fill("a").message == "C?")
            let restored = try await desk.call(
                "PATCH", "\(path)/questions/\(ids[1])", key: shop.key, json: ["deleted": false])
            #expect(restored.json["deleted"] as? Bool == false)
            let order = try await desk.call(
                "PUT", "\(path)/questions/order", key: shop.key, json: ["order": [ids[2], ids[1]]])
            #expect(order.results.map { $0["question_text"] as? String } == ["C?", "B?", "A?"])
            #expect(try await socket.fill("c").message == "B?")
            #expect(try await socket.fill("b").form?["status"] as? String == "complete")
        }

        @Test("L27: a form is started and ended over the API as well")
        func api() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let (session, socket) = try await desk.chat(shop)
            let path = "/api/businesses/\(shop.id)/submissions"
            let none = try await desk.call("POST", path, key: shop.key, json: ["session_id": session])
            #expect(none.status == 409 && none.errorCode == "no_form")
            try await desk.form([["question_text": "A?"]], for: shop)
            let started = try await desk.call("POST", path, key: shop.key, json: ["session_id": session])
            #expect(started.status == 201)
            #expect(try await socket.next { $0.form != nil }.message.hasSuffix("A?"))
            let again = try await desk.call("POST", path, key: shop.key, json: ["session_id": session])
            #expect(again.json["id"] as? String == started.json["id"] as? String)
            let id = try #require(started.json["id"] as? String)
            let ended = try await desk.call("POST", "\(path)/\(id)/cancel", key: shop.key)
            #expect(ended.json["status"] as? String == "cancelled")
            #expect(try await socket.next { $0.form?["status"] as? String == "cancelled" }.sender == "assistant")
            #expect(try await desk.call("POST", "\(path)/\(id)/cancel", key: shop.key).errorCode == "not_open")
        }

        @Test("hostile answers are kept as text; a megabyte is refused and the form waits on")
        func hostile() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            try await desk.form(
                [["question_text": "A?", "type": "long_text"], ["question_text": "B?"]], for: shop)
            let (session, socket) = try await desk.chat(shop)
            _ = try await socket.fill("form")
            let hostile = "<script>alert(1)</script>'; DROP TABLE form_responses; -- 😀 \u{202E}مرحبا"
            try await socket.say(String(repeating: "x", count: 25_000))
            #expect(try await socket.next { $0.errorCode != nil }.errorCode == "message_too_long")
            #expect(try await socket.fill(String(repeating: "x", count: 5_000)).message.contains("4000"))
            #expect(try await socket.fill(hostile).message == "B?")
            let responses = try #require(
                try await desk.submissions(shop, "session=\(session)").first?["responses"] as? [[String: Any]])
            #expect(responses.first?["response"] as? String == hostile)
            try await socket.say(String(repeating: "x", count: 1 << 20))
            #expect(try await socket.closeCode() == 1009)
            let back = try await desk.chat(shop, session, "after=")
            _ = try await back.frames { $0.type == "ready" }
            #expect(try await back.fill("fine").form?["status"] as? String == "complete")
        }

        @Test("forms of another business do not exist; what is wrong with a form is named")
        func refusals() async throws {
            let desk = try SharedDesk.desk
            let (mine, other) = (try await desk.business("mine"), try await desk.business("other"))
            let form = try await desk.form([["question_text": "A?"]], for: mine)
            let id = try #require(form["id"] as? String)
            let question = try #require((form["questions"] as? [[String: Any]])?.first?["id"] as? String)
            for (method, path) in [
                ("GET", "/api/forms/\(id)"), ("DELETE", "/api/forms/\(id)"), ("GET", "/api/forms/\(id)/questions"),
                ("DELETE", "/api/forms/\(id)/questions/\(question)"), ("GET", "/api/businesses/\(mine.id)/forms"),
                ("GET", "/api/businesses/\(mine.id)/submissions"), ("GET", "/api/forms/\(id)?business=\(mine.id)"),
            ] {
                #expect(try await desk.call(method, path, key: other.key).status == 404, "\(method) \(path)")
            }
            let bad: [([String: Any], String)] = [
                (["question_text": ""], "question_text"), (["question_text": "Q", "type": "choice"], "choices"),
                (["question_text": "Q", "type": "choice", "choices": ["A", "a"]], "choices"),
                (["question_text": "Q", "choices": ["A", "B"]], "choices"),
                (["question_text": "Q", "type": "riddle"], "type"),
                (["question_text": "Q", "contact_field": "email"], "contact_field"),
                (["question_text": String(repeating: "q", count: 1_001)], "question_text"),
            ]
            for (question, field) in bad {
                let reply = try await desk.call("POST", "/api/forms/\(id)/questions", key: mine.key, json: question)
                #expect(reply.status == 400 && reply.sentence.contains(field), "\(question): \(reply.text)")
            }
            for (body, field): ([String: Any], String) in [
                (["name": ""], "name"), (["name": "F", "timeout_hours": 0], "timeout_hours"),
                (["name": "F", "keywords": ["!!"]], "keywords"),
                (["name": "F", "keywords": Array(repeating: "x", count: 21)], "keywords"),
            ] {
                let reply = try await desk.call("POST", "/api/businesses/\(mine.id)/forms", key: mine.key, json: body)
                #expect(reply.status == 400 && reply.sentence.contains(field), "\(body): \(reply.text)")
            }
            let order = try await desk.call(
                "PUT", "/api/forms/\(id)/questions/order", key: mine.key, json: ["order": [question, question]])
            #expect(order.status == 400)
        }
    }
}
