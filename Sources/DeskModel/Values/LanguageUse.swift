/// In which languages a business's documents are written and its customers ask.
public struct LanguageUse: Hashable, Sendable, Codable {
    /// BCP 47 primary subtag to the number of documents that are mostly in it. Documents of a few words count nowhere.
    public let documents: [String: Int]
    /// BCP 47 primary subtag to the number of questions answered or declined; `und` where the text gave no hint.
    public let questions: [String: Int]

    public init(documents: [String: Int], questions: [String: Int]) {
        self.documents = documents
        self.questions = questions
    }
}
