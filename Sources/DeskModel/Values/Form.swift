/// Questions that a business asks its customers one after the other: an estimate request, for one.
public struct Form: Hashable, Sendable {
    public let id: FormID
    public let business: BusinessID
    public var name: String
    /// Messages that start it; empty for the word "form" in every language of the desk.
    public var keywords: [String]
    /// Whether it can be started. Those who are half-way go on either way.
    public var isEnabled: Bool
    /// Hours without a word after which one that was begun counts as abandoned, 1...720.
    public var timeoutHours: Int
    public let createdAt: Timestamp
    public let updatedAt: Timestamp
    /// Counts edits of the form itself, not of its questions.
    public let version: Int

    public init(
        id: FormID, business: BusinessID, name: String, keywords: [String] = [], isEnabled: Bool = true,
        timeoutHours: Int = 24, createdAt: Timestamp, updatedAt: Timestamp? = nil, version: Int = 1
    ) {
        self.id = id
        self.business = business
        self.name = name
        self.keywords = keywords
        self.isEnabled = isEnabled
        self.timeoutHours = timeoutHours
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.version = version
    }
}

/// A form and its questions in the order in which they are asked, the deleted ones among them.
public struct FormDefinition: Hashable, Sendable {
    public let form: Form
    public let questions: [FormQuestion]

    public init(form: Form, questions: [FormQuestion]) {
        self.form = form
        self.questions = questions
    }

    /// Those that are asked.
    public var asked: [FormQuestion] { questions.filter { !$0.isDeleted } }
}
