import Channels
import DeskModel
import Foundation
import Storage
import Transfer

/// `whatsapp` and `telegram`.
enum MessengerVectors {
    private static let publicURL = "https://desk.example.com"

    // MARK: WhatsApp

    static func whatsApp(_ file: VectorFile) async throws -> [VectorResult] {
        try await VectorDesk.run(publicURL: publicURL) { desk in
            var results: [VectorResult] = []
            for (section, run) in [
                ("verification", verify), ("posts", post), ("api", sendWhatsApp),
            ] as [(String, @Sendable (JSONValue, VectorDesk, inout VectorCheck) async throws -> Void)] {
                for vector in file.content[section].elements {
                    var check = VectorCheck(vector, in: section)
                    do {
                        try await run(vector, desk, &check)
                    } catch {
                        check.fail(section, error)
                    }
                    results.append(check.result)
                }
            }
            return results
        }
    }

    @Sendable private static func verify(
        _ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        try await desk.connect(
            .whatsapp, ["whatsapp_phone_number_id": "1"],
            secrets: [
                "whatsapp_app_secret": "unused", "whatsapp_verify_token": vector["verify_token"].string ?? "",
            ])
        let response = try await desk.send(
            "GET", "/api/whatsapp/webhook/?" + (vector["query"].string ?? ""), headers: [:])
        check.expect("http", vector["http"], .integer(Int64(response.status)))
        if let body = vector["body"].string {
            check.expect("body", body, String(decoding: response.body, as: UTF8.self))
        }
    }

