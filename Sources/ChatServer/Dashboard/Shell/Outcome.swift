/// What was just done, told on the next page as a toast; its text is `done_` with the name. Named in the URL, and so
/// bounded to what is listed here.
enum Outcome: String, CaseIterable {
    case saved, created, deleted, restored, dismissed, confirmed
    case documentDeleted = "document_deleted"
    case documentQueued = "document_queued"
    case documentKnown = "document_known"
    case documentCancelled = "document_cancelled"
    case answerDeleted = "answer_deleted"
    case answerArchived = "answer_archived"
    case keyRevoked = "key_revoked"
    case questionDeleted = "question_deleted"
    case sent

    /// Where the step back is posted, below the business's own path; `nil` when there is none.
    func undoPath(_ id: String) -> String? {
        switch self {
        case .documentDeleted: "documents/restore/\(id)"
        case .answerDeleted: "answers/restore/\(id)"
        case .answerArchived: "answers/\(id)/approve"
        case .questionDeleted: "questions/\(id)/restore"
        default: nil
        }
    }
}

/// A message about what was done, with the way back.
struct Toast: Hashable, Sendable {
    let text: String
    let undoURL: String?

    /// - Parameters:
    ///   - outcome: from the URL, as anybody may have written it.
    ///   - undo: the id of what can be brought back.
    init?(outcome: String?, undo: String?, texts: Texts, base: String) {
        guard let outcome = outcome.flatMap(Outcome.init(rawValue:)) else { return nil }
        text = texts["done_\(outcome.rawValue)"]
        let isID = undo.map { $0.count == 36 && $0.allSatisfy { $0.isHexDigit || $0 == "-" } } ?? false
        undoURL = isID ? undo.flatMap(outcome.undoPath).map { base + $0 } : nil
    }
}
