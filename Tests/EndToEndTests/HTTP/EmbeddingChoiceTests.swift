import Foundation
import Testing

/// Which embedding model serves a business, over the built program and the real models.
@Suite("The embedding model chosen automatically", .timeLimit(.minutes(5)))
struct EmbeddingChoiceTests {
    private func state(_ business: TestBusiness, _ desk: RunningDesk) async throws -> (
        model: String?, automatic: Bool?, reason: String, served: String?, languages: [String: Any]
    ) {
        let reply = try await desk.call("GET", "/api/businesses/\(business.id)", key: business.key).json
        let embedding = reply["embedding"] as? [String: Any]
        return (
            embedding?["model"] as? String, embedding?["automatic"] as? Bool, embedding?["reason"] as? String ?? "",
            reply["served_model"] as? String, reply["languages"] as? [String: Any] ?? [:]
        )
    }

    @Test(
        "S16: on a server that prefers speed, a business changes to the multilingual model when it needs it, and says why"
    )
    func changesOver() async throws {
        let desk = try await RunningDesk(environment: ["FRONTDESK_EMBEDDING_MODEL": "all-MiniLM-L6-v2"])
        let shop = try await desk.business(settings: ["embedding_model": "auto"])
        try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        _ = try await desk.ask("How long may I return a kayak?", shop)
        let before = try await state(shop, desk)
        #expect(before.model == "all-MiniLM-L6-v2" && before.automatic == true)
        #expect(before.reason.contains("Only English"))
        #expect(before.served?.hasPrefix("all-MiniLM-L6-v2") == true)
        #expect(before.languages["documents"] as? [String: Int] == ["en": 1])
        #expect(before.languages["questions"] as? [String: Int] == ["en": 1])

        let hindi = String(
            repeating: "हमारी दुकान सुबह नौ बजे खुलती है और शाम को सात बजे बंद होती है। रविवार को छुट्टी रहती है। ", count: 3)
        try await desk.learn(hindi, as: "hours.txt", business: shop)
        var after = try await state(shop, desk)
        for _ in 0..<600 where after.served?.hasPrefix("multilingual-e5-small") != true {
            try await Task.sleep(for: .milliseconds(100))
            after = try await state(shop, desk)
        }
        #expect(after.served?.hasPrefix("multilingual-e5-small") == true)
        #expect(after.model == "multilingual-e5-small" && after.automatic == true)
        #expect(after.reason.contains("(hi)"))
        #expect(try await desk.found("दुकान कब खुलती है?", in: shop).first?["title"] as? String != nil)
    }

    @Test("S16: English passages are judged by both models for English questions, unless the operator wants one alone")
    func secondModel() async throws {
        let folder = try DeskFolder()
        func names(_ desk: RunningDesk, _ shop: TestBusiness, _ question: String) async throws -> Set<String> {
            let reply = try await desk.call(
                "POST", "/api/businesses/\(shop.id)/retrieval", key: shop.key, json: ["question": question])
            let candidates = try #require(reply.json["candidates"] as? [[String: Any]])
            let parts = try #require(candidates.first?["parts"] as? [[String: Any]])
            return Set(parts.compactMap { $0["name"] as? String })
        }
        let english = "How long may I return a kayak?"
        let spanish = "¿Cuánto tiempo tengo para devolver un kayak que compré en la tienda?"
        var desk = try await RunningDesk(folder: folder, environment: ["FRONTDESK_SECOND_MODEL": "false"])
        let shop = try await desk.business()
        try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        #expect(try await !names(desk, shop, english).contains("second model"))
        let alone = try await desk.ask(english, shop).json
        desk.terminate()
        _ = await desk.exitStatus()

        // What was taken in without the second model is made up for.
        desk = try await RunningDesk(folder: folder)
        var found: Set<String> = []
        for _ in 0..<300 where !found.contains("second model") {
            found = try await names(desk, shop, english)
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(found.contains("second model"))
        #expect(try await !names(desk, shop, spanish).contains("second model"))
        // Receipts name it, and a replay says that it was not there.
        let answer = try await desk.ask(english, shop).json
        let model = try #require(try await receipt(of: answer, desk, shop)["reranking_model"] as? String)
        #expect(model.hasPrefix("all-MiniLM-L6-v2@"))
        #expect(try await receipt(of: alone, desk, shop)["reranking_model"] == nil)
        let id = try #require(alone["receipt_id"] as? String)
        let again = try await desk.call("POST", "/api/answers/\(id)/replay", key: shop.key).json
        let replay = try #require(again["replay"] as? [String: Any])
        #expect(replay["reranking_model_then"] == nil && replay["reranking_model_now"] as? String == model)
        desk.terminate()
        _ = await desk.exitStatus()
    }

    private func receipt(
        of answer: [String: Any], _ desk: RunningDesk, _ shop: TestBusiness
    ) async throws -> [String: Any] {
        let id = try #require(answer["receipt_id"] as? String)
        let reply = try await desk.call("GET", "/api/answers/\(id)/receipt", key: shop.key).json
        return try #require(reply["receipt"] as? [String: Any])
    }
}

extension SharedDesk {
    @Suite("The embedding model of a business")
    struct EmbeddingModelTests {
        @Test(
            "S16: without settings the best model serves; a model that there is not is refused by the names that there are"
        )
        func defaults() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let plain = try await desk.call("GET", "/api/businesses/\(shop.id)", key: shop.key)
            let embedding = plain.json["embedding"] as? [String: Any]
            #expect(embedding?["model"] as? String == "multilingual-e5-small")
            #expect(embedding?["automatic"] as? Bool == true)
            let named = try await desk.call(
                "PATCH", "/api/businesses/\(shop.id)", key: shop.key,
                json: ["settings": ["embedding_model": "all-MiniLM-L6-v2"]])
            #expect((named.json["embedding"] as? [String: Any])?["automatic"] as? Bool == false)
            let refused = try await desk.call(
                "PATCH", "/api/businesses/\(shop.id)", key: shop.key,
                json: ["settings": ["embedding_model": "word2vec"]])
            #expect(refused.status == 400 && !refused.sentence.isEmpty)
        }
    }
}
