public import Answering

/// What is evaluated: a desk that holds a set's documents, behind two closures.
public struct EvaluationTarget: Sendable {
    /// A passage that a search gave.
    public struct Found: Hashable, Sendable {
        /// The document's key in the set.
        public let document: String
        public let pages: ClosedRange<Int>
        public let text: String

        public init(document: String, pages: ClosedRange<Int>, text: String) {
            self.document = document
            self.pages = pages
            self.text = text
        }
    }

    /// An answer that the desk gave.
    public struct Given: Hashable, Sendable {
        public let text: String
        public let answered: Bool
        /// 0...1.
        public let confidence: Double
        /// Keys of the documents cited.
        public let cited: [String]

        public init(text: String, answered: Bool, confidence: Double, cited: [String]) {
            self.text = text
            self.answered = answered
            self.confidence = confidence
            self.cited = cited
        }
    }

    /// Passages for a question, best first, at most so many.
    public let search: @Sendable (EvaluationQuestion, Int) async throws -> [Found]
    public let ask: @Sendable (EvaluationQuestion) async throws -> Given
    /// What led to the answer, with the key of each candidate's document; `nil` for an unknown business.
    public let inspect: @Sendable (EvaluationQuestion) async throws -> (Inspection, documents: [String])?

    public init(
        search: @escaping @Sendable (EvaluationQuestion, Int) async throws -> [Found],
        ask: @escaping @Sendable (EvaluationQuestion) async throws -> Given,
        inspect: @escaping @Sendable (EvaluationQuestion) async throws -> (Inspection, documents: [String])? = { _ in
            nil
        }
    ) {
        self.search = search
        self.ask = ask
        self.inspect = inspect
    }
}
