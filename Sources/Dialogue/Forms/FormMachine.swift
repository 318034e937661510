import DeskModel
import Foundation

/// Decides what a form does next, the same on every channel. A value: what it knows comes in the scene, what it does
/// goes out as a move, and the same input gives the same output.
struct FormMachine: Sendable {
    /// What becomes of a customer's message.
    enum Decision: Hashable, Sendable {
        /// No matter of a form.
        case leave
        /// A question in the midst of a form: answer it, then `resume`.
        case answer
        /// A question if the documents hold the answer to it; decide again once that is known.
        case consult
        case move(FormMove)
    }

    let scene: FormScene
    let now: Timestamp
    /// The id of the submission that a start makes.
    let newID: FormSubmissionID

    init(_ scene: FormScene, now: Timestamp, newID: FormSubmissionID) {
        self.scene = scene
        self.now = now
        self.newID = newID
    }

    /// Whether a form waits for the customer's words.
    var isInProgress: Bool { live != nil }

    // MARK: Events

    /// A customer's message.
    ///
    /// - Parameter isAnswerable: whether the documents answer it; `nil` when nobody has looked yet.
    func decide(_ text: String, message: MessageID, isAnswerable: Bool? = nil) -> Decision {
        guard let open = live else { return starting(text) }
        // Words for a person that nobody answered: neither an answer nor a command to the form.
        if let last = scene.saidToPerson, message <= last { return .answer }
        // A turn that is tried again: the form has gone on with later words, and asks for something else by now.
        if let last = scene.takenUpTo, message < last { return .answer }
        guard let definition = definition(of: open) else { return .move(withdrawn(open)) }
        let progress = FormProgress(definition: definition, submission: open)
        if let command = FormCommand(FoldedText(text)), !progress.isChoice(text) {
            return .move(obey(command, progress, message))
        }
        // A person closed the conversation in the midst of the form, and the customer is back.
        guard let asked = open.asked else {
            return SideQuestion.isPutAsQuestion(text) ? .answer : .move(asking(progress, after: onward(open)))
        }
        let question = definition.questions.first { $0.id == asked.question }
        if let question, question.isDeleted == false {
            return weigh(text, question, progress, message, isAnswerable)
        }
        if SideQuestion.isPutAsQuestion(text) { return .answer }
        // The question went while it was being answered: the answer is kept as it came.
        let value = question.flatMap { try? AnswerCheck.value(of: text, for: $0, in: context(open)) }
        let response = FormResponse(
            question: asked.question, questionText: asked.text, raw: text, value: value, message: message,
            createdAt: now)
        return .move(asking(progress.adding(response)))
    }

    /// A start from outside: a button or the API. One that is open goes on.
    ///
    /// - Returns: `nil` when there is no such form, or it asks nothing.
    func start(_ form: FormID?) -> FormMove? {
        if let open = live, let definition = definition(of: open) {
            return asking(FormProgress(definition: definition, submission: open))
        }
        let chosen = scene.forms.first {
            form == nil ? $0.form.isEnabled && !$0.asked.isEmpty : $0.form.id == form && !$0.asked.isEmpty
        }
        guard let chosen else { return nil }
        return begin(chosen, in: preferred.first ?? FormLexicon.fallback)
    }

    /// How the form goes on after a question was answered on the way, or after a person has handed back.
    ///
    /// - Parameter message: what was answered; `nil` on the hand-back.
    /// - Returns: `nil` when none is open, or more is to be answered first: it asks once, behind the last answer.
    func resume(after message: MessageID? = nil) -> FormMove? {
        guard let open = live else { return nil }
        if let last = scene.stillToAnswer, message.map({ $0 < last }) ?? true { return nil }
        guard let definition = definition(of: open) else { return withdrawn(open) }
        return asking(FormProgress(definition: definition, submission: open), after: onward(open))
    }

    private func onward(_ submission: FormSubmission) -> String { FormLexicon.say(.resume, in: submission.language) }

