import Crypto
public import DeskModel

/// Bots of Telegram.
public struct TelegramAdapter: ChannelAdapter {
    public let provider = ChannelProvider.telegram
    /// The API tells nothing of what was taken: after a time-out a message is sent again, rather than lost.
    public let patience: Int64 = 0
    let environment: ChannelEnvironment

    public init(environment: ChannelEnvironment) { self.environment = environment }

    // MARK: In

    public func routes(of connection: ChannelConnection) -> [String] {
        [connection["telegram_secret_token"]].compactMap { $0.map(Self.route) }
    }

    public func routingKeys(of request: WebhookRequest) -> [String] {
        request.header(TelegramSecret.header).map { $0.utf8.count <= 256 ? [Self.route($0)] : [] } ?? []
    }

    public func isAuthentic(_ request: WebhookRequest, for connection: ChannelConnection) -> Bool {
        guard request.method == "POST", let secret = connection["telegram_secret_token"] else { return false }
        return TelegramSecret.isValid(request.header(TelegramSecret.header), secret: secret)
    }

    public func events(
        in request: WebhookRequest, path: [String], for connection: ChannelConnection,
        isOptedOut: (_ address: String, _ channel: Conversation.Channel) async throws -> Bool
    ) async throws -> [ChannelEvent] {
        guard path.isEmpty || path == ["update"] || path == ["webhook"] else { throw ChannelRequestError.unknownPath }
        guard let item = try item(in: request, connection) else { return [] }
        let address = String(item.chat)
        switch item.kind {
        case .message, .choice:
            guard let message = item.inbound else { return [] }
            let first = message.text.split(separator: " ").first
            // Whoever writes has not blocked us, or not any more.
            let consent = try await isOptedOut(address, .telegram) ? true : nil
            let greets = item.kind == .message && first == "/start"
            return [.message(message, InboundEffect(consent: consent, greets: greets))]
        case .edit:
            return item.providerID.map { [ChannelEvent.edit(messageID: $0, text: item.text ?? "")] } ?? []
        case .system: return [.consent(address: address, channel: .telegram, !item.isBlocked)]
        }
    }

    /// What comes from groups and other bots is known, and nobody's to read here.
    public func unknown(in request: WebhookRequest, for connection: ChannelConnection) -> [UInt8]? {
        guard let update = try? JSONValue(parsing: request.body) else { return nil }
        let known = ["message", "edited_message", "callback_query", "my_chat_member"]
        return known.allSatisfy { update[$0].isNull } ? request.body : nil
    }

    public func acknowledgement(of request: WebhookRequest, path: [String]) -> WebhookReply { .accepted }

    public func courtesy(
        for event: ChannelEvent, request: WebhookRequest, connection: ChannelConnection
    ) -> ProviderRequest? {
        guard case .message(let message, _) = event, message.choice != nil, let bot = bot(connection),
            let callback = (try? item(in: request, connection))?.callbackID
        else { return nil }
        return TelegramSending.acknowledge(callback, bot: bot)
    }

    private func item(in request: WebhookRequest, _ connection: ChannelConnection) throws -> TelegramItem? {
        do {
            var item = try TelegramUpdate.item(
                in: request.body, takesGroups: connection["telegram_groups"] == "true")
            item?.bot = bot(connection)?.number
            return item
        } catch {
            throw ChannelRequestError.malformed
        }
    }

    // MARK: Out

    public func sending(
        _ piece: OutgoingPiece, for connection: ChannelConnection
    ) throws(SendFailure) -> ProviderRequest? {
        guard let bot = bot(connection) else { return nil }
        guard let chat = Int64(piece.thread.address) else {
            throw SendFailure(.recipient, retry: .never, detail: "The chat's number is none.")
        }
        if let file = piece.file { return TelegramSending.file(file, to: chat, bot: bot) }
        let options = ChoiceReply(piece.choices, capabilities: .of(.telegram))?.options ?? []
        return TelegramSending.text(
            piece.text, to: chat,
            buttons: options.map { TelegramSending.Button(title: $0.title, data: $0.id) }, bot: bot)
    }

    public func outcome(of response: ProviderResponse, for connection: ChannelConnection) -> SendOutcome {
        TelegramSending.outcome(of: response, bot: bot(connection)?.number)
    }

    /// Any kind; the API takes 50 MB, the server keeps this much in memory.
    public func maximumBytes(ofFile contentType: String) -> Int? { 16 * 1_048_576 }

    /// About a message a second in each chat; what a whole bot may send is far above.
    public func pace(of piece: OutgoingPiece, for connection: ChannelConnection) -> SenderRule? {
        SenderRule(piece.thread.address, perSecond: 1, burst: 5)
    }

    public func media(_ reference: String, for connection: ChannelConnection) -> MediaStep? {
        guard let bot = bot(connection), (1...256).contains(reference.utf8.count) else { return nil }
        return .locate(.json(bot.url("getFile"), ["file_id": .string(reference)]))
    }

    public func located(_ response: ProviderResponse, for connection: ChannelConnection) -> ProviderRequest? {
        guard let bot = bot(connection), let path = response.json["result"]["file_path"].filled,
            path.wholeMatch(of: /[A-Za-z0-9_][A-Za-z0-9_.\/-]{0,255}/) != nil, !path.contains("..")
        else { return nil }
        return ProviderRequest(.get, "\(bot.apiBase)/file/bot\(bot.token)/\(path)")
    }

    public func check(_ connection: ChannelConnection) -> ProviderRequest? {
        bot(connection).map { .json($0.url("getWebhookInfo"), [:]) }
    }

    /// Whether Telegram knows our address, and what went wrong there last.
    public func problems(
        in response: ProviderResponse, of connection: ChannelConnection, webhookURLs: [String]
    ) -> [String] {
        let json = response.json
        guard response.status == 200, json["ok"].bool == true else {
            return ["Telegram does not accept the token: \(TelegramSending.failure(of: response).detail)"]
        }
        let url = json["result"]["url"].string ?? ""
        guard webhookURLs.contains(url) else {
            return [url.isEmpty ? "Telegram was told no address: call setWebhook." : "Telegram sends elsewhere: \(url)"]
        }
        return json["result"]["last_error_message"].filled.map { ["Telegram's last try failed: \($0)"] } ?? []
    }

    public func testID() -> String { "telegram:test:" + UUIDv7.next() }

    private func bot(_ connection: ChannelConnection) -> TelegramBot? {
        connection["telegram_bot_token"].map {
            TelegramBot(token: $0, apiBase: environment.apiBase(connection, usual: TelegramBot.apiBase))
        }
    }

    /// A route is no secret; the token is.
    private static func route(_ token: String) -> String {
        "secret:" + SHA256.hash(data: Array(token.utf8)).hexadecimal
    }
}
