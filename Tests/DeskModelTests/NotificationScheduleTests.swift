import Foundation
import Testing

@testable import DeskModel

@Suite("L8, L23: when notifications go out")
struct NotificationScheduleTests {
    private func moment(_ text: String) throws -> Timestamp {
        Timestamp(try Date(text, strategy: .iso8601))
    }

    private func schedule(
        _ digest: NotificationSchedule.Digest, quiet: (String, String)? = nil, zone: String = "Europe/Madrid",
        daily: String = "08:00"
    ) throws -> NotificationSchedule {
        let hours = try quiet.map {
            QuietHours(from: try #require(ClockTime($0.0)), until: try #require(ClockTime($0.1)))
        }
        return NotificationSchedule(
            digest: digest, dailyAt: try #require(ClockTime(daily)), quietHours: hours,
            timeZone: try #require(TimeZoneName(zone)))
    }

    @Test(
        "at once, at the next full hour, or at the next time of day of the zone",
        arguments: [
            (NotificationSchedule.Digest.immediate, "2026-01-10T10:20:30Z", "2026-01-10T10:20:30Z"),
            (.hourly, "2026-01-10T10:20:30Z", "2026-01-10T11:00:00Z"),
            (.hourly, "2026-01-10T11:00:00Z", "2026-01-10T12:00:00Z"),
            (.daily, "2026-01-10T06:59:59Z", "2026-01-10T07:00:00Z"),
            (.daily, "2026-01-10T07:00:00Z", "2026-01-11T07:00:00Z"),
            (.daily, "2026-07-10T05:59:00Z", "2026-07-10T06:00:00Z"),
        ])
    func digests(digest: NotificationSchedule.Digest, now: String, due: String) throws {
        #expect(try schedule(digest).due(at: moment(now)) == moment(due))
    }

    @Test(
        "quiet hours are waited out, also past midnight",
        arguments: [
            ("22:00", "07:00", "2026-01-10T20:59:59Z", "2026-01-10T20:59:59Z"),
            ("22:00", "07:00", "2026-01-10T21:00:00Z", "2026-01-11T06:00:00Z"),
            ("22:00", "07:00", "2026-01-11T05:59:59Z", "2026-01-11T06:00:00Z"),
            ("22:00", "07:00", "2026-01-11T06:00:00Z", "2026-01-11T06:00:00Z"),
            ("12:00", "14:00", "2026-01-10T11:30:00Z", "2026-01-10T13:00:00Z"),
            ("12:00", "12:00", "2026-01-10T11:00:00Z", "2026-01-10T11:00:00Z"),
        ])
    func quietHours(from: String, until: String, now: String, due: String) throws {
        #expect(try schedule(.immediate, quiet: (from, until)).due(at: moment(now)) == moment(due))
    }

    @Test("a digest that falls into quiet hours goes out at their end")
    func quietDigest() throws {
        let schedule = try schedule(.daily, quiet: ("22:00", "09:30"))
        #expect(try schedule.due(at: moment("2026-01-10T12:00:00Z")) == moment("2026-01-11T08:30:00Z"))
    }

    @Test(
        "in the nights when the clocks change, wall clock times hold; one that is left out is the moment of the change",
        arguments: [
            // Madrid goes from 02:00 to 03:00 on 29 March and from 03:00 to 02:00 on 25 October.
            ("22:00", "07:00", "2026-03-28T23:00:00Z", "2026-03-29T05:00:00Z"),
            ("22:00", "02:30", "2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z"),
            ("22:00", "07:00", "2026-10-24T23:00:00Z", "2026-10-25T06:00:00Z"),
            ("22:00", "02:30", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"),
        ])
    func daylightSaving(from: String, until: String, now: String, due: String) throws {
        #expect(try schedule(.immediate, quiet: (from, until)).due(at: moment(now)) == moment(due))
    }

    @Test("over a whole year nothing is due before it happens, later than two days, or in quiet hours")
    func always() throws {
        var now = try moment("2026-01-01T00:00:00Z")
        let end = try moment("2027-01-01T00:00:00Z")
        let zones = ["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]
        let schedules = try zones.flatMap { zone in
            try NotificationSchedule.Digest.allCases.map { try schedule($0, quiet: ("21:30", "06:45"), zone: zone) }
        }
        while now < end {
            for schedule in schedules {
                let due = schedule.due(at: now)
                #expect(due >= now && due.milliseconds - now.milliseconds <= 2 * 86_400_000)
                let clock = schedule.timeZone.wallClock(of: due).suffix(5)
                // Lord Howe's clocks jump by half an hour.
                #expect(clock >= "06:15" && clock < "21:30", "\(schedule.timeZone.text) \(clock)")
            }
            now = now.advanced(byMilliseconds: 31 * 3_600_000 + 61_000)
        }
    }

    @Test("the same moment gives the same answer, so a clock that jumps moves nothing that is stored")
    func pure() throws {
        let schedule = try schedule(.daily, quiet: ("22:00", "09:30"))
        let now = try moment("2026-03-28T23:00:00Z")
        let due = schedule.due(at: now)
        _ = schedule.due(at: now.advanced(byMilliseconds: 400 * 86_400_000))
        #expect(schedule.due(at: now) == due)
    }

    @Test(
        "what is no time of day or zone is refused",
        arguments: ["24:00", "7:00", "12:60", "noon", "", "12:00:00", "１２:00", "-1:00"])
    func clockTimes(text: String) {
        #expect(ClockTime(text) == nil)
        #expect(TimeZoneName(text) == nil)
    }

    @Test(
        "zones are those of the IANA database, by name",
        arguments: ["EST", "Mars/Olympus", "../etc", "Europe/", "CET "])
    func zones(text: String) {
        #expect(TimeZoneName(text) == nil)
        #expect(TimeZoneName("Europe/Madrid")?.text == "Europe/Madrid")
    }
}
