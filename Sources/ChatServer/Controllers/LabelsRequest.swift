import DeskModel
import Foundation

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
            effective = effectiveAt.isEmpty ? .sinceUpload : .since(try Self.moment(effectiveAt, at: business))
        }
        return LabelChange(tags: tags, audience: audience, effective: effective)
    }

    /// A time, or the first moment of a day.
    private static func moment(_ text: String, at business: Business) throws(APIError) -> Timestamp {
        if let day = BusinessDay(text, at: business) { return day.start }
        // Foundation takes the 31st of February and hour 99 as later times; neither is what somebody meant.
        let day = Date.ISO8601FormatStyle().year().month().day()
        let named = String(text.prefix(10))
        guard
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)/) != nil,
            (try? Date(named, strategy: day))?.formatted(day) == named,
            let date = try? Date(text.replacing(/\.\d+/, with: ""), strategy: .iso8601)
        else {
            throw .badRequest(
                "invalid_request", "`effective_at` must be a day or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
                field: "effective_at")
        }
        return Timestamp(date)
    }
}
