import DeskModel

/// A business's forms.
struct FormsView: Sendable {
    struct Row: Sendable {
        let id: FormID
        let name: String
        let url: String
        let meta: String
        let isOff: Bool
    }

    let rows: [Row]
    let isEmpty: Bool
    let action: String
    let submissionsURL: String

    init(_ forms: [FormDefinition], visit: Visit) {
        let texts = visit.texts
        rows = forms.map { definition in
            let keywords = definition.form.keywords
            return Row(
                id: definition.form.id, name: definition.form.name, url: "\(visit.base)forms/\(definition.form.id)",
                meta: [
                    texts.count("questions_count", definition.asked.count),
                    texts.fill(
                        "starts_with",
                        ["words": keywords.isEmpty ? texts["standard_words"] : keywords.joined(separator: ", ")]),
                ].joined(separator: " · "), isOff: !definition.form.isEnabled)
        }
        isEmpty = forms.isEmpty
        action = "\(visit.base)forms"
        submissionsURL = "\(visit.base)submissions"
    }
}

/// One form with its questions, to be built.
struct FormBuilderView: Sendable {
    let name: String
    let keywords: String
    let isEnabled: Bool
    let timeout: Int
    let url: String
    let backURL: String
    let deleteText: String
    let questions: [QuestionRow]
    let deleted: [QuestionRow]
    let hasDeleted: Bool
    let isEmpty: Bool
    /// That of a question to be added.
    let blank: QuestionFields
    let chatURL: String

    init(_ definition: FormDefinition, visit: Visit) {
        let form = definition.form
        let asked = definition.asked
        let gone = definition.questions.filter(\.isDeleted)
        url = "\(visit.base)forms/\(form.id)"
        backURL = "\(visit.base)forms"
        name = form.name
        keywords = form.keywords.joined(separator: ", ")
        isEnabled = form.isEnabled
        timeout = form.timeoutHours
        deleteText = visit.texts.fill("delete_form_text", ["name": form.name])
        questions = asked.enumerated().map { index, question in
            QuestionRow(question, isFirst: index == 0, isLast: index == asked.count - 1, visit: visit)
        }
        deleted = gone.map { QuestionRow($0, isFirst: true, isLast: true, visit: visit) }
        hasDeleted = !gone.isEmpty
        isEmpty = asked.isEmpty
        blank = QuestionFields(nil, visit: visit)
        chatURL = "\(visit.root)chat/\(form.business)/"
    }
}

/// A question in the builder.
struct QuestionRow: Sendable {
    let id: FormQuestionID
    let text: String
    let kind: String
    let url: String
    let orderURL: String
    let isRequired: Bool
    let isFirst: Bool
    let isLast: Bool
    let choices: [String]
    let help: String?
    let fields: QuestionFields

    init(_ question: FormQuestion, isFirst: Bool, isLast: Bool, visit: Visit) {
        id = question.id
        text = question.text
        kind = visit.texts["question_\(question.kind.rawValue)"]
        url = "\(visit.base)forms/\(question.form)/questions/\(question.id)"
        orderURL = "\(visit.base)forms/\(question.form)/order"
        isRequired = question.isRequired
        self.isFirst = isFirst
        self.isLast = isLast
        choices = question.choices
        help = question.help
        fields = QuestionFields(question, visit: visit)
    }
}

/// The fields of a question's form; `prefix` tells the ids of one from those of another.
struct QuestionFields: Sendable {
    let prefix: String
    let questionText: String
    let kinds: [Layout.Choice]
    let isMandatory: Bool
    let choiceLines: String
    let helpText: String
    let fillsName: Bool

    init(_ question: FormQuestion?, visit: Visit) {
        prefix = question?.id ?? "new"
        questionText = question?.text ?? ""
        kinds = FormQuestion.Kind.allCases.map { kind in
            Layout.Choice(
                value: kind.rawValue, text: visit.texts["question_\(kind.rawValue)"],
                isChosen: kind == question?.kind ?? .text)
        }
        isMandatory = question?.isRequired ?? true
        choiceLines = question?.choices.joined(separator: "\n") ?? ""
        helpText = question?.help ?? ""
        fillsName = question?.contactField == .name
    }
}

/// What customers filled in.
struct SubmissionsView: Sendable {
    struct Answer: Sendable {
        let asked: String
        let said: String
    }

    struct Row: Sendable {
        let id: FormSubmissionID
        let heading: String
        let state: String
        let status: String
        let at: Moment
        let answers: [Answer]
        let conversationURL: String
    }

    let rows: [Row]
    let isEmpty: Bool
    let moreURL: String?
    let action: String
    let statuses: [Layout.Choice]

    /// - Parameter names: of contacts, by id.
    init(
        _ submissions: [FormSubmission], names: [ContactID: String], forms: [FormDefinition],
        status: FormSubmission.Status?, limit: Int, visit: Visit
    ) {
        let texts = visit.texts
        let titles = Dictionary(uniqueKeysWithValues: forms.map { ($0.form.id, $0.form.name) })
        rows = submissions.map { submission in
            Row(
                id: submission.id,
                heading: [submission.contact.flatMap { names[$0] } ?? texts["visitor"], titles[submission.form] ?? ""]
                    .filter { !$0.isEmpty }.joined(separator: " · "),
                state: texts["submission_\(submission.status.rawValue)"],
                status: submission.status == .complete ? "ready" : "", at: Moment(submission.createdAt),
                answers: submission.responses.map {
                    Answer(asked: $0.questionText, said: $0.isSkipped ? texts["skipped"] : $0.value ?? $0.raw)
                }, conversationURL: "\(visit.base)conversations/\(submission.conversation)")
        }
        isEmpty = submissions.isEmpty
        let filter = status.map { "&status=\($0.rawValue)" } ?? ""
        moreURL =
            submissions.count == limit
            ? submissions.last.map { "\(visit.base)submissions?after=\($0.id)\(filter)" } : nil
        action = "\(visit.base)submissions"
        statuses =
            [Layout.Choice(value: "", text: texts["rating_all"], isChosen: status == nil)]
            + FormSubmission.Status.allCases.map {
                Layout.Choice(value: $0.rawValue, text: texts["submission_\($0.rawValue)"], isChosen: $0 == status)
            }
    }
}

/// What the desk says of its own accord.
struct ResponsesView: Sendable {
    let action: String
    let firstMessage: String
    let standardFirst: String
    let completeMessage: String
    let standardComplete: String

    init(_ set: DefaultResponseSet, visit: Visit) {
        action = "\(visit.base)responses"
        firstMessage = set.standard.firstMessage ?? ""
        standardFirst = DefaultResponses.standardFirstMessage
        completeMessage = set.standard.estimateCompleteMessage ?? ""
        standardComplete = DefaultResponses.standardEstimateCompleteMessage
    }
}
