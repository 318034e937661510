public import DeskModel
import Foundation

/// SMS, MMS and WhatsApp through Twilio.
public struct TwilioAdapter: ChannelAdapter {
    public let provider = ChannelProvider.twilio
    /// Lists of messages may lag a little behind what was taken.
    public let patience: Int64 = 3_000
    let environment: ChannelEnvironment

    public init(environment: ChannelEnvironment) { self.environment = environment }

    // MARK: In

    public func routes(of connection: ChannelConnection) -> [String] {
        [connection["twilio_account_sid"]].compactMap(\.self)
    }

    public func routingKeys(of request: WebhookRequest) -> [String] {
        let account = request.form?.filled("AccountSid") ?? request.queryFields.filled("AccountSid")
        return account.map { TwilioSid.isValid($0, "AC") ? [$0] : [] } ?? []
    }

    public func isAuthentic(_ request: WebhookRequest, for connection: ChannelConnection) -> Bool {
        // Without the URL that Twilio was told there is nothing to check the signature against.
        guard environment.publicURL != nil, let token = connection["twilio_auth_token"] else { return false }
        return TwilioSignature.isValid(request, authToken: token)
    }

    /// Businesses may share an account: each has its numbers, or its messaging service.
    public func addressed(by request: WebhookRequest, among connections: [ChannelConnection]) -> [ChannelConnection] {
        guard connections.count > 1 else { return connections }
        let fields = request.form ?? request.queryFields
        let numbers = ["To", "From"].compactMap { fields.filled($0) }.map(Self.withoutPrefix)
        let service = fields.filled("MessagingServiceSid")
        let owner =
            connections.first { connection in
                ChannelSetting.list(connection["twilio_phone_number"]).contains { numbers.contains($0) }
            } ?? connections.first { service != nil && $0["twilio_messaging_service_sid"] == service }
        if let owner { return [owner] }
        // Of those that have named no number: only where it can be but one is it told whose it is.
        let possible = connections.filter { connection in
            guard connection["twilio_phone_number"] == nil else { return false }
            return service == nil || connection["twilio_messaging_service_sid"] == nil
        }
        return possible.count == 1 ? possible : []
    }

    public func reported(by request: WebhookRequest, path: [String]) -> String? {
        guard path == ["sms", "status"] else { return nil }
        return TwilioMessageStatus.report(request.form ?? request.queryFields)?.messageID
    }

    public func events(
        in request: WebhookRequest, path: [String], for connection: ChannelConnection,
        isOptedOut: (_ address: String, _ channel: Conversation.Channel) async throws -> Bool
    ) async throws -> [ChannelEvent] {
        guard path == ["sms"] || path == ["sms", "status"] else { throw ChannelRequestError.unknownPath }
        guard let form = request.form ?? (request.method == "GET" ? request.queryFields : nil) else {
            throw ChannelRequestError.malformed
        }
        if path.count == 2 {
            guard form.filled("MessageSid") ?? form.filled("SmsSid") != nil else { throw ChannelRequestError.malformed }
            return TwilioMessageStatus.report(form).map { [ChannelEvent.report($0)] } ?? []
        }
        guard let message = TwilioInboundMessage(form) else { throw ChannelRequestError.malformed }
        let inbound = message.inbound
        var effect = InboundEffect()
        let hasLeft = try await isOptedOut(inbound.address, inbound.channel)
        switch SMSKeyword(message.body, isOptedOut: hasLeft, optOutType: message.optOutType) {
        case .stop: effect = InboundEffect(expectsAnswer: false, consent: false)
        case .start: effect = InboundEffect(expectsAnswer: false, consent: true)
        // Twilio answers it.
        case .help: effect.expectsAnswer = false
        case nil: break
        }
        // A name takes no answers, and who left wants none.
        if hasLeft && effect.consent != true || inbound.channel == .sms && !PhoneAddress.isReachable(inbound.address) {
            effect.expectsAnswer = false
        }
        return [.message(inbound, effect)]
    }

    public func unknown(in request: WebhookRequest, for connection: ChannelConnection) -> [UInt8]? { request.body }

    public func acknowledgement(of request: WebhookRequest, path: [String]) -> WebhookReply {
        path == ["sms"] ? .xml(TwiML.empty.document) : .accepted
    }

    // MARK: Out

