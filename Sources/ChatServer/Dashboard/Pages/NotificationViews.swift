import DeskModel

/// Who is told what, as its page shows it.
struct NotificationsView: Sendable {
    let action: String
    let peopleAction: String
    /// What keeps mails from going out.
    let problem: String?
    let formEmail: String
    let formPhone: String
    let voicemailEmail: String
    let voicemailPhone: String
    let timeZone: String
    let quietFrom: String
    let quietUntil: String
    let dailyAt: String
    let pageEvents: [Layout.Choice]
    let people: [PersonView]
    let isEmpty: Bool
    /// Of somebody new.
    let rule: RuleView

    init(_ settings: NotificationSettings, isEmailSetUp: Bool, visit: Visit) {
        action = "\(visit.base)notifications"
        peopleAction = "\(visit.base)notifications/people"
        problem = isEmailSetUp ? nil : visit.texts["mail_not_set_up"]
        formEmail = settings.formEmail?.text ?? ""
        formPhone = settings.formPhone?.text ?? ""
        voicemailEmail = settings.voicemailEmail?.text ?? ""
        voicemailPhone = settings.voicemailPhone?.text ?? ""
        timeZone = settings.timeZone.text
        quietFrom = settings.quietHours?.from.text ?? ""
        quietUntil = settings.quietHours?.until.text ?? ""
        dailyAt = settings.dailyAt.text
        pageEvents = RuleView.events(settings.pageEvents, visit: visit)
        people = settings.people.enumerated().map { PersonView($1, place: $0, visit: visit) }
        isEmpty = settings.people.isEmpty
        rule = RuleView(
            NotificationSettings.Rule(events: [.formSubmitted, .handoffRequested], channels: [.email]), number: 0,
            visit: visit)
    }
}

/// Somebody who is told.
struct PersonView: Sendable {
    let place: Int
    let url: String
    let mark: String
    let name: String
    let about: String
    let email: String
    let phone: String
    let timeZone: String
    let quietFrom: String
    let quietUntil: String
    let rules: [RuleView]
    /// `nil` when there are as many as there may be.
    let newRule: RuleView?
    let deleteText: String

    init(_ person: NotificationSettings.Person, place: Int, visit: Visit) {
        self.place = place
        url = "\(visit.base)notifications/people/\(place)"
        mark = person.mark
        name = person.name
        about = [person.email?.text, person.phone?.text].compactMap { $0 }.joined(separator: " · ")
        email = person.email?.text ?? ""
        phone = person.phone?.text ?? ""
        timeZone = person.timeZone?.text ?? ""
        quietFrom = person.quietHours?.from.text ?? ""
        quietUntil = person.quietHours?.until.text ?? ""
        rules = person.rules.enumerated().map { RuleView($1, number: $0, visit: visit) }
        newRule =
            person.rules.count < NotificationSettings.maximumRules
            ? RuleView(
                NotificationSettings.Rule(events: [], channels: [.email]), number: person.rules.count, visit: visit)
            : nil
        deleteText = visit.texts.fill("delete_person_text", ["name": person.name])
    }
}

/// Which events somebody is told of, and how.
struct RuleView: Sendable {
    let prefix: String
    let heading: String
    let events: [Layout.Choice]
    let channels: [Layout.Choice]
    let digests: [Layout.Choice]
    let isUrgent: Bool

    init(_ rule: NotificationSettings.Rule, number: Int, visit: Visit) {
        let texts = visit.texts
        prefix = "rule\(number)"
        heading = texts.fill("rule_number", ["number": String(number + 1)])
        events = Self.events(rule.events, visit: visit)
        channels = NotificationSettings.Channel.allCases.map {
            Layout.Choice(
                value: $0.rawValue, text: texts["channel_\($0.rawValue)"], isChosen: rule.channels.contains($0))
        }
        digests = NotificationSchedule.Digest.allCases.map {
            Layout.Choice(
                value: $0.rawValue, text: texts["digest_\($0.rawValue)"], isChosen: rule.digest == $0)
        }
        isUrgent = rule.isUrgent
    }

    static func events(_ chosen: Set<DeskEvent.Kind>, visit: Visit) -> [Layout.Choice] {
        DeskEvent.Kind.subscribable.map {
            Layout.Choice(
                value: $0.rawValue, text: visit.texts["event_\($0.rawValue.replacing(".", with: "_"))"],
                isChosen: chosen.contains($0))
        }
    }
}
