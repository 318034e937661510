import Foundation
import Testing

extension SharedDesk {
    @Suite("The life of a document")
    struct DocumentLifeTests {
        @Test("S10 to S14: PDF, DOCX and TXT are answered from, each with the right page")
        func kinds() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let pdf = PDFFile(pages: [
                ["Staff handbook of the ferry"], ["The ferry to Texel leaves at 7:15 from pier four."],
                ["Bicycles cost 3.40 euros on the ferry."],
            ])
            let docx = DocxFile(
                body: DocxFile.paragraph("Kennel rules") + DocxFile.paragraph("Dogs sleep in the kennel on deck two."))
            let files: [(String, Data, String, String, Int)] = [
                ("ferry.pdf", pdf.data, "When does the ferry to Texel leave?", "7:15", 2),
                ("kennel.docx", docx.data, "Where do dogs sleep?", "deck two", 1),
                ("returns.txt", Data(Guides.returns.utf8), Guides.returnQuestion, "30 days", 1),
            ]
            for (name, content, question, words, page) in files {
                let reply = try await desk.upload(name, content, to: shop.id, key: shop.key)
                let id = try #require(reply.json["id"] as? String)
                let document = try await desk.settled(id, key: shop.key)
                #expect(document["status"] as? String == "ready", "\(document)")
                #expect(document["progress"] as? Double == 1)
                #expect(document["error"] is NSNull)
                let answer = try await desk.ask(question, shop)
                #expect((answer.json["message"] as? String)?.contains(words) == true, "\(answer.text)")
                let citation = try #require((answer.json["citations"] as? [[String: Any]])?.first)
                #expect(citation["document_id"] as? String == id)
                #expect(citation["page"] as? Int == page)
            }
        }

