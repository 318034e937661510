import Channels
import DeskModel
import Foundation
import Transfer

/// `twilio_signature`, `sms_segments` and what Twilio sends of `twilio_messaging`.
enum TwilioVectors {
    static func signatures(_ file: VectorFile) -> [VectorResult] {
        file.cases(in: VectorKind.twilioSignature.sections).map { item in
            let vector = item.vector
            var check = item.check
            let isForm = vector["kind"].string.map { $0 == "form" } ?? vector["raw_body"].isNull
            let params = FormFields(
                vector["params"].elements.map { pair in
                    FormFields.Field(pair.elements.first?.string ?? "", pair.elements.dropFirst().first?.string ?? "")
                })
            let body = vector["raw_body"].string ?? vector["raw_form"].string ?? params.encoded
            var headers = vector["headers"].texts
            headers["X-Twilio-Signature"] = vector["header_X-Twilio-Signature"].string ?? headers["X-Twilio-Signature"]
            if !body.isEmpty {
                headers["Content-Type"] = isForm ? "application/x-www-form-urlencoded" : "application/json"
            }
            let request = WebhookRequest(
                method: vector["method"].string ?? (body.isEmpty ? "GET" : "POST"),
                url: vector["request_url"].string ?? vector["url"].string ?? "", headers: headers,
                body: Array(body.utf8))
            let isValid = TwilioSignature.isValid(request, authToken: vector["auth_token"].string ?? "")
            check.expect("valid", .bool(vector["valid"].bool ?? (vector["negative"].bool != true)), .bool(isValid))
            return check.result
        }
    }

    static func segments(_ file: VectorFile) -> [VectorResult] {
        file.cases(in: VectorKind.smsSegments.sections).map { item in
            let vector = item.vector
            var check = item.check
            let parts = vector["text_parts"].elements.map { part in
                String(
                    repeating: part.elements.first?.string ?? "",
                    count: max(0, Int(part.elements.dropFirst().first?.integer ?? 1)))
            }
            let text = vector["text"].string ?? parts.joined()
            let counted = SMSSegments(text)
            check.expect("segments", vector["segments"], .integer(Int64(counted.segments)))
            if !vector["encoding"].isNull {
                check.expect("encoding", vector["encoding"], .string(counted.encoding.rawValue))
            }
            if !vector["units"].isNull { check.expect("units", vector["units"], .integer(Int64(counted.units))) }
            if let folded = vector["folded"].string { check.expect("folded", folded, SMSFolding.fold(text)) }
            return check.result
        }
    }

    // MARK: Requests

    /// Each case by what it holds: a request that Twilio sends, or one that we do.
    static func messaging(_ file: VectorFile) async throws -> [VectorResult] {
        let cases = file.cases(in: VectorKind.twilioMessaging.sections)
        let requests = cases.filter { !$0.vector["request"]["url"].isNull }
        var results: [VectorResult] = []
        for (origin, requests) in byOrigin(requests) {
            results += try await VectorDesk.run(publicURL: origin) { desk in await replay(requests, on: desk) }
        }
        let sends = cases.filter { $0.vector["request"]["url"].isNull }
        guard !sends.isEmpty else { return results }
        // Where reports are to come tells under which address the desk runs.
        let callback = sends.lazy.compactMap { $0.vector["request"]["form"]["StatusCallback"].string }.first
        return results
            + (try await VectorDesk.run(publicURL: origin(of: callback ?? "https://desk.example.com")) { desk in
                var results: [VectorResult] = []
                for item in sends {
                    var check = item.check
                    do {
                        try await TwilioSendVectors.run(item.vector, on: desk, &check)
                    } catch {
                        check.fail("send", error)
                    }
                    results.append(check.result)
                }
                return results
            })
    }

