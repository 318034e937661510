import Testing

extension GeneratingDesk {
    @Suite("Answers written by an endpoint")
    struct GeneratedAnswerTests {
        private static let written = ["Unused goods can be returned ", "within 30 days", " of delivery [1]."]

        @Test("S14: the endpoint gets the passages and the question, and its answer is streamed and cited by the desk")
        func generated() async throws {
            let (desk, model) = try (GeneratingDesk.desk, GeneratingDesk.model)
            let shop = try await shop("Writing Ltd", .write(Self.written))
            let session = try await desk.session(shop.business)
            let socket = try await desk.chat(shop.business, session, "stream=1")
            try await socket.say(Guides.returnQuestion)
            let frames = try await socket.frames(through: \.isAnswer)
            let answer = try #require(frames.last)
            #expect(answer.message == "Unused goods can be returned within 30 days of delivery.")
            #expect(frames.compactMap(\.piece).joined() == answer.message)
            #expect(answer.citations.first?["document_id"] as? String == shop.document)
            let call = try #require(model.calls(of: "Writing Ltd").first)
            #expect(call.prompt.contains("paid to the original card"))
            #expect(call.prompt.contains(Guides.returnQuestion))
            #expect(call.headers["authorization"] == "Bearer \(GeneratingDesk.modelKey)")
            #expect(call.body.contains("scripted-1"))
            let whole = try await desk.ask(Guides.returnQuestion, shop.business)
            #expect(whole.json["method"] as? String == "generated")
        }

        @Test("L12: the conversation's history is shown to the endpoint, another conversation's never")
        func history() async throws {
            let (desk, model) = try (GeneratingDesk.desk, GeneratingDesk.model)
            let shop = try await shop("Remembering Ltd", .write(Self.written))
            let (_, stranger) = try await desk.chat(shop.business)
            _ = try await stranger.answer(to: "How many days do I have to return goods bought by Wilhelmina?")
            let (_, socket) = try await desk.chat(shop.business)
            _ = try await socket.answer(to: "How many days do I have to return goods bought by Balthasar?")
            _ = try await socket.answer(to: "And when is the refund paid to my card?")
            let last = try #require(model.calls(of: "Remembering Ltd").last)
            #expect(last.prompt.contains("Balthasar"))
            #expect(!last.prompt.contains("Wilhelmina"))
        }

        @Test("a sentence that the passages do not support never reaches the customer")
        func unsupported() async throws {
            let desk = try GeneratingDesk.desk
            let shop = try await shop(
                "Inventing Ltd", .write(["Goods can be returned within 90 days [1]. ", "Call 0800 555 123 now [1]."]))
            let session = try await desk.session(shop.business)
            let socket = try await desk.chat(shop.business, session, "stream=1")
            try await socket.say(Guides.returnQuestion)
            let frames = try await socket.frames(through: \.isAnswer)
            #expect(frames.allSatisfy { !$0.text.contains("90 days") && !$0.text.contains("0800") })
            #expect(frames.last?.message.contains("30 days") == true)
        }

        @Test("an endpoint that fails costs the written answer only: the extracted one is given")
        func failing() async throws {
            let behaviours: [(String, ScriptedModel.Behaviour)] = [
                ("Refusing Ltd", .fail(401)), ("Crashing Ltd", .fail(500)), ("Throttling Ltd", .fail(429)),
                ("Babbling Ltd", .babble), ("Silent Ltd", .write([])), ("Breaking Ltd", .breakOff(["Unused goods"])),
            ]
            // Side by side, for most of the time goes by in waits before retries.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (name, behaviour) in behaviours {
                    group.addTask { try await fails(name, behaviour) }
                }
                try await group.waitForAll()
            }
        }

        private func fails(_ name: String, _ behaviour: ScriptedModel.Behaviour) async throws {
            let (desk, model) = try (GeneratingDesk.desk, GeneratingDesk.model)
            let shop = try await shop(name, behaviour)
            let session = try await desk.session(shop.business)
            let socket = try await desk.chat(shop.business, session, "stream=1")
            try await socket.say(Guides.returnQuestion)
            let frames = try await socket.frames(through: \.isAnswer)
            let answer = try #require(frames.last)
            #expect(answer.answered == true, "\(name)")
            #expect(answer.message.contains("30 days"), "\(name)")
            #expect(answer.citations.first?["document_id"] as? String == shop.document, "\(name)")
            #expect(frames.compactMap(\.piece).joined() == answer.message, "\(name)")
            #expect(!frames.contains { $0.type == "error" }, "\(name)")
            #expect(!model.calls(of: name).isEmpty, "\(name)")
        }

        @Test("passages that the endpoint makes up are not cited: the desk names the one that supports the sentence")
        func madeUpCitations() async throws {
            let desk = try GeneratingDesk.desk
            let shop = try await shop(
                "Citing Ltd", .write(["Unused goods can be returned within 30 days of delivery [99][7]."]))
            let answer = try await desk.ask(Guides.returnQuestion, shop.business)
            #expect(answer.json["message"] as? String == "Unused goods can be returned within 30 days of delivery.")
            let citations = try #require(answer.json["citations"] as? [[String: Any]])
            #expect(citations.map { $0["document_id"] as? String } == [shop.document])
        }

        @Test("questions that the documents do not answer do not cost a call")
        func declined() async throws {
            let (desk, model) = try (GeneratingDesk.desk, GeneratingDesk.model)
            let shop = try await shop("Thrifty Ltd", .write(["Bobby Fischer won it [1]."]))
            let (_, socket) = try await desk.chat(shop.business)
            #expect(try await socket.answer(to: "Who won the chess championship in 1972?").answered == false)
            #expect(try await socket.answer(to: "hello").answered != nil)
            #expect(model.calls(of: "Thrifty Ltd").isEmpty)
        }

        @Test("a business cannot make the desk call into the operator's own network")
        func ownEndpoint() async throws {
            let (desk, model) = try (GeneratingDesk.desk, GeneratingDesk.model)
            let shop = try await shop("Prying Ltd", .write(Self.written))
            let settings = ["language_model": ["base_url": "http://localhost:\(desk.port)/v1", "model": "x"]]
            let set = try await desk.call(
                "PATCH", "/api/businesses/\(shop.business.id)", key: shop.business.key, json: ["settings": settings])
            #expect(set.status == 200)
            let answer = try await desk.ask(Guides.returnQuestion, shop.business)
            #expect(answer.json["method"] as? String == "extracted")
            #expect(model.calls(of: "Prying Ltd").isEmpty)
        }

        private func shop(
            _ name: String, _ behaviour: ScriptedModel.Behaviour
        ) async throws -> (business: TestBusiness, document: String) {
            try GeneratingDesk.model.when(name, behaviour)
            let desk = try GeneratingDesk.desk
            let business = try await desk.business(name)
            return (business, try await desk.learn(Guides.returns, as: "returns.txt", business: business))
        }
    }
}