    /// Ends the open form from outside. - Returns: `nil` when none is open.
    func cancel() -> FormMove? { live.map { cancelled($0, by: .customer) } }

    // MARK: Starting

    private func starting(_ text: String) -> Decision {
        guard let (form, language) = FormStart.form(for: text, among: scene.forms, preferred: preferred) else {
            return .leave
        }
        return .move(begin(form, in: language))
    }

    private func begin(_ form: FormDefinition, in language: String) -> FormMove {
        let submission = FormSubmission(
            id: newID, business: scene.business.id, form: form.form.id, conversation: scene.conversation.id,
            contact: scene.conversation.contact, language: language, createdAt: now)
        let move = asking(
            FormProgress(definition: form, submission: submission), after: FormLexicon.say(.intro, in: language))
        return FormMove(submissions: expired + move.submissions, reply: move.reply, prompt: move.prompt)
    }

    /// Languages to speak when the customer has not shown theirs, best first.
    private var preferred: [String] {
        [scene.conversation.language, scene.business.settings.locale].compactMap { code in
            code.flatMap { $0.split { $0 == "-" || $0 == "_" }.first }.map { $0.lowercased() }
        }.filter { FormLexicon.all[$0] != nil }
    }

    // MARK: Time

    /// The open submission, unless it has waited too long.
    private var live: FormSubmission? { scene.open.flatMap { isExpired($0) ? nil : $0 } }

    private var expired: [FormSubmission] {
        scene.open.flatMap { isExpired($0) ? [ended($0, .cancelled, .abandoned)] : nil } ?? []
    }

    private func isExpired(_ submission: FormSubmission) -> Bool {
        let hours = definition(of: submission)?.form.timeoutHours ?? 24
        return now.milliseconds - submission.updatedAt.milliseconds >= Int64(hours) * 3_600_000
    }

    // MARK: Answers

    private func weigh(
        _ text: String, _ question: FormQuestion, _ progress: FormProgress, _ message: MessageID,
        _ isAnswerable: Bool?
    ) -> Decision {
        let isQuestion = SideQuestion.isPutAsQuestion(text)
        let problem: AnswerCheck.Problem
        do {
            let value = try AnswerCheck.value(of: text, for: question, in: context(progress.submission))
            // Any text answers a question for text, the customer's own question too.
            if isQuestion, [.text, .longText, .address].contains(question.kind), isAnswerable != false {
                return isAnswerable == true ? .answer : .consult
            }
            let response = FormResponse(
                question: question.id, questionText: progress.submission.asked?.text ?? question.text, raw: text,
                value: value, message: message, createdAt: now)
            return .move(asking(progress.adding(response)))
        } catch {
            problem = error
        }
        if case .tooLong = problem {
        } else {
            if isQuestion || isAnswerable == true { return .answer }
            if isAnswerable == nil, SideQuestion.mayAsk(text) { return .consult }
        }
        if FormStart.form(for: text, among: [progress.definition], preferred: []) != nil {
            return .move(asking(progress))
        }
        return .move(asking(progress, after: say(problem, progress.submission)))
    }

    private func say(_ problem: AnswerCheck.Problem, _ submission: FormSubmission) -> String {
        let context = context(submission)
        let phrase: FormPhrase
        var values: [String: String] = [:]
        switch problem {
        case .notNumber: phrase = .notNumber
        case .notDate: phrase = .notDate
        case .noSuchDay: phrase = .noSuchDay
        case .notPhone: phrase = .notPhone
        case .notEmail: phrase = .notEmail
        case .notChoice: phrase = .notChoice
        case .notYesNo: phrase = .notYesNo
        case .notAddress: phrase = .notAddress
        case .tooLong(let limit):
            phrase = .tooLong
            values["limit"] = String(limit)
        }
        values["date"] = context.written(context.today.adding(10, .day))
        values["phone"] = DialingPlan.of(context.region)?.code == "1" ? "(415) 555-0132" : "+14155550132"
        return FormLexicon.say(phrase, in: submission.language, values)
    }

