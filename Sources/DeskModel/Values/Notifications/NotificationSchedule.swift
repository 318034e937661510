import Foundation

/// When a notification goes out. A pure value: the moment is given, and the same moment gives the same answer.
public struct NotificationSchedule: Hashable, Sendable {
    /// How notifications are put together.
    public enum Digest: String, Hashable, Sendable, Codable, CaseIterable {
        case immediate
        /// At the next full hour of the wall clock.
        case hourly
        /// At the next `dailyAt`.
        case daily
    }

    public let digest: Digest
    public let dailyAt: ClockTime
    public let quietHours: QuietHours?
    public let timeZone: TimeZoneName

    public init(digest: Digest, dailyAt: ClockTime, quietHours: QuietHours?, timeZone: TimeZoneName) {
        self.digest = digest
        self.dailyAt = dailyAt
        self.quietHours = quietHours
        self.timeZone = timeZone
    }

    /// The moment for what happens at `now`: the digest's next, or the end of the quiet hours when it falls into them.
    ///
    /// Wall clock times are those of the zone. One that a change to summer time leaves out is the moment of the change;
    /// one that there is twice in autumn is its first.
    public func due(at now: Timestamp) -> Timestamp {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = timeZone.zone
        let wanted: Date =
            switch digest {
            case .immediate: now.date
            case .hourly: Self.next(after: now.date, minutes: nil, calendar)
            case .daily: Self.next(after: now.date, minutes: dailyAt.minutes, calendar)
            }
        let moment = digest == .immediate ? now : Timestamp(wanted)
        guard let quietHours else { return moment }
        let parts = calendar.dateComponents([.hour, .minute], from: wanted)
        guard quietHours.contains((parts.hour ?? 0) * 60 + (parts.minute ?? 0)) else { return moment }
        return Timestamp(Self.next(after: wanted, minutes: quietHours.until.minutes, calendar))
    }

    /// - Parameter minutes: of the day; `nil` for any full hour.
    private static func next(after date: Date, minutes: Int?, _ calendar: Calendar) -> Date {
        var parts = DateComponents(minute: 0, second: 0)
        if let minutes { parts = DateComponents(hour: minutes / 60, minute: minutes % 60, second: 0) }
        let next = calendar.nextDate(
            after: date, matching: parts, matchingPolicy: .nextTime, repeatedTimePolicy: .first)
        // There is always one within two days; should a calendar not find it, late is better than never.
        return next ?? date.addingTimeInterval(3600)
    }
}

/// A time zone of the IANA database, such as `Europe/Madrid`.
public struct TimeZoneName: Hashable, Sendable, Codable {
    public let text: String
    let zone: TimeZone

    public static let utc = TimeZoneName(text: "UTC", zone: .gmt)

    public init?(_ text: String) {
        if text == "UTC" {
            self = .utc
            return
        }
        // Foundation also takes abbreviations such as EST, which stand still through the summer.
        guard text.contains("/"), text.utf8.count <= 64, text.wholeMatch(of: /[A-Za-z0-9_+\/-]+/) != nil,
            let zone = TimeZone(identifier: text)
        else { return nil }
        self.init(text: text, zone: zone)
    }

    private init(text: String, zone: TimeZone) {
        self.text = text
        self.zone = zone
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let name = TimeZoneName(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time zone")
        }
        self = name
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    /// Day and time there, such as `2026-03-29 18:05`.
    public func wallClock(of moment: Timestamp) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: moment.date)
        func two(_ value: Int?) -> String { String((value ?? 0) + 100).dropFirst().description }
        return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day)) \(two(parts.hour)):\(two(parts.minute))"
    }
}
