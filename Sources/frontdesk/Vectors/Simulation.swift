import Channels
import DeskModel
import Foundation
import Synchronization
import Transfer

/// One customer and one provider that is not there.
struct Simulation: Sendable {
    let kind: Simulate.Kind
    /// Without a slash at the end.
    let server: String
    let business: Int
    let customer: String
    let standIn: VectorStandIn
    /// Made anew for each simulation, so that nobody else's messages pass for the provider's.
    let secret: String
    /// What the server says that providers know it by.
    let publicURL: String
    let agent: SimulatedAgent
    private let call = SimulatedCall()
    private let told = Told()

    static let account = "AC" + String(repeating: "51", count: 16)
    static let number = "+15005550006"
    private static let agentNumber = "+15005550199"
    /// For how long nothing must come for an answer to be whole. Texts leave one after another, at a second for each of
    /// their segments.
    private var quiet: Duration { kind == .twilioSMS ? .milliseconds(2_500) : .milliseconds(500) }
    private static let phoneNumberID = "1555000111"
    private static let client = TransferClient()

    /// Connects the business to a stand-in.
    ///
    /// - Throws: `VectorError`, `TransferError`.
    init(
        _ kind: Simulate.Kind, server: String, business: Int, key: String, customer: String, standIn: VectorStandIn,
        standInURL: String
    ) async throws {
        self.kind = kind
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
        self.business = business
        self.customer = customer
        self.standIn = standIn
        agent = SimulatedAgent(server: self.server, business: business, key: key, isCall: kind.isCall)
        secret = String((0..<32).map { _ in "0123456789abcdef".randomElement() ?? "0" })
        var settings: [String: JSONValue] =
            switch kind {
            case .twilioSMS, .twilioVoice, .relay:
                [
                    "twilio_account_sid": .string(Self.account), "twilio_auth_token": .string(secret),
                    "twilio_phone_number": .string(Self.number),
                    "twilio_voice_mode": kind == .twilioVoice ? "menu" : "relay",
                ]
            case .whatsapp:
                [
                    "whatsapp_phone_number_id": .string(Self.phoneNumberID), "whatsapp_access_token": "simulated",
                    "whatsapp_app_secret": .string(secret), "whatsapp_verify_token": .string(secret),
                ]
            case .telegram: ["telegram_bot_token": "1:simulated", "telegram_secret_token": .string(secret)]
            }
        settings["api_base"] = .string(standInURL)
        if kind == .twilioVoice { settings["agent_phone_number"] = .string(Self.agentNumber) }
        let response = try await Self.client.send(
            TransferRequest(
                .put, "\(self.server)/api/businesses/\(business)/channels/\(kind.provider.rawValue)",
                headers: ["Authorization": "Bearer \(key)", "Content-Type": "application/json"],
                body: Array(JSONValue.object(settings).text.utf8), addresses: .operator))
        guard response.status == 200 else {
            throw VectorError("The server refused the connection: \(String(decoding: response.body, as: UTF8.self))")
        }
        let json = try JSONValue(parsing: response.body)
        publicURL = json["webhook_urls"].elements.first?.string.map { TwilioVectors.origin(of: $0) } ?? self.server
        for problem in json["problems"].elements.compactMap(\.string) { Console.error(problem) }
    }

    /// What comes before the first words: a call rings.
    func begin() async throws {
        guard kind == .twilioVoice else { return }
        try await hear(try await postForm("voice", call.fields(["CallStatus": "ringing"])))
    }

    private func hear(_ reply: TransferResponse) async throws {
        guard reply.status == 200 else { throw VectorError("The server answered with status \(reply.status).") }
        for text in call.hear(String(decoding: reply.body, as: UTF8.self)) { Console.out("< \(text)") }
    }

    /// Says something, or has the business do something, and prints what comes back.
    func say(_ text: String) async throws {
        Console.out("> \(text)")
        if kind == .twilioVoice, try await dial(text) { return }
        if let act = SimulatedAgent.Act(text) {
            try await agent.perform(act)
            return kind == .twilioVoice ? () : try await listen()
        }
        let reply = try await post(text)
        if kind == .twilioVoice { return try await hear(reply) }
        guard reply.status == 200 else { throw VectorError("The server answered with status \(reply.status).") }
        try await listen()
    }

