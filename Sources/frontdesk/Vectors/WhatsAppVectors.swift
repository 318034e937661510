import Channels
import DeskModel
import Storage
import Transfer

/// `whatsapp`.
enum WhatsAppVectors {
    static func run(_ file: VectorFile) async throws -> [VectorResult] {
        try await VectorDesk.run(publicURL: "https://desk.example.com") { desk in
            var results: [VectorResult] = []
            // What we send comes first: answers to what customers sent would come between.
            for item in file.cases(in: VectorKind.whatsApp.sections.reversed()) {
                var check = item.check
                do {
                    // Any section may hold any kind of case.
                    if !item.vector["query"].isNull {
                        try await verify(item.vector, desk, &check)
                    } else if !item.vector["body"].isNull, item.vector["response"].isNull {
                        try await post(item.vector, desk, &check)
                    } else {
                        try await send(item.vector, desk, &check)
                    }
                } catch {
                    check.fail(item.section, error)
                }
                results.append(check.result)
            }
            return results
        }
    }

    /// Both of the addresses that the checklist fixes take all.
    private static func path(_ vector: JSONValue) -> String {
        vector["path"].string.flatMap { $0.contains("/status") ? "/api/whatsapp/webhook/status/" : nil }
            ?? "/api/whatsapp/webhook/"
    }

