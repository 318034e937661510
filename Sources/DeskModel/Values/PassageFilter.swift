/// Which of a business's passages a question may find. Conditions that are set must all hold.
public struct PassageFilter: Hashable, Sendable {
    /// Of these documents alone.
    public let documents: Set<DocumentID>?
    /// Of documents with one of these tags.
    public let tags: Set<String>?
    /// Written in one of these languages (ISO 639-1).
    public let languages: Set<String>?
    /// Whether documents for staff alone are found too.
    public let includesInternal: Bool

    public init(
        documents: Set<DocumentID>? = nil, tags: Set<String>? = nil, languages: Set<String>? = nil,
        includesInternal: Bool = false
    ) {
        self.documents = documents
        self.tags = tags.map { Set($0.map(DocumentLabels.normalized)) }
        self.languages = languages
        self.includesInternal = includesInternal
    }

    /// What customers find: everything that is not for staff alone.
    public static let customers = PassageFilter()

    /// Whether nothing but the audience narrows the search.
    public var isOpen: Bool { documents == nil && tags == nil && languages == nil }
}
