/// A time of day on a wall clock, written `HH:MM`.
public struct ClockTime: Hashable, Comparable, Sendable, Codable {
    /// Since midnight, 0...1439.
    public let minutes: Int

    public init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([01][0-9]|2[0-3]):([0-5][0-9])/), let hour = Int(match.1),
            let minute = Int(match.2)
        else { return nil }
        minutes = hour * 60 + minute
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = ClockTime(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time of day")
        }
        self = time
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    public var text: String { "\(Self.padded(minutes / 60)):\(Self.padded(minutes % 60))" }

    public static func < (lhs: ClockTime, rhs: ClockTime) -> Bool { lhs.minutes < rhs.minutes }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}

/// The part of each day in which nobody is disturbed; it may run past midnight.
public struct QuietHours: Hashable, Sendable, Codable {
    public let from: ClockTime
    /// The first minute that is not quiet any more.
    public let until: ClockTime

    public init(from: ClockTime, until: ClockTime) {
        self.from = from
        self.until = until
    }

    /// Equal ends mean no quiet at all.
    func contains(_ minutes: Int) -> Bool {
        if from == until { return false }
        if from < until { return (from.minutes..<until.minutes).contains(minutes) }
        return minutes >= from.minutes || minutes < until.minutes
    }
}
