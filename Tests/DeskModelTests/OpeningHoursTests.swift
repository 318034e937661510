import DeskModel
import Foundation
import Testing

@Suite struct OpeningHoursTests {
    private let hours = OpeningHours(
        timeZone: "Europe/Lisbon",
        weekly: [
            "mon": ["09:00-12:30", "13:30-18:00"], "tue": ["09:00-18:00"], "sat": ["22:00-24:00"],
            "sun": ["00:00-02:00", "01:30-03:00"],
        ], holidays: ["2026-12-01"])

    private func moment(_ text: String) throws -> Timestamp { Timestamp(try Date(text, strategy: .iso8601)) }

    @Test(
        "a business is open at its own hours, on its own clock",
        arguments: [
            ("2026-11-23T09:00:00Z", true), ("2026-11-23T08:59:59Z", false), ("2026-11-23T12:30:00Z", false),
            ("2026-11-23T13:30:00Z", true), ("2026-11-25T10:00:00Z", false), ("2026-11-21T23:59:59Z", true),
            // Summer time: an hour ahead of UTC.
            ("2026-07-20T08:00:00Z", true), ("2026-07-20T07:59:00Z", false),
            // A Tuesday that is a holiday.
            ("2026-12-01T10:00:00Z", false), ("2026-12-08T10:00:00Z", true),
        ])
    func isOpen(at text: String, expected: Bool) throws {
        #expect(hours.isOpen(at: try moment(text)) == expected)
    }

    @Test("the next opening is found over lunch, nights, holidays and the end of summer time")
    func opening() throws {
        #expect(hours.opening(after: try moment("2026-11-23T12:45:00Z")) == (try moment("2026-11-23T13:30:00Z")))
        #expect(hours.opening(after: try moment("2026-11-24T18:00:00Z")) == (try moment("2026-11-28T22:00:00Z")))
        // Monday evening before the holiday on Tuesday: Saturday.
        #expect(hours.opening(after: try moment("2026-11-30T18:30:00Z")) == (try moment("2026-12-05T22:00:00Z")))
        // Clocks went back on Sunday 2026-10-25: Monday opens at 09:00 UTC.
        #expect(hours.opening(after: try moment("2026-10-25T04:00:00Z")) == (try moment("2026-10-26T09:00:00Z")))
        #expect(hours.shown(try moment("2026-07-20T08:00:00Z")) == "2026-07-20 09:00 (Europe/Lisbon)")
        #expect(OpeningHours(timeZone: "UTC", weekly: [:]).opening(after: try moment("2026-01-01T00:00:00Z")) == nil)
    }

    @Test(
        "hours that make no sense are refused",
        arguments: [
            OpeningHours(timeZone: "Mars/Olympus", weekly: [:]),
            OpeningHours(timeZone: "UTC", weekly: ["monday": ["09:00-10:00"]]),
            OpeningHours(timeZone: "UTC", weekly: ["mon": ["9-10"]]),
            OpeningHours(timeZone: "UTC", weekly: ["mon": ["10:00-09:00"]]),
            OpeningHours(timeZone: "UTC", weekly: ["mon": ["09:00-24:01"]]),
            OpeningHours(timeZone: "UTC", weekly: ["mon": ["09:61-10:00"]]),
            OpeningHours(timeZone: "UTC", weekly: ["mon": Array(repeating: "09:00-10:00", count: 11)]),
            OpeningHours(timeZone: "UTC", weekly: [:], holidays: ["25.12.2026"]),
            OpeningHours(timeZone: "UTC", weekly: [:], holidays: ["2026-13-01"]),
        ])
    func refused(hours: OpeningHours) {
        #expect(hours.problem != nil)
    }

    @Test("sound hours have no problem")
    func sound() { #expect(hours.problem == nil) }
}
