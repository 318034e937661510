/// Who is told what of a business, how and when.
public struct NotificationSettings: Hashable, Sendable, Codable {
    /// Told at once of every voicemail.
    public var voicemailEmail: EmailAddress?
    public var voicemailPhone: PhoneNumber?
    /// Told at once of every submitted form.
    public var formEmail: EmailAddress?
    public var formPhone: PhoneNumber?
    /// For those who have none of their own.
    public var timeZone: TimeZoneName
    /// For those who have none of their own.
    public var quietHours: QuietHours?
    /// When daily digests go out.
    public var dailyAt: ClockTime
    /// Shown as notices on the desk's pages.
    public var pageEvents: Set<DeskEvent.Kind>
    public var people: [Person]

    enum CodingKeys: String, CodingKey {
        case voicemailEmail = "voicemail_email"
        case voicemailPhone = "voicemail_phone"
        case formEmail = "form_email"
        case formPhone = "form_phone"
        case timeZone = "time_zone"
        case quietHours = "quiet_hours"
        case dailyAt = "daily_at"
        case pageEvents = "page_events"
        case people
    }

    /// What ways there are to tell a person.
    public enum Channel: String, Hashable, Sendable, Codable, CaseIterable { case email, sms }

    /// Someone to be told.
    public struct Person: Hashable, Sendable, Codable {
        public var name: String
        public var email: EmailAddress?
        public var phone: PhoneNumber?
        public var timeZone: TimeZoneName?
        public var quietHours: QuietHours?
        public var rules: [Rule]

        enum CodingKeys: String, CodingKey {
            case name, email, phone
            case timeZone = "time_zone"
            case quietHours = "quiet_hours"
            case rules
        }

        public init(
            name: String, email: EmailAddress? = nil, phone: PhoneNumber? = nil, timeZone: TimeZoneName? = nil,
            quietHours: QuietHours? = nil, rules: [Rule]
        ) {
            self.name = name
            self.email = email
            self.phone = phone
            self.timeZone = timeZone
            self.quietHours = quietHours
            self.rules = rules
        }
    }

    /// Which events, by which ways, how soon.
    public struct Rule: Hashable, Sendable, Codable {
        public var events: Set<DeskEvent.Kind>
        public var channels: Set<Channel>
        public var digest: NotificationSchedule.Digest
        /// Whether it goes out in quiet hours too.
        public var isUrgent: Bool

        enum CodingKeys: String, CodingKey {
            case events, channels, digest
            case isUrgent = "urgent"
        }

        public init(
            events: Set<DeskEvent.Kind>, channels: Set<Channel>, digest: NotificationSchedule.Digest = .immediate,
            isUrgent: Bool = false
        ) {
            self.events = events
            self.channels = channels
            self.digest = digest
            self.isUrgent = isUrgent
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            events = try container.decode(Set<DeskEvent.Kind>.self, forKey: .events)
            channels = try container.decode(Set<Channel>.self, forKey: .channels)
            digest = try container.decodeIfPresent(NotificationSchedule.Digest.self, forKey: .digest) ?? .immediate
            isUrgent = try container.decodeIfPresent(Bool.self, forKey: .isUrgent) ?? false
        }
    }

    public init(
        voicemailEmail: EmailAddress? = nil, voicemailPhone: PhoneNumber? = nil, formEmail: EmailAddress? = nil,
        formPhone: PhoneNumber? = nil, timeZone: TimeZoneName = .utc, quietHours: QuietHours? = nil,
        dailyAt: ClockTime = .morning, pageEvents: Set<DeskEvent.Kind> = Self.defaultPageEvents, people: [Person] = []
    ) {
        self.voicemailEmail = voicemailEmail
        self.voicemailPhone = voicemailPhone
        self.formEmail = formEmail
        self.formPhone = formPhone
        self.timeZone = timeZone
        self.quietHours = quietHours
        self.dailyAt = dailyAt
        self.pageEvents = pageEvents
        self.people = people
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            voicemailEmail: try container.decodeIfPresent(EmailAddress.self, forKey: .voicemailEmail),
            voicemailPhone: try container.decodeIfPresent(PhoneNumber.self, forKey: .voicemailPhone),
            formEmail: try container.decodeIfPresent(EmailAddress.self, forKey: .formEmail),
            formPhone: try container.decodeIfPresent(PhoneNumber.self, forKey: .formPhone),
            timeZone: try container.decodeIfPresent(TimeZoneName.self, forKey: .timeZone) ?? .utc,
            quietHours: try container.decodeIfPresent(QuietHours.self, forKey: .quietHours),
            dailyAt: try container.decodeIfPresent(ClockTime.self, forKey: .dailyAt) ?? .morning,
            pageEvents: try container.decodeIfPresent(Set<DeskEvent.Kind>.self, forKey: .pageEvents)
                ?? Self.defaultPageEvents,
            people: try container.decodeIfPresent([Person].self, forKey: .people) ?? [])
    }

    /// What an owner must not miss although nobody set anything.
    public static let defaultPageEvents: Set<DeskEvent.Kind> = [.formSubmitted, .webhookDisabled]
    /// How many people may be told.
    public static let maximumPeople = 50
    /// How many rules one may have.
    public static let maximumRules = 20
}

extension ClockTime {
    /// 08:00.
    public static let morning = ClockTime(minutes: 8 * 60)

    private init(minutes: Int) { self.minutes = minutes }
}
