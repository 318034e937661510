import DeskModel
import Foundation

/// What `make setup` wrote of a model beside its files.
struct ModelManifest: Decodable, Sendable {
    /// How the model's texts are cut, and by which file.
    enum TokenizerKind: String, Decodable {
        /// `WordPieceTokenizer`, by `vocab.txt`.
        case wordPiece = "bert-wordpiece-uncased"
        /// `UnigramTokenizer`, by `tokenizer.bin`.
        case unigram = "xlm-r-unigram"
    }

    /// Of the files, for this program: an older set-up's are not used.
    let format: Int
    /// Names model and revision; stored with every vector.
    let id: String
    let tokenizer: TokenizerKind
    let dimension: Int
    /// Special tokens included.
    let maximumTokens: Int
    /// Put before the text of each kind, for models trained with such prefixes.
    let queryPrefix: String
    let passagePrefix: String

    enum CodingKeys: String, CodingKey {
        case format, id, tokenizer, dimension
        case maximumTokens = "maximum_tokens"
        case queryPrefix = "query_prefix"
        case passagePrefix = "passage_prefix"
    }

    func prefixed(_ text: String, for purpose: EmbeddingPurpose) -> String {
        let prefix = purpose == .query ? queryPrefix : passagePrefix
        return prefix.isEmpty ? text : prefix + text
    }

    /// Loads the tokeniser from the model's folder. - Throws: `ModelError.notInstalled`.
    func makeTokenizer(_ directory: String) throws(ModelError) -> any Tokenizer {
        switch tokenizer {
        case .wordPiece: try WordPieceTokenizer(vocabularyFile: "\(directory)/vocab.txt")
        case .unigram: try UnigramTokenizer(file: "\(directory)/tokenizer.bin")
        }
    }

    /// - Throws: `ModelError.notInstalled`.
    static func read(_ directory: String) throws(ModelError) -> ModelManifest {
        guard let data = FileManager.default.contents(atPath: "\(directory)/manifest.json"),
            let manifest = try? JSONDecoder().decode(ModelManifest.self, from: data), manifest.format == 2
        else { throw ModelError(.notInstalled, "\(directory) holds no model, or an older one: run `make setup`") }
        return manifest
    }
}

/// What `make setup` wrote of the engine.
struct EngineManifest: Decodable, Sendable {
    /// Relative to the manifest's folder.
    let library: String

    /// The library's absolute path. - Throws: `ModelError.notInstalled`.
    static func libraryPath(in directory: String) throws(ModelError) -> String {
        guard let data = FileManager.default.contents(atPath: "\(directory)/manifest.json"),
            let manifest = try? JSONDecoder().decode(EngineManifest.self, from: data)
        else { throw ModelError(.notInstalled, "\(directory) holds no engine: run `make setup`") }
        return "\(directory)/\(manifest.library)"
    }
}