    /// Groups of cases by the server that they are addressed to, each in the order of the file.
    static func byOrigin(_ cases: [VectorFile.Case]) -> [(origin: String, cases: [VectorFile.Case])] {
        Dictionary(grouping: cases) { origin(of: $0.vector["request"]["url"].string ?? "") }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    static func origin(of url: String) -> String {
        guard let mark = url.firstRange(of: "://") else { return url }
        let end = url[mark.upperBound...].firstIndex { $0 == "/" || $0 == "?" } ?? url.endIndex
        let origin = String(url[..<end])
        return origin.hasPrefix("wss://") ? "https://" + origin.dropFirst(6) : origin
    }

    static func replay(_ cases: [VectorFile.Case], on desk: VectorDesk) async -> [VectorResult] {
        var results: [VectorResult] = []
        for item in cases {
            var check = item.check
            do {
                try await replay(item.vector, on: desk, &check)
            } catch {
                check.fail("request", error)
            }
            results.append(check.result)
        }
        return results
    }

    private static let names: Set = [
        "status", "status_one_of", "content_type", "body", "twiml_is", "twiml_verbs", "twiml_verbs_any", "twiml_has",
        "twiml_has_not", "one_of", "state",
    ]

    /// Sends a case's request and looks at the answer and at what was stored.
    private static func replay(_ vector: JSONValue, on desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let request = TwilioVectorRequest(vector, on: desk)
        let expect = vector["expect"]
        check.understand("expect", expect, names)
        try await desk.connect(
            .twilio, request.settings(of: vector), secrets: ["twilio_auth_token": request.authToken])
        let mark = desk.standIn.mark
        let response = try await desk.send(
            request.method, request.path, headers: request.headers, body: Array(request.body.utf8))
        let usual: Int64 = vector["negative"].bool == true ? 403 : 200
        let allowed = expect["status_one_of"].elements.compactMap(\.integer)
        let wanted = allowed.isEmpty ? [expect["status"].integer ?? usual] : allowed
        if !wanted.contains(Int64(response.status)) {
            check.expect("status", wanted.map(String.init).joined(separator: " or "), String(response.status))
        }
        let text = String(decoding: response.body, as: UTF8.self)
        if let body = expect["body"].string { check.expect("body", body, text) }
        // Reports are answered by a status alone.
        let isDocument = allowed.isEmpty || expect.names.contains { $0.hasPrefix("twiml") || $0 == "one_of" }
        if isDocument, wanted == [200] || !allowed.isEmpty {
            checkDocument(text, response.headers["content-type"], expect, &check)
        }
        check.understand("expect.state", expect["state"], Set(expect["state"].names))
        let state = try await TwilioVectorState(request.form, expect["state"], since: mark, on: desk)
        for name in expect["state"].names where !VectorCheck.remarks.contains(name) {
            let expected = expect["state"][name]
            if let got = try await state.value(name, expected) {
                check.expect("state.\(name)", subset: expected, of: got)
            } else {
                check.misunderstand("state.\(name)", expected)
            }
        }
    }

    private static func checkDocument(
        _ text: String, _ type: String?, _ expect: JSONValue, _ check: inout VectorCheck
    ) {
        check.expect(
            "content type", expect["content_type"].string ?? "text/xml", String((type ?? "").prefix { $0 != ";" }))
        guard let document = MarkupNode(text) else {
            check.expect("document", "XML", text)
            return
        }
        if let twiml = expect["twiml_is"].string, MarkupNode(twiml) != document {
            // An answer in place of silence is allowed where the vector says so.
            let isAnswer = expect["alternative"].string != nil && document.verbs == ["Message"]
            if !isAnswer { check.expect("twiml", twiml, text) }
        }
        let verbs = document.nestedVerbs.joined(separator: " ")
        let any = expect["twiml_verbs_any"].list
        if !any.isEmpty, !any.contains(where: { document.contains($0) }) {
            check.expect("verbs", any.joined(separator: " or "), verbs)
        }
        for verb in expect["twiml_has"].list where !document.contains(verb) { check.expect("verbs", verb, verbs) }
        for verb in expect["twiml_has_not"].list where document.contains(verb) {
            check.expect("verbs", "no \(verb)", verbs)
        }
        let exact = expect["twiml_verbs"].list
        if !exact.isEmpty {
            // What is nested is compared where the vector says what is.
            let isSame =
                exact.count == document.children.count
                && zip(exact, zip(document.verbs, document.nestedVerbs)).allSatisfy { wanted, got in
                    wanted.contains("(") ? wanted == got.1 : wanted == got.0
                }
            if !isSame { check.expect("verbs", exact.joined(separator: " "), verbs) }
        }
        let choices = expect["one_of"].list
        if !choices.isEmpty {
            let isMet = choices.contains { choice in
                choice.contains("(")
                    ? document.nestedVerbs.contains(choice)
                    : choice.components(separatedBy: " then ").allSatisfy { document.contains($0) }
            }
            if !isMet { check.expect("verbs", choices.joined(separator: " or "), verbs) }
        }
    }
}
