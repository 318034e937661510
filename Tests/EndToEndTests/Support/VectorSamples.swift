import Channels

/// Small vector files of our own, right ones and wrong ones.
enum VectorSamples {
    static let signatures = #"""
        {"format": 1, "cases": [
          {"id": "right", "kind": "form", "auth_token": "12345",
           "request_url": "https://mycompany.com/myapp.php?foo=1&bar=2",
           "params": [["CallSid", "CA1234567890ABCDE"], ["Caller", "+14158675309"], ["Digits", "1234"],
                      ["From", "+14158675309"], ["To", "+18005551212"]],
           "header_X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "valid": true},
          {"id": "missing", "kind": "form", "auth_token": "12345", "request_url": "https://mycompany.com/",
           "params": [["CallSid", "CA1"]], "negative": true}
        ]}
        """#

    static func segments(units: Int) -> String {
        #"{"format": 1, "cases": [{"id": "emoji", "text_parts": [["Hi 🙂", 1]], "encoding": "UCS-2", "#
            + #""units": \#(units), "segments": 1}]}"#
    }

    private static func webhook(_ id: String, _ signature: String, body: String, valid: Bool) -> String {
        #"""
        {"id": "\#(id)", "secrets": ["whsec_WL1ob03axlpgiq1N8OW+FXb9otXGFeKAhoIiFzkYQJI=",
           "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
         "headers": {"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek", "webhook-timestamp": "1614265330",
           "webhook-signature": "\#(signature)"},
         "body": "{\"test\": \#(body)}", "now": 1614265330, "valid": \#(valid)}
        """#
    }

    private static let signed = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    /// One is signed by an unknown version first, one by the older key alone.
    static let webhooks =
        #"{"format": 1, "cases": ["#
        + [
            webhook("version", "v1a,AAAA " + signed, body: "2432232314", valid: true),
            webhook("old", signed, body: "2432232314", valid: true),
            webhook("altered", signed, body: "2432232315", valid: false),
        ].joined(separator: ",") + "]}"

    static let wrongWebhooks =
        #"{"format": 1, "cases": ["#
        + [
            webhook("old", signed, body: "2432232314", valid: false),
            webhook("altered", signed, body: "2432232315", valid: true),
        ].joined(separator: ",") + "]}"

    private static func whatsAppSend(_ id: String, _ json: String, answer: String = whatsAppTaken, expect: String)
        -> String
    {
        #"""
        {"id": "\#(id)", "request": {"method": "POST", "path": "/v25.0/277321005464405/messages",
           "headers": {"Authorization": "Bearer TEST", "Content-Type": "application/json"},
           "json": {"messaging_product": "whatsapp", "to": "+15005550001", \#(json)}},
         "response": \#(answer), "expect": \#(expect)}
        """#
    }

    private static let whatsAppTaken = #"{"status": 200, "json": {"messages": [{"id": "wamid.OUT1"}]}}"#

    private static func whatsAppRefused(_ code: Int) -> String {
        #"{"status": 400, "json": {"error": {"message": "no", "code": \#(code)}}}"#
    }

    private static let template =
        #""type": "template", "template": {"name": "call_back", "language": {"code": "en_US"}, "components": "#
        + #"[{"type": "body", "parameters": [{"type": "text", "text": "Ana"}]}]}"#

    static let whatsApp: String = {
        let body =
            #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":"#
            + #"{"metadata":{"phone_number_id":"277321005464405"},"messages":[{"from":"15005550001","id":"wamid.R","#
            + #""timestamp":"1786356900","type":"reaction","reaction":{"message_id":"wamid.B"}}]}}]}]}"#
        let quoted = body.replacing("\"", with: "\\\"")
        let sends = [
            whatsAppSend(
                "text",
                #""type": "text", "text": {"preview_url": false, "body": "We open at nine."}, "#
                    + #""context": {"message_id": "wamid.A1"}, "biz_opaque_callback_data": "msg_01""#,
                expect: #"{"provider_message_id": "wamid.OUT1", "retry": false}"#),
            whatsAppSend("template", template, expect: #"{"provider_message_id": "wamid.OUT1"}"#),
            whatsAppSend(
                "buttons",
                #""type": "interactive", "interactive": {"type": "button", "body": {"text": "A person?"}, "action": "#
                    + #"{"buttons": [{"type": "reply", "reply": {"id": "yes", "title": "Yes, please"}}]}}"#,
                expect: #"{"provider_message_id": "wamid.OUT1"}"#),
            whatsAppSend(
                "list",
                #""type": "interactive", "interactive": {"type": "list", "body": {"text": "Pick"}, "action": "#
                    + #"{"button": "Topics", "sections": [{"title": "Visits", "rows": [{"id": "t", "title": "Hours", "#
                    + #""description": "When we are open"}]}]}}"#,
                expect: #"{"provider_message_id": "wamid.OUT1"}"#),
            whatsAppSend(
                "image", #""type": "image", "image": {"id": "90017", "caption": "Map"}"#,
                expect: #"{"provider_message_id": "wamid.OUT1"}"#),
            whatsAppSend(
                "pair", template, answer: whatsAppRefused(131_056),
                expect: #"{"retry": true, "reason": "rate_limited"}"#),
            #"{"id": "stopped", "response": \#(whatsAppRefused(131_050)), "#
                + #""expect": {"retry": false, "opted_out": true, "code": 131050}}"#,
            #"{"id": "read", "request": {"path": "/v25.0/1/messages", "json": {"messaging_product": "whatsapp", "#
                + #""status": "read", "message_id": "wamid.A1", "typing_indicator": {"type": "text"}}}, "#
                + #""response": {"status": 200, "json": {"success": true}}, "expect": {"success": true}}"#,
        ]
        let header = WhatsAppSignature.sign(Array(body.utf8), appSecret: "secret")
        let post =
            #"{"id": "reaction", "app_secret": "secret", "header": "\#(header)", "#
            + #""body": "\#(quoted)", "http": 200, "signature_valid": true, "items": [{"kind": "reaction", "#
            + #""type": "reaction", "id": "wamid.R", "target": "wamid.B", "emoji": "", "timestamp": 1786356900}]}"#
        return #"{"format": 1, "posts": [\#(post)], "api": [\#(sends.joined(separator: ","))]}"#
    }()

    static let wrongWhatsApp =
        #"{"format": 1, "api": ["#
        + [
            whatsAppSend(
                "text", #""type": "text", "text": {"body": "We open."}"#, answer: whatsAppRefused(131_026),
                expect: #"{"provider_message_id": "wamid.OUT1"}"#),
            whatsAppSend("retry", template, answer: whatsAppRefused(131_056), expect: #"{"retry": false}"#),
            whatsAppSend("template", template, expect: #"{"provider_message_id": "wamid.OUT2"}"#),
            whatsAppSend("strange", template, expect: #"{"provider_message_id": "wamid.OUT1", "moon": "full"}"#),
            whatsAppSend("sticker", #""type": "sticker", "sticker": {"id": "1"}"#, expect: "{}"),
        ].joined(separator: ",") + "]}"

    private static func update(_ id: String, _ number: Int, _ content: String, expect: String) -> String {
        let body = #"{"update_id":\#(number),\#(content)}"#.replacing("\"", with: "\\\"")
        return
            #"{"id": "\#(id)", "secret_token": "s3cret", "request": {"method": "POST", "headers": "#
            + #"{"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": "s3cret"}}, "#
            + #""body": "\#(body)", "expect": \#(expect)}"#
    }

    private static func message(bot: Bool) -> String {
        #""message":{"message_id":11,"from":{"id":7,"is_bot":\#(bot),"first_name":"Ana"},"#
            + #""chat":{"id":7,"type":"private"},"date":1786356900,"text":"When do you open?"}"#
    }

    private static func telegramSend(_ id: String, _ json: String = "", answer: String, expect: String) -> String {
        #"{"id": "\#(id)", "request": {"method": "POST", "path": "/bot123456:TEST/sendMessage", "json": "#
            + #"{"chat_id": 555, "text": "We open at nine."\#(json)}}, "response": \#(answer), "expect": \#(expect)}"#
    }

    private static let telegramTaken =
        #"{"status": 200, "json": {"ok": true, "result": {"message_id": 14, "chat": {"id": 555}}}}"#
    private static let telegramBusy =
        #"{"status": 429, "json": {"ok": false, "error_code": 429, "parameters": {"retry_after": 11}}}"#
    private static let telegramBlocked =
        #"{"status": 403, "json": {"ok": false, "error_code": 403, "description": "blocked"}}"#

    static let telegram =
        #"{"format": 1, "cases": ["#
        + [
            update(
                "text", 1, message(bot: false),
                expect: #"{"status": 200, "items": [{"kind": "message", "chat": 7, "name": "Ana"}], "sends": 1}"#),
            update("bot", 2, message(bot: true), expect: #"{"status": 200, "items": [], "sends": 0}"#),
        ].joined(separator: ",") + #"], "send": ["#
        + [
            telegramSend("text", answer: telegramTaken, expect: #"{"message_id": 14}"#),
            telegramSend(
                "buttons",
                #", "reply_markup": {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}"#,
                answer: telegramTaken, expect: #"{"message_id": 14, "retry": false}"#),
            telegramSend("busy", answer: telegramBusy, expect: #"{"retry": true, "retry_after": 11}"#),
            telegramSend("blocked", answer: telegramBlocked, expect: #"{"retry": false, "opted_out": true}"#),
        ].joined(separator: ",") + "]}"

    static let wrongTelegram =
        #"{"format": 1, "cases": ["#
        + [
            update("text", 1, message(bot: false), expect: #"{"status": 200, "sends": 0}"#),
            update("kind", 2, message(bot: false), expect: #"{"status": 200, "items": [{"kind": "edit"}]}"#),
        ].joined(separator: ",") + #"], "send": ["#
        + [
            telegramSend("busy", answer: telegramBusy, expect: #"{"message_id": 14}"#),
            telegramSend("blocked", answer: telegramBlocked, expect: #"{"retry": true}"#),
        ].joined(separator: ",") + "]}"

    private static let account = "AC" + String(repeating: "a", count: 32)

    private static func text(_ id: String, _ words: String, _ digit: String, _ members: String) -> String {
        let sid = "SM" + String(repeating: digit, count: 32)
        // No path of ours, so that the runner signs it anew.
        return
            #"{"id": "\#(id)", "request": {"method": "POST", "url": "https://desk.example.com/hooks/inbound", "#
            + #""content_type": "application/x-www-form-urlencoded", "auth_token": "token", "body": "#
            + #""MessageSid=\#(sid)&AccountSid=\#(account)&From=%2B15005550001&To=%2B15005550006&Body=\#(words)"#
            + #"&NumMedia=0&SmsStatus=received", "headers": {"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}}, "#
            + members + "}"
    }

    private static func twilioSend(_ id: String, _ form: String, _ response: String, expect: String) -> String {
        #"{"id": "\#(id)", "request": {"method": "POST", "path": "/2010-04-01/Accounts/\#(account)/Messages.json", "#
            + #""auth": "Basic \#(account):token", "content_type": "application/x-www-form-urlencoded", "form": "#
            + #"{"To": "+15005550001", \#(form)}}, "response": \#(response), "expect": \#(expect)}"#
    }

    private static let taken = "SM" + String(repeating: "e", count: 32)
    private static let twilioTaken = #"{"status": 201, "json": {"sid": "\#(taken)", "status": "queued"}}"#
    private static let twilioBlocked = #"{"status": 400, "json": {"code": 21610, "message": "no", "status": 400}}"#
    private static let plain = #""From": "+15005550006", "Body": "We open at nine.""#

    static let twilio =
        #"{"format": 1, "cases": ["#
        + [
            text(
                "question", "Hours", "1",
                #""expect": {"state": {"text": "Hours", "from": "+15005550001", "opted_out": false, "media_count": 0}}"#
            ),
            text(
                "stop", "STOP", "2",
                #""expect": {"twiml_is": "<Response></Response>", "state": {"text": "STOP", "opted_out": true}}"#),
            text("forged", "Hours", "3", #""negative": true, "expect": {"status": 403, "state": {"stored": false}}"#),
        ].joined(separator: ",") + #"], "send": ["#
        + [
            twilioSend("plain", plain, twilioTaken, expect: #"{"message_id": "\#(taken)", "status": "queued"}"#),
            twilioSend(
                "service", #""MessagingServiceSid": "MG\#(String(repeating: "b", count: 32))", "Body": "Nine.""#,
                twilioTaken, expect: #"{"message_id": "\#(taken)"}"#),
            twilioSend(
                "picture", plain + #", "MediaUrl": ["https://a.example/1.png", "https://a.example/2.png"]"#,
                twilioTaken, expect: #"{"message_id": "\#(taken)"}"#),
            twilioSend(
                "blocked", plain, twilioBlocked, expect: #"{"retry": false, "reason": "opted_out", "code": 21610}"#),
            twilioSend(
                "busy", plain, #"{"status": 429, "headers": {"Retry-After": "3"}, "json": {"code": 20429}}"#,
                expect: #"{"retry": true, "reason": "rate_limited", "wait_s_at_least": 3}"#),
        ].joined(separator: ",") + "]}"

    static let wrongTwilio =
        #"{"format": 1, "cases": ["#
        + [
            text("stop", "STOP", "4", #""expect": {"state": {"opted_out": false}}"#),
            text("strange", "Hours", "5", #""expect": {"state": {"text": "Hours", "moon": "full"}}"#),
            text("forged", "Hours", "6", #""negative": true, "expect": {"status": 200}"#),
        ].joined(separator: ",") + #"], "send": ["#
        + [
            twilioSend("blocked", plain, twilioBlocked, expect: #"{"retry": true}"#),
            twilioSend("other", plain, twilioTaken, expect: #"{"message_id": "SM1"}"#),
        ].joined(separator: ",") + "]}"

    private static let setup =
        #"{"in": {"type": "setup", "sessionId": "VX\#(String(repeating: "1", count: 32))", "callSid": "#
        + #""CA\#(String(repeating: "2", count: 32))", "from": "+15005550001", "to": "+15005550006"}}"#

    private static func prompt(_ words: String) -> String {
        #"{"in": {"type": "prompt", "voicePrompt": "\#(words)", "lang": "en-US", "last": true}}"#
    }

    private static func call(_ id: String, _ steps: String...) -> String {
        #"{"id": "\#(id)", "steps": [\#(steps.joined(separator: ","))]}"#
    }

    /// The rest of the first answer comes when the second question was asked: it is nobody's any more.
    private static let late = [
        setup, prompt("Open on Sunday?"), #"{"pieces": ["On Sunday", " we rest."], "pause_after": 1}"#,
        #"{"say": "On Sunday", "open": true}"#, prompt("And on Monday?"), #"{"pieces": ["At nine."]}"#,
    ].joined(separator: ",")

    static let relay =
        #"{"format": 1, "cases": ["#
        + [
            call("late", late, #"{"say": "At nine."}"#),
            call("stranger", #"{"in": "no JSON"}"#, #"{"closed": 1008}"#),
            call(
                "language", setup, prompt("¿Abren el domingo?").replacing("en-US", with: "es-ES"),
                #"{"out": {"type": "language", "ttsLanguage": "es-ES"}}"#, #"{"pieces": ["No."]}"#,
                #"{"say": "No."}"#),
        ].joined(separator: ",") + "]}"

    static let wrongRelay =
        #"{"format": 1, "cases": ["#
        + [
            call("late", late, #"{"say": " we rest."}"#),
            call("strange", setup, #"{"dance": true}"#), call("open", setup, #"{"closed": 1008}"#),
            call(
                "language", setup, prompt("Open?"), #"{"out": {"type": "language"}}"#, #"{"pieces": ["No."]}"#,
                #"{"say": "No."}"#),
        ].joined(separator: ",") + "]}"

    private static func chat(_ id: String, _ chunks: [String], expect: String) -> String {
        let raw = (chunks + ["[DONE]"]).map { "data: \($0)\\n\\n" }.joined().replacing("\"", with: "\\\"")
        return #"{"id": "\#(id)", "raw": "\#(raw)", "splits": [3, 17, 40], "expect": \#(expect)}"#
    }

    private static let words = [
        #"{"choices":[{"index":0,"delta":{"content":"Café at "}}]}"#,
        #"{"choices":[{"index":0,"delta":{"content":"nine."},"finish_reason":"stop"}]}"#,
        #"{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#,
    ]
    private static let calls = [
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"hours"}}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{1"}}]}}]}"#,
        #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"}"}}]},"#
            + #""finish_reason":"tool_calls"}]}"#,
    ]

    private static func embeddings(_ id: String, _ data: String, expect: String) -> String {
        #"{"id": "\#(id)", "request": {"path": "/v1/embeddings", "json": {"model": "m", "input": ["hours"]}}, "#
            + #""response": {"status": 200, "json": {"data": [\#(data)]}}, "expect": \#(expect)}"#
    }

    private static let refused =
        #"{"id": "401", "response": {"status": 401, "json": {"error": {"code": "invalid_api_key"}}}, "expect": "#

    static let models =
        #"{"format": 1, "chat": ["#
        + [
            chat(
                "words", words,
                expect: #"{"text": "Café at nine.", "finish": "stop", "complete": true, "error": null, "usage": "#
                    + #"{"total_tokens": 5}}"#),
            chat(
                "calls", calls,
                expect: #"{"text": "", "finish": "tool_calls", "error": null, "usage": null, "tool_calls": "#
                    + #"[{"id": "c1", "function": {"name": "hours", "arguments": "{1}"}}]}"#),
            #"{"id": "cut", "raw": "data: {\"choices\":[{\"delta\":{\"content\":\"We\"}}]}\n\n", "expect": "#
                + #"{"text": "We", "complete": false, "error": null, "finish": null}}"#,
        ].joined(separator: ",") + #"], "embeddings": ["#
        + [
            embeddings("one", #"{"index": 0, "embedding": [3, 4]}"#, expect: #"{"vectors": [[3, 4]]}"#),
            embeddings("none", "", expect: #"{"error": true}"#),
        ].joined(separator: ",") + #"], "errors": [\#(refused){"retry": false}}]}"#

    static let wrongModels =
        #"{"format": 1, "chat": ["#
        + [
            chat("words", words, expect: #"{"text": "Café at nine.", "finish": "length"}"#),
            chat("usage", words, expect: #"{"text": "Café at nine.", "usage": {"total_tokens": 6}}"#),
        ].joined(separator: ",") + #"], "embeddings": ["#
        + embeddings("turned", #"{"index": 0, "embedding": [3, 4]}"#, expect: #"{"vectors": [[4, 3]]}"#)
        + #"], "errors": [\#(refused){"retry": true}}]}"#
}