    private static func verify(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async throws {
        try await desk.connect(
            .whatsapp, ["whatsapp_phone_number_id": "1"],
            secrets: [
                "whatsapp_app_secret": "unused", "whatsapp_verify_token": vector["verify_token"].string ?? "",
            ])
        let response = try await desk.send("GET", "\(path(vector))?\(vector["query"].string ?? "")", headers: [:])
        check.expect("http", vector["http"], .integer(Int64(response.status)))
        if let body = vector["body"].string {
            check.expect("body", body, String(decoding: response.body, as: UTF8.self))
        }
    }

    private static func post(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let body = Array((vector["body"].string ?? "").utf8)
        let items = (try? WhatsAppEvents.items(in: body)) ?? []
        let numbers = Set(items.compactMap(\.phoneNumberID)).sorted().joined(separator: ",")
        let secret = vector["app_secret"].string ?? ""
        let account = (try? JSONValue(parsing: body))?["entry"].elements.first?["id"].string ?? ""
        try await desk.connect(
            .whatsapp,
            [
                "whatsapp_phone_number_id": numbers.isEmpty ? "1" : numbers,
                "whatsapp_business_account_id": account.allSatisfy(\.isNumber) ? account : "",
            ], secrets: ["whatsapp_app_secret": secret])
        var headers = ["Content-Type": "application/json"]
        headers["X-Hub-Signature-256"] = vector["header"].string
        let response = try await desk.send("POST", path(vector), headers: headers, body: body)
        check.expect("http", vector["http"], .integer(Int64(response.status)))
        let isValid = WhatsAppSignature.isValid(vector["header"].string, body: body, appSecret: secret)
        if let expected = vector["signature_valid"].bool {
            check.expect("signature_valid", String(expected), String(isValid))
        }
        let got = isValid ? items.map(neutral) : []
        for (index, expected) in vector["items"].elements.enumerated() where index < got.count {
            check.understand("items[\(index)]", expected, names)
        }
        check.expect("items", subset: vector["items"], of: .array(got))
        guard isValid else { return }
        for item in items where item.inbound != nil {
            let stored = try await desk.system.store.message(ofProvider: item.id ?? "", in: desk.business.id)
            check.expect("stored", item.id ?? "", stored?.providerID ?? "none")
        }
        for report in items.compactMap(\.report) {
            let known = try await desk.system.store.report(on: report.messageID, from: .whatsapp, in: desk.business.id)
            check.expect("stored status", "some", known == nil ? "none" : "some")
        }
    }

    /// All that an item can be compared by.
    private static let names: Set = [
        "kind", "type", "id", "from", "wa_id", "user_id", "address", "name", "phone_number_id", "timestamp", "text",
        "body", "caption", "media", "media_id", "mime_type", "sha256", "filename", "voice", "choice", "payload",
        "reply_id", "choice_id", "button_id", "title", "choice_title", "response_json", "emoji", "removed", "target",
        "message_id", "context_id", "reply_to", "replied_to", "original_message_id", "original_id", "status",
        "recipient", "recipient_id", "reference", "biz_opaque_callback_data", "error_code", "errors", "latitude",
        "longitude", "location", "campaign", "source_campaign",
    ]

    /// An item in the names that vectors use, of which several stand for one thing.
    private static func neutral(_ item: WhatsAppItem) -> JSONValue {
        var members: [String: JSONValue] = ["kind": .string(item.kind.rawValue)]
        let texts: [([String], String?)] = [
            (["type"], item.type), (["id"], item.id), (["from", "wa_id"], item.from), (["user_id"], item.userID),
            (["address"], item.address), (["name"], item.name), (["phone_number_id"], item.phoneNumberID),
            (["text", "body"], item.text), (["caption"], item.media == nil ? nil : item.text),
            (["media_id"], item.media?.id), (["mime_type"], item.media?.mimeType), (["sha256"], item.media?.sha256),
            (["filename"], item.media?.filename),
            (["choice", "payload", "reply_id", "choice_id", "button_id", "response_json"], item.choice),
            (["title", "choice_title"], item.choice == nil ? nil : item.text), (["emoji"], item.emoji),
            (
                [
                    "target", "message_id", "context_id", "reply_to", "replied_to", "original_message_id",
                    "original_id",
                ], item.target
            ),
            (["status"], item.status), (["recipient", "recipient_id"], item.recipient),
            (["reference", "biz_opaque_callback_data"], item.reference),
            (["campaign", "source_campaign"], item.campaign),
        ]
        for (names, text) in texts {
            for name in names { members[name] = text.map { .string($0) } }
        }
        if let media = item.media {
            members["voice"] = .bool(media.isVoice)
            members["media"] = [
                "id": .string(media.id), "mime_type": .string(orNull: media.mimeType),
                "sha256": .string(orNull: media.sha256), "filename": .string(orNull: media.filename),
                "caption": .string(orNull: item.text), "voice": .bool(media.isVoice),
            ]
        }
        if item.kind == .reaction { members["removed"] = .bool(item.emoji == nil) }
        members["timestamp"] = item.timestamp.map { .integer($0) }
        if let code = item.errorCode {
            members["error_code"] = .integer(code)
            members["errors"] = [["code": .integer(code)]]
        }
        if let latitude = item.latitude, let longitude = item.longitude {
            members["latitude"] = .number(latitude)
            members["longitude"] = .number(longitude)
            members["location"] = ["latitude": .number(latitude), "longitude": .number(longitude)]
        }
        return .object(members)
    }

    // MARK: Sending

    private static func send(_ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let answer = VectorStandIn.Answer(vector["response"])
        let expectation = SendExpectation(expect: vector["expect"])
        let (request, json) = (vector["request"], vector["request"]["json"])
        guard !request.isNull else {
            expectation.compare(with: WhatsAppSending.outcome(of: answer.response), &check)
            return
        }
        let path = request["path"].string ?? ""
        let parts = path.split(separator: "/").map(String.init)
        let token = (request["headers"]["Authorization"].string ?? "Bearer TEST").replacing("Bearer ", with: "")
        let account = WhatsAppAccount(
            phoneNumberID: parts.dropFirst().first ?? "1", accessToken: token, apiBase: desk.standInURL,
            apiVersion: parts.first ?? WhatsAppAccount.apiVersion)
        guard let call = rendered(json, account) else {
            check.misunderstand("request.json", json)
            return
        }
        let exchange = try await SendExchange(call, on: desk, answer: answer)
        exchange.compare(with: request, &check)
        let sent = try JSONValue(parsing: exchange.received.body)
        check.expect("json", subset: withPlus(json), of: sent)
        let isRead = json["status"].string == "read"
        expectation.compare(
            with: isRead && answer.status == 200
                ? .accepted(providerID: "") : WhatsAppSending.outcome(of: exchange.response), &check)
        // A plain text goes the desk's whole way, too.
        let isPlain = json["type"].string == "text" && json["context"].isNull && json["recipient"].isNull
        guard isPlain, json["biz_opaque_callback_data"].isNull,
            case .accepted(let id) = WhatsAppSending.outcome(of: answer.response)
        else { return }
        try await desk.connect(
            .whatsapp,
            ["whatsapp_phone_number_id": account.phoneNumberID, "whatsapp_api_version": account.apiVersion],
            secrets: ["whatsapp_app_secret": "unused", "whatsapp_access_token": token])
        desk.standIn.answer(path, with: answer)
        let message = try await desk.say(
            json["text"]["body"].string ?? "", to: recipient(json), from: account.phoneNumberID, by: .whatsapp,
            on: .whatsapp)
        guard let message else { throw VectorError("nothing to send") }
        check.expect("the desk's message", id, try await desk.providerID(of: message) ?? "none")
    }

    /// Numbers may be written without their plus sign; ours have it.
    private static func recipient(_ json: JSONValue) -> String {
        guard let number = json["to"].string else { return json["recipient"].string ?? "" }
        return PhoneAddress.fromDigits(number) ?? number
    }

    private static func withPlus(_ json: JSONValue) -> JSONValue {
        guard case .object(var members) = json, !json["to"].isNull else { return json }
        members["to"] = .string(recipient(json))
        return .object(members)
    }

    /// The call by which the desk sends what a vector's JSON says; `nil` for what it does not send.
    private static func rendered(_ json: JSONValue, _ account: WhatsAppAccount) -> ProviderRequest? {
        if json["status"].string == "read" {
            return WhatsAppSending.read(
                json["message_id"].string ?? "", isTyping: !json["typing_indicator"].isNull, account: account)
        }
        let to = recipient(json)
        let type = json["type"].string ?? "text"
        let content = json[type]
        let context = json["context"]["message_id"].string
        let reference = json["biz_opaque_callback_data"].string
        if let kind = WhatsAppFile.Kind(rawValue: type) {
            guard let id = content["id"].string else { return nil }
            return WhatsAppSending.file(
                id, kind, named: content["filename"].string, caption: content["caption"].string, to: to,
                replyingTo: context, reference: reference, account: account)
        }
        let body = content["body"]["text"].string ?? ""
        let action = content["action"]
        switch (type, content["type"].string) {
        case ("text", _):
            return WhatsAppSending.text(
                content["body"].string ?? "", to: to, replyingTo: context, reference: reference, account: account)
        case ("interactive", "button"):
            let buttons = action["buttons"].elements.map(\.["reply"]).map(choice)
            return WhatsAppSending.buttons(
                buttons, under: body, to: to, replyingTo: context, reference: reference, account: account)
        case ("interactive", "list"):
            let sections = action["sections"].elements.map { section in
                WhatsAppSending.Section(
                    title: section["title"].string, rows: section["rows"].elements.map(choice))
            }
            return WhatsAppSending.list(
                sections, under: body, menu: action["button"].string ?? "", to: to, replyingTo: context,
                reference: reference, account: account)
        case ("template", _):
            let texts = content["components"].elements.flatMap(\.["parameters"].elements)
            return WhatsAppSending.template(
                content["name"].string ?? "", language: content["language"]["code"].string ?? "",
                parameters: texts.compactMap(\.["text"].string), to: to, replyingTo: context, reference: reference,
                account: account)
        default: return nil
        }
    }

    private static func choice(_ json: JSONValue) -> WhatsAppSending.Choice {
        WhatsAppSending.Choice(
            id: json["id"].string ?? "", title: json["title"].string ?? "", detail: json["description"].string)
    }
}
