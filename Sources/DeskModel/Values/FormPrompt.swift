/// What a message of a form is besides its text, for channels that can show more than text.
public struct FormPrompt: Hashable, Sendable, Codable {
    public let submission: FormSubmissionID
    /// Where the form stands after the message.
    public let status: FormSubmission.Status
    public let questionID: FormQuestionID?
    /// The question's words; the message's text may say more.
    public let question: String?
    public let type: FormQuestion.Kind?
    /// Offered as quick replies: sending one as a message answers the question.
    public let choices: [String]?
    /// Words that do something else than answer, such as "skip", in the customer's language.
    public let commands: [String]?
    public let required: Bool?
    /// The question's place among those that are asked, from 1.
    public let step: Int?
    /// How many are asked.
    public let of: Int?

    enum CodingKeys: String, CodingKey {
        case submission = "submission_id"
        case status
        case questionID = "question_id"
        case question, type, choices, commands, required, step, of
    }

    public init(
        submission: FormSubmissionID, status: FormSubmission.Status, questionID: FormQuestionID? = nil,
        question: String? = nil, type: FormQuestion.Kind? = nil, choices: [String]? = nil, commands: [String]? = nil,
        required: Bool? = nil, step: Int? = nil, of: Int? = nil
    ) {
        self.submission = submission
        self.status = status
        self.questionID = questionID
        self.question = question
        self.type = type
        self.choices = choices
        self.commands = commands
        self.required = required
        self.step = step
        self.of = of
    }
}
