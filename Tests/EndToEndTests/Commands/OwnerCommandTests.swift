import Foundation
import Testing

@Suite("Replaying answers and asking a business's own cases", .serialized)
struct OwnerCommandTests {
    @Test("replay ends with 0 on an unchanged desk, with 1 and a comparison after a change; eval asks the cases")
    func replayAndCases() async throws {
        let folder = try DeskFolder()
        let desk = try await RunningDesk(folder: folder)
        let shop = try await desk.business("Tulips")
        let document = try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        let asked = try await desk.ask(Guides.returnQuestion, shop)
        let id = try #require(asked.json["message_id"] as? String)
        let cases = "/api/businesses/\(shop.id)/cases"
        for body: [String: Any] in [
            ["question": Guides.returnQuestion, "contains": "30 days", "document_id": document],
            ["question": "Who discovered Neptune?", "declines": true],
        ] {
            #expect(try await desk.call("POST", cases, key: shop.key, json: body).status == 201)
        }
        desk.terminate()
        _ = await desk.exitStatus()

        let same = try await folder.run("replay", "--data", folder.data, id)
        #expect(same.status == 0, "\(same.output) \(same.errors)")
        #expect(same.output.contains("as it was") && same.output.contains("Answer: the same."))
        let held = try await folder.run("eval", "--data", folder.data, "--business", "Tulips")
        #expect(held.status == 0 && held.output.contains("2 of 2 cases hold"), "\(held.output) \(held.errors)")

        let again = try await RunningDesk(folder: folder)
        let text = Guides.returns.replacingOccurrences(of: "30 days", with: "45 days")
        let reply = try await again.upload(
            "returns.txt", Data(text.utf8), to: shop.id, key: shop.key, replacing: document)
        _ = try await again.settled(try #require(reply.json["id"] as? String), key: shop.key)
        again.terminate()
        _ = await again.exitStatus()

        let changed = try await folder.run("replay", "--data", folder.data, id)
        #expect(changed.status == 1)
        #expect(changed.output.contains("version 1 then, 2 now") && changed.output.contains("not kept"))
        #expect(changed.output.contains("+ ") && changed.output.contains("45 days"))
        let object = try await folder.run("replay", "--data", folder.data, "--json", id).json()
        #expect(object["answer_now"] is String)
        let broken = try await folder.run("eval", "--data", folder.data, "--business", "Tulips", "--json")
        #expect(broken.status == 1)
        let results = try #require(try broken.json()["results"] as? [[String: Any]])
        #expect(results.count { $0["passed"] as? Bool == true } == 1)
        #expect(results.contains { ($0["problem"] as? String)?.contains("30 days") == true })

        for bad in [["replay", "--data", folder.data, "x"], ["replay", "--data", folder.data, UUID7.unknown]] {
            let result = try await folder.run(bad)
            #expect(result.status != 0 && result.errors.contains("gave no answer"), "\(result.errors)")
        }
        let both = try await folder.run("eval", "--business", "Tulips", "some-folder")
        #expect(both.status != 0 && both.errors.contains("--business"))
    }
}
