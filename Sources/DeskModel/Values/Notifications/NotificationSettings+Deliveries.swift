/// One message that an event asks for.
public struct NotificationDelivery: Hashable, Sendable {
    public let channel: NotificationSettings.Channel
    /// An e-mail address or a telephone number.
    public let recipient: String
    public let timeZone: TimeZoneName
    /// `nil` at once.
    public let dueAt: Timestamp?
}

extension NotificationSettings {
    /// Who is told of an event that happens now, and when: each address once, at the earliest of its times.
    public func deliveries(of event: DeskEvent.Kind, at now: Timestamp) -> [NotificationDelivery] {
        struct Target: Hashable {
            let channel: Channel
            let recipient: String
        }
        var found: [Target: NotificationDelivery] = [:]
        var order: [Target] = []
        func add(_ channel: Channel, _ recipient: String, _ zone: TimeZoneName, _ due: Timestamp) {
            let target = Target(channel: channel, recipient: recipient)
            if let known = found[target], known.dueAt ?? now <= due { return }
            if found[target] == nil { order.append(target) }
            found[target] = NotificationDelivery(
                channel: channel, recipient: recipient, timeZone: zone, dueAt: due > now ? due : nil)
        }
        for person in everyone {
            let zone = person.timeZone ?? timeZone
            for rule in person.rules where rule.events.contains(event) {
                let schedule = NotificationSchedule(
                    digest: rule.digest, dailyAt: dailyAt,
                    quietHours: rule.isUrgent ? nil : person.quietHours ?? quietHours, timeZone: zone)
                let due = schedule.due(at: now)
                if rule.channels.contains(.email), let email = person.email { add(.email, email.text, zone, due) }
                if rule.channels.contains(.sms), let phone = person.phone { add(.sms, phone.text, zone, due) }
            }
        }
        return order.compactMap { found[$0] }
    }

    /// The named people, and those that the four settings of the systems we replace stand for: told at once, whatever
    /// the hour.
    private var everyone: [Person] {
        func person(_ email: EmailAddress?, _ phone: PhoneNumber?, _ event: DeskEvent.Kind) -> Person? {
            guard email != nil || phone != nil else { return nil }
            return Person(
                name: "", email: email, phone: phone,
                rules: [Rule(events: [event], channels: [.email, .sms], isUrgent: true)])
        }
        return [
            person(voicemailEmail, voicemailPhone, .voicemailReceived), person(formEmail, formPhone, .formSubmitted),
        ].compactMap { $0 } + people
    }
}
