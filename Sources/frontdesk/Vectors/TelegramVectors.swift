import Channels
import DeskModel
import Transfer

/// `telegram`.
enum TelegramVectors {
    private static let token = "123456:TEST"

    static func run(_ file: VectorFile) async throws -> [VectorResult] {
        try await VectorDesk.run(publicURL: "https://desk.example.com") { desk in
            var results: [VectorResult] = []
            // What we send comes first: answers to what customers sent would come between.
            for item in file.cases(in: VectorKind.telegram.sections.reversed()) {
                var check = item.check
                do {
                    if item.vector["body"].isNull {
                        try await send(item.vector, desk, &check)
                    } else {
                        try await update(item.vector, desk, &check)
                    }
                } catch {
                    check.fail(item.section, error)
                }
                results.append(check.result)
            }
            return results
        }
    }

    // MARK: Updates

    private static func update(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let takesGroups = vector["groups"].bool == true
        try await desk.connect(
            .telegram, takesGroups ? ["telegram_groups": "true"] : [:],
            secrets: ["telegram_secret_token": vector["secret_token"].string ?? "", "telegram_bot_token": token])
        let expect = vector["expect"]
        check.understand("expect", expect, ["status", "items", "also_called", "sends"])
        desk.standIn.reset()
        // What earlier cases still cause is not counted.
        let mark = expect["sends"].isNull ? desk.standIn.mark : try await desk.standIn.settled()
        let body = Array((vector["body"].string ?? "").utf8)
        let response = try await desk.send(
            vector["request"]["method"].string ?? "POST", "/channels/telegram/\(desk.business.id)/update",
            headers: vector["request"]["headers"].texts, body: body)
        let usual: JSONValue = vector["negative"].bool == true ? 403 : 200
        check.expect("status", expect["status"].isNull ? usual : expect["status"], .integer(Int64(response.status)))
        let item = response.status == 200 ? try TelegramUpdate.item(in: body, takesGroups: takesGroups) : nil
        for (index, wanted) in expect["items"].elements.enumerated() where item != nil {
            check.understand("items[\(index)]", wanted, names)
        }
        if !expect["items"].isNull {
            check.expect("items", subset: expect["items"], of: .array(item.map { [neutral($0)] } ?? []))
        }
        for method in expect["also_called"].list {
            let called = await desk.standIn.request(since: mark) { $0.path.hasSuffix("/\(method)") }
            check.expect("also_called", method, called == nil ? "none" : method)
        }
        if let sends = expect["sends"].integer {
            _ = try await desk.standIn.settled()
            let sent = desk.standIn.requests(since: mark).count { $0.path.hasSuffix("/sendMessage") }
            check.expect("sends", String(sends), String(sent))
        }
    }

    /// All that an item can be compared by.
    private static let names: Set = [
        "kind", "update_id", "chat", "message_id", "from", "timestamp", "name", "language", "text", "caption", "data",
        "callback_id", "callback_query_id", "media", "file_id", "mime_type", "filename", "file_name", "type", "blocked",
    ]

    /// An item in the names that vectors use, of which several stand for one thing.
    private static func neutral(_ item: TelegramItem) -> JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string(item.kind.rawValue), "update_id": .integer(item.updateID), "chat": .integer(item.chat),
            "type": .string(item.messageKind.rawValue),
        ]
        members["message_id"] = item.messageID.map { .integer($0) }
        members["from"] = item.from.map { .integer($0) }
        members["timestamp"] = item.timestamp.map { .integer($0) }
        if item.kind == .system { members["blocked"] = .bool(item.isBlocked) }
        let texts: [([String], String?)] = [
            (["name"], item.name), (["language"], item.language), (["text"], item.text),
            (["caption"], item.media == nil ? nil : item.text), (["data"], item.data),
            (["callback_id", "callback_query_id"], item.callbackID), (["media", "file_id"], item.media?.reference),
            (["mime_type"], item.media?.contentType), (["filename", "file_name"], item.media?.filename),
        ]
        for (names, text) in texts {
            for name in names { members[name] = text.map { .string($0) } }
        }
        return .object(members)
    }

    // MARK: Sending

    private static func send(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let answer = VectorStandIn.Answer(vector["response"])
        let expectation = SendExpectation(expect: vector["expect"])
        let (request, json) = (vector["request"], vector["request"]["json"])
        let parts = (request["path"].string ?? "").split(separator: "/").map(String.init)
        let token = parts.first.map { String($0.dropFirst("bot".count)) } ?? Self.token
        let number = String(token.prefix { $0 != ":" })
        guard !request.isNull else {
            expectation.compare(with: outcome(of: answer.response, number, isMessage: true), &check, spell: spelled)
            return
        }
        let bot = TelegramBot(token: token, apiBase: desk.standInURL)
        let method = parts.last ?? ""
        guard let call = rendered(method, json, bot) else {
            check.misunderstand("request", request)
            return
        }
        let exchange = try await SendExchange(call, on: desk, answer: answer)
        exchange.compare(with: request, &check)
        check.expect("json", subset: json, of: try JSONValue(parsing: exchange.received.body))
        let result = outcome(of: exchange.response, number, isMessage: method == "sendMessage")
        expectation.compare(with: result, &check, spell: spelled)
        // A plain text goes the desk's whole way, too.
        guard method == "sendMessage", json["reply_markup"].isNull, case .accepted(let id) = result,
            let chat = json["chat_id"].integer
        else { return }
        try await desk.connect(
            .telegram, [:], secrets: ["telegram_secret_token": "unused", "telegram_bot_token": token])
        desk.standIn.answer("/" + parts.joined(separator: "/"), with: answer)
        let message = try await desk.say(
            json["text"].string ?? "", to: String(chat), from: nil, by: .telegram, on: .telegram)
        guard let message else { throw VectorError("nothing to send") }
        check.expect("the desk's message", id, try await desk.providerID(of: message) ?? "none")
    }

    private static func outcome(of response: ProviderResponse, _ bot: String, isMessage: Bool) -> SendOutcome {
        if isMessage { return TelegramSending.outcome(of: response, bot: bot) }
        return response.status == 200
            ? .accepted(providerID: "") : .refused(TelegramSending.failure(of: response))
    }

    /// Ours have the bot and the chat before Telegram's own number.
    private static func spelled(_ id: String) -> JSONValue {
        id.split(separator: ":").last.flatMap { Int64($0) }.map { JSONValue.integer($0) } ?? .string(id)
    }

    /// The call by which the desk does what a vector's JSON says; `nil` for what it does not do.
    private static func rendered(_ method: String, _ json: JSONValue, _ bot: TelegramBot) -> ProviderRequest? {
        switch method {
        case "sendMessage":
            guard let chat = json["chat_id"].integer, let text = json["text"].string else { return nil }
            let buttons = json["reply_markup"]["inline_keyboard"].elements.flatMap(\.elements).map { button in
                TelegramSending.Button(
                    title: button["text"].string ?? "", data: button["callback_data"].string ?? "")
            }
            return TelegramSending.text(text, to: chat, buttons: buttons, bot: bot)
        case "answerCallbackQuery":
            return json["callback_query_id"].string.map { TelegramSending.acknowledge($0, bot: bot) }
        case "setWebhook":
            guard let url = json["url"].string, let secret = json["secret_token"].string else { return nil }
            return TelegramSending.setWebhook(url, secret: secret, bot: bot)
        default: return nil
        }
    }
}
