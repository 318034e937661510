import Channels
import Foundation
import LoopbackServer
import Testing

@Suite("WhatsApp by the Cloud API", .serialized)
struct WhatsAppMessageTests {
    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("whatsapp", business)
    }

    private func event(_ value: String) -> String {
        #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"\#(Wire.phoneNumberID)"},\#(value)}}]}]}"#
    }

    private func message(_ id: String, _ content: String) -> String {
        event(
            #""contacts":[{"profile":{"name":"Ana"},"wa_id":"919845000001"}],"messages":[{"from":"919845000001","id":"\#(id)","timestamp":"1786356900",\#(content)}]"#
        )
    }

    private func text(_ id: String, _ body: String) -> String {
        message(id, #""type":"text","text":{"body":"\#(body)"}"#)
    }

    @Test("W6: the address is confirmed with our token only, on both paths and the business's own")
    func verification() async throws {
        for path in [
            "/api/whatsapp/webhook/", "/api/whatsapp/webhook", "/api/whatsapp/webhook/status/",
            "/channels/whatsapp/\(business.id)/webhook", "/channels/whatsapp/webhook",
        ] {
            let right = try await desk.call(
                "GET", path + "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=our-verify-token")
            #expect(right.status == 200, "\(path)")
            #expect(right.text == "1158201444")
            #expect(right.headers["content-type"]?.hasPrefix("text/plain") == true)
            let wrong = try await desk.call(
                "GET", path + "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=nope")
            #expect(wrong.status == 403)
            #expect(wrong.body.isEmpty)
            #expect(try await desk.call("GET", path).status == 403)
        }
    }

    @Test("W7, W16: a signed message is answered by the Cloud API, marked as read, once however often it comes")
    func answered() async throws {
        for _ in 0..<3 {
            #expect(try await desk.whatsApp(text("wamid.A1", "When does the clinic open?")).status == 200)
        }
        let sent = try #require(try await provider.waitForTaken(1).first)
        #expect(sent.path == "/v25.0/\(Wire.phoneNumberID)/messages")
        #expect(sent.headers["authorization"] == "Bearer TEST-ACCESS-TOKEN")
        #expect(sent.to == "+919845000001")
        #expect(sent.text.contains("nine"))
        try await provider.waitForOthers { $0.contains("\"read\"") && $0.contains("wamid.A1") }
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 1)
    }

    @Test("W3, W21: a message has sender, kind, file and the provider's id, which makes it one; lists come in pages")
    func stored() async throws {
        for id in ["wamid.I1", "wamid.I1", "wamid.I2"] {
            _ = try await desk.whatsApp(
                message(
                    id,
                    #""type":"image","image":{"id":"12345","mime_type":"image/jpeg","caption":"When does the clinic open?"}"#
                ))
        }
        try await provider.waitForTaken(2)
        let client = ResourceCaller(desk: desk, business: business)
        let path = "conversations/\(try await desk.newestConversation(business))/messages"
        let messages = try await client.all(path, "messages", limit: 1)
        #expect(messages.count == 4)
        let asked = messages.filter { $0["sender"] as? String == "user" }
        #expect(asked.map { $0["kind"] as? String } == ["image", "image"])
        #expect(asked.allSatisfy { $0["body"] as? String == "When does the clinic open?" })
        #expect((asked.first?["attributes"] as? String)?.contains(#""reference":"12345""#) == true)
        let answers = messages.filter { $0["sender"] as? String == "assistant" }
        #expect(answers.allSatisfy { $0["kind"] as? String == "text" && $0["answered"] as? Bool == true })
    }

    @Test("W24, W7: a webhook is acknowledged while answers are still on their way, which is work in the background")
    func background() async throws {
        let gate = Gate()
        provider.next(.takeAndHold(gate))
        defer { gate.open() }
        for number in 1...3 {
            #expect(try await desk.whatsApp(text("wamid.B\(number)", "When does the clinic open?")).status == 200)
        }
        try await provider.waitForTaken(1)
        let conversation = try await desk.newestConversation(business)
        let asked = try await desk.messages(conversation, business).count { $0["sender"] as? String == "user" }
        #expect(asked == 3)
        #expect(provider.taken.count == 1)
        gate.open()
        try await provider.waitForTaken(3)
    }

    @Test("W16: the same event five times at once is taken in once; times of the future and of no era are no trouble")
    func together() async throws {
        let body = text("wamid.A1", "When does the clinic open?")
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 { group.addTask { try await desk.whatsApp(body).status } }
            for try await status in group { #expect(status == 200) }
        }
        try await provider.waitForTaken(1)
        let times = ["4102444800", "0", "-5", "9223372036854775807", "soon"]
        for (number, time) in times.enumerated() {
            let odd = text("wamid.T\(number)", "When does the clinic open? \(number)")
                .replacing(#""timestamp":"1786356900""#, with: #""timestamp":"\#(time)""#)
            #expect(try await desk.whatsApp(odd).status == 200, "\(time)")
            let status = event(
                #""statuses":[{"id":"wamid.OUT1","status":"delivered","timestamp":"\#(time)"}]"#)
            #expect(try await desk.whatsApp(status).status == 200, "\(time)")
        }
        #expect(try await provider.waitForTaken(1 + times.count).count == 1 + times.count)
        // A megabyte of words is cut to what is read; of depth, refused.
        let long = text("wamid.L", String(repeating: "When does the clinic open? ", count: 40_000))
        #expect(long.utf8.count > 1_000_000)
        #expect(try await desk.whatsApp(long).status == 200)
        let deep = String(repeating: "[", count: 1_000_000)
        #expect(try await desk.whatsApp(deep, path: "/channels/whatsapp/\(business.id)/webhook").status == 400)
        #expect(try await desk.call("GET", "/health").status == 200)
    }

    @Test("W7: other bytes of the same JSON, another secret or none get a bare 403")
    func unsigned() async throws {
        let body = text("wamid.A1", "Open?")
        let signature = WhatsAppSignature.sign(Array(body.utf8), appSecret: Wire.appSecret)
        let spaced = body.replacing("\":", with: "\": ")
        let replies = [
            try await desk.call(
                "POST", "/api/whatsapp/webhook/", body: Data(spaced.utf8), headers: ["X-Hub-Signature-256": signature]),
            try await desk.whatsApp(body, secret: "another"),
            try await desk.call("POST", "/api/whatsapp/webhook/", body: Data(body.utf8)),
        ]
        for reply in replies {
            #expect(reply.status == 403)
            #expect(reply.body.isEmpty)
        }
        #expect(try await desk.call("GET", "/metrics", key: desk.admin).text.contains("frontdesk_messages 0\n"))
    }

    @Test("W8: statuses are taken on either path, before and after their message, beside messages")
    func statuses() async throws {
        let status = event(
            #""statuses":[{"id":"wamid.OUT1","status":"delivered","timestamp":"1698266945","recipient_id":"919845000001"}]"#
        )
        #expect(try await desk.whatsApp(status, path: "/api/whatsapp/webhook/status/").status == 200)
        let both = event(
            #""messages":[{"from":"919845000001","id":"wamid.M","timestamp":"1","type":"text","text":{"body":"When does the clinic open?"}}],"statuses":[{"id":"wamid.OUT1","status":"sent"}]"#
        )
        #expect(try await desk.whatsApp(both, path: "/api/whatsapp/webhook/status").status == 200)
        #expect(try await provider.waitForTaken(1).count == 1)
    }

    @Test("W21: what has no words is kept and its sender told; a caption is answered; a reaction is not")
    func kinds() async throws {
        _ = try await desk.whatsApp(
            message("wamid.1", #""type":"reaction","reaction":{"message_id":"wamid.X","emoji":"👍"}"#))
        _ = try await desk.whatsApp(message("wamid.2", #""type":"audio","audio":{"id":"M1","voice":true}"#))
        _ = try await desk.whatsApp(
            message("wamid.3", #""type":"image","image":{"id":"M2","caption":"When does the clinic open?"}"#))
        let taken = try await provider.waitForTaken(2)
        #expect(taken.contains { $0.text.contains("in words") })
        #expect(taken.contains { $0.text.contains("nine") })
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 2)
    }

    @Test("W21: an album is acknowledged once; of a kind that WhatsApp does not bring it is said which it does, once")
    func album() async throws {
        for number in 1...4 {
            _ = try await desk.whatsApp(message("wamid.P\(number)", #""type":"image","image":{"id":"\#(number)"}"#))
        }
        for number in 1...2 {
            _ = try await desk.whatsApp(
                message("wamid.U\(number)", #""type":"unsupported","errors":[{"code":131051,"title":"Unsupported"}]"#))
        }
        let told = try await provider.waitForTaken(2).map(\.text)
        #expect(told[0].hasPrefix("Thank you"))
        #expect(told[1].hasSuffix("text, pictures, videos, voice messages, documents, places, contacts."), "\(told[1])")
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 2)
    }

    @Test("W16: a status that brings our reference back settles a message whose sending broke off")
    func unknownOutcome() async throws {
        provider.next(.takeAndHangUp)
        _ = try await desk.whatsApp(text("wamid.A1", "When does the clinic open?"))
        let sent = try await provider.waitForTaken(1)[0]
        let json = try #require(try JSONSerialization.jsonObject(with: Data(sent.body.utf8)) as? [String: Any])
        let reference = try #require(json["biz_opaque_callback_data"] as? String)
        _ = try await desk.whatsApp(
            event(#""statuses":[{"id":"wamid.OUT1","status":"sent","biz_opaque_callback_data":"\#(reference)"}]"#))
        _ = try await desk.whatsApp(text("wamid.A2", "When does the clinic open on Monday?"))
        let taken = try await provider.waitForTaken(2)
        #expect(taken.count == 2)
        #expect(taken[1].body != taken[0].body)
        #expect(json["type"] as? String == "text")
    }

    @Test("W7: numbers that nobody here has are accepted and dropped; what is no JSON is 400 when signed")
    func strangers() async throws {
        let foreign = text("wamid.A1", "Open?").replacing(Wire.phoneNumberID, with: "999")
        #expect(try await desk.whatsApp(foreign).status == 200)
        #expect(try await desk.whatsApp("no json", path: "/channels/whatsapp/\(business.id)/webhook").status == 400)
        #expect(try await desk.whatsApp("no json").status == 403)
        #expect(try await desk.whatsApp("{}", path: "/channels/whatsapp/\(business.id)/webhook").status == 200)
        #expect(try await desk.call("GET", "/metrics", key: desk.admin).text.contains("frontdesk_messages 0\n"))
    }

    @Test("W16: where the window is shut by Meta's clock or by the message's own, the template carries the answer")
    func window() async throws {
        try await desk.connect("whatsapp", business, ["whatsapp_template": "answer"])
        provider.next(.answer(400, #"{"error":{"code":131047,"message":"Re-engagement message"}}"#))
        _ = try await desk.whatsApp(text("wamid.A1", "When does the clinic open?"))
        let first = try #require(try await provider.waitForTaken(1).first)
        #expect(provider.sent.map { $0.body.contains("\"template\"") } == [false, true])
        #expect(first.body.contains("nine"))
        // Written yesterday, and brought only now.
        let written = String(Int(Date().timeIntervalSince1970) - 25 * 3_600)
        let late = text("wamid.A2", "When does the clinic open?").replacing("1786356900", with: written)
            .replacing("919845000001", with: "919845000002")
        _ = try await desk.whatsApp(late)
        #expect(try await provider.waitForTaken(2)[1].body.contains("\"template\""))
        #expect(provider.sent.count == 3)
    }

    @Test("W7, W8: signed events without a message or a status are accepted, whosever they are, and counted")
    func otherEvents() async throws {
        let account = "5467539754836534"
        func change(_ field: String, of account: String) -> String {
            #"{"object":"whatsapp_business_account","entry":[{"id":"\#(account)","time":1786356900,"changes":[{"field":"\#(field)","value":{"event":"APPROVED"}}]}]}"#
        }
        // Nobody here has said that the account is theirs.
        let fields = ["message_template_status_update", "account_update"]
        for field in fields { #expect(try await desk.whatsApp(change(field, of: account)).status == 200, "\(field)") }
        try await desk.connect("whatsapp", business, ["whatsapp_business_account_id": account])
        for field in fields {
            #expect(try await desk.whatsApp(change(field, of: account)).status == 200, "\(field)")
            #expect(try await desk.whatsApp(change(field, of: account), secret: "another").status == 403, "\(field)")
            #expect(try await desk.whatsApp(change(field, of: "77")).status == 200, "\(field)")
        }
        let problem = event(#""errors":[{"code":131000,"title":"Something went wrong"}]"#)
        #expect(try await desk.whatsApp(problem).status == 200)
        #expect(try await desk.whatsApp(problem, secret: "another").status == 403)
        #expect(try await desk.whatsApp(#"{"object":"page","entry":[]}"#).status == 403)
        let channel = try await desk.call(
            "GET", "/api/businesses/\(business.id)/channels/whatsapp", key: business.key)
        let activity = try #require(channel.json["activity"] as? [String: Any])
        #expect(activity["accepted"] as? Int == 0)
        #expect(activity["ignored"] as? Int == 3)
        #expect(activity["refused"] as? Int == 3)
        #expect(try await desk.call("GET", "/metrics", key: desk.admin).text.contains("frontdesk_messages 0\n"))
    }

    @Test("L14, W16: a form's choices are buttons, and pressing one answers the question")
    func buttons() async throws {
        try await desk.form(
            [["question_text": "Which day?", "type": "choice", "choices": ["Monday", "Tuesday"]]], for: business)
        _ = try await desk.whatsApp(text("wamid.F1", "form"))
        let question = try #require(try await provider.waitForTaken(1).first)
        #expect(question.text.contains("Which day?"))
        let body = try #require(
            try JSONSerialization.jsonObject(with: Data(question.body.utf8)) as? [String: Any])
        let interactive = try #require(body["interactive"] as? [String: Any])
        #expect(interactive["type"] as? String == "button")
        let buttons = try #require((interactive["action"] as? [String: Any])?["buttons"] as? [[String: Any]])
        let replies = buttons.compactMap { $0["reply"] as? [String: Any] }
        #expect(replies.map { $0["title"] as? String } == ["Monday", "Tuesday"])
        let id = try #require(replies[1]["id"] as? String)
        _ = try await desk.whatsApp(
            message(
                "wamid.F2",
                #""type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"\#(id)","title":"Tuesday"}}"#
            ))
        _ = try await provider.waitForTaken(2)
        let kept = try #require(try await desk.submissions(business).first)
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["Tuesday"])
    }

    @Test("W23: without an access token answers are logged and not sent")
    func testMode() async throws {
        let other = try await desk.business(knowing: "The shop opens at ten.")
        try await desk.connect(
            "whatsapp", other, ["whatsapp_phone_number_id": "555", "whatsapp_access_token": NSNull()])
        let body = text("wamid.T1", "When does the shop open?").replacing(Wire.phoneNumberID, with: "555")
        #expect(try await desk.whatsApp(body).status == 200)
        try await withPatience("the log of test mode") {
            while !desk.log.contains("Test mode") { try await Task.sleep(for: .milliseconds(50)) }
        }
        #expect(provider.sent.isEmpty)
    }

    @Test("W16, L15: a file that an agent sends is uploaded and shown by its id; where that fails it goes as a link")
    func files() async throws {
        _ = try await desk.whatsApp(text("wamid.A1", "When does the clinic open?"))
        try await provider.waitForTaken(1)
        let conversation = try await desk.newestConversation(business)
        let picture = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + Data("a map".utf8)
        #expect(
            try await desk.sendFile("map.png", picture, saying: "The map.", in: conversation, of: business).status
                == 201)
        // Kim is announced, then come the words and the file.
        let shown = try await provider.waitForTaken(4)
        #expect(shown[2].text.contains("The map."))
        #expect(shown[3].text.hasPrefix("image 4490709327384033"))
        #expect(shown[3].body.contains("biz_opaque_callback_data"))
        let upload = try #require(provider.others.first { $0.hasPrefix("/v25.0/\(Wire.phoneNumberID)/media ") })
        #expect(upload.contains("name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"))
        #expect(upload.contains("name=\"file\"; filename=\"map.png\"\r\nContent-Type: image/png\r\n"))
        #expect(upload.contains("a map"))
        _ = try await desk.sendFile("prices.txt", Data("Nine euros.".utf8), in: conversation, of: business)
        #expect(try await provider.waitForTaken(5)[4].text == "document 4490709327384033 prices.txt")
        provider.next(.answer(400, #"{"error":{"code":131053,"message":"Media upload error"}}"#))
        _ = try await desk.sendFile("notes.txt", Data("Notes.".utf8), in: conversation, of: business)
        let link = try await provider.waitForTaken(6)[5].text
        #expect(link.hasPrefix("notes.txt: \(Wire.publicURL)/f/"), "\(link)")
        // What the API takes no files of goes as a link at once.
        let uploads = provider.others.count { $0.contains("/media ") }
        _ = try await desk.sendFile("a.zip", Data([0x50, 0x4B, 0x03, 0x04, 1, 2]), in: conversation, of: business)
        #expect(try await provider.waitForTaken(7)[6].text.hasPrefix("a.zip: "))
        #expect(provider.others.count { $0.contains("/media ") } == uploads)
    }

    @Test("W21, W16: reactions and a changed number are seen in the conversation, and answered by nothing")
    func happenings() async throws {
        // Of somebody with whom there is no conversation nothing is made.
        let reaction = #""type":"reaction","reaction":{"message_id":"wamid.OUT1","emoji":"👍"}"#
        #expect(try await desk.whatsApp(message("wamid.R0", reaction)).status == 200)
        #expect(try await desk.call("GET", "/metrics", key: desk.admin).text.contains("frontdesk_conversations 0\n"))
        _ = try await desk.whatsApp(text("wamid.A1", "When does the clinic open?"))
        try await provider.waitForTaken(1)
        let conversation = try await desk.newestConversation(business)
        for _ in 0..<2 { _ = try await desk.whatsApp(message("wamid.R1", reaction)) }
        _ = try await desk.whatsApp(
            message("wamid.R2", #""type":"reaction","reaction":{"message_id":"wamid.OUT1","emoji":""}"#))
        _ = try await desk.whatsApp(
            message(
                "wamid.S1",
                #""type":"system","system":{"body":"Ana changed from 919845000001 to 919845000002","wa_id":"919845000002","type":"user_changed_number"}"#
            ))
        let seen = try await desk.messages(conversation, business)
        #expect(seen.compactMap { $0["sender"] as? String } == ["user", "assistant", "system", "system", "system"])
        #expect(
            seen.dropFirst(2).compactMap { $0["message"] as? String } == [
                "Reacted with 👍", "Took back a reaction.", "Ana changed from 919845000001 to 919845000002",
            ])
        // The next question is answered next: nothing went out in between.
        _ = try await desk.whatsApp(text("wamid.A2", "When does the clinic open?"))
        #expect(try await provider.waitForTaken(2)[1].text.contains("nine"))
        #expect(provider.sent.count == 2)
    }

    @Test("W18: the advertisement that a customer came by is kept with the conversation, the first of several")
    func campaign() async throws {
        for (number, headline) in ["Free check-up", "Winter offer"].enumerated() {
            _ = try await desk.whatsApp(
                message(
                    "wamid.C\(number)",
                    #""type":"text","text":{"body":"When does the clinic open?"},"referral":{"source_url":"https://fb.me/x","headline":"\#(headline)"}"#
                ))
        }
        try await provider.waitForTaken(2)
        let conversation = try await desk.call(
            "GET", "/api/conversations/\(try await desk.newestConversation(business))", key: business.key)
        #expect(conversation.json["attributes"] as? String == #"{"source_campaign":"Free check-up"}"#)
    }

    @Test("W16: an edit changes what is stored and is not answered again")
    func edits() async throws {
        _ = try await desk.whatsApp(text("wamid.A1", "When does the clinic open?"))
        try await provider.waitForTaken(1)
        _ = try await desk.whatsApp(
            message(
                "wamid.E1",
                #""type":"edit","edit":{"original_message_id":"wamid.A1","message":{"text":{"body":"changed"}}}"#))
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 1)
    }
}

@Suite("Telegram", .serialized)
struct TelegramMessageTests {
    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("telegram", business)
    }

    private func update(_ id: Int, _ text: String) -> String {
        #"{"update_id":\#(id),"message":{"message_id":\#(id),"from":{"id":555000111222,"is_bot":false,"first_name":"Ana","language_code":"en"},"chat":{"id":555000111222,"type":"private"},"date":1786356900,"text":"\#(text)"}}"#
    }

    @Test("W16: an update with our secret is answered once; another secret gets a bare 403")
    func answered() async throws {
        let refused = try await desk.telegram(update(1, "When does the clinic open?"), to: business, secret: "nope")
        #expect(refused.status == 403)
        #expect(refused.body.isEmpty)
        for _ in 0..<2 {
            #expect(try await desk.telegram(update(1, "When does the clinic open?"), to: business).status == 200)
        }
        let sent = try await provider.waitForTaken(1)
        #expect(sent[0].path == "/bot123456:TEST/sendMessage")
        #expect(sent[0].to == "555000111222")
        #expect(sent[0].text.contains("nine"))
        try await Task.sleep(for: .seconds(1))
        #expect(provider.sent.count == 1)
        #expect(!desk.log.contains("123456:TEST"))
    }

    @Test("W16: a file that an agent sends goes whole to the chat")
    func files() async throws {
        _ = try await desk.telegram(update(1, "When does the clinic open?"), to: business)
        try await provider.waitForTaken(1)
        let conversation = try await desk.newestConversation(business)
        #expect(
            try await desk.sendFile("map.txt", Data("The map.".utf8), in: conversation, of: business).status == 201)
        let sent = try await provider.waitForTaken(3)[2]
        #expect(sent.path == "/bot123456:TEST/sendDocument")
        #expect(sent.to == "555000111222")
        #expect(sent.text == "document map.txt")
        #expect(sent.body.contains("\r\n\r\nThe map.\r\n"))
    }

    @Test("W16: a file of which it is not known whether it arrived follows as a link, and is not sent again")
    func fileUnknown() async throws {
        _ = try await desk.telegram(update(1, "When does the clinic open?"), to: business)
        try await provider.waitForTaken(1)
        let conversation = try await desk.newestConversation(business)
        // Kim is announced, then comes the file.
        provider.next(.accept, .takeAndHangUp)
        _ = try await desk.sendFile("map.txt", Data("The map.".utf8), in: conversation, of: business)
        let sent = try await provider.waitForTaken(4)
        #expect(sent[2].text == "document map.txt")
        #expect(sent[3].text.hasPrefix("map.txt: \(Wire.publicURL)/f/"), "\(sent[3].text)")
        #expect(sent.count == 4)
    }

    @Test("W16: another bot counts anew, and nothing of it is taken for what the first bot brought")
    func anotherBot() async throws {
        _ = try await desk.telegram(update(1, "When does the clinic open?"), to: business)
        try await provider.waitForTaken(1)
        try await desk.connect("telegram", business, ["telegram_bot_token": "777777:OTHER"])
        // The same numbers of update, message and chat.
        #expect(try await desk.telegram(update(1, "On which days does it open?"), to: business).status == 200)
        let sent = try await provider.waitForTaken(2)
        #expect(sent[1].path == "/bot777777:OTHER/sendMessage")
        #expect(sent[1].text.contains("Monday"))
    }

    @Test("W16: /start is greeted, a button acknowledged, 429 waited for, and whoever blocks the bot is left alone")
    func life() async throws {
        _ = try await desk.telegram(update(1, "/start campaign-7"), to: business)
        #expect(try await provider.waitForTaken(1)[0].text.contains("Ask me"))
        let button =
            #"{"update_id":2,"callback_query":{"id":"q1","from":{"id":555000111222,"is_bot":false,"first_name":"Ana"},"message":{"message_id":2,"chat":{"id":555000111222,"type":"private"}},"data":"When does the clinic open?"}}"#
        provider.next(
            .answer(429, #"{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":1}}"#))
        _ = try await desk.telegram(button, to: business)
        let answer = try await provider.waitForTaken(2)[1].text
        #expect(answer.contains("nine"), "\(answer)")
        try await provider.waitForOthers { $0.contains("answerCallbackQuery") }
        provider.next(
            .answer(403, #"{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}"#))
        _ = try await desk.telegram(update(3, "When does the clinic open?"), to: business)
        try await withPatience("the refusal") {
            while provider.sent.count < 4 { try await Task.sleep(for: .milliseconds(20)) }
        }
        // They write again: they are answered again.
        _ = try await desk.telegram(update(4, "When does the clinic open?"), to: business)
        try await provider.waitForTaken(3)
    }
}
