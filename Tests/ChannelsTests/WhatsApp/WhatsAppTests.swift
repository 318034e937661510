import DeskModel
import Testing

@testable import Channels

@Suite("WhatsApp Cloud API")
struct WhatsAppTests {
    @Test("W6: the challenge is echoed for our token and mode alone")
    func challenge() {
        func challenge(_ query: String, token: String = "ours") -> String? {
            WhatsAppSignature.challenge(FormFields(decoding: query.utf8) ?? FormFields([]), verifyToken: token)
        }
        #expect(challenge("hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=ours") == "1158201444")
        #expect(challenge("hub.mode=subscribe&hub.challenge=1&hub.verify_token=theirs") == nil)
        #expect(challenge("hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=ours") == nil)
        #expect(challenge("hub.mode=subscribe&hub.challenge=1&hub.verify_token=", token: "") == nil)
        #expect(challenge("hub.mode=subscribe&hub.verify_token=ours") == nil)
    }

    private static let signed = #"""
        {"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"messages":[{"from":"15005550001","id":"wamid.T1","timestamp":"1786356900","type":"text","text":{"body":"Caf\u00e9 \/ open?"}}]}}]}]}
        """#

    @Test("W7: the bytes as they came are signed, escapes and all")
    func signature() {
        let header = "sha256=1474470c324e85e4211b6d0c2cc9655d68cc4f528f43e43830e438511f1ef564"
        let body = Array(Self.signed.utf8)
        #expect(WhatsAppSignature.isValid(header, body: body, appSecret: "s3cret"))
        #expect(!WhatsAppSignature.isValid(header, body: body, appSecret: "s3cres"))
        #expect(!WhatsAppSignature.isValid(header, body: body, appSecret: ""))
        #expect(!WhatsAppSignature.isValid(nil, body: body, appSecret: "s3cret"))
        #expect(!WhatsAppSignature.isValid("sha256=", body: body, appSecret: "s3cret"))
        let same = Self.signed.replacing(#"\/"#, with: "/")
        #expect(!WhatsAppSignature.isValid(header, body: Array(same.utf8), appSecret: "s3cret"))
    }

    private func items(_ value: String) throws -> [WhatsAppItem] {
        try WhatsAppEvents.items(
            in: Array(
                #"{"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":\#(value)}]}]}"#
                    .utf8))
    }

    private func item(_ message: String) throws -> WhatsAppItem {
        try #require(
            try items(
                #"{"metadata":{"phone_number_id":"77"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"919845000001"}],"messages":[\#(message)]}"#
            ).first)
    }

    private static let head = #""from":"919845000001","id":"wamid.A1","timestamp":"1786356900""#

    @Test("W7: a text becomes a message of its sender, to one of our numbers")
    func text() throws {
        let message = try #require(
            item(#"{\#(Self.head),"type":"text","text":{"body":"Open on Sunday?"},"context":{"id":"wamid.B2"}}"#)
                .inbound)
        #expect(message.address == "+919845000001")
        #expect(message.phone == "+919845000001")
        #expect(message.name == "Ana")
        #expect(message.text == "Open on Sunday?")
        #expect(message.ownAddress == "77")
        #expect(message.inReplyTo == "wamid.B2")
        #expect(message.sentAt == Timestamp(milliseconds: 1_786_356_900_000))
    }

    @Test(
        "W21: every kind of message is taken for what it is",
        arguments: [
            (
                #""type":"image","image":{"id":"M1","mime_type":"image/jpeg","caption":"My roof"}"#, Message.Kind.image,
                "My roof"
            ),
            (#""type":"audio","audio":{"id":"M1","mime_type":"audio/ogg; codecs=opus","voice":true}"#, .voice, ""),
            (#""type":"video","video":{"id":"M1"}"#, .video, ""),
            (#""type":"document","document":{"id":"M1","filename":"a.pdf"}"#, .document, ""),
            (#""type":"sticker","sticker":{"id":"M1"}"#, .image, ""),
            (
                #""type":"location","location":{"latitude":1.5,"longitude":2,"name":"Shop","address":"1 High St"}"#,
                .location, "Shop, 1 High St"
            ),
            (#""type":"contacts","contacts":[{"name":{"formatted_name":"Bo"}}]"#, .contacts, "Bo"),
            (
                #""type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"b1","title":"Yes"}}"#,
                .text, "Yes"
            ),
            (
                #""type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"b1","title":"Hours"}}"#,
                .text, "Hours"
            ),
            (#""type":"button","button":{"payload":"b1","text":"Call me"}"#, .text, "Call me"),
            (#""type":"order","order":{"catalog_id":"1"}"#, .other, ""),
            (#""type":"hologram","hologram":{}"#, .other, ""),
        ])
    func kinds(_ content: String, _ kind: Message.Kind, _ text: String) throws {
        let item = try item("{\(Self.head),\(content)}")
        let message = try #require(item.inbound)
        #expect(message.kind == kind)
        #expect(message.text == text)
        #expect(message.media.map(\.reference) == (content.contains("\"M1\"") ? ["M1"] : []))
        #expect((message.choice == "b1") == content.contains("\"b1\""))
    }

    @Test("W7: reactions, edits, deletions and notes of the system are no messages to answer")
    func silentKinds() throws {
        for (content, kind) in [
            (#""type":"reaction","reaction":{"message_id":"wamid.X","emoji":"👍"}"#, WhatsAppItem.Kind.reaction),
            (#""type":"reaction","reaction":{"message_id":"wamid.X"}"#, .reaction),
            (#""type":"edit","edit":{"original_message_id":"wamid.X","message":{"text":{"body":"new"}}}"#, .edit),
            (#""type":"revoke","revoke":{"original_message_id":"wamid.X"}"#, .delete),
            (#""type":"system","system":{"body":"changed number","wa_id":"1"}"#, .system),
        ] {
            let item = try item("{\(Self.head),\(content)}")
            #expect(item.kind == kind)
            #expect(item.inbound == nil)
            if kind != .system { #expect(item.target == "wamid.X") }
        }
    }

    @Test("W8: statuses come beside messages, in one body, with their errors")
    func statuses() throws {
        let both = try items(
            #"""
            {"metadata":{"phone_number_id":"77"},
             "messages":[{"from":"1500","id":"wamid.A","type":"text","text":{"body":"hi"}}],
             "statuses":[{"id":"wamid.B","status":"failed","timestamp":"5","recipient_id":"1500","biz_opaque_callback_data":"ref",
              "errors":[{"code":131047,"title":"Re-engagement"}]},{"id":"wamid.C","status":"read"},{"status":"sent"}]}
            """#)
        #expect(both.map(\.kind) == [.message, .status, .status])
        let report = try #require(both[1].report)
        #expect(report.delivery == .failed && report.errorCode == "131047" && report.reference == "ref")
        #expect(both[2].report?.delivery == .read)
    }

    @Test("W8: ranks decide between statuses; a failure after delivery is no failure")
    func ranks() throws {
        func step(_ word: String) throws -> DeliveryStep { try #require(WhatsAppMessageStatus.step(word)) }
        #expect(try step("read").replaces(step("sent")))
        #expect(try !step("delivered").replaces(step("read")))
        #expect(try !step("delivered").replaces(step("failed")))
        #expect(try step("failed").replaces(step("sent")))
        #expect(try !step("failed").replaces(step("delivered")))
        #expect(try step("played").replaces(step("read")))
        #expect(WhatsAppMessageStatus.step("vanished") == nil)
    }

    @Test("W7: people without a number are known and answered by their user id")
    func userNames() throws {
        let item = try item(
            #"{"from_user_id":"IN.13491208655302741918","id":"wamid.A1","type":"text","text":{"body":"hi"}}"#)
        #expect(item.inbound?.address == "IN.13491208655302741918")
        #expect(item.inbound?.phone == nil)
        let account = WhatsAppAccount(phoneNumberID: "77", accessToken: "t")
        let request = WhatsAppSending.text("x", to: "IN.13491208655302741918", account: account)
        let json = try JSONValue(parsing: request.body)
        #expect(json["recipient"].string == "IN.13491208655302741918")
        #expect(json["to"].isNull)
    }

    @Test("W7: bodies that hold something else give nothing; what is no JSON says so")
    func malformed() throws {
        for body in [
            "{}", "[]", "null", "7", #"{"entry":{"changes":1}}"#,
            #"{"entry":[{"changes":[{"field":"account_update","value":{}}]}]}"#,
            #"{"entry":[{"changes":[{"field":"messages","value":{"messages":[{"type":"text"},7,null,{"id":7,"type":"text"}]}}]}]}"#,
        ] {
            #expect(try WhatsAppEvents.items(in: Array(body.utf8)).isEmpty, "\(body)")
        }
        for body in ["", "{", String(repeating: "[", count: 100_000), "\u{0}"] {
            #expect(throws: (any Error).self) { try WhatsAppEvents.items(in: Array(body.utf8)) }
        }
    }

    @Test("W16: texts, buttons, lists and templates are sent as the Cloud API takes them")
    func sending() throws {
        let account = WhatsAppAccount(
            phoneNumberID: "277", accessToken: "T", apiBase: "http://127.0.0.1:9", apiVersion: "v25.0")
        let text = WhatsAppSending.text("We open at nine.", to: "+972544401243", account: account)
        #expect(text.url == "http://127.0.0.1:9/v25.0/277/messages")
        #expect(text.headers.contains(ProviderRequest.Header("Authorization", "Bearer T")))
        #expect(
            try JSONValue(parsing: text.body) == [
                "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+972544401243", "type": "text",
                "text": ["preview_url": false, "body": "We open at nine."],
            ])
        let two = [
            WhatsAppSending.Choice(id: "handoff:yes", title: "Yes, please, as soon as you can"),
            .init(id: "n", title: "No"),
        ]
        let buttons = try JSONValue(
            parsing: WhatsAppSending.choices(
                two, under: "A person?", menu: "Choose", to: "+15005550001", account: account
            ).body)
        #expect(buttons["interactive"]["type"].string == "button")
        let titles = buttons["interactive"]["action"]["buttons"].elements.compactMap(\.["reply"]["title"].string)
        #expect(titles == ["Yes, please, as soon", "No"])
        let many = (0..<15).map { WhatsAppSending.Choice(id: "\($0)", title: "Row \($0)") }
        let list = try JSONValue(
            parsing: WhatsAppSending.choices(many, under: "Pick", menu: "Topics", to: "+15005550001", account: account)
                .body)
        #expect(list["interactive"]["type"].string == "list")
        #expect(list["interactive"]["action"]["sections"].elements.first?["rows"].elements.count == 10)
        let template = try JSONValue(
            parsing: WhatsAppSending.template(
                "call_back", language: "en_US", parameters: ["Ana"], to: "+15005550001", account: account
            ).body)
        #expect(template["template"]["language"]["code"].string == "en_US")
        #expect(
            template["template"]["components"].elements.first?["parameters"].elements.first?["text"].string == "Ana")
    }

    @Test(
        "W16: an error's code says whether a message is tried again",
        arguments: [
            (400, 131_047, SendFailure.Reason.windowClosed, false), (400, 131_056, .rateLimited, true),
            (400, 130_429, .rateLimited, true), (401, 190, .credentials, false), (400, 131_026, .recipient, false),
            (400, 132_001, .content, false), (500, 131_000, .unavailable, true), (400, 131_050, .optedOut, false),
            (400, 424_242, .refused, false), (503, 424_242, .unavailable, true),
        ])
    func errors(_ status: Int, _ code: Int, _ reason: SendFailure.Reason, _ isRetried: Bool) {
        let body = #"{"error":{"message":"m","type":"OAuthException","code":\#(code)}}"#
        let failure = WhatsAppErrors.failure(of: ProviderResponse(status: status, body: Array(body.utf8)))
        #expect(failure.reason == reason)
        #expect((failure.retry != .never) == isRetried)
    }

    @Test("W7: of what nothing is known of, each business sees what names its number or its account alone")
    func unknown() throws {
        let adapter = WhatsAppAdapter(environment: ChannelEnvironment(publicURL: nil))
        func own(_ settings: [String: String]) -> String? {
            let body = """
                {"entry":[{"id":"7","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"1"},"x":1}},\
                {"field":"messages","value":{"metadata":{"phone_number_id":"2"},"x":2}},\
                {"field":"account_update","value":{"x":3}}]}]}
                """
            let request = WebhookRequest(method: "POST", url: "", headers: [:], body: Array(body.utf8))
            let connection = ChannelConnection(business: BusinessID(1), provider: .whatsapp, settings: settings)
            return adapter.unknown(in: request, for: connection).map { String(decoding: $0, as: UTF8.self) }
        }
        let first = try #require(own(["whatsapp_phone_number_id": "1"]))
        #expect(first.contains("\"x\":1") && !first.contains("\"x\":2") && !first.contains("\"x\":3"))
        let account = try #require(
            own(["whatsapp_phone_number_id": "9", "whatsapp_business_account_id": "7"]))
        #expect(account.contains("\"x\":3") && !account.contains("\"x\":1"))
        #expect(own(["whatsapp_phone_number_id": "9"]) == nil)
    }
}
