import DeskModel

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
    case contactMerged = "contact_merged"
    case sent
    case personDeleted = "person_deleted"
    case passwordChanged = "password_changed"
    case codesOff = "codes_off"
    case sessionEnded = "session_ended"
    case roleChanged = "role_changed"
    case memberRemoved = "member_removed"
    case withdrawn
    case noteDeleted = "note_deleted"
    case handedOver = "handed_over"

    /// Where the step back is posted, below the business's own path; `nil` when there is none.
    ///
    /// - Parameter id: of what comes back; of a merge, the contact's before it.
    func undoPath(_ id: String) -> String? {
        switch self {
        case .documentDeleted: "documents/restore/\(id)"
        case .answerDeleted: "answers/restore/\(id)"
        case .answerArchived: "answers/\(id)/approve"
        case .questionDeleted: "questions/\(id)/restore"
        case .noteDeleted: "notes/restore/\(id)"
        case .memberRemoved: "team/restore/\(id)"
        case .personDeleted: "notifications/restore/\(id)"
        case .contactMerged:
            id.split(separator: ".").count == 2 ? "contacts/\(id.replacing(".", with: "/merges/"))/undo" : nil
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
        let ids = undo?.split(separator: ".") ?? []
        let isID = (1...2).contains(ids.count) && ids.allSatisfy { UUIDv7.isValid(String($0)) }
        undoURL = isID ? undo.flatMap(outcome.undoPath).map { base + $0 } : nil
    }
}