    private func context(_ submission: FormSubmission) -> AnswerContext {
        AnswerContext(language: submission.language, settings: scene.business.settings, now: now)
    }

    // MARK: Commands

    private func obey(_ command: FormCommand, _ progress: FormProgress, _ message: MessageID) -> FormMove {
        let language = progress.submission.language
        switch command {
        case .cancel: return cancelled(progress.submission, by: .customer)
        case .again: return asking(progress)
        case .help:
            let own = progress.current?.help.map { $0 + "\n" } ?? ""
            return asking(progress, after: own + FormLexicon.say(.help, in: language))
        case .back:
            guard let previous = progress.previous else {
                return asking(progress, after: FormLexicon.say(.atStart, in: language))
            }
            return asking(progress, previous)
        case .skip:
            guard let current = progress.current else { return asking(progress) }
            // Who came back to look keeps what they said.
            if progress.submission.response(to: current.id) != nil { return asking(progress.leavingCurrent) }
            guard !current.isRequired else {
                return asking(progress, after: FormLexicon.say(.required, in: language))
            }
            let response = FormResponse(
                question: current.id, questionText: progress.submission.asked?.text ?? current.text, raw: "",
                value: nil, isSkipped: true, message: message, createdAt: now)
            return asking(progress.adding(response))
        }
    }

    // MARK: Moves

    /// Asks what is to be asked now, or ends the form when nothing is left.
    private func asking(
        _ progress: FormProgress, _ wanted: FormQuestion? = nil, after remark: String? = nil
    ) -> FormMove {
        guard let question = wanted ?? progress.current else { return finished(progress) }
        var submission = progress.submission
        submission.asked = FormSubmission.Asked(question: question.id, text: question.text)
        submission.contact = scene.conversation.contact ?? submission.contact
        submission.updatedAt = now
        let asked = FormProgress(definition: progress.definition, submission: submission)
        return FormMove(
            submissions: [submission],
            reply: [remark, FormSpeech.text(of: question)].compactMap(\.self).joined(separator: "\n\n"),
            prompt: FormSpeech.prompt(question, asked))
    }

    private func finished(_ progress: FormProgress) -> FormMove {
        // Questions that went away are no answers.
        guard !progress.submission.responses.isEmpty else { return withdrawn(progress.submission) }
        let submission = ended(progress.submission, .complete, nil)
        return FormMove(
            submissions: [submission],
            reply: scene.responses.estimateComplete(in: submission.language, company: scene.business.name),
            prompt: FormPrompt(submission: submission.id, status: .complete))
    }

    private func cancelled(_ submission: FormSubmission, by reason: FormSubmission.Reason) -> FormMove {
        let keyword = definition(of: submission)?.form.keywords.first
        let word = keyword ?? FormLexicon.all[submission.language]?.keywords.first ?? "form"
        return FormMove(
            submissions: [ended(submission, .cancelled, reason)],
            reply: FormLexicon.say(.cancelled, in: submission.language, ["keyword": word]),
            prompt: FormPrompt(submission: submission.id, status: .cancelled))
    }

    private func withdrawn(_ submission: FormSubmission) -> FormMove {
        FormMove(
            submissions: [ended(submission, .cancelled, .withdrawn)],
            reply: FormLexicon.say(.gone, in: submission.language),
            prompt: FormPrompt(submission: submission.id, status: .cancelled))
    }

    private func ended(
        _ submission: FormSubmission, _ status: FormSubmission.Status, _ reason: FormSubmission.Reason?
    ) -> FormSubmission {
        var submission = submission
        submission.status = status
        submission.reason = reason
        submission.asked = nil
        submission.contact = scene.conversation.contact ?? submission.contact
        submission.closedAt = now
        if reason != .abandoned { submission.updatedAt = now }
        return submission
    }

    private func definition(of submission: FormSubmission) -> FormDefinition? {
        scene.forms.first { $0.form.id == submission.form }
    }
}