    @Sendable private static func post(
        _ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        let body = Array((vector["body"].string ?? "").utf8)
        let items = (try? WhatsAppEvents.items(in: body)) ?? []
        let numbers = Set(items.compactMap(\.phoneNumberID)).sorted().joined(separator: ",")
        let secret = vector["app_secret"].string ?? ""
        try await desk.connect(
            .whatsapp, ["whatsapp_phone_number_id": numbers.isEmpty ? "1" : numbers],
            secrets: ["whatsapp_app_secret": secret])
        var headers = ["Content-Type": "application/json"]
        headers["X-Hub-Signature-256"] = vector["header"].string
        let response = try await desk.send("POST", "/api/whatsapp/webhook/", headers: headers, body: body)
        check.expect("http", vector["http"], .integer(Int64(response.status)))
        let isValid = WhatsAppSignature.isValid(vector["header"].string, body: body, appSecret: secret)
        if let expected = vector["signature_valid"].bool {
            check.expect("signature_valid", String(expected), String(isValid))
        }
        check.expect("items", subset: vector["items"], of: .array(isValid ? items.map(neutral) : []))
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

    /// An item in the names that vectors use.
    private static func neutral(_ item: WhatsAppItem) -> JSONValue {
        var members: [String: JSONValue] = ["kind": .string(item.kind.rawValue)]
        let texts: [String: String?] = [
            "type": item.type, "id": item.id, "from": item.from, "user_id": item.userID, "name": item.name,
            "phone_number_id": item.phoneNumberID, "text": item.text, "caption": item.media == nil ? nil : item.text,
            "media_id": item.media?.id, "mime_type": item.media?.mimeType, "sha256": item.media?.sha256,
            "filename": item.media?.filename, "choice": item.choice, "payload": item.choice, "reply_id": item.choice,
            "title": item.choice == nil ? nil : item.text, "emoji": item.emoji, "target": item.target,
            "message_id": item.target, "context_id": item.target, "reply_to": item.target,
            "original_message_id": item.target, "status": item.status, "recipient": item.recipient,
            "reference": item.reference,
        ]
        for (name, text) in texts { members[name] = text.map { .string($0) } }
        if let media = item.media { members["voice"] = .bool(media.isVoice) }
        members["timestamp"] = item.timestamp.map { .integer($0) }
        members["error_code"] = item.errorCode.map { .integer($0) }
        members["latitude"] = item.latitude.map { .number($0) }
        members["longitude"] = item.longitude.map { .number($0) }
        return .object(members)
    }

    @Sendable private static func sendWhatsApp(
        _ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        let response = vector["response"]
        let answer = ProviderResponse(
            status: Int(response["status"].integer ?? 200), body: Array(response["json"].text.utf8))
        let expect = vector["expect"]
        if expect["reason"].string != nil || expect["retry"].bool != nil {
            guard case .refused(let failure) = WhatsAppSending.outcome(of: answer) else {
                check.expect("outcome", "refused", "accepted")
                return
            }
            if let reason = expect["reason"].string { check.expect("reason", reason, failure.reason.rawValue) }
            if let retry = expect["retry"].bool {
                check.expect("retry", String(retry), String(failure.retry != .never))
            }
            return
        }
        let request = vector["request"]
        let parts = (request["path"].string ?? "").split(separator: "/").map(String.init)
        let token = (request["headers"]["Authorization"].string ?? "").replacing("Bearer ", with: "")
        let number = parts.dropFirst().first ?? "1"
        try await desk.connect(
            .whatsapp,
            ["whatsapp_phone_number_id": number, "whatsapp_api_version": parts.first ?? WhatsAppAccount.apiVersion],
            secrets: ["whatsapp_app_secret": "unused", "whatsapp_access_token": token])
        let path = request["path"].string ?? ""
        desk.standIn.answer(
            path,
            with: VectorStandIn.Answer(
                status: answer.status, headers: ["Content-Type": "application/json"], body: answer.body))
        let json = request["json"]
        guard json["type"].string == "text" else {
            check.expect("type", "a text, which is all that the runner sends", json["type"].text)
            return
        }
        let text = json["text"]["body"].string ?? ""
        let message = try await desk.say(
            text, to: json["to"].string ?? "", from: number, by: .whatsapp, on: .whatsapp)
        let sent = await desk.standIn.request { received in
            received.path == path && (try? JSONValue(parsing: received.body))?["text"]["body"].string == text
        }
        guard let message, let sent else {
            check.expect("request", path, "none")
            return
        }
        check.expect("authorization", "Bearer \(token)", sent.headers["authorization"] ?? "")
        check.expect("json", subset: json, of: try JSONValue(parsing: sent.body))
        check.expect(
            "provider_message_id", expect["provider_message_id"].string ?? "",
            try await desk.providerID(of: message) ?? "none")
    }

    // MARK: Telegram

    static func telegram(_ file: VectorFile) async throws -> [VectorResult] {
        try await VectorDesk.run(publicURL: publicURL) { desk in
            var results: [VectorResult] = []
            for (section, run) in [
                ("cases", update), ("send", sendTelegram),
            ] as [(String, @Sendable (JSONValue, VectorDesk, inout VectorCheck) async throws -> Void)] {
                for vector in file.content[section].elements {
                    var check = VectorCheck(vector, in: section == "cases" ? "" : section)
                    do {
                        try await run(vector, desk, &check)
                    } catch {
                        check.fail(section, error)
                    }
                    results.append(check.result)
                }
            }
            return results
        }
    }

    @Sendable private static func update(
        _ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        try await desk.connect(
            .telegram, [:],
            secrets: [
                "telegram_secret_token": vector["secret_token"].string ?? "", "telegram_bot_token": "123456:TEST",
            ])
        var headers: [String: String] = [:]
        if case .object(let given) = vector["request"]["headers"] { headers = given.compactMapValues(\.string) }
        let body = Array((vector["body"].string ?? "").utf8)
        let response = try await desk.send(
            "POST", "/channels/telegram/\(desk.business.id)/update", headers: headers, body: body)
        let expect = vector["expect"]
        check.expect("status", expect["status"], .integer(Int64(response.status)))
        let isTaken = response.status == 200
        let item = isTaken ? try TelegramUpdate.item(in: body) : nil
        check.expect("items", subset: expect["items"], of: .array(item.map { [neutral($0)] } ?? []))
        if let method = expect["also_called"].string {
            let called = await desk.standIn.request { $0.path.hasSuffix("/\(method)") }
            check.expect("also_called", method, called == nil ? "none" : method)
        }
    }

    private static func neutral(_ item: TelegramItem) -> JSONValue {
        var members: [String: JSONValue] = [
            "kind": .string(item.kind.rawValue), "update_id": .integer(item.updateID), "chat": .integer(item.chat),
        ]
        members["message_id"] = item.messageID.map { .integer($0) }
        members["from"] = item.from.map { .integer($0) }
        members["timestamp"] = item.timestamp.map { .integer($0) }
        for (name, text) in ["name": item.name, "language": item.language, "text": item.text, "data": item.data] {
            members[name] = text.map { .string($0) }
        }
        members["media"] = item.media.map { .string($0.reference) }
        members["type"] = .string(item.messageKind.rawValue)
        return .object(members)
    }

    @Sendable private static func sendTelegram(
        _ vector: JSONValue, _ desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        let request = vector["request"]
        let path = request["path"].string ?? ""
        let token = path.split(separator: "/").first.map { String($0.dropFirst("bot".count)) } ?? ""
        try await desk.connect(
            .telegram, [:], secrets: ["telegram_secret_token": "unused", "telegram_bot_token": token])
        let response = vector["response"]
        desk.standIn.answer(
            path,
            with: VectorStandIn.Answer(
                status: Int(response["status"].integer ?? 200), headers: ["Content-Type": "application/json"],
                body: Array(response["json"].text.utf8)))
        let json = request["json"]
        let chat = json["chat_id"].integer ?? 0
        let message = try await desk.say(
            json["text"].string ?? "", to: String(chat), from: nil, by: .telegram, on: .telegram)
        let sent = await desk.standIn.request { received in
            received.path == path && (try? JSONValue(parsing: received.body))?["text"] == json["text"]
        }
        guard let message, let sent else {
            check.expect("request", path, "none")
            return
        }
        check.expect("json", subset: json, of: try JSONValue(parsing: sent.body))
        // The bot's own number stands before it.
        let expected = vector["expect"]["message_id"].integer.map { ":\(chat):\($0)" } ?? ""
        let given = try await desk.providerID(of: message) ?? "none"
        check.expect("message_id", expected, given.hasSuffix(expected) ? expected : given)
    }
}
