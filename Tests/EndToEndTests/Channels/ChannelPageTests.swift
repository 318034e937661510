import Channels
import Foundation
import Testing

@Suite("The pages of channels", .serialized)
struct ChannelPageTests {
    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness
    private let cookie: String

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        let reply = try await desk.call("POST", "/sign-in", json: ["token": desk.admin])
        cookie = "frontdesk_session=\(try #require(reply.cookies["frontdesk_session"]))"
    }

    private func get(_ path: String) async throws -> HTTPReply {
        try await desk.call(
            "GET", "/b/\(business.id)/\(path)", headers: ["Cookie": cookie, "Accept": "text/html"])
    }

    private func post(_ path: String, _ fields: [String: String]) async throws -> HTTPReply {
        let page = try await get("channels/twilio")
        let token = try #require(page.text.firstMatch(of: /name="csrf_token" value="([^"]+)"/)).1
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._")
        let body = fields.merging(["csrf_token": String(token)]) { $1 }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }
        return try await desk.call(
            "POST", "/b/\(business.id)/\(path)", body: Data(body.joined(separator: "&").utf8),
            headers: ["Cookie": cookie, "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"])
    }

    @Test("C24, W1: an owner pastes the values, sees the addresses, checks them, and never sees a secret again")
    func connecting() async throws {
        let list = try await get("channels")
        #expect(list.status == 200)
        #expect(list.text.contains("Not connected"))
        let values = [
            "twilio_account_sid": Wire.account, "twilio_auth_token": Wire.authToken, "twilio_phone_number": Wire.number,
        ]
        #expect(try await post("channels/twilio", values).status == 303)
        let page = try await get("channels/twilio")
        #expect(page.text.contains("\(Wire.publicURL)/channels/twilio/\(business.id)/sms"))
        #expect(!page.text.contains(Wire.authToken))
        // Left empty, the secret stays, and texts go on.
        #expect(
            try await post("channels/twilio", ["twilio_auth_token": "", "twilio_voice_mode": "menu"]).status == 303)
        #expect(try await desk.text("When does the clinic open?", 1, to: business).status == 200)
        #expect(try await provider.waitForTaken(1)[0].text.contains("nine"))
        let checked = try await post("channels/twilio/check", [:])
        #expect(checked.status == 200)
        #expect(checked.text.contains("accepts these values"))
        #expect(provider.others.contains { $0.hasSuffix("/Accounts/\(Wire.account).json") })
        let wrong = try await post("channels/twilio", ["twilio_account_sid": "AC12"])
        #expect(wrong.status == 400)
        #expect(try await get("channels/twilio").text.contains("1 accepted"))
    }

    @Test("W7, L15: what nothing is known of is counted as passed over, and can be looked at for a day")
    func unknown() async throws {
        try await desk.connect("twilio", business)
        let values = [
            "MessageSid": Wire.inboundSid(1), "MessageStatus": "levitating", "AccountSid": Wire.account,
            "To": Wire.customer, "From": Wire.number,
        ]
        let form = FormFields(values.map { FormFields.Field($0.key, $0.value) })
        #expect(try await desk.twilio("/channels/twilio/\(business.id)/sms/status", form).status == 200)
        let page = try await get("channels/twilio").text
        #expect(page.contains("0 accepted, 1 passed over"))
        #expect(page.contains("levitating"))
        #expect(page.contains("<code>sms/status</code>"))
    }

    @Test("L15: what could not be sent is shown, and sent again from there")
    func deadLetters() async throws {
        try await desk.connect("twilio", business)
        provider.next(.answer(400, #"{"code":21211,"message":"The number is none."}"#))
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        let path = try await withPatience("the dead letter") {
            while true {
                let page = try await get("channels/twilio").text
                if let match = page.firstMatch(of: /channels\/twilio\/letters\/([0-9a-f-]+)\/replay/) {
                    return String(match.0)
                }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        #expect(try await get("channels/twilio").text.contains("The number is none."))
        #expect(try await post(path, [:]).status == 303)
        #expect(try await provider.waitForTaken(1)[0].text.contains("nine"))
    }

    @Test("W1: switching off and disconnecting act at once; the API's check says the same")
    func switching() async throws {
        try await desk.connect("twilio", business)
        let path = "/api/businesses/\(business.id)/channels/twilio/check"
        let check = try await desk.call("POST", path, key: business.key)
        #expect(check.json["ok"] as? Bool == true)
        #expect(try await post("channels/twilio/switch", [:]).status == 303)
        #expect(try await desk.text("Hello?", 1, to: business).status == 403)
        #expect(try await desk.call("POST", path, key: business.key).json["ok"] as? Bool == false)
        #expect(try await post("channels/twilio/delete", [:]).status == 303)
        #expect(try await desk.call("POST", path, key: business.key).status == 404)
        #expect(try await get("channels/nothing").status == 404)
    }
}
