import DeskModel
import Foundation

extension RequestFields {
    /// A text without what surrounds it. A text that may be empty and is, is cleared.
    ///
    /// - Parameters:
    ///   - length: characters (Unicode scalars).
    ///   - lines: whether it may have several.
    func text(_ name: String, _ length: ClosedRange<Int>, lines: Bool = false) throws(APIError) -> Change<String> {
        switch self[name] {
        case nil: return .unchanged
        case .null: return .cleared
        case .string(let text):
            let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
            if trimmed.isEmpty, length.lowerBound == 0 { return .cleared }
            let isPlain = trimmed.unicodeScalars.allSatisfy { scalar in
                scalar.value >= 32 && scalar.value != 127
                    || lines && (scalar == "\n" || scalar == "\t" || scalar == "\r")
            }
            guard length.contains(trimmed.unicodeScalars.count), isPlain else {
                throw Self.refusal(
                    name, "a text of \(length.lowerBound) to \(length.upperBound) characters, none of them for control",
                    .length(length))
            }
            return .set(trimmed)
        default: throw Self.refusal(name, "a text")
        }
    }

    /// - Throws: 400 when it is missing.
    func required(_ name: String, _ length: ClosedRange<Int>, lines: Bool = false) throws(APIError) -> String {
        guard case .set(let text) = try text(name, length, lines: lines) else {
            throw .badRequest("invalid_request", "The field `\(name)` is missing.", field: name)
        }
        return text
    }

    /// One of some words.
    func choice<Choice: RawRepresentable & CaseIterable & Sendable & Decodable>(
        _ name: String, _ type: Choice.Type
    ) throws(APIError) -> Change<Choice> where Choice.RawValue == String {
        switch self[name] {
        case nil: return .unchanged
        case .null: return .cleared
        case .string(let text):
            if let choice = Choice(rawValue: text) { return .set(choice) }
            fallthrough
        default: throw Self.refusal(name, "one of: \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
        }
    }

    func integer(_ name: String, _ range: ClosedRange<Int>) throws(APIError) -> Change<Int> {
        let value: Int64?
        switch self[name] {
        case nil: return .unchanged
        case .null: return .cleared
        case .integer(let number): value = number
        case .string(let text): value = Int64(text)
        default: value = nil
        }
        guard let value, let number = Int(exactly: value), range.contains(number) else {
            throw Self.refusal(
                name, "a whole number from \(range.lowerBound) to \(range.upperBound)",
                .range(range.lowerBound, range.upperBound))
        }
        return .set(number)
    }

    func boolean(_ name: String) throws(APIError) -> Bool? {
        switch self[name] {
        case nil, .null: return nil
        case .bool(let value): return value
        case .string("true"): return true
        case .string("false"): return false
        default: throw Self.refusal(name, "true or false")
        }
    }

    /// The id of a resource, as UUID or sid.
    func id(_ name: String, _ kind: ResourceKind? = nil) throws(APIError) -> Change<String> {
        switch self[name] {
        case nil: return .unchanged
        case .null: return .cleared
        case .string(let text):
            let lower = text.lowercased()
            if let id = kind?.id(text) ?? (UUIDv7.isValid(lower) ? lower : nil) { return .set(id) }
            fallthrough
        default: throw Self.refusal(name, "an id")
        }
    }

    /// A JSON object as text, or an object.
    func attributes(_ name: String = "attributes") throws(APIError) -> Change<String> {
        switch self[name] {
        case nil: return .unchanged
        case .null: return .set("{}")
        case .object(let members):
            let text = JSONValue.object(members).text
            guard text.utf8.count <= Self.mostAttributes else { break }
            return .set(text)
        case .string(let text):
            if text.isEmpty { return .set("{}") }
            guard text.utf8.count <= Self.mostAttributes, !text.utf8.contains(0),
                (try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))) != nil
            else { break }
            return .set(text)
        default: break
        }
        throw Self.refusal(name, "a JSON object as text, of at most \(Self.mostAttributes) bytes")
    }

    /// Bytes of attributes, as with Twilio.
    static let mostAttributes = 16_384

    /// Several short texts, each once, in alphabetical order.
    func tags(_ name: String = "tags") throws(APIError) -> Change<[String]> {
        guard let value = self[name] else { return .unchanged }
        if value == .null { return .set([]) }
        guard case .array(let items) = value, items.count <= 50 else {
            throw Self.refusal(name, "a list of at most 50 texts")
        }
        var tags: Set<String> = []
        for item in items {
            guard case .string(let text) = item,
                case .set(let tag) = try RequestFields([(name, .string(text))]).text(name, 1...64)
            else { throw Self.refusal(name, "a list of at most 50 texts") }
            tags.insert(tag)
        }
        return .set(tags.sorted())
    }

    static func refusal(_ field: String, _ rule: String, _ phrase: PagePhrase? = nil) -> APIError {
        .badRequest("invalid_request", "`\(field)` must be \(rule).", field: field, phrase: phrase)
    }
}
