import DeskModel
import Testing

@testable import ModelProviders

struct LocalEmbeddersTests {
    @Test("a model is loaded once, however many ask for it at the same time")
    func loadsOnce() async throws {
        let embedders = LocalEmbedders(directory: try InstalledModels.directory())
        let loaded = try await withThrowingTaskGroup(of: OpenVINOEmbedder.self) { group in
            for _ in 0..<8 { group.addTask { try await embedders.embedder(LocalEmbedders.english) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(loaded.count == 8)
        #expect(loaded.allSatisfy { $0 === loaded[0] })
        #expect(try await embedders.embedder(LocalEmbedders.english) === loaded[0])
    }

    @Test("each model is found by the id that its vectors carry", arguments: LocalEmbedders.names)
    func findsByID(name: String) async throws {
        let embedders = LocalEmbedders(directory: try InstalledModels.directory())
        let id = try await embedders.embedder(name).modelID
        #expect(embedders.name(ofModelID: id) == name)
        #expect(embedders.name(ofModelID: "text-embedding-3-small") == nil)
    }

    @Test(
        "a name that is none of ours opens no file, and is said to be not installed",
        arguments: ["", ".", "../models/all-MiniLM-L6-v2", "all-MiniLM-L6-v2/", "openvino", "text-embedding-3-small"])
    func refusesOtherNames(name: String) async throws {
        let embedders = LocalEmbedders(directory: try InstalledModels.directory())
        await #expect { try await embedders.embedder(name) } throws: { error in
            (error as? ModelError)?.reason == .notInstalled && "\(error)".contains("multilingual-e5-small")
        }
    }

    @Test("a folder without models is said to be not installed, each time")
    func missingFolder() async throws {
        let embedders = LocalEmbedders(directory: "/nonexistent")
        for _ in 0..<2 {
            await #expect { try await embedders.embedder(LocalEmbedders.multilingual) } throws: { error in
                (error as? ModelError)?.reason == .notInstalled && "\(error)".contains("make setup")
            }
        }
        #expect(embedders.name(ofModelID: "all-MiniLM-L6-v2@1") == nil)
    }
}
