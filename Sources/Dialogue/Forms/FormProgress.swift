import DeskModel

/// How far a customer has come in a form as it is now.
struct FormProgress: Hashable, Sendable {
    let definition: FormDefinition
    var submission: FormSubmission

    /// The question that is to be answered now: the one that was asked last unless it went away since, then the first
    /// without an answer. `nil` when every question has one.
    var current: FormQuestion? {
        if let asked = submission.asked, let question = definition.asked.first(where: { $0.id == asked.question }) {
            return question
        }
        return definition.asked.first { submission.response(to: $0.id) == nil }
    }

    /// The nearest question before the current one that has an answer.
    var previous: FormQuestion? {
        guard let current else { return nil }
        return definition.asked.prefix { $0.id != current.id }.last { submission.response(to: $0.id) != nil }
    }

    /// With one more answer; one that was given to the same question before is replaced.
    func adding(_ response: FormResponse) -> FormProgress {
        var next = self
        if let index = submission.responses.firstIndex(where: { $0.question == response.question }) {
            next.submission.responses[index] = response
        } else {
            next.submission.responses.append(response)
        }
        return next.leavingCurrent
    }

    /// With the question that was asked last behind it.
    var leavingCurrent: FormProgress {
        var next = self
        next.submission.asked = nil
        return next
    }

    /// Whether the text is one of the choices of the current question, whatever else it may mean.
    func isChoice(_ text: String) -> Bool {
        guard let current, current.kind == .choice else { return false }
        let line = FoldedText(text).line
        return current.choices.contains { FoldedText($0).line == line }
    }
}

/// What a form says to ask a question.
enum FormSpeech {
    /// The question and, on lines of their own, what can be chosen from.
    static func text(of question: FormQuestion) -> String {
        guard question.kind == .choice else { return question.text }
        let isNumbered = ChoiceAnswer.areNumbered(question.choices)
        let lines = question.choices.enumerated().map { isNumbered ? "\($0 + 1). \($1)" : "- \($1)" }
        return question.text + "\n\n" + lines.joined(separator: "\n")
    }

    static func prompt(_ question: FormQuestion, _ progress: FormProgress) -> FormPrompt {
        let language = progress.submission.language
        let asked = progress.definition.asked
        let isSkippable = !question.isRequired || progress.submission.response(to: question.id) != nil
        let commands: [FormCommand] =
            (isSkippable ? [.skip] : []) + (progress.previous == nil ? [] : [.back]) + [.cancel]
        let choices: [String]? =
            switch question.kind {
            case .choice: question.choices
            case .yesNo: FormLexicon.yesAndNo(in: language)
            default: nil
            }
        return FormPrompt(
            submission: progress.submission.id, status: .open, questionID: question.id, question: question.text,
            type: question.kind, choices: choices,
            commands: commands.map { FormLexicon.word($0, in: language) }, required: question.isRequired,
            step: (asked.firstIndex { $0.id == question.id } ?? 0) + 1, of: asked.count)
    }
}
