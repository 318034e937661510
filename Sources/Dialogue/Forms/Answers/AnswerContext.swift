import DeskModel
import Foundation

/// What an answer's meaning depends on beside its words.
struct AnswerContext: Hashable, Sendable {
    /// In which order the numbers of a date stand.
    enum DateOrder: Hashable, Sendable { case dayMonthYear, monthDayYear, yearMonthDay }

    /// BCP 47 primary language.
    let language: String
    /// ISO 3166-1 alpha-2.
    let region: String
    /// The day that "tomorrow" follows.
    let today: CalendarDay

    init(language: String, region: String, today: CalendarDay) {
        self.language = language
        self.region = region
        self.today = today
    }

    /// - Parameter language: the customer's.
    init(language: String, settings: BusinessSettings, now: Timestamp) {
        self.language = language
        region = Self.region(of: settings.locale)
        let zone = settings.timeZone.flatMap(TimeZone.init(identifier:)) ?? .gmt
        today = CalendarDay(now.date, in: zone)
    }

    var dateOrder: DateOrder {
        switch region {
        case "US", "PH", "PR", "PW", "FM", "MH", "GU": .monthDayYear
        case "CN", "JP", "KR", "TW", "HU", "LT", "MN", "CA": .yearMonthDay
        default: .dayMonthYear
        }
    }

    /// Whether a comma separates the fraction.
    var usesDecimalComma: Bool {
        switch language {
        case "de": region != "CH" && region != "LI"
        case "pt": true
        case "es": !["MX", "US", "PR", "GT", "HN", "NI", "PA", "PE", "SV", "DO"].contains(region)
        default: false
        }
    }

    /// A day as people here write it.
    func written(_ day: CalendarDay) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return switch dateOrder {
        case .dayMonthYear: "\(two(day.day))/\(two(day.month))/\(day.year)"
        case .monthDayYear: "\(two(day.month))/\(two(day.day))/\(day.year)"
        case .yearMonthDay: "\(day.year)-\(two(day.month))-\(two(day.day))"
        }
    }

    /// The region of `en-GB`; that of `en-US` when it names none.
    static func region(of locale: String?) -> String {
        let parts = (locale ?? "").split { $0 == "-" || $0 == "_" }.dropFirst()
        return parts.first { $0.count == 2 }.map { $0.uppercased() } ?? "US"
    }
}

/// A day of the Gregorian calendar.
struct CalendarDay: Hashable, Comparable, Sendable {
    let year: Int
    let month: Int
    let day: Int

    /// - Returns: `nil` for a day that does not exist, or is not of 1900...2200.
    init?(year: Int, month: Int, day: Int) {
        guard (1900...2200).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(in: month, of: year)
        else { return nil }
        self.init(unchecked: year, month, day)
    }

    init(_ date: Date, in zone: TimeZone) {
        let parts = Self.calendar(zone).dateComponents([.year, .month, .day], from: date)
        self.init(unchecked: parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1)
    }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// `YYYY-MM-DD`.
    var iso8601: String {
        func padded(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// 0 is Sunday.
    var weekday: Int { (Self.calendar(.gmt).component(.weekday, from: date) + 6) % 7 }

    func adding(_ count: Int, _ unit: Calendar.Component) -> CalendarDay {
        CalendarDay(Self.calendar(.gmt).date(byAdding: unit, value: count, to: date) ?? date, in: .gmt)
    }

    static func < (lhs: CalendarDay, rhs: CalendarDay) -> Bool {
        (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
    }

    private var date: Date {
        Self.calendar(.gmt).date(from: DateComponents(year: year, month: month, day: day)) ?? .distantPast
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func calendar(_ zone: TimeZone) -> Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        return calendar
    }
}
