import Channels
import DeskModel
import Foundation
import Storage
import Transfer

/// `twilio_signature`, `sms_segments` and `twilio_messaging`.
enum TwilioVectors {
    static func signatures(_ file: VectorFile) -> [VectorResult] {
        file.content["cases"].elements.map { vector in
            var check = VectorCheck(vector)
            let isForm = vector["kind"].string == "form"
            let params = FormFields(
                vector["params"].elements.map { pair in
                    FormFields.Field(pair.elements.first?.string ?? "", pair.elements.dropFirst().first?.string ?? "")
                })
            let body = vector["raw_body"].string ?? vector["raw_form"].string ?? params.encoded
            var headers = ["X-Twilio-Signature": vector["header_X-Twilio-Signature"].string ?? ""]
            if !body.isEmpty {
                headers["Content-Type"] = isForm ? "application/x-www-form-urlencoded" : "application/json"
            }
            let request = WebhookRequest(
                method: body.isEmpty ? "GET" : "POST", url: vector["request_url"].string ?? "", headers: headers,
                body: Array(body.utf8))
            let isValid = TwilioSignature.isValid(request, authToken: vector["auth_token"].string ?? "")
            check.expect("valid", vector["valid"], .bool(isValid))
            return check.result
        }
    }

    static func segments(_ file: VectorFile) -> [VectorResult] {
        file.content["cases"].elements.map { vector in
            var check = VectorCheck(vector)
            let parts = vector["text_parts"].elements.map { part in
                String(
                    repeating: part.elements.first?.string ?? "",
                    count: max(0, Int(part.elements.dropFirst().first?.integer ?? 1)))
            }
            let text = vector["text"].string ?? parts.joined()
            let counted = SMSSegments(text)
            check.expect("encoding", vector["encoding"], .string(counted.encoding.rawValue))
            check.expect("units", vector["units"], .integer(Int64(counted.units)))
            check.expect("segments", vector["segments"], .integer(Int64(counted.segments)))
            return check.result
        }
    }

    // MARK: Requests

    /// Groups of cases by the server they are addressed to.
    static func messaging(_ file: VectorFile) async throws -> [VectorResult] {
        var results: [VectorResult] = []
        let cases = file.content["cases"].elements
        let origins = Dictionary(grouping: cases) { origin(of: $0["request"]["url"].string ?? "") }
        for (origin, cases) in origins.sorted(by: { $0.key < $1.key }) {
            results += try await VectorDesk.run(publicURL: origin) { desk in
                var results: [VectorResult] = []
                for vector in cases {
                    var check = VectorCheck(vector)
                    do {
                        try await replay(vector, on: desk, &check)
                    } catch {
                        check.fail("request", error)
                    }
                    results.append(check.result)
                }
                return results
            }
        }
        let sends = file.content["send"].elements
        guard !sends.isEmpty else { return results }
        let publicURL = origins.keys.first ?? "https://desk.example.com"
        return results
            + (try await VectorDesk.run(publicURL: publicURL) { desk in
                var results: [VectorResult] = []
                for vector in sends {
                    var check = VectorCheck(vector, in: "send")
                    do {
                        try await send(vector, on: desk, &check)
                    } catch {
                        check.fail("send", error)
                    }
                    results.append(check.result)
                }
                return results
            })
    }

