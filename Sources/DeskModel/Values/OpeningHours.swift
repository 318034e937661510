import Foundation

/// When a business is open: weekly times on its own clock, and days on which it is not.
public struct OpeningHours: Hashable, Sendable, Codable {
    public enum Weekday: String, Hashable, Sendable, Codable, CaseIterable {
        case sunday = "sun"
        case monday = "mon"
        case tuesday = "tue"
        case wednesday = "wed"
        case thursday = "thu"
        case friday = "fri"
        case saturday = "sat"
    }

    /// An IANA name such as `Europe/Lisbon`.
    public var timeZone: String
    /// `09:00-12:30` by weekday name; up to `24:00`, and past midnight as two spans. A day left out is closed.
    public var weekly: [String: [String]]
    /// `2026-12-25`: closed all day.
    public var holidays: [String]?

    enum CodingKeys: String, CodingKey {
        case timeZone = "time_zone"
        case weekly, holidays
    }

    public init(timeZone: String, weekly: [String: [String]], holidays: [String]? = nil) {
        self.timeZone = timeZone
        self.weekly = weekly
        self.holidays = holidays
    }

    /// What is wrong with it, as a sentence; `nil` when nothing is.
    public var problem: String? {
        if TimeZone(identifier: timeZone) == nil { return "`time_zone` must be an IANA name such as Europe/Lisbon." }
        for (day, spans) in weekly {
            guard Weekday(rawValue: day) != nil else {
                return "`weekly` has days sun, mon, tue, wed, thu, fri and sat."
            }
            guard spans.count <= 10, spans.allSatisfy({ Self.minutes($0) != nil }) else {
                return "`weekly.\(day)` must list at most 10 times such as 09:00-17:30."
            }
        }
        if let holidays, holidays.count > 400 || !holidays.allSatisfy(Self.isDate) {
            return "`holidays` must list at most 400 dates such as 2026-12-25."
        }
        return nil
    }

    public func isOpen(at moment: Timestamp) -> Bool {
        guard let calendar else { return true }
        let minute = calendar.component(.hour, from: moment.date) * 60 + calendar.component(.minute, from: moment.date)
        return spans(on: moment.date, calendar).contains { $0.contains(minute) }
    }

    /// When it opens next after a moment at which it is closed; `nil` when it does not within a year.
    public func opening(after moment: Timestamp) -> Timestamp? {
        guard let calendar else { return nil }
        var day = calendar.startOfDay(for: moment.date)
        for _ in 0..<366 {
            for span in spans(on: day, calendar) {
                // By wall clock, so that the day on which the clocks change opens at the hour on the door; an hour
                // that this day does not have becomes the next one that it has.
                let opens = calendar.date(
                    bySettingHour: span.lowerBound / 60, minute: span.lowerBound % 60, second: 0, of: day,
                    matchingPolicy: .nextTime)
                if let opens, opens > moment.date { return Timestamp(opens) }
            }
            guard let next = calendar.date(byAdding: .day, value: 1, to: day) else { return nil }
            day = calendar.startOfDay(for: next)
        }
        return nil
    }

    /// The moment on the business's own clock: `2026-01-05 09:00 (Europe/Lisbon)`.
    public func shown(_ moment: Timestamp) -> String {
        guard let calendar else { return moment.iso8601 }
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment.date)
        func two(_ value: Int?) -> String { String(String(100 + (value ?? 0)).dropFirst()) }
        let date = "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
        return "\(date) \(two(parts.hour)):\(two(parts.minute)) (\(timeZone))"
    }

    private var calendar: Calendar? {
        guard let zone = TimeZone(identifier: timeZone) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }

    /// Open minutes of the day that a moment is in, in order.
    private func spans(on date: Date, _ calendar: Calendar) -> [Range<Int>] {
        let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
        let day = [parts.month, parts.day].map { String(String(100 + ($0 ?? 0)).dropFirst()) }.joined(separator: "-")
        if holidays?.contains("\(parts.year ?? 0)-\(day)") == true { return [] }
        let weekday = Weekday.allCases[((parts.weekday ?? 1) - 1) % 7]
        return (weekly[weekday.rawValue] ?? []).compactMap(Self.minutes).sorted { $0.lowerBound < $1.lowerBound }
    }

    private static func minutes(_ span: String) -> Range<Int>? {
        guard let match = span.wholeMatch(of: /(\d\d):(\d\d)-(\d\d):(\d\d)/) else { return nil }
        let parts = [match.1, match.2, match.3, match.4].compactMap { Int($0) }
        guard parts.count == 4, parts[1] < 60, parts[3] < 60 else { return nil }
        let start = parts[0] * 60 + parts[1]
        let end = parts[2] * 60 + parts[3]
        return start < end && end <= 24 * 60 ? start..<end : nil
    }

    private static func isDate(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /\d{4}-(\d\d)-(\d\d)/), let month = Int(match.1), let day = Int(match.2)
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }
}