    public func sending(
        _ piece: OutgoingPiece, for connection: ChannelConnection
    ) throws(SendFailure) -> ProviderRequest? {
        guard let account = account(connection) else {
            throw SendFailure(.credentials, retry: .never, detail: "The connection has no account sid or auth token.")
        }
        guard let from = sender(piece, connection) else {
            throw SendFailure(
                .credentials, retry: .never, detail: "The connection has no number or messaging service to send from.")
        }
        let content = piece.isOutsideWindow ? connection["twilio_content_sid"] : nil
        guard !piece.isOutsideWindow || content != nil else {
            throw SendFailure(
                .windowClosed, retry: .never,
                detail: "More than 24 hours have passed since the customer's last message, and no template is set.")
        }
        let prefix = piece.thread.channel == .whatsapp ? "whatsapp:" : ""
        return TwilioSending.request(
            to: prefix + piece.thread.address, from: from, body: content == nil ? piece.text : piece.line,
            contentSid: content, statusCallback: environment.publicURL.map { "\($0)/channels/twilio/sms/status" },
            account: account)
    }

    /// What Twilio lets each kind of sender send; beyond it Twilio keeps texts in line, out of our sight.
    public func pace(of piece: OutgoingPiece, for connection: ChannelConnection) -> SenderRule? {
        guard let from = sender(piece, connection) else { return nil }
        let perSecond = connection["twilio_messages_per_second"].flatMap(Double.init) ?? Self.usualRate(from)
        return SenderRule(from, perSecond: perSecond, burst: max(3, Int(perSecond)))
    }

    private static func usualRate(_ from: String) -> Double {
        let digits = from.filter(\.isNumber)
        if from.hasPrefix("whatsapp:") { return 80 }
        if from.hasPrefix("MG") || digits.count <= 6 { return 10 }
        let isTollFree = digits.count == 11 && digits.wholeMatch(of: /18(00|33|44|55|66|77|88)[0-9]{7}/) != nil
        return isTollFree ? 3 : 1
    }

    /// The call that sends a text which is part of no conversation; `nil` without credentials or a number to send from.
    public func notification(_ text: String, to: String, for connection: ChannelConnection) -> ProviderRequest? {
        let from =
            connection["twilio_messaging_service_sid"] ?? ChannelSetting.list(connection["twilio_phone_number"]).first
        guard let account = account(connection), let from else { return nil }
        return TwilioSending.request(to: to, from: from, body: text, statusCallback: nil, account: account)
    }

    public func outcome(of response: ProviderResponse, for connection: ChannelConnection) -> SendOutcome {
        TwilioSending.outcome(of: response)
    }

    public func lookup(_ piece: OutgoingPiece, for connection: ChannelConnection) -> ProviderRequest? {
        guard let account = account(connection), let attemptedAt = piece.attemptedAt else { return nil }
        let prefix = piece.thread.channel == .whatsapp ? "whatsapp:" : ""
        return TwilioSending.lookup(to: prefix + piece.thread.address, since: attemptedAt, account: account)
    }

    public func found(
        _ piece: OutgoingPiece, for connection: ChannelConnection, known: Set<String>, in response: ProviderResponse
    ) -> String? {
        guard let attemptedAt = piece.attemptedAt, let from = sender(piece, connection) else { return nil }
        // Which of them was sent is not known: the window may have been found shut meanwhile.
        let usesTemplate = piece.thread.channel == .whatsapp && connection["twilio_content_sid"] != nil
        return TwilioSending.find(
            piece.text, orWithin: usesTemplate ? piece.line : nil, from: from, since: attemptedAt, known: known,
            in: response)
    }

    public func media(_ reference: String, for connection: ChannelConnection) -> MediaStep? {
        guard let account = account(connection), reference.hasPrefix(account.apiBase + "/"),
            !reference.contains("..")
        else { return nil }
        return .fetch(
            ProviderRequest(
                .get, reference, headers: [ProviderRequest.Header("Authorization", account.authorization)]))
    }

    public func check(_ connection: ChannelConnection) -> ProviderRequest? {
        account(connection).map { account in
            ProviderRequest(
                .get, "\(account.apiBase)/2010-04-01/Accounts/\(account.sid).json",
                headers: [ProviderRequest.Header("Authorization", account.authorization)])
        }
    }

    public func testID() -> String { "SM" + UUIDv7.next().replacing("-", with: "") }

    func account(_ connection: ChannelConnection) -> TwilioAccount? {
        guard let sid = connection["twilio_account_sid"], let token = connection["twilio_auth_token"] else {
            return nil
        }
        return TwilioAccount(
            sid: sid, authToken: token, apiBase: environment.apiBase(connection, usual: TwilioAccount.apiBase))
    }

    /// The number they wrote to, so that it stays one conversation on their telephone.
    private func sender(_ piece: OutgoingPiece, _ connection: ChannelConnection) -> String? {
        let own =
            piece.thread.ownAddress ?? connection["twilio_messaging_service_sid"]
            ?? ChannelSetting.list(connection["twilio_phone_number"]).first
        return own.map { piece.thread.channel == .whatsapp && $0.hasPrefix("+") ? "whatsapp:" + $0 : $0 }
    }

    private static func withoutPrefix(_ address: String) -> String {
        address.hasPrefix("whatsapp:") ? String(address.dropFirst(9)) : address
    }
}
