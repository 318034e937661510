import Channels
import DeskModel
import Foundation
import Storage

/// What we send of `twilio_messaging`.
enum TwilioSendVectors {
    private static let whatsApp = "whatsapp:"

    static func run(_ vector: JSONValue, on desk: VectorDesk, _ check: inout VectorCheck) async throws {
        let answer = VectorStandIn.Answer(vector["response"], usual: 201)
        let (request, form) = (vector["request"], vector["request"]["form"])
        var expectation = SendExpectation(expect: vector["expect"])
        guard !request.isNull else {
            expectation.compare(with: TwilioSending.outcome(of: answer.response), &check)
            return
        }
        let path = request["path"].string ?? ""
        let (user, password) = credentials(request)
        let account = TwilioAccount(
            sid: path.split(separator: "/").dropFirst(2).first.map(String.init) ?? user, authToken: password,
            apiBase: desk.standInURL)
        guard path.hasSuffix("/Messages.json"), let call = try rendered(form, account, desk) else {
            check.misunderstand("request", request)
            return
        }
        let exchange = try await SendExchange(call, on: desk, answer: answer)
        var wanted = request
        if case .object(var members) = request {
            // Given decoded, for people to read.
            var headers = request["headers"].texts
            headers["Authorization"] = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
            members["headers"] = .object(headers.mapValues { .string($0) })
            wanted = .object(members)
        }
        exchange.compare(with: wanted, &check)
        compare(form, with: FormFields(decoding: exchange.received.body) ?? FormFields([]), &check)
        let outcome = TwilioSending.outcome(of: exchange.response)
        let isPlain = form["MediaUrl"].isNull && form["ContentSid"].isNull && form["From"].string?.first == "+"
        if isPlain, case .accepted(let id) = outcome {
            let sent = try await sentByDesk(form, account, answer, path, on: desk)
            check.expect("the desk's message", id, sent.id ?? "none")
            if !vector["expect"]["status"].isNull {
                check.expect("status", vector["expect"]["status"], .string(orNull: sent.delivery?.rawValue))
                expectation = expectation.without("status")
            }
        }
        expectation.compare(with: outcome, &check)
    }

    /// As `Basic user:password`, or as it is sent.
    private static func credentials(_ request: JSONValue) -> (user: String, password: String) {
        let given = request["auth"].string ?? request["headers"]["Authorization"].string ?? ""
        let text = given.hasPrefix("Basic ") ? String(given.dropFirst("Basic ".count)) : given
        let decoded = Data(base64Encoded: text).map { String(decoding: $0, as: UTF8.self) }
        let parts = (decoded?.contains(":") == true ? decoded ?? text : text).split(separator: ":", maxSplits: 1)
        return (parts.first.map(String.init) ?? "", parts.dropFirst().first.map(String.init) ?? "")
    }

    /// The call by which the desk sends what a vector's form says.
    private static func rendered(
        _ form: JSONValue, _ account: TwilioAccount, _ desk: VectorDesk
    ) throws -> ProviderRequest? {
        let to = form["To"].string ?? ""
        guard let from = form["From"].string ?? form["MessagingServiceSid"].string else { return nil }
        let body = form["Body"].string ?? ""
        let callback = form["StatusCallback"].string
        guard form["MediaUrl"].isNull else {
            return TwilioSending.request(
                to: to, from: from, body: body, mediaURLs: form["MediaUrl"].list, statusCallback: callback,
                account: account)
        }
        let isWhatsApp = to.hasPrefix(whatsApp)
        let isTemplate = !form["ContentSid"].isNull
        let variables = form["ContentVariables"].string.flatMap { try? JSONValue(parsing: Array($0.utf8)) } ?? .null
        let thread = ChannelThread(
            conversation: "vector", business: desk.business.id, provider: .twilio,
            channel: isWhatsApp ? .whatsapp : .sms, address: bare(to), ownAddress: bare(from), lastInboundAt: .now(),
            lastInboundID: nil, language: nil, isOptedOut: false)
        let piece = OutgoingPiece(
            text: isTemplate ? variables.names.first.flatMap { variables[$0].string } ?? "" : body, thread: thread,
            reference: "vector:0", isOutsideWindow: isTemplate)
        let connection = ChannelConnection(
            business: desk.business.id, provider: .twilio,
            settings: [
                "twilio_account_sid": account.sid, "twilio_content_sid": form["ContentSid"].string ?? "",
                "api_base": account.apiBase,
            ], secrets: ["twilio_auth_token": account.authToken], isOperated: true)
        let environment = ChannelEnvironment(publicURL: callback.map { TwilioVectors.origin(of: $0) })
        return try TwilioAdapter(environment: environment).sending(piece, for: connection)
    }

    private static func bare(_ address: String) -> String {
        address.hasPrefix(whatsApp) ? String(address.dropFirst(whatsApp.count)) : address
    }

    private static func compare(_ form: JSONValue, with sent: FormFields, _ check: inout VectorCheck) {
        for name in form.names {
            let got = sent.fields.filter { $0.name == name }.map(\.value)
            switch name {
            case "ContentVariables":
                let wanted = form[name].string.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
                let variables = got.first.flatMap { try? JSONValue(parsing: Array($0.utf8)) }
                check.expect("form.\(name)", wanted ?? .null, variables ?? .null)
            case "StatusCallback":
                // Paths are ours to choose.
                check.expect(
                    "form.\(name)", TwilioVectors.origin(of: form[name].string ?? ""),
                    TwilioVectors.origin(of: got.first ?? "none"))
            default: check.expect("form.\(name)", form[name].list.joined(separator: " "), got.joined(separator: " "))
            }
        }
    }

    /// Has the desk say the words in a conversation, as it says all. - Returns: what became of them.
    private static func sentByDesk(
        _ form: JSONValue, _ account: TwilioAccount, _ answer: VectorStandIn.Answer, _ path: String,
        on desk: VectorDesk
    ) async throws -> (id: String?, delivery: Message.Delivery?) {
        let from = form["From"].string ?? ""
        try await desk.connect(
            .twilio, ["twilio_account_sid": account.sid, "twilio_phone_number": from],
            secrets: ["twilio_auth_token": account.authToken])
        desk.standIn.answer(path, with: answer)
        let message = try await desk.say(
            form["Body"].string ?? "", to: form["To"].string ?? "", from: from, by: .twilio, on: .sms)
        guard let message else { throw VectorError("nothing to send") }
        let id = try await desk.providerID(of: message)
        return (id, try await desk.system.store.message(message.id, in: desk.business.id)?.delivery)
    }
}
