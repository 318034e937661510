import DeskModel
import Foundation
import Hummingbird

/// The fields of a submitted form (`application/x-www-form-urlencoded`), bounded in number and size.
struct PageForm: Sendable {
    static let mostFields = 600
    static let maximumBytes = 1_048_576

    private let values: [String: [String]]

    /// - Throws: 400 for what is no such form, in UTF-8.
    init(_ body: String) throws(APIError) {
        var values: [String: [String]] = [:]
        let pairs = body.split(separator: "&", omittingEmptySubsequences: true)
        guard pairs.count <= Self.mostFields else {
            throw .badRequest("invalid_form", "The form has more than \(Self.mostFields) fields.")
        }
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
                throw .badRequest("invalid_form", "The form is not written in UTF-8.")
            }
            values[name, default: []].append(value)
        }
        self.values = values
    }

    /// A field's value without outer spaces; empty when it is missing. Browsers write line ends as two characters.
    subscript(_ name: String) -> String {
        (values[name]?.first ?? "").replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// `nil` for what was left empty.
    func optional(_ name: String) -> String? {
        let value = self[name]
        return value.isEmpty ? nil : value
    }

    func all(_ name: String) -> [String] { values[name] ?? [] }

    /// The lines of a field that are not empty.
    func lines(_ name: String) -> [String] {
        self[name].split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    /// The named fields as those of a request to the API; what was left empty is cleared.
    func requestFields(_ names: String...) -> RequestFields {
        RequestFields(names.filter(isSet).map { ($0, .string(self[$0])) })
    }

    func isSet(_ name: String) -> Bool { values[name] != nil }

    /// One of a fixed set. - Throws: 400 for any other.
    func choice<Value: RawRepresentable>(_ name: String, _ type: Value.Type) throws(APIError) -> Value
    where Value.RawValue == String {
        guard let value = Value(rawValue: self[name]) else {
            throw .badRequest(
                "invalid_request", "`\(name)` has a value that is not allowed.", field: name, phrase: .choice)
        }
        return value
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
