import DeskModel

/// Which passages a question may find, as a request says it.
struct FilterRequest: Decodable {
    /// Ids; one of them.
    let documents: [String]?
    /// One of them.
    let tags: [String]?
    /// ISO 639-1; one of them.
    let languages: [String]?
    /// `internal` finds documents for staff alone too.
    let audience: DocumentLabels.Audience?

    private static let mostDocuments = 1_000
    private static let mostWords = 50

    /// - Throws: 400 for lists that are too long and ids that are none.
    func checked() throws(APIError) -> PassageFilter {
        for (name, count, most) in [
            ("documents", documents?.count, Self.mostDocuments), ("tags", tags?.count, Self.mostWords),
            ("languages", languages?.count, Self.mostWords),
        ] where count ?? 0 > most {
            throw .badRequest(
                "invalid_request", "`filter.\(name)` may hold at most \(most) entries.", field: "filter.\(name)")
        }
        let ids = documents?.map { $0.lowercased() }
        guard ids?.allSatisfy(UUIDv7.isValid) ?? true else {
            throw .badRequest(
                "invalid_request", "`filter.documents` must hold documents' ids.", field: "filter.documents")
        }
        return PassageFilter(
            documents: ids.map(Set.init), tags: tags.map(Set.init),
            languages: languages.map { Set($0.map { $0.lowercased() }) }, includesInternal: audience == .staff)
    }
}
