/// What is changed of a document's labels; what is left out stays as it is.
public struct LabelChange: Hashable, Sendable {
    /// When the text holds from.
    public enum Effective: Hashable, Sendable {
        /// As long as the owner says nothing.
        case sinceUpload
        case since(Timestamp)
    }

    public let tags: [String]?
    public let audience: DocumentLabels.Audience?
    public let effective: Effective?

    public init(tags: [String]? = nil, audience: DocumentLabels.Audience? = nil, effective: Effective? = nil) {
        self.tags = tags
        self.audience = audience
        self.effective = effective
    }

    /// Leaves nothing out.
    public init(to labels: DocumentLabels) {
        self.init(
            tags: labels.tags, audience: labels.audience,
            effective: labels.effectiveAt.map { Effective.since($0) } ?? .sinceUpload)
    }

    /// The labels with the change made.
    public func applied(to labels: DocumentLabels) -> DocumentLabels {
        let effectiveAt: Timestamp? =
            switch effective {
            case .since(let time): time
            case .sinceUpload: nil
            case nil: labels.effectiveAt
            }
        return DocumentLabels(
            tags: tags ?? labels.tags, audience: audience ?? labels.audience, effectiveAt: effectiveAt)
    }
}
