import DeskModel

@testable import Dialogue

/// A form and the state around it, driven without a store.
final class FormFixture {
    static let business = BusinessID(7)
    /// Saturday, 21 November 2026, noon UTC.
    static let start = Timestamp(milliseconds: 1_795_262_400_000)

    var now = FormFixture.start
    var settings = BusinessSettings()
    var forms: [FormDefinition]
    var responses = DefaultResponseSet()
    var language: String?
    var open: FormSubmission?
    /// The latest message that the form took.
    var takenUpTo: MessageID?
    /// The latest words to a person that wait for an answer.
    var stillToAnswer: MessageID?
    /// Every submission that was ever saved, by its id.
    private(set) var saved: [FormSubmissionID: FormSubmission] = [:]
    private var count = 0

    init(_ questions: [FormQuestion] = FormFixture.standard, keywords: [String] = []) {
        forms = [FormDefinition(form: Self.form(keywords: keywords), questions: questions)]
    }

    static func form(_ id: FormID = "form", keywords: [String] = [], isEnabled: Bool = true) -> Form {
        Form(
            id: id, business: business, name: "Estimate", keywords: keywords, isEnabled: isEnabled, createdAt: start)
    }

    static func question(
        _ id: String, _ kind: FormQuestion.Kind = .text, required: Bool = true, choices: [String] = [],
        help: String? = nil, deleted: Bool = false
    ) -> FormQuestion {
        FormQuestion(
            id: id, form: "form", business: business, text: "\(id)?", kind: kind, isRequired: required,
            choices: choices, help: help, isDeleted: deleted, createdAt: start)
    }

    static let standard = [
        question("name"), question("email", .email), question("phone", .phone, required: false),
        question("when", .date), question("job", .choice, choices: ["Roof", "Roof repair", "Windows"]),
        question("urgent", .yesNo),
    ]

    var scene: FormScene {
        let conversation = Conversation(
            id: "conversation", business: Self.business, channel: .web, contact: "contact", language: language,
            createdAt: Self.start)
        return FormScene(
            business: Business(id: Self.business, name: "Roofs & Co", settings: settings, createdAt: Self.start),
            conversation: conversation, forms: forms, open: open, responses: responses,
            takenUpTo: takenUpTo, stillToAnswer: stillToAnswer)
    }

    func machine() -> FormMachine {
        count += 1
        return FormMachine(scene, now: now, newID: "submission-\(count)")
    }

    /// Says something; a move is carried out. - Returns: what the form replies; `nil` when it leaves the message alone.
    @discardableResult
    func say(_ text: String, isAnswerable: Bool? = nil) -> String? {
        now = now.advanced(byMilliseconds: 1_000)
        guard case .move(let move) = decide(text, isAnswerable: isAnswerable) else { return nil }
        carryOut(move)
        return move.reply
    }

    func decide(_ text: String, isAnswerable: Bool? = nil) -> FormMachine.Decision {
        machine().decide(text, message: "message-\(count)", isAnswerable: isAnswerable)
    }

    func carryOut(_ move: FormMove) {
        for submission in move.submissions {
            saved[submission.id] = submission
            open = submission.status == .open ? submission : nil
        }
    }

    func replace(_ questions: [FormQuestion]) {
        forms[0] = FormDefinition(form: forms[0].form, questions: questions)
    }

    /// The values of the newest submission, by question.
    var values: [String: String] {
        let last = saved.values.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) }
        return Dictionary(
            uniqueKeysWithValues: (last?.responses ?? []).compactMap { response in
                response.value.map { (response.question, $0) }
            })
    }

    var last: FormSubmission? { saved.values.max { ($0.createdAt, $0.id) < ($1.createdAt, $1.id) } }
}
