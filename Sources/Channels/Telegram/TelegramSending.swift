import DeskModel

/// A bot of a business.
public struct TelegramBot: Hashable, Sendable {
    public let token: String
    /// Without a slash at the end.
    public let apiBase: String

    public static let apiBase = "https://api.telegram.org"

    public init(token: String, apiBase: String = TelegramBot.apiBase) {
        self.token = token
        self.apiBase = apiBase
    }

    /// What stands before the colon of the token, which is no secret.
    var number: String? {
        let number = token.prefix { $0 != ":" }
        return Int64(number) == nil ? nil : String(number)
    }

    /// Holds the token.
    func url(_ method: String) -> String { "\(apiBase)/bot\(token)/\(method)" }
}

/// Messages sent by the Bot API.
public enum TelegramSending {
    public struct Button: Hashable, Sendable {
        public let title: String
        /// 1 to 64 bytes.
        public let data: String

        public init(title: String, data: String) {
            self.title = title
            self.data = data
        }
    }

    /// Plain text: nothing in it is read as markup.
    public static func text(
        _ text: String, to chat: Int64, buttons: [Button] = [], bot: TelegramBot
    ) -> ProviderRequest {
        var message: [String: JSONValue] = ["chat_id": .integer(chat), "text": .string(text)]
        if !buttons.isEmpty {
            let rows = buttons.map { button -> JSONValue in
                [["text": .string(button.title), "callback_data": .string(button.data)]]
            }
            message["reply_markup"] = ["inline_keyboard": .array(rows)]
        }
        return .json(bot.url("sendMessage"), .object(message))
    }

    /// Ends the waiting sign on a button that was pressed.
    public static func acknowledge(_ callbackID: String, bot: TelegramBot) -> ProviderRequest {
        .json(bot.url("answerCallbackQuery"), ["callback_query_id": .string(callbackID)])
    }

    /// Tells Telegram where updates go.
    public static func setWebhook(_ url: String, secret: String, bot: TelegramBot) -> ProviderRequest {
        .json(
            bot.url("setWebhook"),
            [
                "url": .string(url), "secret_token": .string(secret),
                "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            ])
    }

    /// A file, shown under its name.
    static func file(_ file: OutgoingFile, to chat: Int64, bot: TelegramBot) -> ProviderRequest {
        var body = MultipartBody()
        body.add("chat_id", String(chat))
        body.add("document", file)
        return ProviderRequest(
            .post, bot.url("sendDocument"), headers: [ProviderRequest.Header("Content-Type", body.contentType)],
            body: body.finished)
    }

    /// What a message is called within a business. Telegram counts messages in each chat of each bot anew.
    static func id(of message: Int64, in chat: Int64, of bot: String?) -> String {
        "telegram:" + (bot.map { "\($0):" } ?? "") + "\(chat):\(message)"
    }

    /// - Parameter bot: that sent it.
    public static func outcome(of response: ProviderResponse, bot: String? = nil) -> SendOutcome {
        let json = response.json
        if response.status == 200, json["ok"].bool == true {
            guard let id = json["result"]["message_id"].integer else {
                return .unknown("Telegram answered without a message's id.")
            }
            let chat = json["result"]["chat"]["id"].integer
            return .accepted(providerID: chat.map { Self.id(of: id, in: $0, of: bot) } ?? "telegram:\(id)")
        }
        return .refused(failure(of: response))
    }

    public static func failure(of response: ProviderResponse) -> SendFailure {
        let json = response.json
        let code = json["error_code"].integer ?? Int64(response.status)
        let said = json["description"].filled ?? "Telegram answered with status \(response.status)."
        let wait = json["parameters"]["retry_after"].integer
        let (reason, retry): (SendFailure.Reason, SendFailure.Retry) =
            switch code {
            case 429: (.rateLimited, wait.map { .after(seconds: max(0, $0)) } ?? .backOff)
            case 403: (.optedOut, .never)
            case 401, 404: (.credentials, .never)
            case 400 where said.lowercased().contains("chat not found"): (.recipient, .never)
            case 400: (.content, .never)
            case 500...: (.unavailable, .backOff)
            default: (.refused, .never)
            }
        return SendFailure(reason, retry: retry, code: String(code), detail: said, status: response.status)
    }
}
