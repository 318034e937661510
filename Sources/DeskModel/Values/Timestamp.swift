public import Foundation

/// A moment as whole milliseconds since 1970 in UTC, which is how the database and the wire hold time.
public struct Timestamp: Hashable, Comparable, Sendable, Codable {
    public let milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The last second of the year 9999, beyond which RFC 3339 has no words.
    private static let lastSecond: Int64 = 253_402_300_799

    /// The last moment of the year 9999.
    static let last = Timestamp(milliseconds: lastSecond * 1000 + 999)

    /// Whole seconds since 1970, as others write them; `nil` for what is no time of this era.
    public init?(seconds: Int64) {
        guard (0...Self.lastSecond).contains(seconds) else { return nil }
        milliseconds = seconds * 1000
    }

    public init(_ date: Date) { milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded()) }

    public static func now() -> Timestamp { Timestamp(Date()) }

    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }

    /// The moment this many milliseconds later.
    public func advanced(byMilliseconds delta: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + delta) }

    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// RFC 3339 in UTC with milliseconds: `2024-01-01T12:00:00.000Z`.
    public var iso8601: String {
        // The fraction is written from the integer: a Date holds binary seconds, which would lose a millisecond.
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let fraction = rest < 0 ? rest + 1000 : rest
        let whole = Date(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds)).formatted(.iso8601)
        return whole.dropLast() + "." + String(fraction + 1000).dropFirst() + "Z"
    }

    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }
}
