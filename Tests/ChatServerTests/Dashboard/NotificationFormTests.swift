import DeskModel
import HTTPTypes
import Testing

@testable import ChatServer

@Suite("Forms of the notification page")
struct NotificationFormTests {
    private func person(_ body: String) throws -> NotificationSettings.Person {
        try NotificationForm(PageForm(body)).person()
    }

    @Test("L23: a person's rules are read; one without events is none")
    func rules() throws {
        let ana = try person(
            "name=Ana&email=ana%40example.com&quiet_from=22%3A00&quiet_until=07%3A00&rule0_event=form.submitted"
                + "&rule0_event=handoff.requested&rule0_channel=email&rule0_digest=hourly&rule1_channel=email"
                + "&rule1_digest=immediate&rule7_event=document.failed&rule7_channel=email&rule7_digest=immediate"
                + "&rule7_urgent=1")
        #expect(ana.email?.text == "ana@example.com" && ana.phone == nil)
        #expect(ana.quietHours?.from.text == "22:00" && ana.quietHours?.until.text == "07:00")
        #expect(ana.rules.map(\.events) == [[.formSubmitted, .handoffRequested], [.documentFailed]])
        #expect(ana.rules.map(\.digest) == [.hourly, .immediate] && ana.rules.map(\.isUrgent) == [false, true])
    }

    @Test(
        "L23: what is wrong is named",
        arguments: [
            ("name=", "name"), ("name=A&email=x", "email"), ("name=A&phone=12", "phone"),
            ("name=A&time_zone=Mars", "time_zone"), ("name=A&quiet_from=22:00", "quiet_until"),
            ("name=A&quiet_from=25:00&quiet_until=07:00", "quiet_from"),
            ("name=A&rule0_event=nonsense", "rule0_event"),
            ("name=A&rule0_event=form.submitted&rule0_digest=daily", "rule0_channel"),
            ("name=A&rule0_event=form.submitted&rule0_channel=pigeon&rule0_digest=daily", "rule0_channel"),
            ("name=A&rule0_event=form.submitted&rule0_channel=email&rule0_digest=never", "rule0_digest"),
        ])
    func refusals(body: String, field: String) throws {
        let error = try #require(throws: APIError.self) { try person(body) }
        #expect(error.status == .badRequest && error.message.contains("`\(field)`"))
    }

    @Test("L23: a person's mark is the same for the same person alone")
    func marks() throws {
        let rule = "&rule0_channel=email&rule0_digest=daily"
        let one = try person("name=A&rule0_event=form.submitted&rule0_event=document.ready\(rule)")
        let same = try person("name=A&rule0_event=document.ready&rule0_event=form.submitted\(rule)")
        let other = try person("name=A&rule0_event=document.ready\(rule)")
        #expect(one.mark == same.mark && one.mark != other.mark)
    }
}
