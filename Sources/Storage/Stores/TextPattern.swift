import Foundation

/// Patterns for `LIKE ... ESCAPE '!'` that find a text anywhere, whatever its case.
enum TextPattern {
    /// SQLite compares only ASCII letters whatever their case, so that other scripts' variants are asked for as well.
    static let count = 3

    static func variants(_ text: String) -> [String] {
        [text, text.lowercased(), text.capitalized].map { text in
            let escaped = text.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
            return "%\(escaped)%"
        }
    }

    /// `(name LIKE :like0 ESCAPE '!' OR ...)` over the columns.
    static func condition(_ columns: [String]) -> String {
        let tests = columns.flatMap { column in (0..<count).map { "\(column) LIKE :like\($0) ESCAPE '!'" } }
        return "(" + tests.joined(separator: " OR ") + ")"
    }

    static func parameters(_ text: String) -> [String: SQLValue] {
        Dictionary(uniqueKeysWithValues: variants(text).enumerated().map { ("like\($0)", .text($1)) })
    }
}
