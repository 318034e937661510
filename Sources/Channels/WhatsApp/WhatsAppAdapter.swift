import Crypto
public import DeskModel

/// WhatsApp by Meta's Cloud API.
public struct WhatsAppAdapter: ChannelAdapter {
    public let provider = ChannelProvider.whatsapp
    /// The API has no look-up: what was taken is told by a status, which brings our reference back.
    public let patience: Int64 = 15_000
    public let orderPatience: Int64 = 5_000
    /// Of the text above buttons.
    private static let maximumOffer = 1_024
    let environment: ChannelEnvironment

    public init(environment: ChannelEnvironment) { self.environment = environment }

    // MARK: In

    public func routes(of connection: ChannelConnection) -> [String] {
        numbers(of: connection) + [connection["whatsapp_verify_token"]].compactMap { $0.map(Self.verifyRoute) }
            + [connection["whatsapp_business_account_id"]].compactMap { $0.map(Self.accountRoute) }
    }

    public func routingKeys(of request: WebhookRequest) -> [String] {
        if request.method == "GET" {
            return request.queryFields.filled("hub.verify_token").map { [Self.verifyRoute($0)] } ?? []
        }
        guard let envelope = try? WhatsAppEnvelope(request.body) else { return [] }
        return envelope.phoneNumberIDs.sorted() + envelope.accountIDs.sorted().map(Self.accountRoute)
    }

    public func replyToStranger(_ request: WebhookRequest) -> WebhookReply? {
        // Meta would send it again for a week; nobody here has the number or the account any more.
        guard request.method == "POST", let envelope = try? WhatsAppEnvelope(request.body) else { return nil }
        return envelope.isOfAccount ? .accepted : nil
    }

    public func handshake(_ request: WebhookRequest, for connection: ChannelConnection) -> WebhookReply? {
        guard request.method == "GET", let token = connection["whatsapp_verify_token"] else { return nil }
        return WhatsAppSignature.challenge(request.queryFields, verifyToken: token).map(WebhookReply.text)
    }

    public func isAuthentic(_ request: WebhookRequest, for connection: ChannelConnection) -> Bool {
        guard request.method == "POST", let secret = connection["whatsapp_app_secret"] else { return false }
        return WhatsAppSignature.isValid(
            request.header(WhatsAppSignature.header), body: request.body, appSecret: secret)
    }

    public func events(
        in request: WebhookRequest, path: [String], for connection: ChannelConnection,
        isOptedOut: (_ address: String, _ channel: Conversation.Channel) async throws -> Bool
    ) async throws -> [ChannelEvent] {
        guard [[], ["webhook"], ["status"], ["webhook", "status"]].contains(path) else {
            throw ChannelRequestError.unknownPath
        }
        let numbers = numbers(of: connection)
        let items: [WhatsAppItem]
        do {
            items = try WhatsAppEvents.items(in: request.body)
        } catch {
            throw ChannelRequestError.malformed
        }
        // A body may hold several numbers' events; those of other businesses are taken in their name.
        return items.filter { $0.phoneNumberID.map { numbers.contains($0) } ?? false }.compactMap {
            item -> ChannelEvent? in
            switch item.kind {
            case .message, .unsupported: item.inbound.map { .message($0, InboundEffect()) }
            case .status: item.report.map { .report($0) }
            case .edit: item.target.map { .edit(messageID: $0, text: item.text ?? "") }
            case .delete: item.target.map { .edit(messageID: $0, text: nil) }
            case .reaction, .system: item.happening.map { .happening($0) }
            }
        }
    }

    /// A body may hold several businesses' changes: those alone that name the connection's number or account.
    public func unknown(in request: WebhookRequest, for connection: ChannelConnection) -> [UInt8]? {
        guard let event = try? JSONValue(parsing: request.body) else { return nil }
        let numbers = numbers(of: connection)
        let changes = event["entry"].elements.flatMap { entry in
            entry["changes"].elements.filter { change in
                let number = change["value"]["metadata"]["phone_number_id"].filled
                return number.map { numbers.contains($0) }
                    ?? (entry["id"].filled.map { $0 == connection["whatsapp_business_account_id"] } ?? false)
            }
        }
        return changes.isEmpty ? nil : Array(JSONValue.array(changes).text.utf8)
    }

    public func acknowledgement(of request: WebhookRequest, path: [String]) -> WebhookReply { .accepted }

    public func courtesy(
        for event: ChannelEvent, request: WebhookRequest, connection: ChannelConnection
    ) -> ProviderRequest? {
        guard case .message(let message, let effect) = event, let account = account(connection, message.ownAddress)
        else { return nil }
        return WhatsAppSending.read(message.messageID, isTyping: effect.expectsAnswer, account: account)
    }

    // MARK: Out

