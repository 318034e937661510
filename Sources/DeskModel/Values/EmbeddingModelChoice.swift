/// Which local embedding model is asked for: one by its name, or `auto`, whichever the languages call for.
public enum EmbeddingModelChoice: Hashable, Sendable, Codable, CustomStringConvertible {
    case automatic
    case model(LocalEmbeddingModel)

    /// `auto`, or the name of a model's folder; `nil` for anything else.
    public init?(_ text: String) {
        if text == Self.automaticName {
            self = .automatic
        } else if let model = LocalEmbeddingModel(rawValue: text) {
            self = .model(model)
        } else {
            return nil
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let choice = Self(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is none of \(Self.names.joined(separator: ", "))")
        }
        self = choice
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        switch self {
        case .automatic: Self.automaticName
        case .model(let model): model.rawValue
        }
    }

    /// The model that a business starts with: the multilingual one finds best in every language, English included, so
    /// that only an operator who names another has it otherwise.
    public var start: LocalEmbeddingModel {
        switch self {
        case .automatic: .multilingual
        case .model(let model): model
        }
    }

    /// All that can be asked for.
    public static let names = [automaticName] + LocalEmbeddingModel.allCases.map(\.rawValue)
    private static let automaticName = "auto"
}
