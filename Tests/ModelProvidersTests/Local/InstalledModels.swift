import Foundation

@testable import ModelProviders

/// What `make setup` installed, for tests that need the real engine.
enum InstalledModels {
    /// The folders of all that embed.
    static let names = ["all-MiniLM-L6-v2", "multilingual-e5-small"]

    /// The models folder: `FRONTDESK_MODELS`, else the one of this checkout.
    static func directory() throws -> String {
        try ModelLocator(
            configured: ProcessInfo.processInfo.environment["FRONTDESK_MODELS"],
            executable: URL(filePath: #filePath).resolvingSymlinksInPath().path()
        ).directory
    }

    static func tokenizer() throws -> WordPieceTokenizer {
        try WordPieceTokenizer(vocabularyFile: "\(directory())/all-MiniLM-L6-v2/vocab.txt")
    }

    static func unigramTokenizer() throws -> UnigramTokenizer {
        try UnigramTokenizer(file: "\(directory())/multilingual-e5-small/tokenizer.bin")
    }

    static func fixture(_ name: String) throws -> Data {
        try Data(contentsOf: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(name)"))
    }
}
