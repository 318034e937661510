import Channels
import Foundation
import LoopbackServer
import Testing

@Suite("Text messages through Twilio", .serialized)
struct TextMessageTests {
    private static let knowledge = """
        The clinic opens at nine on Monday to Friday.

        Parking is free for two hours behind the clinic.
        """

    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: Self.knowledge)
        try await desk.connect("twilio", business)
    }

    @Test("L15: a text is acknowledged with nothing to say and answered by a text with its source as a short link")
    func answered() async throws {
        let reply = try await desk.text("When does the clinic open?", 1, to: business)
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"]?.hasPrefix("text/xml") == true)
        #expect(reply.text == "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>")
        let sent = try #require(try await provider.waitForTaken(1).first)
        #expect(sent.path == "/2010-04-01/Accounts/\(Wire.account)/Messages.json")
        #expect(sent.to == Wire.customer)
        #expect(sent.text.contains("nine"))
        #expect(sent.body.contains("From=%2B15005550006"))
        #expect(sent.body.contains("StatusCallback=https%3A%2F%2Fdesk.example.org"))
        // The link leads to the place that is cited, and no other link does.
        let link = try #require(sent.text.firstMatch(of: /https:\/\/desk\.example\.org(\/s\/[A-Za-z0-9_-]+)/))
        let opened = try await desk.call("GET", String(link.1))
        #expect(opened.status == 303)
        let place = try #require(opened.headers["location"]).replacing("..", with: "")
        #expect(try await desk.call("GET", place).text.contains("opens at nine"))
        for forged in [
            String(link.1.dropLast()) + (link.1.last == "A" ? "B" : "A"), "/s/", "/s/x",
            "/s/" + String(repeating: "A", count: 500),
        ] {
            #expect(try await desk.call("GET", forged).status == 404, "\(forged)")
        }
    }

    @Test(
        "L15: the same event five times at once is one message and one answer; what follows goes on in one conversation"
    )
    func repeated() async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 {
                group.addTask { try await desk.text("When does the clinic open?", 1, to: business).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        try await provider.waitForTaken(1)
        _ = try await desk.text("Is there parking?", 2, to: business)
        let sent = try await provider.waitForTaken(2)
        #expect(sent.count == 2)
        #expect(sent[1].text.contains("two hours"))
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 2)
        let metrics = try await desk.call("GET", "/metrics", key: desk.admin).text
        #expect(metrics.contains("frontdesk_conversations 1\n"))
        #expect(metrics.contains("frontdesk_messages 4\n"))
    }

    @Test("L15: a wrong, missing or foreign signature gets a bare 403 and stores nothing")
    func unsigned() async throws {
        let form = Wire.smsForm("When does the clinic open?", 1)
        let other = try await desk.business("Other")
        try await desk.connect("twilio", other, ["twilio_auth_token": "another-token-of-another-business"])
        let path = "/channels/twilio/\(business.id)/sms"
        let replies = [
            try await desk.twilio(path, form, authToken: "wrong"), try await desk.twilio(path, form, signature: ""),
            try await desk.twilio("/channels/twilio/\(other.id)/sms", form),
            try await desk.twilio("/channels/twilio/999/sms", form),
            try await desk.call("POST", path, body: Data(form.encoded.utf8), headers: ["Content-Type": Wire.formType]),
            try await desk.call("POST", path, key: desk.admin, body: Data("{}".utf8)),
            try await desk.call("GET", path), try await desk.twilio("/channels/twilio/sms", form, authToken: "wrong"),
        ]
        for reply in replies {
            #expect(reply.status == 403)
            #expect(reply.body.isEmpty)
        }
        #expect(try await desk.call("GET", "/metrics", key: desk.admin).text.contains("frontdesk_messages 0\n"))
    }

    @Test("L15: without a business in the address the account and the number say whose text it is")
    func byAccount() async throws {
        let other = try await desk.business("Other")
        try await desk.connect("twilio", other, ["twilio_phone_number": "+15005550007"])
        let reply = try await desk.twilio("/channels/twilio/sms", Wire.smsForm("When does the clinic open?", 1))
        #expect(reply.status == 200)
        #expect(try await provider.waitForTaken(1)[0].text.contains("nine"))
        _ = try await desk.twilio(
            "/channels/twilio/sms", Wire.smsForm("When does the clinic open?", 2, ["To": "+15005550007"]))
        #expect(try await provider.waitForTaken(2)[1].text.contains("nine") == false)
    }

    @Test("L15: businesses that share an account have the texts of their messaging services, and the reports on theirs")
    func sharedAccount() async throws {
        let services = (1...2).map { "MG" + String(repeating: "\($0)c", count: 16) }
        let other = try await desk.business(knowing: "The shop opens at ten on Monday to Friday.")
        for (index, owner) in [business, other].enumerated() {
            try await desk.connect(
                "twilio", owner,
                ["twilio_phone_number": NSNull(), "twilio_messaging_service_sid": services[index]])
        }
        // A number of the pool that nobody has named.
        let pool = "+15005550099"
        let asked = try await desk.twilio(
            "/channels/twilio/sms",
            Wire.smsForm("When does the shop open?", 1, ["To": pool, "MessagingServiceSid": services[1]]))
        #expect(asked.status == 200)
        let sent = try #require(try await provider.waitForTaken(1).first)
        #expect(sent.text.contains("ten"))
        let conversation = try await desk.newestConversation(other)
        let none = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key)
        #expect(none.results.isEmpty)
        let values = [
            "MessageSid": sent.id ?? "", "MessageStatus": "delivered", "AccountSid": Wire.account, "From": pool,
            "To": Wire.customer,
        ]
        let report = FormFields(values.map { FormFields.Field($0.key, $0.value) })
        try await withPatience("the report") {
            while true {
                #expect(try await desk.twilio("/channels/twilio/sms/status", report).status == 200)
                let list = try await desk.call("GET", "/api/conversations/\(conversation)/messages", key: other.key)
                let messages = list.json["messages"] as? [[String: Any]] ?? []
                let states = messages.compactMap { ($0["delivery"] as? [String: Any])?["status"] as? String }
                if states == ["delivered"] { return }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        // Whose it is cannot be told: it is nobody's, and both see that it came.
        let stranger = "MG" + String(repeating: "9c", count: 16)
        let unknown = Wire.smsForm("When does it open?", 2, ["To": pool, "MessagingServiceSid": stranger])
        #expect(try await desk.twilio("/channels/twilio/sms", unknown).status == 200)
        for owner in [business, other] {
            let channel = try await desk.call("GET", "/api/businesses/\(owner.id)/channels/twilio", key: owner.key)
            let activity = try #require(channel.json["activity"] as? [String: Any])
            #expect((activity["ignored"] as? Int ?? 0) >= 1)
        }
        #expect(try await desk.messages(conversation, other).count == 2)
        #expect(provider.sent.count == 1)
    }

    @Test("L15: STOP is obeyed and START undoes it; HELP is left to Twilio")
    func keywords() async throws {
        _ = try await desk.text("STOP", 1, to: business)
        _ = try await desk.text("When does the clinic open?", 2, to: business)
        _ = try await desk.text("HELP", 3, to: business)
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.isEmpty)
        _ = try await desk.text("Start", 4, to: business)
        _ = try await desk.text("When does the clinic open?", 5, to: business)
        #expect(try await provider.waitForTaken(1).count == 1)
    }

    @Test("L15: a sender whom Twilio has blocked is noted and never tried again")
    func blocked() async throws {
        provider.next(.answer(400, #"{"code":21610,"message":"unsubscribed","status":400}"#))
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        try await withPatience("the refusal") {
            while provider.sent.isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        }
        _ = try await desk.text("Is there parking?", 2, to: business)
        try await Task.sleep(for: .seconds(2))
        #expect(provider.sent.count == 1)
    }

    @Test("L15: 429 and 503 are tried again, in order, and nothing is sent twice")
    func retried() async throws {
        provider.next(
            .answer(429, #"{"code":20429,"message":"Too many"}"#, ["Retry-After": "1"]),
            .answer(503, "<html>gateway</html>"), .hangUp)
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        _ = try await desk.text("Is there parking?", 2, to: business)
        let taken = try await provider.waitForTaken(2)
        #expect(taken[0].text.contains("nine"))
        #expect(taken[1].text.contains("two hours"))
        #expect(taken.count == 2)
    }

    @Test("L15: when Twilio took a text and did not say so, it is looked up and not sent again")
    func unknownOutcome() async throws {
        provider.next(.takeAndHangUp)
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        _ = try await desk.text("Is there parking?", 2, to: business)
        let taken = try await provider.waitForTaken(2)
        #expect(taken[0].text.contains("nine"))
        #expect(taken[1].text.contains("two hours"))
        #expect(provider.others.contains { $0.contains("/Messages.json?") })
    }

    @Test("L15: after kill -9 while Twilio had the text, it is looked up and not sent again; what waited is sent")
    func killedWhileSending() async throws {
        let gate = Gate()
        provider.next(.takeAndHold(gate))
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        try await provider.waitForTaken(1)
        #expect(try await desk.text("Is there parking?", 2, to: business).status == 200)
        await desk.killHard()
        gate.open()
        let again = try await RunningDesk.withChannels(provider, folder: desk.folder)
        let taken = try await provider.waitForTaken(2)
        #expect(taken[0].text.contains("nine"))
        #expect(taken[1].text.contains("two hours"))
        // The event that came before the crash is known after it.
        #expect(try await again.text("When does the clinic open?", 1, to: business).status == 200)
        try await Task.sleep(for: .seconds(1))
        #expect(provider.taken.count == 2)
    }

    @Test("L15: statuses are taken in any order, also before we know the message, and unknown ones are accepted")
    func statuses() async throws {
        let gate = Gate()
        provider.next(.takeAndHold(gate))
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        let sid = try #require(try await provider.waitForTaken(1)[0].id)
        func report(_ word: String, _ sid: String, _ more: [String: String] = [:]) async throws -> Int {
            let values = [
                "MessageSid": sid, "MessageStatus": word, "AccountSid": Wire.account, "From": Wire.number,
                "To": Wire.customer,
            ].merging(more) { $1 }
            let form = FormFields(values.map { FormFields.Field($0.key, $0.value) })
            return try await desk.twilio("/channels/twilio/\(business.id)/sms/status", form).status
        }
        // Before our call has returned.
        #expect(try await report("delivered", sid) == 200)
        gate.open()
        #expect(try await report("sent", sid) == 200)
        #expect(try await report("sent", ProviderStandIn.sid(999)) == 200)
        #expect(try await report("levitating", sid) == 200)
        #expect(try await report("sent", "SM1") == 200)
    }

    @Test("L15: a file without words is kept, and its sender is told that we read words")
    func media() async throws {
        _ = try await desk.text(
            "", 1, to: business,
            ["NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/jpeg"])
        let sent = try await provider.waitForTaken(1)
        #expect(sent[0].text.contains("in words"))
    }

    @Test("L15: nothing is said to a file from a sender without a number, or from one who asked for silence")
    func mediaUnanswerable() async throws {
        let file = [
            "NumMedia": "1", "MediaUrl0": "https://api.twilio.com/x", "MediaContentType0": "image/jpeg",
        ]
        _ = try await desk.text("", 1, to: business, file.merging(["From": "BANK"]) { $1 })
        _ = try await desk.text("STOP", 2, to: business)
        _ = try await desk.text("", 3, to: business, file)
        let metrics = try await desk.call("GET", "/metrics", key: desk.admin).text
        #expect(metrics.contains("frontdesk_messages 3\n"), "\(metrics)")
        #expect(provider.sent.isEmpty)
    }

    @Test("L15: a file that an agent sends goes as a link that opens it, and no other opens anything")
    func fileSent() async throws {
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        _ = try await provider.waitForTaken(1)
        let list = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        let session = try #require(list.first?["session_id"] as? String)
        var body = MultipartBody()
        body.add("author", "Kim")
        body.add("body", "Here is the map.")
        body.add("media", filename: "map.txt", Data("The map.".utf8))
        let sent = try await desk.call(
            "POST", "/api/conversations/\(session)/messages", key: business.key, body: body.finished,
            headers: ["Content-Type": MultipartBody.contentType])
        #expect(sent.status == 201, "\(sent.text)")
        let texts = try await provider.waitForTaken(4).map(\.text)
        #expect(texts[1].contains("Kim"))
        #expect(texts[2].contains("Here is the map."))
        let match = try #require(texts[3].firstMatch(of: /\/f\/[A-Za-z0-9_-]+/))
        let file = try await desk.call("GET", String(match.0))
        #expect(file.status == 200 && file.text == "The map.")
        #expect(file.headers["content-disposition"]?.hasPrefix("attachment") == true)
        let changed = String(match.0.dropLast()) + (match.0.hasSuffix("A") ? "B" : "A")
        #expect(try await desk.call("GET", changed).status == 404)
        #expect(try await desk.call("GET", String(match.0).replacing("/f/", with: "/s/")).status == 404)
        // The conversation's id in a source's link opens no chat socket.
        #expect(try await desk.handshake("/ws/chat/\(business.id)/\(session)/").status == 404)
    }

    @Test("L15: a document of text that came without words is read")
    func documentRead() async throws {
        _ = try await desk.text(
            "", 1, to: business,
            [
                "NumMedia": "1", "MediaUrl0": provider.url + "/2010-04-01/Accounts/\(Wire.account)/Media/letter",
                "MediaContentType0": "text/plain",
            ])
        let list = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        let session = try #require(list.first?["session_id"] as? String)
        try await withPatience("the document's words") {
            while try await (desk.messages(session, business).first?["message"] as? String)?.contains("Rex") != true {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    @Test("L15: files are fetched from the provider alone, redirects without our key, huge ones given up")
    func mediaFetched() async throws {
        let base = provider.url + "/2010-04-01/Accounts/\(Wire.account)/Media/"
        let elsewhere = try ProviderStandIn()
        for (number, url) in [base + "moved", base + "huge", elsewhere.url + "/Media/x", base + "../../x"].enumerated()
        {
            _ = try await desk.text(
                "Look", number + 1, to: business,
                ["NumMedia": "1", "MediaUrl0": url, "MediaContentType0": "image/jpeg"])
        }
        try await provider.waitForOthers { $0.hasSuffix("/Media/file") }
        try await provider.waitForOthers { $0.hasSuffix("/Media/huge") }
        try await Task.sleep(for: .seconds(2))
        #expect(elsewhere.others.isEmpty)
        #expect(provider.others.count { $0.contains("/Media/") } == 3)
        #expect(try await desk.call("GET", "/health").status == 200)
    }

    @Test("L15: a file is what its bytes say, a slow one comes late, one that the provider refuses is given up")
    func oddFiles() async throws {
        let base = provider.url + "/2010-04-01/Accounts/\(Wire.account)/Media/"
        for (number, name) in ["letter", "slow", "gone"].enumerated() {
            _ = try await desk.text(
                "Look", number + 1, to: business,
                ["NumMedia": "1", "MediaUrl0": base + name, "MediaContentType0": "image/jpeg"])
        }
        let client = ResourceCaller(desk: desk, business: business)
        let path = "conversations/\(try await desk.newestConversation(business))/messages"
        let kept = try await withPatience("the files") {
            while true {
                let media = try await client.all(path, "messages").compactMap { $0["media"] as? [[String: Any]] }
                if media.count == 2 { return media.joined().compactMap { $0["content_type"] as? String } }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        // Both claim to be pictures, and hold letters.
        #expect(kept == ["text/plain; charset=utf-8", "text/plain; charset=utf-8"])
        #expect(provider.others.count { $0.hasSuffix("/Media/gone") } == 1)
    }

    @Test("L15: what is signed but is no message is 400, a path that is none 404, and 5 MB are refused")
    func malformed() async throws {
        let path = "/channels/twilio/\(business.id)"
        #expect(try await desk.twilio(path + "/sms", FormFields([.init("Body", "x")])).status == 400)
        #expect(try await desk.twilio(path + "/nothing", Wire.smsForm("x", 1)).status == 404)
        #expect(try await desk.call("GET", "/channels/carrier-pigeon/1/x").status == 404)
        let huge = FormFields([.init("Body", String(repeating: "x", count: 5_000_000))])
        #expect(try await desk.twilio(path + "/sms", huge).status == 413)
        let hostile = "'; DROP TABLE messages; -- <script>alert(1)</script> \u{202E}\u{0}🙂"
        #expect(try await desk.text(hostile, 1, to: business).status == 200)
        try await provider.waitForTaken(1)
    }

    @Test("W1: settings are checked by name and value; secrets are never shown; other businesses' do not exist")
    func settings() async throws {
        let path = "/api/businesses/\(business.id)/channels"
        let shown = try await desk.call("GET", path + "/twilio", key: business.key)
        #expect(shown.status == 200)
        #expect(!shown.text.contains(Wire.authToken))
        #expect(shown.json["secrets"] as? [String] == ["twilio_auth_token"])
        #expect(
            (shown.json["webhook_urls"] as? [String])?.first == "\(Wire.publicURL)/channels/twilio/\(business.id)/sms")
        #expect((shown.json["problems"] as? [String])?.isEmpty == true)
        #expect(!(try await desk.call("GET", path, key: business.key)).text.contains(Wire.authToken))
        let bad: [[String: Any]] = [
            ["twilio_account_sid": "../x"], ["twilio_phone_number": "12"], ["twilio_nothing": "x"],
            ["twilio_auth_token": "a b"], ["api_base": "ftp://x"], ["twilio_auth_token": ["x": 1]],
        ]
        for value in bad {
            let reply = try await desk.call("PUT", path + "/twilio", key: business.key, json: value)
            #expect(reply.status == 400, "\(value)")
            #expect(!reply.sentence.isEmpty)
        }
        let other = try await desk.business("Other")
        for method in ["GET", "PUT", "DELETE"] {
            let reply = try await desk.call(method, path + "/twilio", key: other.key, json: ["enabled": false])
            #expect(reply.status == 404)
        }
        #expect(try await desk.call("GET", path + "/pigeon", key: business.key).status == 404)
        #expect(try await desk.call("GET", path, key: business.widget).status == 403)
        // Switched off, the channel takes nothing.
        _ = try await desk.call("PUT", path + "/twilio", key: business.key, json: ["enabled": false])
        #expect(try await desk.text("x", 1, to: business).status == 403)
        #expect(try await desk.call("DELETE", path + "/twilio", key: business.key).status == 204)
        #expect(!desk.log.contains(Wire.authToken))
    }

    @Test("W1: a business cannot point the desk into the operator's network; the operator can")
    func privateAddresses() async throws {
        let elsewhere = try ProviderStandIn()
        let path = "/api/businesses/\(business.id)/channels/twilio"
        _ = try await desk.call("PUT", path, key: business.key, json: ["api_base": elsewhere.url])
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        try await Task.sleep(for: .seconds(2))
        #expect(elsewhere.sent.isEmpty)
        _ = try await desk.call("PUT", path, key: desk.admin, json: ["api_base": elsewhere.url])
        try await elsewhere.waitForTaken(1)
    }
}
