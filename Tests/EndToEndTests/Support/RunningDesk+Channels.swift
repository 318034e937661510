import Channels
import Foundation

/// What the tests of channels agree on with the desk.
enum Wire {
    static let publicURL = "https://desk.example.org"
    static let account = "AC" + String(repeating: "1b", count: 16)
    static let authToken = "0123456789abcdef0123456789abcdef"
    static let number = "+15005550006"
    static let customer = "+15005550001"
    static let appSecret = "app-secret-of-a-test"
    static let phoneNumberID = "277321005464405"
    static let mailbox = "desk@example.com"
    static let mailSecret = "mail-secret-of-a-test"
    static let telegramSecret = "s3cret_Token-42"
    static let formType = "application/x-www-form-urlencoded; charset=UTF-8"

    /// The sid of the customer's so-manieth message.
    static func inboundSid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "SM" + "f" + String(repeating: "0", count: 31 - digits.count) + digits
    }

    static func smsForm(_ body: String, _ number: Int, _ changes: [String: String] = [:]) -> FormFields {
        let values = [
            "MessageSid": inboundSid(number), "SmsSid": inboundSid(number), "AccountSid": account, "From": customer,
            "To": Wire.number, "Body": body, "NumMedia": "0", "SmsStatus": "received", "ApiVersion": "2010-04-01",
        ].merging(changes) { $1 }
        return FormFields(values.sorted { $0.key < $1.key }.map { FormFields.Field($0.key, $0.value) })
    }
}

extension RunningDesk {
    /// A desk that providers know by `Wire.publicURL` and that sends to a stand-in.
    static func withChannels(
        _ provider: ProviderStandIn, folder: DeskFolder? = nil, environment: [String: String] = [:]
    ) async throws -> RunningDesk {
        try await RunningDesk(
            folder: folder,
            environment: environment.merging([
                "FRONTDESK_PUBLIC_URL": Wire.publicURL, "TWILIO_API_BASE": provider.url,
                "WHATSAPP_API_BASE": provider.url, "TELEGRAM_API_BASE": provider.url,
            ]) { $1 })
    }

    /// Connects a business to a provider with the usual values.
    @discardableResult
    func connect(
        _ provider: String, _ business: TestBusiness, _ changes: [String: Any] = [:]
    ) async throws -> HTTPReply {
        let values: [String: [String: Any]] = [
            "twilio": [
                "twilio_account_sid": Wire.account, "twilio_auth_token": Wire.authToken,
                "twilio_phone_number": Wire.number,
            ],
            "whatsapp": [
                "whatsapp_phone_number_id": Wire.phoneNumberID, "whatsapp_access_token": "TEST-ACCESS-TOKEN",
                "whatsapp_app_secret": Wire.appSecret, "whatsapp_verify_token": "our-verify-token",
            ],
            "email": ["email_address": Wire.mailbox, "email_inbound_secret": Wire.mailSecret],
            "telegram": [
                "telegram_bot_token": "123456:TEST", "telegram_secret_token": Wire.telegramSecret,
            ],
        ]
        let reply = try await call(
            "PUT", "/api/businesses/\(business.id)/channels/\(provider)", key: business.key,
            json: (values[provider] ?? [:]).merging(changes) { $1 })
        guard reply.status == 200 else { throw Failure(reply.text) }
        return reply
    }

    /// Posts a form as Twilio does. - Parameter signature: in place of the right one.
    func twilio(
        _ path: String, _ form: FormFields, authToken: String = Wire.authToken, signature: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> HTTPReply {
        let signed = TwilioSignature.sign(url: Wire.publicURL + path, fields: form, authToken: authToken)
        return try await call(
            "POST", path, body: Data(form.encoded.utf8),
            headers: headers.merging([
                "Content-Type": Wire.formType, "X-Twilio-Signature": signature ?? signed,
            ]) { $1 })
    }

    /// A text of the usual customer. - Parameter number: counts their texts.
    func text(
        _ body: String, _ number: Int, to business: TestBusiness, _ changes: [String: String] = [:]
    ) async throws -> HTTPReply {
        try await twilio("/channels/twilio/\(business.id)/sms", Wire.smsForm(body, number, changes))
    }

    /// Posts JSON as WhatsApp does.
    func whatsApp(
        _ body: String, path: String = "/api/whatsapp/webhook/", secret: String = Wire.appSecret
    ) async throws -> HTTPReply {
        try await call(
            "POST", path, body: Data(body.utf8),
            headers: [
                "Content-Type": "application/json",
                "X-Hub-Signature-256": WhatsAppSignature.sign(Array(body.utf8), appSecret: secret),
            ])
    }

    func telegram(
        _ body: String, to business: TestBusiness, secret: String = Wire.telegramSecret
    ) async throws -> HTTPReply {
        try await call(
            "POST", "/channels/telegram/\(business.id)/update", body: Data(body.utf8),
            headers: ["Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret])
    }

    /// Hands a mail over as a mail server does.
    func mail(
        _ text: String, to business: TestBusiness, secret: String = Wire.mailSecret
    ) async throws -> HTTPReply {
        try await call(
            "POST", "/channels/email/\(business.id)/inbound", body: Data(text.utf8),
            headers: ["Content-Type": "message/rfc822", "Authorization": "Bearer \(secret)"])
    }

    /// The newest conversation of a business.
    func newestConversation(_ business: TestBusiness) async throws -> String {
        let list = try await call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        guard let id = list.first?["session_id"] as? String else { throw Failure("there is no conversation") }
        return id
    }

    /// Has an agent send a file, with words or without.
    func sendFile(
        _ name: String, _ content: Data, saying words: String? = nil, in conversation: String, of business: TestBusiness
    ) async throws -> HTTPReply {
        var body = MultipartBody()
        body.add("author", "Kim")
        if let words { body.add("body", words) }
        body.add("media", filename: name, content)
        return try await call(
            "POST", "/api/conversations/\(conversation)/messages", key: business.key, body: body.finished,
            headers: ["Content-Type": MultipartBody.contentType])
    }
}
