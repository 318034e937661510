import Foundation

/// A day of the calendar where a business is: its settings say in which zone its days begin.
public struct BusinessDay: Hashable, Sendable {
    /// `2026-01-31`.
    public let text: String
    /// Its first moment.
    public let start: Timestamp
    /// The first moment of the next day; of the last day of the year 9999, which many write for "always", the last one
    /// that RFC 3339 has words for.
    public let end: Timestamp

    /// The day that a moment falls on.
    public init(of moment: Timestamp, at business: Business) {
        self.init(moment.date, Self.calendar(business))
    }

    /// - Parameter text: a day such as `2026-01-31`.
    /// - Returns: `nil` for what is no day.
    public init?(_ text: String, at business: Business) {
        let calendar = Self.calendar(business)
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)/), let year = Int(match.1),
            let month = Int(match.2), let day = Int(match.3),
            let date = calendar.date(from: DateComponents(year: year, month: month, day: day))
        else { return nil }
        self.init(date, calendar)
        // Foundation takes the 31st of February as a day of March.
        guard self.text == text else { return nil }
    }

    private init(_ date: Date, _ calendar: Calendar) {
        let first = calendar.startOfDay(for: date)
        // Noon of the next day, of which the clocks never lose a part: where they change at midnight a day begins later.
        let next = calendar.date(byAdding: .hour, value: 36, to: first) ?? first.addingTimeInterval(129_600)
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        func padded(_ number: Int?, _ width: Int) -> String {
            let digits = String(number ?? 0)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        text = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
        start = Timestamp(first)
        end = min(Timestamp(calendar.startOfDay(for: next)), .last)
    }

    private static func calendar(_ business: Business) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = business.settings.timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
        return calendar
    }
}
