import Foundation
import LoopbackServer
import Testing

@Suite("A desk that ends in the middle of things", .serialized)
struct InterruptionTests {
    private static let written = ["Unused goods can be returned within 30 days of delivery [1]."]

    @Test("what was acknowledged survives kill -9: every message is there, and is answered once after the restart")
    func killedBeforeTheAnswer() async throws {
        let model = try ScriptedModel()
        let gate = Gate()
        model.when("Interrupted Ltd", .hold(gate, Self.written))
        let desk = try await RunningDesk(environment: GeneratingDesk.settings(of: model))
        let shop = try await desk.business("Interrupted Ltd")
        try await desk.learn(Guides.returns, as: "returns.txt", business: shop)
        let (session, socket) = try await desk.chat(shop)
        for question in 1...3 { try await socket.say("\(question). \(Guides.returnQuestion)") }
        var asked: [String] = []
        while asked.count < 3 { asked.append(try #require(try await socket.next { $0.sender == "user" }.id)) }
        try await model.waitForCalls(1, of: "Interrupted Ltd")
        await desk.killHard()
        model.when("Interrupted Ltd", .write(Self.written))
        gate.open()

        let second = try await RunningDesk(folder: desk.folder, environment: GeneratingDesk.settings(of: model))
        let back = try await second.chat(shop, session, "after=")
        var seen: [ChatFrame] = []
        while seen.count(where: \.isAnswer) < 3 {
            let frame = try await back.next()
            if frame.type == nil { seen.append(frame) }
        }
        #expect(seen.filter { $0.sender == "user" }.map(\.id) == asked)
        #expect(seen.filter(\.isAnswer).map(\.replyTo) == asked)
        #expect(seen.filter(\.isAnswer).allSatisfy { $0.message.contains("30 days") })

        await second.killHard()
        let third = try await RunningDesk(folder: desk.folder, environment: GeneratingDesk.settings(of: model))
        let history = try await third.chat(shop, session, "after=").frames { $0.type == "ready" }.dropLast()
        #expect(history.map(\.id) == seen.map(\.id))
        #expect(model.calls(of: "Interrupted Ltd").count == 4)
        third.terminate()
        #expect(await third.exitStatus() == 0)
    }

    @Test("SIGTERM lets answers in flight finish: over HTTP they arrive, on a socket they are there after the restart")
    func politeEnd() async throws {
        let model = try ScriptedModel()
        let (gate, other) = (Gate(), Gate())
        model.when("Ending Ltd", .hold(gate, Self.written))
        model.when("Closing Ltd", .hold(other, Self.written))
        let desk = try await RunningDesk(environment: GeneratingDesk.settings(of: model))
        let chatting = try await desk.business("Ending Ltd")
        let asking = try await desk.business("Closing Ltd")
        for shop in [chatting, asking] { try await desk.learn(Guides.returns, as: "returns.txt", business: shop) }
        let (session, socket) = try await desk.chat(chatting)
        try await socket.say(Guides.returnQuestion)
        async let reply = desk.ask(Guides.returnQuestion, asking)
        try await model.waitForCalls(1, of: "Ending Ltd")
        try await model.waitForCalls(1, of: "Closing Ltd")
        desk.terminate()
        #expect(try await socket.closeCode() == 1001)
        other.open()
        #expect(try await reply.json["answered"] as? Bool == true)
        gate.open()
        #expect(await desk.exitStatus() == 0)

        let again = try await RunningDesk(folder: desk.folder, environment: GeneratingDesk.settings(of: model))
        let history = try await again.chat(chatting, session, "after=").frames { $0.type == "ready" }.dropLast()
        #expect(history.map(\.sender) == ["user", "assistant"])
        #expect(history.last?.message.contains("30 days") == true)
        #expect(model.calls(of: "Ending Ltd").count == 1)
    }

    @Test("what was acknowledged survives kill -9 during ingest")
    func killedDuringIngest() async throws {
        let desk = try await RunningDesk()
        let shop = try await desk.business()
        var ids: [String] = []
        for number in 0..<4 {
            let text = (0..<60).map { "Item \(number)-\($0) costs \($0 + 3) euros and stands on shelf \($0 % 17).\n" }
                .joined()
            let reply = try await desk.upload("list\(number).txt", .init(text.utf8), to: shop.id, key: shop.key)
            #expect(reply.status == 202)
            ids.append(try #require(reply.json["id"] as? String))
        }
        await desk.killHard()
        let again = try await RunningDesk(folder: desk.folder)
        for id in ids {
            #expect(try await again.settled(id, key: shop.key)["status"] as? String == "ready")
        }
        let found = try await again.found("Item 3-50", in: shop)
        #expect((found.first?["text"] as? String)?.contains("Item 3-50") == true, "\(found)")
        let listed = try await again.call("GET", "/api/documents", key: shop.key).results
        #expect(Set(listed.compactMap { $0["id"] as? String }) == Set(ids))
    }

    @Test("S13: the index is in a file of its business, and made anew when its file is damaged, cut off or gone")
    func damagedIndex() async throws {
        let folder = try DeskFolder()
        let first = try await RunningDesk(folder: folder)
        let shop = try await first.business(knowing: Guides.returns)
        first.terminate()
        #expect(await first.exitStatus() == 0)
        let file = URL(filePath: "\(folder.data)/vector_db/\(shop.id).faiss")
        let sound = try Data(contentsOf: file)
        var flipped = sound
        flipped[flipped.count / 2] ^= 0x40
        for content in [flipped, sound.prefix(sound.count / 2), nil] {
            if let content { try content.write(to: file) } else { try FileManager.default.removeItem(at: file) }
            let desk = try await RunningDesk(folder: folder)
            #expect(try await desk.ask(Guides.returnQuestion, shop).json["answered"] as? Bool == true)
            #expect(try await desk.found("refund", in: shop).first?["dense"] is Double)
            desk.terminate()
            #expect(await desk.exitStatus() == 0)
        }
    }
}
