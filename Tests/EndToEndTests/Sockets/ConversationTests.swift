import Testing

extension SharedDesk {
    @Suite("A conversation over the chat socket")
    struct ConversationTests {
        @Test("S3, S7, S9: a new session is greeted, with a sender and a time, and the greeting is no answer")
        func greeting() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(settings: ["greeting": "Welcome to the tulip shop."])
            let socket = try await desk.chat(shop, desk.session(shop))
            let greeting = try await socket.next()
            #expect(greeting.message == "Welcome to the tulip shop.")
            #expect(greeting.sender == "assistant")
            #expect(greeting.answered == nil)
            #expect(greeting.json["timestamp"] as? String != nil)
            #expect((greeting.json["timestamp"] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT[\d:.]+Z/) != nil)
        }

        @Test("S8, S9, S14, L12: a question is echoed, then answered from the documents with citations")
        func answers() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let (session, socket) = try await desk.chat(shop)
            try await socket.say(Guides.returnQuestion)
            let echo = try await socket.next()
            #expect(echo.sender == "user")
            #expect(echo.message == Guides.returnQuestion)
            #expect(echo.answered == nil)
            let answer = try await socket.next()
            #expect(answer.sender == "assistant")
            #expect(answer.answered == true)
            #expect(answer.message.contains("30 days"))
            #expect(answer.replyTo == echo.id)
            #expect((answer.json["confidence"] as? Double).map { (0...1).contains($0) } == true)
            let citation = try #require(answer.citations.first)
            #expect(citation["document_id"] as? String == document)
            #expect(citation["page"] as? Int == 1)
            #expect((citation["quote"] as? String)?.contains("30 days") == true)
            #expect(Guides.returns.contains(try #require(citation["quote"] as? String)))
            let stored = try await desk.messages(session, shop)
            #expect(stored.map { $0["message_id"] as? String } == [echo.id, answer.id])
            let receipt = try await desk.call(
                "GET", "/api/answers/\(try #require(answer.id))/receipt", key: shop.key)
            #expect(receipt.status == 200)
            #expect(receipt.text.contains(document))
        }

        @Test("a question that the documents do not answer is declined, not guessed")
        func declines() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (_, socket) = try await desk.chat(shop)
            let answer = try await socket.answer(to: "Who won the chess championship in 1972?")
            #expect(answer.answered == false)
            #expect(answer.citations.isEmpty)
        }

        @Test("with stream=1 the pieces come before the answer and add up to it; without it there are none")
        func streaming() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            let streaming = try await desk.chat(shop, session, "stream=1")
            let plain = try await desk.chat(shop, session)
            try await streaming.say(Guides.deliveryQuestion)
            let frames = try await streaming.frames(through: \.isAnswer)
            let pieces = frames.compactMap(\.piece)
            let answer = try #require(frames.last)
            #expect(!pieces.isEmpty)
            #expect(pieces.joined() == answer.message)
            #expect(answer.message.contains("three working days"))
            let question = try #require(frames.first { $0.sender == "user" })
            #expect(frames.filter { $0.type == "delta" }.allSatisfy { $0.json["reply_to"] as? String == question.id })
            #expect(try await plain.frames(through: \.isAnswer).allSatisfy { $0.type != "delta" })
        }

        @Test("a follow-up is understood by the conversation before it")
        func followUp() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (_, socket) = try await desk.chat(shop)
            _ = try await socket.answer(to: Guides.deliveryQuestion)
            let answer = try await socket.answer(to: "And how much does it cost?")
            #expect(answer.message.contains("4.95"))
        }

        @Test("S8: a system message is stored and shown, and nobody answers it")
        func notices() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            try await socket.say("opened the pricing page", type: "system")
            #expect(try await socket.next().sender == "system")
            let answer = try await socket.answer(to: Guides.returnQuestion)
            #expect(answer.answered == true)
            let senders = try await desk.messages(session, shop).map { $0["sender"] as? String }
            #expect(senders == ["system", "user", "assistant"])
        }

        @Test("S18: all sockets of a session see the same messages in the same order, and no other session does")
        func severalSockets() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let session = try await desk.session(shop)
            var sockets: [ChatClient] = []
            for _ in 0..<4 {
                sockets.append(try await desk.chat(shop, session))
                _ = try await sockets.last?.next()
            }
            let (_, stranger) = try await desk.chat(shop)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (number, socket) in sockets.enumerated() {
                    group.addTask {
                        for note in 0..<5 { try await socket.say("note \(note) of \(number)", type: "system") }
                    }
                }
                try await group.waitForAll()
            }
            try await sockets[1].say(Guides.returnQuestion)
            var seen: [[String]] = []
            for socket in sockets {
                // The question may come before the others' last notes.
                var ids: [String] = []
                while ids.count < 22 { if let id = try await socket.next().id { ids.append(id) } }
                seen.append(ids)
            }
            let stored = try await desk.messages(session, shop).compactMap { $0["message_id"] as? String }
            #expect(stored.count == 22)
            #expect(seen.allSatisfy { $0 == stored })
            // Had it seen any of that, it would have come before this.
            try await stranger.say("mine", type: "system")
            #expect(try await stranger.next().message == "mine")
        }

        @Test("what is asked in a session over HTTP is seen by its sockets")
        func askedOverHTTP() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business(knowing: Guides.returns)
            let (session, socket) = try await desk.chat(shop)
            let reply = try await desk.ask(Guides.returnQuestion, shop, session: session)
            #expect(try await socket.next().message == Guides.returnQuestion)
            let answer = try await socket.next()
            #expect(answer.isAnswer)
            #expect(answer.id == reply.json["message_id"] as? String)
            #expect(answer.message == reply.json["message"] as? String)
        }
    }
}