        @Test("the same bytes uploaded at once by many are one document")
        func concurrentDuplicates() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let replies = try await withThrowingTaskGroup(of: HTTPReply.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        try await desk.upload(
                            "copy \(number).txt", Data(Guides.returns.utf8), to: shop.id, key: shop.key)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(replies.compactMap { $0.json["id"] as? String }).count == 1)
            #expect(replies.map(\.status).sorted() == [200, 200, 200, 200, 200, 202])
            let id = try #require(replies.first?.json["id"] as? String)
            _ = try await desk.settled(id, key: shop.key)
            #expect(try await desk.call("GET", "/api/documents", key: shop.key).results.count == 1)
            let found = try await desk.found("refund", in: shop)
            #expect(Set(found.compactMap { $0["document_id"] as? String }) == [id])
        }

        @Test("the same bytes in two businesses are two documents")
        func apart() async throws {
            let desk = try SharedDesk.desk
            let (one, other) = (try await desk.business("One"), try await desk.business("Other"))
            let first = try await desk.learn(Guides.returns, as: "a.txt", business: one)
            let second = try await desk.learn(Guides.returns, as: "a.txt", business: other)
            #expect(first != second)
            #expect(try await desk.call("DELETE", "/api/documents/\(first)", key: one.key).status == 204)
            #expect(try await desk.ask(Guides.returnQuestion, other).json["answered"] as? Bool == true)
        }

        @Test("a new version replaces the old one whole: no answer mixes them, and none is missing in between")
        func newVersion() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let old = Self.priceList(color: "red", price: "11.50")
            let id = try await desk.learn(old, as: "prices.txt", business: shop)
            let new = Data(Self.priceList(color: "blue", price: "99.75").utf8)
            let replaced = try await desk.upload("prices.txt", new, to: shop.id, key: shop.key, replacing: id)
            #expect(replaced.status == 202)
            #expect(replaced.json["id"] as? String == id)
            #expect(replaced.json["version"] as? Int == 2)
            var isReady = false
            while !isReady {
                isReady =
                    try await desk.call("GET", "/api/documents/\(id)", key: shop.key).json["status"] as? String
                    == "ready"
                let texts = try await desk.found("What does the lantern cost?", in: shop)
                    .compactMap { $0["text"] as? String }
                #expect(!texts.isEmpty)
                let isOld = texts.allSatisfy { $0.contains("11.50") && !$0.contains("99.75") }
                let isNew = texts.allSatisfy { $0.contains("99.75") && !$0.contains("11.50") }
                #expect(isOld || isNew)
                if isReady { #expect(isNew) }
            }
            let answer = try await desk.ask("How much does the blue lantern cost?", shop)
            #expect(answer.text.contains("99.75"))
            #expect(try await desk.call("GET", "/api/documents/\(id)/content", key: shop.key).body == new)
            let pages = try await desk.call("GET", "/api/documents/\(id)/pages", key: shop.key)
            #expect(!pages.text.contains("11.50"))
        }

        @Test("a new version with the bytes of another document is refused, and says which has them")
        func duplicateVersion() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let first = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let second = try await desk.learn("The ferry leaves at 7:15.", as: "ferry.txt", business: shop)
            let bytes = Data(Guides.returns.utf8)
            let refused = try await desk.upload("r.txt", bytes, to: shop.id, key: shop.key, replacing: second)
            #expect(refused.status == 409, "\(refused.text)")
            #expect(refused.errorCode == "duplicate_document")
            #expect(refused.text.contains(first))
            let kept = try await desk.call("GET", "/api/documents/\(second)", key: shop.key)
            #expect(kept.json["version"] as? Int == 1)
            let same = try await desk.upload("r.txt", bytes, to: shop.id, key: shop.key, replacing: first)
            #expect(same.status == 200)
        }

        @Test("a new version that cannot be read leaves the old one answering")
        func badVersion() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let id = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let broken = Data("%PDF-1.7\n1 0 obj\n<<".utf8)
            let replaced = try await desk.upload("returns.pdf", broken, to: shop.id, key: shop.key, replacing: id)
            #expect(replaced.status == 202)
            let document = try await desk.settled(id, key: shop.key)
            #expect((document["error"] as? [String: Any])?["code"] as? String == "damaged")
            #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        }

        @Test("a deleted document is found by nobody at once, and cannot be read, cited or asked for")
        func deletion() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let id = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let (session, socket) = try await desk.chat(shop)
            #expect(try await socket.answer(to: Guides.returnQuestion).citations.count > 0)
            let reading = "/api/documents/\(id)/content?session=\(session)&business=\(shop.id)"
            #expect(try await desk.call("GET", reading).status == 200)
            #expect(try await desk.call("DELETE", "/api/documents/\(id)", key: shop.key).status == 204)
            #expect(try await desk.found("refund within 30 days", in: shop).isEmpty)
            #expect(try await socket.answer(to: Guides.returnQuestion).answered == false)
            for path in ["/api/documents/\(id)", "/api/documents/\(id)/content", "/api/documents/\(id)/pages"] {
                #expect(try await desk.call("GET", path, key: shop.key).status == 404, "\(path)")
            }
            #expect(try await desk.call("GET", reading).status == 404)
            #expect(try await desk.call("DELETE", "/api/documents/\(id)", key: shop.key).status == 404)
            // Its bytes may come again as a new document.
            let again = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            #expect(again != id)
            #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
        }

        @Test("a customer reads the documents cited in their session, and no others")
        func citedDocuments() async throws {
            let desk = try SharedDesk.desk
            let shop = try await desk.business()
            let cited = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
            let secret = try await desk.learn("Payroll. The vault code is 8841.", as: "payroll.txt", business: shop)
            let (session, socket) = try await desk.chat(shop)
            _ = try await socket.answer(to: Guides.returnQuestion)
            let access = "?session=\(session)&business=\(shop.id)"
            #expect(try await desk.call("GET", "/documents/\(cited)\(access)").status == 200)
            #expect(try await desk.call("GET", "/documents/\(secret)\(access)").status == 404)
            #expect(try await desk.call("GET", "/api/documents/\(cited)/content").status == 401)
            let other = try await desk.session(shop)
            let foreign = "/api/documents/\(cited)/content?session=\(other)&business=\(shop.id)"
            #expect(try await desk.call("GET", foreign).status == 404)
        }

        @Test("S15: nothing of another business can be found, read, asked or changed")
        func tenants() async throws {
            let desk = try SharedDesk.desk
            let one = try await desk.business("One")
            let other = try await desk.business(knowing: Guides.returns)
            let secret = try await desk.learn(
                "The vault code of One is 8841.\n\nIt opens on Mondays.", as: "vault.txt", business: one)
            let answer = try await desk.ask("What is the vault code of One?", other)
            #expect(!answer.text.contains("8841"))
            #expect(try await desk.found("vault code", in: other).allSatisfy { $0["document_id"] as? String != secret })
            for (method, path) in [
                ("GET", "/api/documents/\(secret)"), ("DELETE", "/api/documents/\(secret)"),
                ("GET", "/api/documents/\(secret)/content"), ("GET", "/api/documents/\(secret)/pages"),
                ("POST", "/api/documents/\(secret)/cancel"), ("POST", "/api/documents/\(secret)/retry"),
                ("GET", "/api/documents?business=\(one.id)"), ("GET", "/api/chat-sessions?business=\(one.id)"),
                ("GET", "/api/businesses/\(one.id)"), ("GET", "/api/businesses/\(one.id)/keys"),
                ("GET", "/documents/\(secret)"),
            ] {
                #expect(try await desk.call(method, path, key: other.key).status == 404, "\(method) \(path)")
            }
            let replacing = try await desk.upload(
                "a.txt", Data("Hello there.".utf8), to: other.id, key: other.key, replacing: secret)
            #expect(replacing.status == 404)
            let asked = try await desk.call(
                "POST", "/api/businesses/\(one.id)/ask", key: other.key, json: ["question": "The vault code?"])
            #expect(asked.status == 404)
            #expect(try await desk.call("GET", "/api/documents/\(secret)", key: one.widget).status == 403)
            #expect(try await desk.call("GET", "/api/documents/\(secret)", key: one.key).status == 200)
            #expect(try await desk.call("DELETE", "/api/businesses/\(one.id)", key: other.key).status == 404)
            #expect(try await desk.call("DELETE", "/api/businesses/\(one.id)", key: one.key).status == 403)
        }

        private static func priceList(color: String, price: String) -> String {
            (0..<20).map { "The \(color) lantern, model \($0), costs \(price) euros including the candle.\n\n" }
                .joined()
        }
    }
}
