import DeskModel

/// What the owner changes of a document's labels; what is left out stays as it is.
struct LabelsRequest: Decodable {
    let tags: [String]?
    let audience: DocumentLabels.Audience?
    /// ISO 8601, a time or a day where the business is; empty for the time of upload.
    let effectiveAt: String?

    enum CodingKeys: String, CodingKey {
        case tags, audience
        case effectiveAt = "effective_at"
    }

    init(tags: [String]?, audience: DocumentLabels.Audience?, effectiveAt: String?) {
        self.tags = tags
        self.audience = audience
        self.effectiveAt = effectiveAt
    }

    /// The fields of an upload's form: `tags` separated by commas, `audience`, `effective_at`.
    ///
    /// - Throws: 400 for an unknown audience.
    init(_ form: MultipartForm) throws(APIError) {
        tags = form.part("tags")?.text.map { $0.split(separator: ",").map(String.init) }
        effectiveAt = form.part("effective_at")?.text
        guard let named = form.part("audience")?.text else {
            audience = nil
            return
        }
        guard let known = DocumentLabels.Audience(rawValue: named) else {
            throw .badRequest("invalid_request", "`audience` must be `public` or `internal`.", field: "audience")
        }
        audience = known
    }

    /// - Parameter business: whose days are meant.
    /// - Throws: 400 for too many or too long tags and for what is no date.
    func change(at business: Business) throws(APIError) -> LabelChange {
        if let tags {
            guard tags.count <= DocumentLabels.mostTags, tags.allSatisfy({ $0.count <= DocumentLabels.longestTag })
            else {
                throw .badRequest(
                    "invalid_request",
                    "`tags` may hold at most \(DocumentLabels.mostTags) tags of \(DocumentLabels.longestTag) characters.",
                    field: "tags")
            }
        }
        var effective: LabelChange.Effective?
        if let effectiveAt {
            effective =
                effectiveAt.isEmpty
                ? .sinceUpload : .since(try DayOrMoment(effectiveAt, "effective_at", at: business).start)
        }
        return LabelChange(tags: tags, audience: audience, effective: effective)
    }
}