    static func origin(of url: String) -> String {
        guard let mark = url.firstRange(of: "://") else { return url }
        let end = url[mark.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
        let origin = String(url[..<end])
        return origin.hasPrefix("wss://") ? "https://" + origin.dropFirst(6) : origin
    }

    /// Sends a case's request and looks at the answer and at what was stored.
    static func replay(_ vector: JSONValue, on desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let request = vector["request"]
        let url = request["url"].string ?? ""
        let body = request["body"].string ?? ""
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        let form = FormFields(decoding: (body.isEmpty ? query : body).utf8) ?? FormFields([])
        let isInbound = form["Direction"]?.hasPrefix("outbound") != true && form["MessageStatus"] == nil
        let own = (isInbound ? form["To"] : form["From"]) ?? ""
        var settings = ["twilio_account_sid": form["AccountSid"] ?? ""]
        if PhoneAddress.isE164(own) { settings["twilio_phone_number"] = own }
        settings["agent_phone_number"] = vector["agent_number"].string ?? "+14155550199"
        try await desk.connect(.twilio, settings, secrets: ["twilio_auth_token": request["auth_token"].string ?? ""])
        var headers: [String: String] = [:]
        if case .object(let given) = request["headers"] { headers = given.compactMapValues(\.string) }
        if let signature = request["header_X-Twilio-Signature"].string { headers["X-Twilio-Signature"] = signature }
        if !body.isEmpty { headers["Content-Type"] = request["content_type"].string ?? "" }
        let path = String(url.dropFirst(origin(of: url).count))
        let response = try await desk.send(
            request["method"].string ?? "POST", path, headers: headers, body: Array(body.utf8))
        let expect = vector["expect"]
        let allowed = expect["status_one_of"].elements.compactMap(\.integer)
        let wanted = allowed.isEmpty ? [expect["status"].integer ?? 200] : allowed
        if !wanted.contains(Int64(response.status)) {
            check.expect("status", wanted.map(String.init).joined(separator: " or "), String(response.status))
        }
        let text = String(decoding: response.body, as: UTF8.self)
        try checkDocument(text, response.headers["content-type"], expect, isStatus: !allowed.isEmpty, &check)
        if case .object(let state) = expect["state"] { try await checkState(state, form, on: desk, &check) }
    }

    private static func checkDocument(
        _ text: String, _ type: String?, _ expect: JSONValue, isStatus: Bool, _ check: inout VectorCheck
    ) throws {
        guard !isStatus, (expect["status"].integer ?? 200) == 200 else { return }
        check.expect("content type", "text/xml", String((type ?? "").prefix { $0 != ";" }))
        guard let document = MarkupNode(text) else {
            check.expect("document", "XML", text)
            return
        }
        if let twiml = expect["twiml_is"].string, let wanted = MarkupNode(twiml), wanted != document {
            // An answer in place of silence is allowed where the vector says so.
            let isAnswer = expect["alternative"].string != nil && document.verbs == ["Message"]
            if !isAnswer { check.expect("twiml", twiml, text) }
        }
        let verbs = document.verbs
        let any =
            expect["twiml_verbs_any"].elements.compactMap(\.string) + expect["twiml_has"].elements.compactMap(\.string)
        if !any.isEmpty, !any.contains(where: { document.contains($0) }) {
            check.expect("verbs", any.joined(separator: " or "), verbs.joined(separator: " "))
        }
        let exact = expect["twiml_verbs"].elements.compactMap(\.string)
        if !exact.isEmpty {
            check.expect("verbs", exact.joined(separator: " "), document.nestedVerbs.joined(separator: " "))
        }
        let choices = expect["one_of"].elements.compactMap(\.string)
        if !choices.isEmpty {
            let isMet = choices.contains { choice in
                choice.contains("(")
                    ? document.nestedVerbs.contains(choice)
                    : choice.components(separatedBy: " then ").allSatisfy { document.contains($0) }
            }
            if !isMet {
                check.expect("verbs", choices.joined(separator: " or "), document.nestedVerbs.joined(separator: " "))
            }
        }
    }

    // MARK: State

    private static func checkState(
        _ state: [String: JSONValue], _ form: FormFields, on desk: VectorDesk, _ check: inout VectorCheck
    ) async throws {
        let store = desk.system.store
        let business = desk.business.id
        if let id = state["message_id"]?.string {
            if let status = state["status"] {
                let report = try await store.report(on: id, from: .twilio, in: business)
                check.expect("status", status, .string(orNull: report?.step.word))
                if let code = state["error_code"] {
                    check.expect("error_code", code, .string(orNull: report?.errorCode))
                }
            } else {
                let message = try await store.message(ofProvider: id, in: business)
                check.expect("message_id", id, message?.providerID ?? "none")
                if let text = state["text"] { check.expect("text", text, .string(orNull: message?.text)) }
                if let from = state["from"], let message {
                    let thread = try await store.thread(of: message.conversation, in: business)
                    check.expect("from", from, .string(orNull: thread?.address))
                }
            }
            return
        }
        let sid = state["call_sid"]?.string ?? form["CallSid"] ?? ""
        let call = try await store.call(sid, of: .twilio, in: business)
        for (name, expected) in state.sorted(by: { $0.key < $1.key }) {
            let got: JSONValue
            switch name {
            case "call_sid": got = .string(orNull: call?.callSid)
            case "from": got = .string(orNull: call?.from)
            case "status": got = .string(orNull: call?.status)
            case "duration":
                got =
                    (state["voicemail"] == nil ? call?.duration : call?.recordingLength).map { .integer(Int64($0)) }
                    ?? .null
            case "receive_text": got = .bool(call?.receivesText ?? false)
            case "voicemail": got = .bool(call?.isVoicemail ?? false)
            case "recording_sid": got = .string(orNull: call?.recordingSid)
            case "ready": got = .bool(call?.isRecordingReady ?? false)
            case "transcript": got = .string(orNull: call?.transcript)
            case "transfer": got = .string(orNull: call?.transfer?.rawValue)
            case "sms_sent_with":
                let responses = try await store.defaultResponses(of: business)
                let text = responses.firstMessage(in: nil, company: desk.business.name)
                let sent = await desk.standIn.request { request in
                    FormFields(decoding: request.body)?["Body"] == SMSFolding.fold(text)
                }
                got = sent == nil ? .null : expected
            default: got = .null
            }
            check.expect(name, expected, got)
        }
    }

    // MARK: Sending

    private static func send(_ vector: JSONValue, on desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let request = vector["request"]
        let path = request["path"].string ?? ""
        let parts = path.split(separator: "/").map(String.init)
        let auth = request["auth"].string ?? ""
        let credentials = auth.dropFirst("Basic ".count).split(separator: ":", maxSplits: 1).map(String.init)
        let form = request["form"]
        let account = parts.dropFirst(2).first ?? ""
        try await desk.connect(
            .twilio, ["twilio_account_sid": account, "twilio_phone_number": form["From"].string ?? ""],
            secrets: ["twilio_auth_token": credentials.last ?? ""])
        let response = vector["response"]
        desk.standIn.answer(
            path,
            with: VectorStandIn.Answer(
                status: Int(response["status"].integer ?? 201), headers: ["Content-Type": "application/json"],
                body: Array(response["json"].text.utf8)))
        let message = try await desk.say(
            form["Body"].string ?? "", to: form["To"].string ?? "", from: form["From"].string, by: .twilio, on: .sms)
        guard let message else { throw VectorError("nothing to send") }
        let sent = await desk.standIn.request { received in
            received.path == path && FormFields(decoding: received.body)?["Body"] == form["Body"].string
        }
        guard let sent, let fields = FormFields(decoding: sent.body) else {
            check.expect("request", "\(request["method"].text) \(path)", "none")
            return
        }
        check.expect("method", request["method"].string ?? "POST", sent.method)
        check.expect("content type", request["content_type"].string ?? "", sent.headers["content-type"] ?? "")
        check.expect(
            "authorization", "Basic " + Data(credentials.joined(separator: ":").utf8).base64EncodedString(),
            sent.headers["authorization"] ?? "")
        if case .object(let members) = form {
            for (name, value) in members { check.expect("form.\(name)", value, .string(orNull: fields[name])) }
        }
        let expect = vector["expect"]
        check.expect("message_id", expect["message_id"].string ?? "", try await desk.providerID(of: message) ?? "none")
        if expect["status"].string != nil {
            let stored = try await desk.system.store.message(message.id, in: desk.business.id)
            check.expect("status", expect["status"], .string(orNull: stored?.delivery?.rawValue))
        }
    }
}
