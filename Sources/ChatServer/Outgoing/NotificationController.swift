import DeskModel
import Hummingbird

/// `/api/businesses/{business}/notifications`: who is told what.
struct NotificationController {
    let businesses: any BusinessStore
    let notifications: any NotificationStore
    let isEmailSetUp: Bool
    /// Texts go through the business's own connection to Twilio.
    let channels: any ChannelStore

    func add(to router: some RouterMethods<DeskRequestContext>) {
        router.get("api/businesses/:business/notifications", use: get)
        router.put("api/businesses/:business/notifications", use: put)
    }

    struct SettingsResponse: ResponseEncodable {
        struct Channel: Encodable {
            let isSetUp: Bool
            /// What to do where it is not.
            let problem: String?
        }

        struct Channels: Encodable {
            let email: Channel
            let sms: Channel
        }

        let settings: NotificationSettings
        let channels: Channels

        func encode(to encoder: any Encoder) throws {
            enum Key: String, CodingKey { case channels }
            try settings.encode(to: encoder)
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(channels, forKey: .channels)
        }
    }

    @Sendable func get(_ request: Request, _ context: DeskRequestContext) async throws -> SettingsResponse {
        let business = try await context.managedBusiness(in: businesses)
        return try await response(try await notifications.notificationSettings(of: business.id), of: business.id)
    }

    @Sendable func put(_ request: Request, _ context: DeskRequestContext) async throws -> SettingsResponse {
        let business = try await context.managedBusiness(in: businesses)
        let settings = try await request.decode(as: NotificationSettings.self, context: context)
        try Self.validate(settings)
        let note = AuditNote(
            "notifications", before: try await notifications.notificationSettings(of: business.id), after: settings)
        try await context.audited("notifications.update", in: business.id, note) {
            try await notifications.setNotificationSettings(settings, of: business.id)
        }
        return try await response(settings, of: business.id)
    }

    private func response(
        _ settings: NotificationSettings, of business: BusinessID
    ) async throws -> SettingsResponse {
        let twilio = try await channels.connection(.twilio, of: business)
        let sender = twilio?["twilio_messaging_service_sid"] ?? twilio?["twilio_phone_number"]
        let isTextSetUp = twilio?.isEnabled == true && sender != nil
        return SettingsResponse(
            settings: settings,
            channels: SettingsResponse.Channels(
                email: SettingsResponse.Channel(
                    isSetUp: isEmailSetUp,
                    problem: isEmailSetUp ? nil : "No mail server is configured: the operator sets FRONTDESK_SMTP_URL."),
                sms: SettingsResponse.Channel(
                    isSetUp: isTextSetUp,
                    problem: isTextSetUp
                        ? nil
                        : "SMS is not set up: connect Twilio with a number to send from. Until then texts are kept for "
                            + "an hour and then given up.")))
    }

    /// What the form of the values does not say already. - Throws: 400 that names the field.
    static func validate(_ settings: NotificationSettings) throws(APIError) {
        func refuse(_ field: String, _ rule: String) -> APIError {
            .badRequest("invalid_request", "`\(field)` must \(rule).", field: field)
        }
        guard settings.people.count <= NotificationSettings.maximumPeople else {
            throw refuse("people", "list at most \(NotificationSettings.maximumPeople)")
        }
        guard !settings.pageEvents.contains(.webhookTest) else { throw refuse("page_events", "not hold webhook.test") }
        for (index, person) in settings.people.enumerated() {
            let field = "people.\(index)"
            guard person.name.count <= 200 else { throw refuse("\(field).name", "have at most 200 characters") }
            guard person.rules.count <= NotificationSettings.maximumRules else {
                throw refuse("\(field).rules", "list at most \(NotificationSettings.maximumRules)")
            }
            for rule in person.rules {
                guard !rule.events.contains(.webhookTest) else {
                    throw refuse("\(field).rules", "not hold webhook.test")
                }
                if rule.channels.contains(.email), person.email == nil {
                    throw refuse("\(field).email", "be given, because a rule sends mails")
                }
                if rule.channels.contains(.sms), person.phone == nil {
                    throw refuse("\(field).phone", "be given, because a rule sends texts")
                }
            }
        }
    }
}
