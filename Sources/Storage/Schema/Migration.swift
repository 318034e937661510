/// One step of the schema. Steps are only ever added: a released one never changes.
///
/// They are written for SQLite; where PostgreSQL says the same otherwise (an identity column for AUTOINCREMENT, BYTEA
/// for BLOB) its driver will put its own words in place.
struct Migration: Sendable {
    let name: String
    /// Run in order, in one transaction.
    let statements: [String]

    static let all: [Migration] = [
        .businesses, .documents, .conversations, .documentLabels, .faqs, .feedback, .regression, .notices,
        .conversationModel, .people, .outbox, .forms, .handoff, .messageSearch, .languages, .requestMemory, .channels,
        .channelUpkeep, .saidConversations, .channelRoutes, .unknownEvents, .resumptions, .businessVersions,
        .identityKeys, .rerankingVectors,
    ]
}
