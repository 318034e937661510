import DeskModel
import Foundation
import Testing

@testable import Channels

@Suite("Sending through Twilio")
struct TwilioSendingTests {
    private static let sid = "SM" + String(repeating: "0a", count: 16)
    private let account = TwilioAccount(
        sid: "AC" + String(repeating: "1b", count: 16), authToken: "secret", apiBase: "http://127.0.0.1:1")

    @Test("L15: a text is a form of the Messages resource, authorised by account and token")
    func request() throws {
        let request = TwilioSending.request(
            to: "+15005550001", from: "+15005550006", body: "A & b = ü", statusCallback: "https://d/s", account: account
        )
        #expect(request.url == "http://127.0.0.1:1/2010-04-01/Accounts/\(account.sid)/Messages.json")
        let form = try #require(FormFields(decoding: request.body))
        #expect(form.fields.map(\.name) == ["To", "From", "Body", "StatusCallback"])
        #expect(form["Body"] == "A & b = ü")
        #expect(
            request.headers.contains(
                ProviderRequest.Header(
                    "Authorization", "Basic " + Data("\(account.sid):secret".utf8).base64EncodedString())))
        let pooled = TwilioSending.request(
            to: "+1", from: "MG" + String(repeating: "2c", count: 16), body: "x", statusCallback: nil, account: account)
        #expect(FormFields(decoding: pooled.body)?["MessagingServiceSid"]?.hasPrefix("MG") == true)
    }

    @Test("W16: a WhatsApp customer whose window is shut is sent the template with the text in one line")
    func template() throws {
        let adapter = TwilioAdapter(environment: ChannelEnvironment(publicURL: "https://d"))
        let content = "HX" + String(repeating: "3d", count: 16)
        let thread = ChannelThread(
            conversation: "c", business: BusinessID(1), provider: .twilio, channel: .whatsapp,
            address: "+15005550001", ownAddress: "+15005550006", lastInboundAt: .now(), lastInboundID: nil,
            language: nil, isOptedOut: false)
        func send(_ settings: [String: String], isOutsideWindow: Bool) throws(SendFailure) -> ProviderRequest? {
            let connection = ChannelConnection(
                business: BusinessID(1), provider: .twilio,
                settings: settings.merging(["twilio_account_sid": account.sid]) { $1 },
                secrets: ["twilio_auth_token": "secret"])
            return try adapter.sending(
                OutgoingPiece(
                    text: "We open\nat \"nine\".", thread: thread, reference: "m:0", isOutsideWindow: isOutsideWindow),
                for: connection)
        }
        let request = try #require(try send(["twilio_content_sid": content], isOutsideWindow: true))
        let form = try #require(FormFields(decoding: request.body))
        #expect(form.fields.map(\.name) == ["To", "From", "ContentSid", "ContentVariables", "StatusCallback"])
        #expect(form["To"] == "whatsapp:+15005550001" && form["ContentSid"] == content)
        #expect(form["ContentVariables"] == #"{"1":"We open at \"nine\"."}"#)
        let free = try #require(try send(["twilio_content_sid": content], isOutsideWindow: false))
        #expect(FormFields(decoding: free.body)?["Body"] == "We open\nat \"nine\".")
        #expect(throws: SendFailure.self) { try send([:], isOutsideWindow: true) }
    }

    private func response(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> ProviderResponse {
        ProviderResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    @Test("L15: what Twilio answers says whether to try again")
    func outcomes() throws {
        #expect(
            TwilioSending.outcome(of: response(201, #"{"sid":"\#(Self.sid)","status":"queued"}"#))
                == .accepted(providerID: Self.sid))
        guard case .unknown = TwilioSending.outcome(of: response(201, "<html>")) else {
            Issue.record("an answer without a sid does not say what became of the message")
            return
        }
        func failure(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> SendFailure {
            TwilioSending.failure(of: response(status, body, headers))
        }
        let stopped = failure(
            400, #"{"code":21610,"message":"Attempt to send to unsubscribed recipient","status":400}"#)
        #expect(stopped.reason == .optedOut && stopped.retry == .never)
        let limited = failure(429, #"{"code":20429,"message":"Too many requests"}"#)
        #expect(limited.reason == .rateLimited && limited.retry == .backOff)
        #expect(failure(429, "", ["retry-after": "7"]).retry == .after(seconds: 7))
        #expect(failure(429, "", ["retry-after": "-7"]).retry == .backOff)
        #expect(failure(503, "<html>gateway</html>").retry == .backOff)
        #expect(failure(401, #"{"code":20003,"message":"Authenticate"}"#).reason == .credentials)
        #expect(failure(400, #"{"code":21211,"message":"bad To"}"#).reason == .recipient)
        #expect(failure(400, #"{"code":99999,"message":"?"}"#).retry == .never)
    }

    @Test("L15: after a time-out the message is looked up by text, sender and time, among those not known yet")
    func lookup() throws {
        let now = Timestamp(try Date.ISO8601FormatStyle().parse("2026-08-10T10:15:10Z"))
        func listed(_ changes: [String: String] = [:]) -> ProviderResponse {
            let message = [
                "sid": Self.sid, "body": "We open at nine.", "from": "+15005550006", "direction": "outbound-api",
                "date_created": "Mon, 10 Aug 2026 10:15:11 +0000",
            ].merging(changes) { $1 }
            let data = (try? JSONSerialization.data(withJSONObject: ["messages": [message]])) ?? Data()
            return ProviderResponse(status: 200, body: Array(data))
        }
        func find(_ response: ProviderResponse, known: Set<String> = []) -> String? {
            TwilioSending.find("We open at nine.", from: "+15005550006", since: now, known: known, in: response)
        }
        #expect(find(listed()) == Self.sid)
        func find(_ line: String, within text: String) -> String? {
            TwilioSending.find(
                line, orWithin: line, from: "+15005550006", since: now, known: [], in: listed(["body": text]))
        }
        #expect(find(listed(["body": "Hello! We open at nine. Bye!"])) == nil)
        #expect(find("We open at nine on Mondays.", within: "Hello! We open at nine on Mondays. Bye!") == Self.sid)
        // A short text stands in many others by chance.
        #expect(find("OK", within: "Your code is BOOK-42.") == nil)
        #expect(find("OK", within: "OK") == Self.sid)
        #expect(find(listed(), known: [Self.sid]) == nil)
        #expect(find(listed(["body": "We open at ten."])) == nil)
        #expect(find(listed(["direction": "inbound"])) == nil)
        #expect(find(listed(["from": "+15005550007"])) == nil)
        #expect(find(listed(["date_created": "Mon, 10 Aug 2026 09:00:00 +0000"])) == nil)
        #expect(find(listed(["date_created": "yesterday"])) == nil)
    }
}
