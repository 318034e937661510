import DeskModel
import Hummingbird

/// A form as clients see it.
struct FormResource: ResponseEncodable {
    let id: FormID
    let business: BusinessID
    let name: String
    let keywords: [String]
    let enabled: Bool
    let timeoutHours: Int
    /// In the order in which they are asked; deleted ones only where they were asked for.
    let questions: [FormQuestionResource]
    let createdAt: String
    let updatedAt: String
    let version: Int

    init(_ definition: FormDefinition, withDeleted: Bool = false) {
        let form = definition.form
        id = form.id
        business = form.business
        name = form.name
        keywords = form.keywords
        enabled = form.isEnabled
        timeoutHours = form.timeoutHours
        questions = (withDeleted ? definition.questions : definition.asked).map(FormQuestionResource.init)
        createdAt = form.createdAt.iso8601
        updatedAt = form.updatedAt.iso8601
        version = form.version
    }
}

/// A question of a form as clients see it.
struct FormQuestionResource: ResponseEncodable {
    let id: FormQuestionID
    let formId: FormID
    let questionText: String
    let type: FormQuestion.Kind
    let required: Bool
    let choices: [String]
    let help: String?
    let contactField: FormQuestion.ContactField?
    let position: Int
    let deleted: Bool
    let createdAt: String
    let updatedAt: String

    init(_ question: FormQuestion) {
        id = question.id
        formId = question.form
        questionText = question.text
        type = question.kind
        required = question.isRequired
        choices = question.choices
        help = question.help
        contactField = question.contactField
        position = question.position
        deleted = question.isDeleted
        createdAt = question.createdAt.iso8601
        updatedAt = question.updatedAt.iso8601
    }
}

/// What a customer filled in, as clients see it.
struct FormSubmissionResource: ResponseEncodable {
    struct Item: Encodable {
        let questionId: FormQuestionID
        let question: String
        let response: String
        let value: String?
        let skipped: Bool
        let messageId: MessageID?
        let createdAt: String

        init(_ response: FormResponse) {
            questionId = response.question
            question = response.questionText
            self.response = response.raw
            value = response.value
            skipped = response.isSkipped
            messageId = response.message
            createdAt = response.createdAt.iso8601
        }
    }

    let id: FormSubmissionID
    let formId: FormID
    let sessionId: ConversationID
    let contactId: ContactID?
    let status: FormSubmission.Status
    let reason: FormSubmission.Reason?
    let language: String
    /// The question that waits for its answer.
    let questionId: FormQuestionID?
    let responses: [Item]
    let createdAt: String
    let updatedAt: String
    let closedAt: String?

    init(_ submission: FormSubmission) {
        id = submission.id
        formId = submission.form
        sessionId = submission.conversation
        contactId = submission.contact
        status = submission.status
        reason = submission.reason
        language = submission.language
        questionId = submission.asked?.question
        responses = submission.responses.map(Item.init)
        createdAt = submission.createdAt.iso8601
        updatedAt = submission.updatedAt.iso8601
        closedAt = submission.closedAt?.iso8601
    }
}
