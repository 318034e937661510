import Foundation
import Testing

extension SharedDesk {
    /// People take over from the assistant, over the API and the sockets.
    @Suite("Handing over to a person and back")
    struct HandoffTests {
        private let desk: RunningDesk

        init() throws { desk = try SharedDesk.desk }

        @Test("a customer asks for a person, is told, talks to one by name, and is told when the assistant is back")
        func whole() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            try await socket.say("Can I talk to a human?")
            let asked = try await socket.next { $0.sender == "system" }
            #expect(asked.message.contains("asked a person") && asked.replyTo != nil)
            #expect(try await socket.next { $0.type == "handoff" }.state == "requested")
            let open = try await desk.call("GET", "/api/businesses/\(shop.id)/handoffs", key: shop.key).results
            #expect(open.map { $0["conversation_id"] as? String } == [session])
            #expect(open.first?["reason"] as? String == "customer")

            // Until somebody comes the assistant goes on.
            #expect(try await socket.answer(to: Guides.returnQuestion).answered == true)
            let taken = try await desk.act("take", session, shop, ["author": "Ana"])
            #expect(taken.status == 200 && taken.json["state"] as? String == "held")
            #expect(try await socket.next { $0.sender == "system" }.message == "You are now talking to Ana.")
            #expect(try await socket.next { $0.type == "handoff" }.author == "Ana")

            // Whoever joins is told who speaks.
            let late = try await desk.chat(shop, session, "after=")
            _ = try await late.next { $0.type == "ready" }
            let voice = try await late.next()
            #expect(voice.type == "handoff" && voice.state == "held" && voice.author == "Ana")

            let agent = try await desk.dashboard(shop, "author=Ana")
            try await agent.send(json: ["type": "message", "conversation_id": session, "message": "Hello, I am Ana."])
            let human = try await socket.next { $0.sender == "human" }
            #expect(human.message == "Hello, I am Ana." && human.author == "Ana")

            try await socket.say("How long does standard delivery take?")
            let own = try await socket.next { $0.sender == "user" }
            let back = try await desk.act("release", session, shop, ["author": "Ana"])
            #expect(back.status == 200 && back.json["state"] as? String == "bot")
            #expect(try await socket.next { $0.sender == "system" }.message == "The assistant is back.")
            // What was said to Ana is not answered after her; what is asked now is.
            let answer = try await socket.answer(to: Guides.returnQuestion)
            #expect(answer.answered == true)
            let stored = try await desk.messages(session, shop)
            #expect(!stored.contains { $0["reply_to"] as? String == own.id })
            let humans = stored.filter { $0["sender"] as? String == "human" }
            #expect(humans.map { $0["author_name"] as? String } == ["Ana"])
        }

