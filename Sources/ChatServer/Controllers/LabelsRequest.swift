import DeskModel
import Foundation

/// What the owner changes of a document's labels; what is left out stays as it is.
struct LabelsRequest: Decodable {
    let tags: [String]?
    let audience: DocumentLabels.Audience?
    /// ISO 8601, a day or a time; empty for the time of upload.
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

    /// - Throws: 400 for too many or too long tags and for what is no date.
    func change() throws(APIError) -> LabelChange {
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
            effective = effectiveAt.isEmpty ? .sinceUpload : .since(try Self.time(effectiveAt))
        }
        return LabelChange(tags: tags, audience: audience, effective: effective)
    }

    private static func time(_ text: String) throws(APIError) -> Timestamp {
        let day = Date.ISO8601FormatStyle().year().month().day()
        // Foundation takes the 31st of February and hour 99 as later times; neither is what somebody meant.
        let isTime =
            text.wholeMatch(of: /\d{4}-\d\d-\d\dT([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)/) != nil
        let date =
            isTime ? try? Date(text.replacing(/\.\d+/, with: ""), strategy: .iso8601) : try? Date(text, strategy: day)
        let named = String(text.prefix(10))
        guard let date, isTime || text.count == 10, (try? Date(named, strategy: day))?.formatted(day) == named else {
            throw .badRequest(
                "invalid_request", "`effective_at` must be a day or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
                field: "effective_at")
        }
        return Timestamp(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    }
}
