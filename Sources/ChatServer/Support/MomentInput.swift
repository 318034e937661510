import DeskModel
import Foundation
import Hummingbird

/// A moment as clients look for one: RFC 3339 (`2026-05-01T09:00:00Z`), or a day, which begins at midnight UTC.
struct MomentInput: Sendable {
    let timestamp: Timestamp

    init?(_ text: String) {
        let day = Date.ISO8601FormatStyle().year().month().day()
        let styles = [Date.ISO8601FormatStyle(includingFractionalSeconds: true), Date.ISO8601FormatStyle(), day]
        guard text.utf8.count <= 40, let date = styles.lazy.compactMap({ try? $0.parse(text) }).first else {
            return nil
        }
        timestamp = Timestamp(date)
    }
}

extension Request {
    /// A moment in the query. - Throws: 400 when it is none.
    func momentQuery(_ name: String) throws(APIError) -> Timestamp? {
        guard let text = uri.queryParameters[Substring(name)], !text.isEmpty else { return nil }
        guard let moment = MomentInput(String(text)) else {
            throw .badRequest(
                "invalid_request", "`\(name)` must be a day or a moment such as 2026-05-01T09:00:00Z.", field: name)
        }
        return moment.timestamp
    }

    /// One of some words in the query. - Throws: 400 when it is another.
    func choiceQuery<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(APIError) -> Choice? where Choice.RawValue == String {
        guard let text = uri.queryParameters[Substring(name)], !text.isEmpty else { return nil }
        guard let choice = Choice(rawValue: String(text)) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("invalid_request", "`\(name)` must be one of: \(known).", field: name)
        }
        return choice
    }
}

/// A member of a partial update: left out, set to null, or given.
enum Change<Value: Decodable & Sendable>: Sendable {
    case unchanged
    case cleared
    case set(Value)

    func applied(to value: Value?) -> Value? {
        switch self {
        case .unchanged: value
        case .cleared: nil
        case .set(let value): value
        }
    }
}

extension KeyedDecodingContainer {
    func change<Value: Decodable & Sendable>(_ type: Value.Type, forKey key: Key) throws -> Change<Value> {
        guard contains(key) else { return .unchanged }
        return try decodeNil(forKey: key) ? .cleared : .set(try decode(type, forKey: key))
    }
}
