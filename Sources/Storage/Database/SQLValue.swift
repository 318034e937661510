import DeskModel

/// A value in a column.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    static func moment(_ value: Timestamp?) -> SQLValue { value.map { .integer($0.milliseconds) } ?? .null }
    static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
    /// How many rows are wanted: below zero means none, where SQLite would give all.
    static func limit(_ value: Int) -> SQLValue { .integer(max(0, value)) }
    /// What the ids of a page, newest first, are smaller than: the last one seen, or anything. Ids are made of
    /// hexadecimal digits and hyphens.
    static func before(_ id: String?) -> SQLValue { .text(id ?? "~") }

    /// Text as a database can hold it: PostgreSQL refuses U+0000 and SQLite's own functions stop at it. A space takes
    /// its place, which has the same length in UTF-8, so that offsets into the text stay right.
    static func storable(_ text: String) -> String {
        text.utf8.contains(0)
            ? String(decoding: text.utf8.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self) : text
    }
}
