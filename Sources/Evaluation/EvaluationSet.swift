public import Foundation

/// Documents and questions about them with what should be found and said.
public struct EvaluationSet: Sendable {
    public let name: String
    public let documents: [EvaluationDocument]
    public let questions: [EvaluationQuestion]

    public init(name: String, documents: [EvaluationDocument], questions: [EvaluationQuestion]) {
        self.name = name
        self.documents = documents
        self.questions = questions
    }

    /// The businesses that the documents belong to; one unnamed business where the set has none.
    public var businesses: [String] {
        var seen: Set<String> = []
        return documents.map(\.business).filter { seen.insert($0).inserted }
    }
}

/// A file to take in before questions are asked.
public struct EvaluationDocument: Sendable {
    /// What judgements call it: an id, or a file name.
    public let key: String
    /// Sets that hold several websites keep each as a business of its own; else empty.
    public let business: String
    /// What it is part of, such as an article; its own key where it stands alone.
    public let group: String
    public let filename: String
    public let content: Data

    public init(key: String, business: String = "", group: String? = nil, filename: String, content: Data) {
        self.key = key
        self.business = business
        self.group = group ?? key
        self.filename = filename
        self.content = content
    }
}

/// A question with its judgements.
public struct EvaluationQuestion: Hashable, Sendable {
    public let id: String
    public let business: String
    public let text: String
    public let answerable: Bool
    /// Wordings of the right answer; any one will do.
    public let answers: [String]
    /// Grade of each relevant document by its key, larger is better.
    public let relevance: [String: Int]
    /// From 1, where the set names it.
    public let page: Int?
    /// Words that a retrieved passage must hold, where the set names them.
    public let passage: String?
    /// Whether it is judged by files of many passages: one of a relevant file among the first five is what counts.
    public let isJudgedByFile: Bool
    /// The language of the question, where a set of several names it.
    public let language: String?
    /// What was said before: who (`user` or `agent`) and what, oldest first.
    public let history: [Turn]

    public struct Turn: Hashable, Sendable {
        public let speaker: String
        public let text: String

        public init(speaker: String, text: String) {
            self.speaker = speaker
            self.text = text
        }
    }

    public init(
        id: String, business: String = "", text: String, answerable: Bool, answers: [String],
        relevance: [String: Int] = [:], page: Int? = nil, passage: String? = nil,
        isJudgedByFile: Bool = false, language: String? = nil, history: [Turn] = []
    ) {
        self.id = id
        self.business = business
        self.text = text
        self.answerable = answerable
        self.answers = answers
        self.relevance = relevance
        self.page = page
        self.passage = passage
        self.isJudgedByFile = isJudgedByFile
        self.language = language
        self.history = history
    }
}

/// Why a set could not be read.
public struct EvaluationSetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A sentence naming the file and, where it helps, the line.
    public let description: String

    init(_ description: String) { self.description = description }
}