    /// Has the telephone of the one whom the caller is put through to picked up and hung up, or not.
    ///
    /// - Returns: whether the line was about that.
    private func dial(_ line: String) async throws -> Bool {
        let ends = ["@miss": "no-answer", "@release": "completed"]
        guard let status = ends[line], let event = call.takeDialled() else { return false }
        try await hear(try await postForm(event, call.fields(["DialCallStatus": status])))
        return true
    }

    /// Prints the texts that are sent until none follows, with those that came late for the line before.
    private func listen() async throws {
        let deadline = ContinuousClock.now + (agent.holds ? quiet : .seconds(30))
        var lastText: ContinuousClock.Instant?
        while lastText.map({ .now < $0 + quiet }) ?? (.now < deadline) {
            for text in told.take(from: standIn.sentTexts) {
                Console.out("< \(text)")
                lastText = .now
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        // Who talks to a person is answered when the person says something.
        if lastText == nil, !agent.holds { throw VectorError("No answer came within 30 s.") }
    }

    private func post(_ text: String) async throws -> TransferResponse {
        let id = UUIDv7.next()
        let digits = id.replacing("-", with: "")
        switch kind {
        case .twilioSMS:
            return try await postForm(
                "sms", ["MessageSid": "SM" + digits, "Body": text, "NumMedia": "0", "SmsStatus": "received"])
        case .twilioVoice:
            let said = text.hasPrefix("#") ? ["Digits": String(text.dropFirst())] : ["SpeechResult": text]
            return try await postForm(call.action, call.fields(said))
        case .relay: throw VectorError("A call over a socket is no request.")
        case .whatsapp:
            let message: JSONValue = [
                "from": .string(String(customer.dropFirst())), "id": .string("wamid.\(digits)"),
                "timestamp": .string(String(Timestamp.now().milliseconds / 1000)), "type": "text",
                "text": ["body": .string(text)],
            ]
            let value: JSONValue = [
                "messaging_product": "whatsapp", "metadata": ["phone_number_id": .string(Self.phoneNumberID)],
                "messages": [message],
            ]
            let body: JSONValue = [
                "object": "whatsapp_business_account",
                "entry": [["id": "1", "changes": [["field": "messages", "value": value]]]],
            ]
            let bytes = Array(body.text.utf8)
            return try await send(
                "/channels/whatsapp/\(business)/webhook", bytes,
                [
                    "Content-Type": "application/json",
                    "X-Hub-Signature-256": WhatsAppSignature.sign(bytes, appSecret: secret),
                ])
        case .telegram:
            let chat = Int64(customer.dropFirst()) ?? 1
            let number = Timestamp.now().milliseconds
            let message: JSONValue = [
                "message_id": .integer(number), "date": .integer(number / 1000), "text": .string(text),
                "from": ["id": .integer(chat), "is_bot": false, "first_name": "Ana"],
                "chat": ["id": .integer(chat), "type": "private"],
            ]
            let body: JSONValue = ["update_id": .integer(number), "message": message]
            return try await send(
                "/channels/telegram/\(business)/update", Array(body.text.utf8),
                ["Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret])
        }
    }

    private func postForm(_ event: String, _ fields: [String: String]) async throws -> TransferResponse {
        let all = fields.merging([
            "AccountSid": Self.account, "From": customer, "To": Self.number, "ApiVersion": "2010-04-01",
        ]) { $1 }
        let form = FormFields(all.sorted { $0.key < $1.key }.map { FormFields.Field($0.key, $0.value) })
        let path = "/channels/twilio/\(business)/\(event)"
        return try await send(
            path, Array(form.encoded.utf8),
            [
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Twilio-Signature": TwilioSignature.sign(
                    url: publicURL + path, fields: form, authToken: secret),
            ])
    }

    private func send(_ path: String, _ body: [UInt8], _ headers: [String: String]) async throws -> TransferResponse {
        try await Self.client.send(
            TransferRequest(
                .post, server + path,
                headers: TransferHeaders(headers.map { TransferHeaders.Field($0.key, $0.value) }), body: body,
                addresses: .operator))
    }
}

/// How many of the texts that were sent have been printed.
private final class Told: Sendable {
    private let count = Mutex(0)

    /// Those that have not been.
    func take(from texts: [String]) -> ArraySlice<String> {
        count.withLock { count in
            defer { count = max(count, texts.count) }
            return texts.dropFirst(count)
        }
    }
}
