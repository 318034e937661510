import Foundation
import Testing

extension SharedDesk {
    @Suite("Embeddings from an endpoint")
    struct RemoteEmbeddingTests {
        @Test("S12, S16: with OPENAI_EMBEDDING_MODEL documents and questions are embedded by the endpoint, here a desk")
        func endpoint() async throws {
            let endpoint = try SharedDesk.desk
            let provider = try await endpoint.business("Provider")
            let desk = try await RunningDesk(environment: [
                "OPENAI_BASE_URL": "http://127.0.0.1:\(endpoint.port)/v1", "OPENAI_API_KEY": provider.key,
                "OPENAI_EMBEDDING_MODEL": "some-model",
            ])
            let shop = try await desk.business(knowing: Guides.returns)
            #expect(try await desk.found("money back", in: shop).first?["dense"] is Double)
            let answer = try await desk.ask(Guides.returnQuestion, shop)
            #expect((answer.json["message"] as? String)?.contains("30 days") == true)
            let id = try #require(answer.json["message_id"] as? String)
            let receipt = try await desk.call("GET", "/api/answers/\(id)/receipt", key: shop.key)
            #expect(receipt.text.contains("some-model"))
            let metrics = try await endpoint.call("GET", "/metrics").text
            #expect(metrics.contains(#"route="/v1/embeddings",status="200""#))
            #expect(!desk.log.contains(provider.key))
        }

        @Test("S12, S16: after a restart with the endpoint down questions are searched by words")
        func restartWithoutEndpoint() async throws {
            let endpoint = try await RunningDesk()
            let provider = try await endpoint.business("Provider")
            let environment = [
                "OPENAI_BASE_URL": "http://127.0.0.1:\(endpoint.port)/v1", "OPENAI_API_KEY": provider.key,
                "OPENAI_EMBEDDING_MODEL": "some-model",
            ]
            let first = try await RunningDesk(environment: environment)
            let shop = try await first.business(knowing: Guides.returns)
            await first.killHard()
            await endpoint.killHard()
            let desk = try await RunningDesk(folder: first.folder, environment: environment)
            let start = ContinuousClock.now
            let found = try await desk.found("refund within 30 days", in: shop)
            #expect(!found.isEmpty)
            #expect(try await desk.ask(Guides.returnQuestion, shop).status == 200)
            #expect(ContinuousClock.now - start < .seconds(40))
        }
    }
}
