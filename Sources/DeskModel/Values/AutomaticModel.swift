/// That a business whose embedding model is chosen automatically has left the model it started with, and why. Kept once
/// it is made: a document that goes does not turn it back.
public struct AutomaticModel: Hashable, Sendable, Codable {
    /// What called for the model.
    public enum Cause: String, Hashable, Sendable, Codable { case documents, questions }

    public let model: LocalEmbeddingModel
    public let cause: Cause
    /// The language that was seen, as a BCP 47 primary subtag.
    public let language: String

    public init(model: LocalEmbeddingModel, cause: Cause, language: String) {
        self.model = model
        self.cause = cause
        self.language = language
    }

    /// Questions in one language that are no chance: a guess from a few words is wrong now and then.
    static let fewestQuestions = 5
    /// Their share of all questions.
    static let leastShare = 0.1

    /// What the languages seen call for, `nil` while they call for nothing but the model that it started with.
    ///
    /// A business that starts with the English model leaves it with its first document in another language, or when one
    /// other language is asked in again and again.
    public init?(seeing use: LanguageUse, startingWith start: LocalEmbeddingModel) {
        guard start == .english else { return nil }
        if let language = Self.commonest(use.documents) {
            self.init(model: .multilingual, cause: .documents, language: language.name)
            return
        }
        let asked = use.questions.values.reduce(0, +)
        guard let language = Self.commonest(use.questions), language.count >= Self.fewestQuestions,
            Double(language.count) >= Self.leastShare * Double(asked)
        else { return nil }
        self.init(model: .multilingual, cause: .questions, language: language.name)
    }

    /// The commonest language that the English model does not know.
    private static func commonest(_ counts: [String: Int]) -> (name: String, count: Int)? {
        counts.filter { $0.key != "en" && $0.key != "und" && $0.value > 0 }
            .max { ($0.value, $1.key) < ($1.value, $0.key) }.map { ($0.key, $0.value) }
    }
}