    public func sending(
        _ piece: OutgoingPiece, for connection: ChannelConnection
    ) throws(SendFailure) -> ProviderRequest? {
        guard let account = account(connection, piece.thread.ownAddress) else { return nil }
        guard piece.isOutsideWindow else {
            if let file = piece.file, let id = file.providerID {
                return WhatsAppSending.file(
                    id, WhatsAppFile.kind(of: file.contentType), named: file.name, to: piece.thread.address,
                    reference: piece.reference, account: account)
            }
            if piece.text.unicodeScalars.count <= Self.maximumOffer,
                let reply = ChoiceReply(piece.choices, capabilities: .of(.whatsapp))
            {
                return WhatsAppSending.choices(
                    reply.options.map { WhatsAppSending.Choice(id: $0.id, title: $0.title, detail: $0.detail) },
                    under: piece.text, menu: SourceWords.of(piece.thread.language).choose, to: piece.thread.address,
                    reference: piece.reference, account: account)
            }
            return WhatsAppSending.text(
                piece.text, to: piece.thread.address, reference: piece.reference, account: account)
        }
        guard let template = connection["whatsapp_template"] else {
            throw SendFailure(
                .windowClosed, retry: .never,
                detail: "More than 24 hours have passed since the customer's last message, and no template is set.")
        }
        return WhatsAppSending.template(
            template, language: connection["whatsapp_template_language"] ?? "en_US", parameters: [piece.line],
            to: piece.thread.address, reference: piece.reference, account: account)
    }

    public func outcome(of response: ProviderResponse, for connection: ChannelConnection) -> SendOutcome {
        WhatsAppSending.outcome(of: response)
    }

    public func maximumBytes(ofFile contentType: String) -> Int? {
        WhatsAppFile.maximumBytes(of: contentType)
    }

    public func upload(
        _ file: OutgoingFile, in thread: ChannelThread, for connection: ChannelConnection
    ) -> ProviderRequest? {
        account(connection, thread.ownAddress).map { WhatsAppFile.upload(file, account: $0) }
    }

    public func uploaded(_ response: ProviderResponse) -> String? { WhatsAppFile.uploaded(response) }

    /// A number sends up to 80 messages a second.
    public func pace(of piece: OutgoingPiece, for connection: ChannelConnection) -> SenderRule? {
        account(connection, piece.thread.ownAddress).map {
            SenderRule($0.phoneNumberID, perSecond: 80, burst: 80)
        }
    }

    /// 131056 is said of too much to one customer.
    public func restsSender(_ failure: SendFailure) -> Bool {
        failure.reason == .rateLimited && failure.code != "131056"
    }

    public func media(_ reference: String, for connection: ChannelConnection) -> MediaStep? {
        guard let account = account(connection, nil), (1...64).contains(reference.utf8.count),
            reference.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return .locate(authorized(account.url(reference), account))
    }

    /// Meta keeps files on hosts of its own; anywhere else the token is not sent.
    public func located(_ response: ProviderResponse, for connection: ChannelConnection) -> ProviderRequest? {
        guard let account = account(connection, nil), let url = response.json["url"].filled else { return nil }
        let host = url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != ":" && $0 != "@" }
        let isMeta =
            url.hasPrefix("https://")
            && [".fbsbx.com", ".facebook.com", ".whatsapp.net"].contains { host.hasSuffix($0) }
        return isMeta || url.hasPrefix(account.apiBase + "/") ? authorized(url, account) : nil
    }

    public func check(_ connection: ChannelConnection) -> ProviderRequest? {
        account(connection, nil).map {
            authorized($0.url("\($0.phoneNumberID)?fields=display_phone_number,verified_name"), $0)
        }
    }

    private func authorized(_ url: String, _ account: WhatsAppAccount) -> ProviderRequest {
        ProviderRequest(.get, url, headers: [ProviderRequest.Header("Authorization", account.authorization)])
    }

    public func testID() -> String { "wamid.TEST-" + UUIDv7.next() }

    /// - Parameter number: the one that they wrote to.
    private func account(_ connection: ChannelConnection, _ number: String?) -> WhatsAppAccount? {
        guard let token = connection["whatsapp_access_token"], let id = number ?? numbers(of: connection).first else {
            return nil
        }
        return WhatsAppAccount(
            phoneNumberID: id, accessToken: token,
            apiBase: environment.apiBase(connection, usual: WhatsAppAccount.apiBase),
            apiVersion: connection["whatsapp_api_version"] ?? WhatsAppAccount.apiVersion)
    }

    private func numbers(of connection: ChannelConnection) -> [String] {
        ChannelSetting.list(connection["whatsapp_phone_number_id"])
    }

    /// Accounts' ids look like those of numbers.
    private static func accountRoute(_ id: String) -> String { "account:" + id }

    /// A route is no secret; the token is.
    private static func verifyRoute(_ token: String) -> String {
        "verify:" + SHA256.hash(data: Array(token.utf8)).hexadecimal
    }
}
