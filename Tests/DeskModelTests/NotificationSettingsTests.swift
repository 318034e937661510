import Foundation
import Testing

@testable import DeskModel

@Suite("L8, L23: who is told what")
struct NotificationSettingsTests {
    private let now = Timestamp(milliseconds: 1_768_040_430_000)

    private func settings(_ json: String) throws -> NotificationSettings {
        try JSONDecoder().decode(NotificationSettings.self, from: Data(json.utf8))
    }

    @Test("L8, L19, L20: the four settings tell of voicemails and forms at once, by mail and by text")
    func literal() throws {
        let settings = try settings(
            """
            {"voicemail_email": "v@example.com", "voicemail_phone": "+34 600 111 222",
             "form_email": "f@example.com", "form_phone": "+1 (212) 555-0100"}
            """)
        let voicemail = settings.deliveries(of: .voicemailReceived, at: now)
        #expect(voicemail.map(\.recipient) == ["v@example.com", "+34600111222"])
        let form = settings.deliveries(of: .formSubmitted, at: now)
        #expect(form.map(\.recipient) == ["f@example.com", "+12125550100"])
        #expect(form.map(\.channel) == [.email, .sms] && form.allSatisfy { $0.dueAt == nil })
        #expect(settings.deliveries(of: .messageCreated, at: now).isEmpty)
    }

    @Test("L8, L20: the four settings tell at once in quiet hours, too; who is named waits for their end")
    func literalInQuietHours() throws {
        let settings = try settings(
            """
            {"quiet_hours": {"from": "00:00", "until": "23:59"},
             "voicemail_email": "v@example.com", "voicemail_phone": "+34 600 111 222",
             "form_email": "f@example.com", "form_phone": "+1 (212) 555-0100",
             "people": [{"name": "Ana", "email": "ana@example.com", "rules": [
                {"events": ["voicemail.received", "form.submitted"], "channels": ["email"]}]}]}
            """)
        for event in [DeskEvent.Kind.voicemailReceived, .formSubmitted] {
            let deliveries = settings.deliveries(of: event, at: now)
            #expect(deliveries.count == 3)
            for delivery in deliveries {
                #expect((delivery.dueAt == nil) == (delivery.recipient != "ana@example.com"), "\(delivery)")
            }
        }
    }

    @Test("an address is told once of an event, at the earliest time that any rule asks for")
    func once() throws {
        let settings = try settings(
            """
            {"form_email": "ana@example.com", "people": [{"name": "Ana", "email": "ana@example.com", "rules": [
                {"events": ["form.submitted", "answer.declined"], "channels": ["email"], "digest": "daily"},
                {"events": ["answer.declined"], "channels": ["email"], "digest": "hourly"}]}]}
            """)
        let form = settings.deliveries(of: .formSubmitted, at: now)
        #expect(form.count == 1 && form[0].dueAt == nil)
        let declined = settings.deliveries(of: .answerDeclined, at: now)
        #expect(declined.count == 1)
        let wait = try #require(declined.first?.dueAt).milliseconds - now.milliseconds
        #expect(wait <= 3_600_000)
    }

    @Test("urgent rules go through quiet hours, others wait")
    func urgent() throws {
        let settings = try settings(
            """
            {"quiet_hours": {"from": "00:00", "until": "23:59"}, "people": [{"name": "Ana", "phone": "+34600111222",
                "rules": [{"events": ["handoff.requested"], "channels": ["sms"], "urgent": true},
                    {"events": ["form.submitted"], "channels": ["sms"]}]}]}
            """)
        #expect(settings.deliveries(of: .handoffRequested, at: now).first?.dueAt == nil)
        #expect(try #require(settings.deliveries(of: .formSubmitted, at: now).first).dueAt != nil)
    }

    @Test("settings survive being stored, and defaults are kept where nothing was said")
    func coding() throws {
        let defaults = try settings("{}")
        #expect(defaults == NotificationSettings())
        #expect(defaults.pageEvents == [.formSubmitted, .webhookDisabled] && defaults.dailyAt.text == "08:00")
        let full = try settings(
            """
            {"form_email": "f@example.com", "time_zone": "Asia/Kolkata", "daily_at": "09:15", "page_events": [],
             "quiet_hours": {"from": "22:00", "until": "07:00"}, "people": []}
            """)
        #expect(try JSONDecoder().decode(NotificationSettings.self, from: JSONEncoder().encode(full)) == full)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", "ana", "@example.com", "ana@", "ana@@example.com", "a b@example.com", "ana@example..com",
            "ana@-example.com", "ana@example.com\r\nBcc: x@y.z", "\"a b\"@example.com", "ana@[127.0.0.1]",
            "ána@example.com", ".ana@example.com", "ana@exämple.com",
            String(repeating: "a", count: 65) + "@example.com",
            "a@" + String(repeating: "b.", count: 130) + "com", "<ana@example.com>",
        ])
    func addresses(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test(
        "addresses in use are taken", arguments: ["ana@example.com", " a.b+c_d@sub.example.co.uk ", "o'neil@localhost"])
    func goodAddresses(text: String) {
        #expect(EmailAddress(text)?.text == text.trimmingCharacters(in: .whitespaces))
    }

    @Test(
        "numbers are international", arguments: ["600111222", "+0123456789", "+12", "+1234567890123456", "+34x600111"])
    func numbers(text: String) {
        #expect(PhoneNumber(text) == nil)
        #expect(PhoneNumber("+34 600-111.222")?.text == "+34600111222")
    }

    @Test("an event stays below 20 kB, whatever was said, and cuts no character")
    func excerpts() throws {
        let message = Message(
            id: "m", conversation: "c", business: BusinessID(1), sender: .user,
            text: String(repeating: "👩‍👩‍👧‍👦", count: 20_000), createdAt: now)
        let body = try DeskEvent.messageCreated(message).body()
        #expect(body.utf8.count < 20_000)
        #expect(body.contains(#""text_truncated":true"#) && !body.contains("\u{FFFD}"))
    }
}
