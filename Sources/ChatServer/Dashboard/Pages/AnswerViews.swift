import DeskModel

/// Questions asked in vain, the owner's own answers, and what customers thought of answers.
struct QuestionsView: Sendable {
    struct Cluster: Sendable {
        let question: String
        let meta: String
        let others: [String]
        let hasOthers: Bool
        let messageIDs: [MessageID]
        let draftURL: String
    }

    struct Judged: Sendable {
        let question: String
        let answer: String
        let reason: String?
        let state: String
        let status: String
        let conversationURL: String
    }

    let unanswered: [Cluster]
    let answers: [AnswerRow]
    let moreAnswersURL: String?
    let feedback: [Judged]
    let newURL: String
    let ratings: [Layout.Choice]
    let action: String
    let hasNoUnanswered: Bool
    let hasNoAnswers: Bool
    let hasNoFeedback: Bool

    init(
        unanswered: UnansweredController.ReportResponse, answers: [FAQ], answerLimit: Int, feedback: [JudgedAnswer],
        rating: Feedback.Rating?, visit: Visit
    ) {
        let texts = visit.texts
        self.unanswered = unanswered.results.map { cluster in
            Cluster(
                question: cluster.question,
                meta: [
                    texts.count("asked_times", cluster.count),
                    cluster.disliked > 0 ? texts.count("disliked", cluster.disliked) : "",
                    cluster.topics.isEmpty
                        ? "" : texts.fill("closest", ["titles": cluster.topics.joined(separator: ", ")]),
                ].filter { !$0.isEmpty }.joined(separator: " · "), others: Array(cluster.examples.dropFirst()),
                hasOthers: cluster.examples.count > 1, messageIDs: cluster.messageIds,
                draftURL: "\(visit.base)questions/draft")
        }
        self.answers = answers.map { AnswerRow($0, visit: visit) }
        moreAnswersURL =
            answers.count == answerLimit ? answers.last.map { "\(visit.base)questions?after=\($0.id)" } : nil
        self.feedback = feedback.map { judged in
            Judged(
                question: judged.question, answer: judged.answer, reason: judged.feedback.reason,
                state: texts["rating_\(judged.feedback.rating.rawValue)"],
                status: judged.feedback.rating == .up ? "ready" : "failed",
                conversationURL: "\(visit.base)conversations/\(judged.feedback.conversation)")
        }
        newURL = "\(visit.base)answers/new"
        action = "\(visit.base)questions"
        ratings = [("down", rating == .down), ("up", rating == .up), ("", rating == nil)].map { value, isChosen in
            Layout.Choice(
                value: value, text: texts[value.isEmpty ? "rating_all" : "rating_\(value)"], isChosen: isChosen)
        }
        hasNoUnanswered = self.unanswered.isEmpty
        hasNoAnswers = answers.isEmpty
        hasNoFeedback = feedback.isEmpty
    }
}

/// One of the owner's own answers in the list.
struct AnswerRow: Sendable {
    let id: FAQID
    let question: String
    let answer: String
    let also: String?
    let state: String
    let status: String
    let url: String
    let canApprove: Bool
    let canArchive: Bool
    let canDelete: Bool
    let deleteText: String

    init(_ faq: FAQ, visit: Visit) {
        let texts = visit.texts
        let isLive = faq.isLive(at: .now())
        id = faq.id
        question = faq.question
        answer = faq.answer.isEmpty ? texts["no_answer_yet"] : faq.answer
        also =
            faq.variants.isEmpty ? nil : texts.fill("also", ["wordings": faq.variants.joined(separator: " · ")])
        state = texts[faq.status == .approved && !isLive ? "answer_not_now" : "answer_\(faq.status.rawValue)"]
        status = isLive ? "ready" : ""
        url = "\(visit.base)answers/\(faq.id)"
        canApprove = faq.status != .approved && !faq.answer.isEmpty
        canArchive = faq.status == .approved
        canDelete = faq.status != .approved
        deleteText = texts.fill("delete_answer_text", ["question": faq.question])
    }
}

/// The form of one of the owner's own answers.
struct AnswerFormView: Sendable {
    let heading: String
    let url: String
    let backURL: String
    let question: String
    let variants: String
    let answer: String
    let from: String
    let until: String
    let isNew: Bool

    init(_ faq: FAQ?, of business: Business, visit: Visit) {
        heading = visit.texts[faq == nil ? "new_answer" : "edit_answer"]
        url = faq.map { "\(visit.base)answers/\($0.id)" } ?? "\(visit.base)answers"
        backURL = "\(visit.base)questions"
        question = faq?.question ?? ""
        variants = faq?.variants.joined(separator: "\n") ?? ""
        answer = faq?.answer ?? ""
        from = DayField.first.text(faq?.validFrom, at: business)
        until = DayField.last.text(faq?.validUntil, at: business)
        isNew = faq?.question.isEmpty ?? true
    }
}
