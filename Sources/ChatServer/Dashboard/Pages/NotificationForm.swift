import Accounts
import Crypto
import DeskModel
import Foundation

/// What the forms of the notification page say.
struct NotificationForm {
    let fields: PageForm

    init(_ fields: PageForm) { self.fields = fields }

    /// What concerns everybody. - Throws: 400 that names the field.
    func apply(to settings: inout NotificationSettings) throws(APIError) {
        settings.formEmail = try email("form_email")
        settings.formPhone = try phone("form_phone")
        settings.voicemailEmail = try email("voicemail_email")
        settings.voicemailPhone = try phone("voicemail_phone")
        settings.timeZone = try timeZone("time_zone") ?? .utc
        settings.quietHours = try quietHours()
        settings.dailyAt = try time("daily_at") ?? .morning
        settings.pageEvents = try events("page_event")
    }

    /// A person and their rules; a rule of no event is none. - Throws: 400 that names the field.
    func person() throws(APIError) -> NotificationSettings.Person {
        var rules: [NotificationSettings.Rule] = []
        for number in 0...NotificationSettings.maximumRules {
            let prefix = "rule\(number)"
            let events = try events("\(prefix)_event")
            if events.isEmpty { continue }
            var channels: Set<NotificationSettings.Channel> = []
            for name in fields.all("\(prefix)_channel") {
                guard let channel = NotificationSettings.Channel(rawValue: name) else {
                    throw Self.refusal("\(prefix)_channel", "email or sms")
                }
                channels.insert(channel)
            }
            guard !channels.isEmpty else { throw Self.refusal("\(prefix)_channel", "chosen: e-mail, SMS or both") }
            rules.append(
                NotificationSettings.Rule(
                    events: events, channels: channels,
                    digest: try fields.choice("\(prefix)_digest", NotificationSchedule.Digest.self),
                    isUrgent: fields.isSet("\(prefix)_urgent")))
        }
        return NotificationSettings.Person(
            name: try FormInput.text(fields["name"], "name", 1...200, isLine: true), email: try email("email"),
            phone: try phone("phone"), timeZone: try timeZone("time_zone"), quietHours: try quietHours(), rules: rules)
    }

    private func email(_ name: String) throws(APIError) -> EmailAddress? {
        guard let text = fields.optional(name) else { return nil }
        guard let address = EmailAddress(text) else { throw Self.refusal(name, "an e-mail address", .email) }
        return address
    }

    private func phone(_ name: String) throws(APIError) -> PhoneNumber? {
        guard let text = fields.optional(name) else { return nil }
        guard let number = PhoneNumber(text) else {
            throw Self.refusal(name, "a telephone number with its country, such as +351 912 345 678", .phone)
        }
        return number
    }

    private func timeZone(_ name: String) throws(APIError) -> TimeZoneName? {
        guard let text = fields.optional(name) else { return nil }
        guard let zone = TimeZoneName(text) else {
            throw Self.refusal(name, "a time zone such as Europe/Lisbon", .zone)
        }
        return zone
    }

    private func time(_ name: String) throws(APIError) -> ClockTime? {
        guard let text = fields.optional(name) else { return nil }
        guard let time = ClockTime(text) else { throw Self.refusal(name, "a time of day such as 08:00", .time) }
        return time
    }

    private func quietHours() throws(APIError) -> QuietHours? {
        let from = try time("quiet_from")
        let until = try time("quiet_until")
        guard let from, let until else {
            guard from == nil, until == nil else {
                throw Self.refusal(from == nil ? "quiet_from" : "quiet_until", "given: quiet hours begin and end")
            }
            return nil
        }
        return QuietHours(from: from, until: until)
    }

    private func events(_ name: String) throws(APIError) -> Set<DeskEvent.Kind> {
        var events: Set<DeskEvent.Kind> = []
        for text in fields.all(name) {
            guard let event = DeskEvent.Kind(rawValue: text) else {
                throw Self.refusal(name, "one of the events listed")
            }
            events.insert(event)
        }
        return events
    }

    private static func refusal(_ field: String, _ rule: String, _ phrase: PagePhrase? = nil) -> APIError {
        .badRequest("invalid_request", "`\(field)` must be \(rule).", field: field, phrase: phrase)
    }
}

extension NotificationSettings.Person {
    /// The same for the same person with the same rules: what a form was made of.
    var mark: String {
        let own = [
            name, email?.text ?? "", phone?.text ?? "", timeZone?.text ?? "", quietHours?.from.text ?? "",
            quietHours?.until.text ?? "",
        ]
        let all = rules.flatMap { rule in
            [
                rule.events.map(\.rawValue).sorted().joined(separator: ","),
                rule.channels.map(\.rawValue).sorted().joined(separator: ","), rule.digest.rawValue,
                String(rule.isUrgent),
            ]
        }
        return SHA256.hash(data: Data((own + all).joined(separator: "\u{1F}").utf8)).prefix(8).hexadecimal
    }
}
