import Answering
import DeskModel

/// Why a question finds what it finds.
struct ConsoleView: Sendable {
    struct Part: Sendable {
        let name: String
        let value: String
        let weight: String
    }

    struct Candidate: Sendable {
        let place: String
        let title: String
        let url: String
        let score: String
        let text: String
        let shares: String?
        let parts: [Part]
    }

    struct Found: Sendable {
        let summary: String
        let parts: [Part]
        let candidates: [Candidate]
        let isEmpty: Bool
    }

    let question: String
    let action: String
    let found: Found?

    init(
        _ question: String, _ explanation: RetrievalController.ExplanationResponse?, visit: Visit
    ) {
        self.question = question
        action = "\(visit.base)console"
        found = explanation.map { Self.found($0, visit: visit) }
    }

    private static func found(_ found: RetrievalController.ExplanationResponse, visit: Visit) -> Found {
        let texts = visit.texts
        let verdict = texts.fill(
            found.wouldAnswer ? "would_answer" : "would_decline",
            ["confidence": Figures.share(found.confidence), "threshold": Figures.share(found.threshold)])
        let summary = [
            verdict, found.faqId == nil ? "" : texts["own_answer_first"],
            found.contradictions == 0 ? "" : texts.count("contradict", found.contradictions),
        ].filter { !$0.isEmpty }.joined(separator: " ")
        let candidates = found.candidates.map { candidate in
            Candidate(
                place: candidate.rank.map { "\($0)." } ?? texts["copy_of"],
                title: texts.fill(
                    "title_page", ["title": candidate.title, "page": String(candidate.page)]),
                url: "\(visit.root)documents/\(candidate.documentId)?page=\(candidate.page)",
                score: Figures.score(candidate.score), text: candidate.text,
                shares: candidate.terms.isEmpty
                    ? nil : texts.fill("shares", ["terms": candidate.terms.map(\.term).joined(separator: ", ")]),
                parts: [
                    Part(name: "dense (cosine)", value: Figures.score(candidate.dense), weight: ""),
                    Part(name: "lexical (BM25)", value: Figures.score(candidate.lexical), weight: ""),
                    Part(name: "fused", value: Figures.score(candidate.fused), weight: ""),
                ]
                    + candidate.parts.map {
                        Part(name: $0.name, value: Figures.score($0.value), weight: Figures.score($0.weight))
                    })
        }
        return Found(
            summary: summary,
            parts: found.confidenceParts.map {
                Part(name: $0.name, value: Figures.score($0.value), weight: Figures.score($0.weight))
            }, candidates: candidates, isEmpty: candidates.isEmpty)
    }
}

/// A business's regression cases and, when they were just asked, what came of them.
struct CasesView: Sendable {
    struct Row: Sendable {
        let id: RegressionCaseID
        let question: String
        let expectation: String
        let isOfAnswer: Bool
        let deleteURL: String
        let deleteText: String
    }

    struct Failure: Sendable {
        let question: String
        let problem: String
        let answer: String
    }

    struct Skipped: Sendable {
        let question: String
        let reason: String
    }

    struct Result: Sendable {
        let summary: String
        let isGood: Bool
        let failures: [Failure]
        let skipped: [Skipped]
    }

    let rows: [Row]
    let isEmpty: Bool
    let action: String
    let mayRun: Bool
    let result: Result?

    init(_ cases: [RegressionCase], _ run: RegressionRun?, visit: Visit) {
        let texts = visit.texts
        rows = cases.map { entry in
            Row(
                id: entry.id, question: entry.question, expectation: Self.text(of: entry.expectation, texts),
                isOfAnswer: entry.faq != nil, deleteURL: "\(visit.base)cases/\(entry.id)/delete",
                deleteText: texts.fill("delete_case_text", ["question": entry.question]))
        }
        isEmpty = cases.isEmpty
        action = "\(visit.base)cases"
        mayRun = visit.may(.editContent)
        result = run.map { run in
            Result(
                summary: texts.fill(
                    "cases_hold", ["passed": String(run.passed), "total": String(run.total)]),
                isGood: run.passed == run.total,
                failures: run.results.filter { !$0.passed }.map {
                    Failure(question: $0.question, problem: $0.problem ?? "", answer: $0.answer)
                },
                skipped: run.skipped.map {
                    Skipped(question: $0.question, reason: texts["case_\($0.reason.rawValue)"])
                })
        }
    }

    private static func text(of expectation: RegressionCase.Expectation, _ texts: Texts) -> String {
        if expectation.declines { return texts["expects_decline"] }
        return [
            expectation.contains.map { texts.fill("expects_text", ["text": $0]) },
            expectation.document == nil
                ? nil : texts.fill("expects_document", ["page": expectation.page.map(String.init) ?? "–"]),
        ].compactMap { $0 }.joined(separator: " ")
    }
}

/// What the owner should look at.
struct NoticesView: Sendable {
    struct Side: Sendable {
        let text: String
        let title: String
        let url: String
    }

    struct Row: Sendable {
        let id: NoticeID
        let heading: String
        let about: String
        let sides: [Side]
        let worse: [String]
        let canConfirm: Bool
        let url: String
        let at: Moment
    }

    let rows: [Row]
    let isEmpty: Bool

    init(_ notices: [Notice], visit: Visit) {
        rows = notices.map { Self.row($0, visit: visit) }
        isEmpty = notices.isEmpty
    }

    private static func row(_ notice: Notice, visit: Visit) -> Row {
        let texts = visit.texts
        let url = "\(visit.base)notices/\(notice.id)"
        switch notice.content {
        case .contradiction(let found):
            let pair = found.standing(at: .now())
            return Row(
                id: notice.id, heading: texts["notice_contradiction"], about: pair.subject,
                sides: [side(pair.newer, "notice_newer", visit), side(pair.older, "notice_older", visit)], worse: [],
                canConfirm: false, url: url, at: Moment(notice.createdAt))
        case .alert(let alert):
            let sides = alert.page.map { [Side(text: "", title: texts["look"], url: "\(visit.root)\($0.path)")] } ?? []
            return Row(
                id: notice.id, heading: alert.headline, about: alert.detail, sides: sides, worse: [],
                canConfirm: false, url: url, at: Moment(notice.createdAt))
        case .modelChange(let change):
            let worse = change.after.lost(since: change.before).map { "\($0.question): \($0.problem ?? "")" }
            return Row(
                id: notice.id, heading: texts["notice_model"],
                about: texts.fill(
                    "notice_model_text",
                    [
                        "after": change.after.embeddingModel, "passed": String(change.after.passed),
                        "total": String(change.after.total), "before": change.before.embeddingModel,
                        "held": String(change.before.passed),
                    ]), sides: [], worse: worse, canConfirm: true, url: url, at: Moment(notice.createdAt))
        }
    }

    private static func side(_ side: Contradiction.Side, _ key: String, _ visit: Visit) -> Side {
        Side(
            text: visit.texts.fill(key, ["value": side.value, "quote": side.quote]),
            title: visit.texts.fill("title_page", ["title": side.title, "page": String(side.page)]),
            url: "\(visit.root)documents/\(side.document)?page=\(side.page)")
    }
}
