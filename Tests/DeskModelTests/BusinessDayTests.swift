import DeskModel
import Testing

@Suite("A business's days")
struct BusinessDayTests {
    private static func business(_ zone: String?) -> Business {
        Business(
            id: BusinessID(1), name: "Shop", settings: BusinessSettings(timeZone: zone),
            createdAt: Timestamp(milliseconds: 0))
    }

    @Test(
        "a day begins and ends at the business's midnights, when the clocks change too",
        arguments: [
            (nil, "2026-01-31", "2026-01-31T00:00:00.000Z", "2026-02-01T00:00:00.000Z"),
            ("Asia/Kolkata", "2026-01-31", "2026-01-30T18:30:00.000Z", "2026-01-31T18:30:00.000Z"),
            ("America/New_York", "2026-12-31", "2026-12-31T05:00:00.000Z", "2027-01-01T05:00:00.000Z"),
            ("Europe/Madrid", "2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"),
            ("Europe/Madrid", "2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"),
        ] as [(String?, String, String, String)])
    func bounds(_ zone: String?, _ text: String, _ start: String, _ end: String) throws {
        let business = Self.business(zone)
        let day = try #require(BusinessDay(text, at: business))
        #expect(day.text == text && day.start.iso8601 == start && day.end.iso8601 == end)
        #expect(BusinessDay(of: day.start, at: business) == day)
        #expect(BusinessDay(of: day.end.advanced(byMilliseconds: -1), at: business) == day)
        #expect(BusinessDay(of: day.end, at: business).start == day.end)
    }

    @Test(
        "what is no day of the calendar is none",
        arguments: ["", "2026-02-30", "2026-13-01", "2026-1-1", "2026-01-31T00:00:00Z", "31-01-2026", "tomorrow"])
    func refused(_ text: String) {
        #expect(BusinessDay(text, at: Self.business("Europe/Madrid")) == nil)
    }
}
