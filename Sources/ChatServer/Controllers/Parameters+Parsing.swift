import DeskModel
import Hummingbird

extension DeskRequestContext {
    /// The business named in the path. - Throws: 404 when it is no id, as for one that does not exist.
    func businessParameter(_ name: String = "business") throws(APIError) -> BusinessID {
        guard let text = parameters.get(name), let id = Int64(text), id > 0 else { throw .notFound("business") }
        return BusinessID(id)
    }

    /// A UUIDv7 in the path. - Throws: 404 when it has not that form.
    func uuidParameter(_ name: String, of what: String) throws(APIError) -> String {
        guard let text = parameters.get(name)?.lowercased(), UUIDv7.isValid(text) else { throw .notFound(what) }
        return text
    }
}

extension Request {
    /// A whole number in the query. - Throws: 400 when it is none or out of range.
    func integerQuery(_ name: String, in range: ClosedRange<Int>, default fallback: Int) throws(APIError) -> Int {
        guard let text = uri.queryParameters[Substring(name)] else { return fallback }
        guard let value = Int(text), range.contains(value) else {
            throw .badRequest(
                "invalid_request", "`\(name)` must be a whole number from \(range.lowerBound) to \(range.upperBound).",
                field: name)
        }
        return value
    }

    /// A UUIDv7 in the query, such as a cursor.
    func uuidQuery(_ name: String) throws(APIError) -> String? {
        guard let text = uri.queryParameters[Substring(name)].map({ $0.lowercased() }), !text.isEmpty else {
            return nil
        }
        guard UUIDv7.isValid(text) else {
            throw .badRequest("invalid_request", "`\(name)` must be an id.", field: name)
        }
        return text
    }
}

/// A page of a list: `next` goes into `after` of the next request; absent at the end.
struct ListResponse<Item: Encodable & Sendable>: ResponseEncodable {
    let results: [Item]
    let next: String?

    init(_ items: [Item], limit: Int, cursor: (Item) -> String) {
        results = items
        next = items.count == limit ? items.last.map(cursor) : nil
    }
}
