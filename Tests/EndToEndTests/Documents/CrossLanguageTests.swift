import Foundation
import Testing

extension SharedDesk {
    @Suite("Questions in another language than the documents")
    struct CrossLanguageTests {
        @Test("are answered from them, with the page cited, and declined where the documents hold nothing")
        func acrossLanguages() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            for question in [
                "¿Cuántos días tengo para devolver un artículo sin usar?",
                "Wie viele Tage habe ich Zeit, unbenutzte Ware zurückzugeben?",
                "इस्तेमाल न किया गया सामान कितने दिनों में लौटाया जा सकता है?",
            ] {
                let reply = try await desk.ask(question, shop)
                #expect(reply.json["answered"] as? Bool == true, "\(question): \(reply.text)")
                #expect(reply.text.contains("30 days"), "\(question): \(reply.text)")
            }
            for question in [
                "¿Quién ganó la copa del mundo de fútbol en 1998?", "Welche Temperatur hat die Oberfläche der Sonne?",
                "भारत के पहले राष्ट्रपति कौन थे?",
            ] {
                let reply = try await desk.ask(question, shop)
                #expect(reply.json["answered"] as? Bool == false, "\(question): \(reply.text)")
            }
        }
    }
}
