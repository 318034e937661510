import DeskModel
import Testing

@testable import Delivery

@Suite("C10: Standard Webhooks signatures")
struct WebhookSignatureTests {
    private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    @Test("the signature of the specification's own libraries comes out, and another for anything else")
    func vector() throws {
        let secret = try #require(WebhookSecret(secret))
        func header(_ id: String, _ timestamp: Int64, _ body: String) -> String {
            WebhookSignature.header(id: id, timestamp: timestamp, body: body, secrets: [secret])
        }
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek"
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        #expect(header(id, 1_614_265_330, #"{"test": 2432232314}"#) == expected)
        #expect(header(id, 1_614_265_331, #"{"test": 2432232314}"#) != expected)
        #expect(header(id, 1_614_265_330, #"{"test": 2432232315}"#) != expected)
        #expect(header("msg", 1_614_265_330, #"{"test": 2432232314}"#) != expected)
    }

    @Test("a vector of our own, with a key of 32 bytes")
    func ownVector() throws {
        let secret = try #require(WebhookSecret("whsec_WL1ob03axlpgiq1N8OW+FXb9otXGFeKAhoIiFzkYQJI="))
        let body =
            #"{"type":"lead.created","timestamp":"2026-08-10T10:15:00Z","data":{"id":"ld_1","name":"Ana"}}"#
        let header = WebhookSignature.header(
            id: "msg_2mZ8xYvQ4tKd", timestamp: 1_786_356_900, body: body, secrets: [secret])
        #expect(header == "v1,I+3zFIO+5tm4q6evsZegBIftGDP6m9azERFukmU0sGQ=")
    }

    @Test("after a rotation both secrets sign for a day, then the new one alone")
    func rotation() {
        var webhook = Webhook(business: BusinessID(1), url: "https://example.com")
        let old = webhook.secret
        let now = Timestamp(milliseconds: 1_000_000)
        webhook.rotateSecret(at: now)
        #expect(webhook.secret != old)
        #expect(webhook.signingSecrets(at: now) == [webhook.secret, old])
        #expect(webhook.signingSecrets(at: now.advanced(byMilliseconds: 86_400_000)) == [webhook.secret])
        let header = WebhookSignature.header(
            id: "m", timestamp: 1, body: "{}", secrets: webhook.signingSecrets(at: now))
        #expect(header.split(separator: " ").count == 2)
    }

    @Test("secrets are 24 to 64 bytes in Base64 and never shown by accident")
    func form() {
        let made = WebhookSecret.generate()
        #expect(WebhookSecret(made.text) == made && made.bytes.count == 32)
        #expect(made != WebhookSecret.generate())
        #expect(!"\(made)".contains(made.text.dropFirst(6)))
        for bad in ["", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA", "whsec_!!!!", "whsk_" + made.text] {
            #expect(WebhookSecret(bad) == nil, "\(bad)")
        }
    }
}
