/// One step of the schema. Steps are only ever added: a released one never changes.
struct Migration: Sendable {
    let name: String
    /// Run in order, in one transaction.
    let statements: [String]

    static let all: [Migration] = [.businesses, .documents, .conversations]
}