        @Test("on request the assistant answers what nobody has answered")
        func answerWaiting() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            #expect(try await desk.act("take", session, shop, ["author": "Ana"]).status == 200)
            try await socket.say(Guides.returnQuestion)
            let question = try await socket.next { $0.sender == "user" }
            _ = try await desk.act("release", session, shop, ["author": "Ana", "answer_waiting": true])
            let answer = try await socket.next(\.isAnswer)
            #expect(answer.replyTo == question.id && answer.answered == true)
        }

        @Test("two agents take at once: one wins, the other is told who has it")
        func race() async throws {
            let shop = try await desk.business()
            for _ in 0..<5 {
                let session = try await desk.session(shop)
                async let one = desk.act("take", session, shop, ["author": "Ana"])
                async let other = desk.act("take", session, shop, ["author": "Ben"])
                let replies = try await [one, other]
                #expect(replies.map(\.status).sorted() == [200, 409])
                let winner = try #require(replies.first { $0.status == 200 }?.json["agent_name"] as? String)
                let loser = try #require(replies.first { $0.status == 409 })
                #expect(loser.errorCode == "held" && loser.sentence.contains(winner) && loser.saysWhatToDo)
                let details = (loser.json["error"] as? [String: Any])?["details"] as? [String: String]
                #expect(details?["agent_name"] == winner)
                let second = winner == "Ana" ? "Ben" : "Ana"
                #expect(try await desk.act("release", session, shop, ["author": second]).status == 409)
                let over = try await desk.act("transfer", session, shop, ["author": winner, "to": second])
                #expect(over.json["agent_name"] as? String == second)
                #expect(try await desk.act("release", session, shop, ["author": second]).status == 200)
                #expect(try await desk.act("release", session, shop, ["author": second]).errorCode == "not_held")
            }
        }

        @Test("an HTTP question into a conversation that a person holds is refused, and nothing is said")
        func askWhileHeld() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            _ = try await desk.act("take", session, shop, ["author": "Ana"])
            let reply = try await desk.ask(Guides.returnQuestion, shop, session: session)
            #expect(reply.status == 409 && reply.errorCode == "held_by_person" && reply.saysWhatToDo)
            #expect(try await desk.messages(session, shop).allSatisfy { $0["sender"] as? String != "assistant" })
        }

        @Test("an agent gets a draft with its sources, and the customer sees nothing of it")
        func suggestion() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            _ = try await desk.act("take", session, shop, ["author": "Ana"])
            #expect(try await desk.act("suggest", session, shop).json["message"] == nil)
            try await socket.say(Guides.returnQuestion)
            _ = try await socket.next { $0.sender == "user" }
            let draft = try await desk.act("suggest", session, shop)
            #expect(draft.status == 200 && draft.json["answered"] as? Bool == true)
            #expect((draft.json["message"] as? String)?.contains("30 days") == true)
            #expect((draft.json["citations"] as? [Any])?.isEmpty == false)
            #expect(draft.json["question"] as? String == Guides.returnQuestion)
            let agent = try await desk.dashboard(shop, "author=Ana")
            try await agent.send(
                json: ["type": "suggest", "conversation_id": session, "question": Guides.deliveryQuestion])
            let frame = try await agent.next { $0.type == "suggestion" }
            let suggestion = try #require(frame.json["suggestion"] as? [String: Any])
            #expect((suggestion["message"] as? String)?.contains("three working days") == true)
            #expect(try await desk.messages(session, shop).count == 2)
        }

        @Test("the page's button asks for a person with the page's key, once a person is offered")
        func button() async throws {
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            let declined = try await socket.answer(to: "Who won the chess championship in 1972?")
            #expect(declined.json["offers_person"] as? Bool == true)
            #expect(try await socket.answer(to: Guides.returnQuestion).json["offers_person"] == nil)
            let path = "/api/chat-sessions/\(session)/handoff"
            #expect(try await desk.call("POST", path).status == 401)
            let asked = try await desk.call("POST", path, key: shop.widget)
            #expect(asked.status == 200 && asked.json["state"] as? String == "requested")
            #expect(try await socket.next { $0.type == "handoff" }.state == "requested")
            let stranger = try await desk.business()
            #expect(try await desk.call("POST", path, key: stranger.widget).status == 404)
            let off = try await desk.business(settings: ["handoff": ["enabled": false]])
            let refused = try await desk.call(
                "POST", "/api/chat-sessions/\(try await desk.session(off))/handoff", key: off.widget)
            #expect(refused.status == 409 && refused.errorCode == "handoff_disabled")
        }

        @Test("W20: low confidence, declines in a row, keywords and repeats bring a person in")
        func rules() async throws {
            let unsure = try await desk.business(settings: ["auto_handoff_threshold": 0.3])
            try await expectRequest("low_confidence", after: ["Who won the chess championship in 1972?"], in: unsure)
            let patient = try await desk.business(settings: ["handoff": ["declines": 2]])
            try await expectRequest(
                "declines", after: ["Who won in 1972?", "hello", "And who won in 1975?"], in: patient)
            let wary = try await desk.business(settings: ["handoff": ["keywords": ["my lawyer"]]])
            try await expectRequest("keyword", after: ["I shall call MY lawyer."], in: wary)
            let tired = try await desk.business(settings: ["handoff": ["repeats": 2]])
            try await expectRequest("repeats", after: ["Where is it?", "where is it"], in: tired)
            let open = try await desk.business(settings: ["handoff": ["everyone_when_open": true]])
            try await expectRequest("hours", after: ["Where is it?"], in: open)
        }

        private func expectRequest(_ reason: String, after texts: [String], in business: TestBusiness) async throws {
            let (session, socket) = try await desk.chat(business)
            for text in texts.dropLast() {
                _ = try await socket.answer(to: text)
                let state = try await desk.call("GET", "/api/conversations/\(session)/handoff", key: business.key)
                #expect(state.json["state"] as? String == "bot", "\(text)")
            }
            try await socket.say(try #require(texts.last))
            #expect(try await socket.next { $0.type == "handoff" }.state == "requested", "\(reason)")
            let state = try await desk.call("GET", "/api/conversations/\(session)/handoff", key: business.key)
            #expect(state.json["reason"] as? String == reason)
        }

        @Test("W20: a conversation closes at its longest, and says so; the next message is refused")
        func fullConversation() async throws {
            let shop = try await desk.business(settings: ["max_conversation_length": 4])
            let (_, socket) = try await desk.chat(shop)
            _ = try await socket.answer(to: "one?")
            _ = try await socket.answer(to: "two?")
            #expect(try await socket.next { $0.sender == "system" }.message.contains("ends here"))
            try await socket.say("three?")
            #expect(try await socket.next { $0.errorCode != nil }.errorCode == "conversation_full")
        }

        @Test("out of hours the customer is told when somebody is there")
        func outOfHours() async throws {
            let shop = try await desk.business(settings: [
                "handoff": ["hours": ["time_zone": "UTC", "weekly": [:]], "texts": ["away": "{company} sleeps."]]
            ])
            let (_, socket) = try await desk.chat(shop)
            try await socket.say("human please")
            #expect(try await socket.next { $0.sender == "system" }.message == "Test sleeps.")
        }

        @Test("who is told in their own language asks in it")
        func languages() async throws {
            let shop = try await desk.business()
            let (session, socket) = try await desk.chat(shop)
            try await socket.say("मुझे किसी इंसान से बात करनी है")
            #expect(try await socket.next { $0.sender == "system" }.message.contains("व्यक्ति"))
            _ = try await desk.act("take", session, shop, ["author": "Ana"])
            #expect(try await socket.next { $0.sender == "system" }.message == "अब आप Ana से बात कर रहे हैं।")
        }

        @Test("typing and read marks go both ways, and only who has the word is seen writing")
        func signs() async throws {
            let shop = try await desk.business()
            let (session, socket) = try await desk.chat(shop)
            let agent = try await desk.dashboard(shop, "author=Ana")
            _ = try await agent.next { $0.type == "snapshot" }
            try await socket.send(json: ["type": "typing"])
            let typing = try await agent.next { $0.type == "typing" }
            #expect(typing.json["from"] as? String == "user" && typing.conversation == session)
            // Ana has not the word yet.
            try await agent.send(json: ["type": "typing", "conversation_id": session])
            try await agent.send(json: ["type": "take", "conversation_id": session])
            try await agent.send(json: ["type": "typing", "conversation_id": session])
            let frames = try await socket.frames { $0.type == "typing" }
            #expect(frames.contains { $0.type == "handoff" })
            #expect(frames.last?.json["from"] as? String == "human" && frames.last?.author == "Ana")

            try await socket.say("thanks")
            let said = try #require(try await socket.next { $0.sender == "user" }.id)
            try await agent.send(json: ["type": "read", "conversation_id": session, "message_id": said])
            let read = try await socket.next { $0.type == "read" }
            #expect(read.json["from"] as? String == "human" && read.id == said)
            try await socket.send(json: ["type": "read", "message_id": said])
            #expect(try await agent.next { $0.type == "read" && $0.json["from"] as? String == "user" }.id == said)
            try await socket.send(json: ["type": "read", "message_id": UUID7.last])
            #expect(try await socket.next { $0.errorCode != nil }.errorCode == "unknown_message")
        }

        @Test("foreign conversations are not there, and bad names are refused with what to send")
        func refusals() async throws {
            let shop = try await desk.business()
            let stranger = try await desk.business()
            let session = try await desk.session(shop)
            for action in ["take", "release", "transfer", "suggest", "typing", "read"] {
                let body: [String: Any] = ["author": "Eve", "to": "Eve", "message_id": UUID7.last]
                let foreign = try await desk.act(action, session, stranger, body)
                #expect(foreign.status == 404, "\(action)")
                let anonymous = try await desk.call("POST", "/api/conversations/\(session)/\(action)", json: body)
                #expect(anonymous.status == 401, "\(action)")
                let widget = try await desk.call(
                    "POST", "/api/conversations/\(session)/\(action)", key: shop.widget, json: body)
                #expect(widget.status == 403, "\(action)")
            }
            let names: [Any] = ["", "  ", "a\nb", "a\u{0}b", String(repeating: "x", count: 101), 7]
            for name in names {
                let reply = try await desk.act("take", session, shop, ["author": name])
                #expect(reply.status == 400 && reply.saysWhatToDo, "\(name)")
            }
            let sid = "CH" + session.replacingOccurrences(of: "-", with: "")
            #expect(try await desk.act("take", sid, shop, ["author": "<b>Ana</b> 👩🏽"]).status == 200)
            #expect(try await desk.act("take", "CHzz", shop, ["author": "Ana"]).status == 404)
            let settings: [[String: Any]] = [
                ["declines": 0], ["repeats": 1], ["lease_seconds": 4], ["texts": ["nonsense": "x"]],
                ["keywords": [""]], ["hours": ["time_zone": "Mars", "weekly": [:]]],
            ]
            for wrong in settings {
                let reply = try await desk.call(
                    "PATCH", "/api/businesses/\(shop.id)", key: shop.key, json: ["settings": ["handoff": wrong]])
                #expect(reply.status == 400 && reply.saysWhatToDo, "\(wrong)")
            }
        }
    }
}
