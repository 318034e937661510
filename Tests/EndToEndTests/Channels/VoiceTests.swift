import Channels
import Foundation
import Testing

@Suite("Calls through Twilio", .serialized)
struct VoiceTests {
    private static let call = "CA" + String(repeating: "2c", count: 16)
    private static let recording = "RE" + String(repeating: "3d", count: 16)

    private let provider: ProviderStandIn
    private let desk: RunningDesk
    private let business: TestBusiness

    init() async throws {
        provider = try ProviderStandIn()
        desk = try await .withChannels(provider)
        business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business, ["twilio_voice_mode": "menu", "agent_phone_number": "+15005550199"])
    }

    /// - Parameter token: what Twilio repeats a request with.
    private func post(
        _ path: String, _ fields: [String: String] = [:], token: String? = nil
    ) async throws -> HTTPReply {
        let values = [
            "CallSid": Self.call, "AccountSid": Wire.account, "From": Wire.customer, "To": Wire.number,
            "CallStatus": "in-progress", "Direction": "inbound", "ApiVersion": "2010-04-01",
        ].merging(fields) { $1 }
        let form = FormFields(values.map { FormFields.Field($0.key, $0.value) })
        let headers = token.map { ["I-Twilio-Idempotency-Token": $0] } ?? [:]
        return try await desk.twilio("/channels/twilio/\(business.id)/\(path)", form, headers: headers)
    }

    private func call() async throws -> [String: Any] {
        let list = try await desk.call("GET", "/api/businesses/\(business.id)/calls", key: business.key)
        #expect(list.status == 200)
        return list.results.first { $0["call_sid"] as? String == Self.call } ?? [:]
    }

    @Test("L16: a call is kept and greeted with a menu that falls through to voicemail")
    func greeting() async throws {
        let reply = try await post("voice", ["CallStatus": "ringing"])
        #expect(reply.status == 200)
        #expect(reply.headers["content-type"]?.hasPrefix("text/xml") == true)
        let verbs = reply.text.matches(of: /<(Say|Gather|Record|Hangup)/).map { String($0.1) }
        #expect(verbs == ["Say", "Gather", "Say", "Say", "Record", "Say", "Hangup"])
        let call = try await call()
        #expect(call["from_field"] as? String == Wire.customer)
        #expect(call["status"] as? String == "ringing")
        // A caller who withholds their number is neither offered texts nor made one person with all the others.
        let hidden = try await post(
            "voice", ["From": "+266696687", "CallSid": "CA" + String(repeating: "4e", count: 16)])
        #expect(!hidden.text.contains("Press 1"))
    }

    @Test("L18: pressing 1 sends the first message by text, once, and the chat goes on there")
    func texts() async throws {
        _ = try await post("voice", ["CallStatus": "ringing"])
        for _ in 0..<2 { #expect(try await post("voice/menu", ["Digits": "1"]).text.contains("<Hangup/>")) }
        let sent = try await provider.waitForTaken(1)[0]
        #expect(sent.text.hasPrefix("Hi! This is an assistant for Test."))
        #expect(sent.to == Wire.customer)
        #expect(try await call()["receive_text_field"] as? Bool == true)
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        #expect(try await provider.waitForTaken(2)[1].text.contains("nine"))
        let metrics = try await desk.call("GET", "/metrics", key: desk.admin).text
        #expect(metrics.contains("frontdesk_conversations 1\n"))
    }

    @Test("L17: voicemail, its recording and its words are kept with the call, in any order")
    func voicemail() async throws {
        let url = "\(provider.url)/2010-04-01/Accounts/\(Wire.account)/Recordings/\(Self.recording)"
        let recording = ["RecordingSid": Self.recording, "RecordingUrl": url, "RecordingDuration": "17"]
        // The transcription comes first of all.
        #expect(
            try await post(
                "voice/transcribed",
                recording.merging(["TranscriptionStatus": "completed", "TranscriptionText": "Please call me <back>."]) {
                    $1
                }
            ).status == 200)
        #expect(
            try await post("voice/recorded", recording.merging(["Digits": "hangup"]) { $1 }).text.contains("Thank you"))
        #expect(
            try await post("voice/recording-status", recording.merging(["RecordingStatus": "completed"]) { $1 }).status
                == 200)
        #expect(
            try await post("voice/status", ["CallStatus": "completed", "CallDuration": "48", "Duration": "1"]).status
                == 200)
        #expect(try await post("voice/status", ["CallStatus": "ringing"]).status == 200)
        let call = try await call()
        #expect(call["status"] as? String == "completed")
        #expect(call["duration"] as? Int == 48)
        #expect(call["voicemail"] as? Bool == true)
        #expect(call["recording_seconds"] as? Int == 17)
        #expect(call["recording_ready"] as? Bool == true)
        #expect(call["transcript"] as? String == "Please call me <back>.")
        // It is a message of the call's conversation, and its recording is had from us alone.
        let link = try #require(call["voicemail_link"] as? String)
        let audio = try await withPatience("the recording") {
            while true {
                let reply = try await desk.call("GET", link, key: business.key)
                if reply.status == 200 { return reply }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(audio.text == "ID3 a voice")
        #expect(audio.headers["content-type"] == "audio/mpeg")
        #expect(try await desk.call("GET", link).status == 401)
        let other = try await desk.business()
        #expect(try await desk.call("GET", link, key: other.key).status == 404)
        let conversation = try #require(call["conversation_id"] as? String)
        let messages = try await desk.messages(conversation, business)
        #expect(messages.map { $0["message"] as? String } == ["Please call me <back>."])
    }

    @Test("L22, L21: the history of calls shows who called, for how long, and plays what was left; none of another's")
    func history() async throws {
        let url = "\(provider.url)/2010-04-01/Accounts/\(Wire.account)/Recordings/\(Self.recording)"
        let recording = ["RecordingSid": Self.recording, "RecordingUrl": url, "RecordingDuration": "17"]
        _ = try await post(
            "voice/transcribed",
            recording.merging(["TranscriptionStatus": "completed", "TranscriptionText": "Call <b>me</b> back."]) { $1 })
        _ = try await post("voice/recorded", recording.merging(["Digits": "hangup"]) { $1 })
        _ = try await post("voice/recording-status", recording.merging(["RecordingStatus": "completed"]) { $1 })
        _ = try await post("voice/status", ["CallStatus": "completed", "CallDuration": "65"])
        let link = try await withPatience("the recording") {
            while true {
                if let link = try await call()["voicemail_link"] as? String,
                    try await desk.call("GET", link, key: business.key).status == 200
                {
                    return link
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        let viewer = try await desk.join(business, as: "viewer")
        let html = viewer.headers.merging(["Accept": "text/html"]) { $1 }
        let page = try await desk.call("GET", "/b/\(business.id)/calls", headers: html)
        #expect(page.status == 200)
        #expect(page.text.contains("\(Wire.customer) → \(Wire.number)"))
        #expect(page.text.contains("1:05"))
        #expect(page.text.contains("Call &lt;b&gt;me&lt;/b&gt; back."))
        #expect(page.text.contains("src=\"../../\(link.dropFirst())\""), "\(link)")
        // What the page plays is had with the viewer's cookie, and with no other business's.
        let heard = try await desk.call("GET", link, headers: viewer.headers)
        #expect(heard.status == 200 && heard.headers["content-type"] == "audio/mpeg")
        let other = try await desk.business()
        let stranger = try await desk.join(other, as: "owner")
        #expect(try await desk.call("GET", link, headers: stranger.headers).status == 404)
        #expect(try await desk.call("GET", "/b/\(business.id)/calls", headers: stranger.headers).status == 404)
        let empty = try await desk.call("GET", "/b/\(other.id)/calls", headers: stranger.headers)
        #expect(empty.status == 200 && !empty.text.contains(Wire.customer))
        // The same call stands in the lead's window, and in the conversation's.
        let contact = try #require(try await call()["contact_id"] as? String)
        let conversation = try #require(try await call()["conversation_id"] as? String)
        for path in ["contacts/\(contact)", "conversations/\(conversation)"] {
            let window = try await desk.call("GET", "/b/\(business.id)/\(path)", headers: html).text
            #expect(window.contains("Phone call") && window.contains("<audio"), "\(path)")
        }
    }

    @Test("L14: a form is filled in on a call, by speech and by keys")
    func form() async throws {
        try await desk.form(
            [
                ["question_text": "What is your name?"], ["question_text": "How many pets?", "type": "number"],
                ["question_text": "Which day?", "type": "choice", "choices": ["Monday", "Tuesday"]],
            ], for: business)
        #expect(try await post("voice/menu", ["SpeechResult": "form"]).text.contains("What is your name?"))
        let number = try await post("voice/menu", ["SpeechResult": "Ana"])
        #expect(number.text.contains("How many pets?"))
        #expect(number.text.contains("voice/gather?input=number"))
        #expect(number.text.contains("finishOnKey=\"#\""))
        let choice = try await post("voice/gather?input=number", ["Digits": "2"])
        #expect(choice.text.contains("Which day?"))
        #expect(choice.text.contains("input=choice2"))
        #expect(try await post("voice/gather?input=choice2", ["Digits": "2"]).status == 200)
        let kept = try #require(try await desk.submissions(business).first)
        #expect(kept["status"] as? String == "complete")
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["Ana", "2", "Tuesday"])
    }

    @Test("L16: a step that Twilio repeats is taken in once and answered alike; the same words in a new step are new")
    func repeatedStep() async throws {
        try await desk.form(
            [["question_text": "What is your name?"], ["question_text": "And your dog's?"]], for: business)
        _ = try await post("voice/menu", ["SpeechResult": "form"], token: "t1")
        let replies = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask { try await post("voice/menu", ["SpeechResult": "Rex"], token: "t2").text }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(replies.count == 1)
        #expect(replies.first?.contains("And your dog") == true)
        #expect(try await post("voice/menu", ["SpeechResult": "Rex"], token: "t2").text == replies.first)
        _ = try await post("voice/menu", ["SpeechResult": "Rex"], token: "t3")
        let kept = try #require(try await desk.submissions(business).first)
        #expect(kept["status"] as? String == "complete")
        let answers = try #require(kept["responses"] as? [[String: Any]]).compactMap { $0["value"] as? String }
        #expect(answers == ["Rex", "Rex"])
        let conversation = try #require(try await call()["conversation_id"] as? String)
        let said = try await desk.messages(conversation, business).filter { $0["sender"] as? String == "user" }
        #expect(said.compactMap { $0["message"] as? String } == ["form", "Rex", "Rex"])
        // Of a repeat after the next step, only what was said to it.
        #expect(try await post("voice/menu", ["SpeechResult": "Rex"], token: "t2").text == replies.first)
    }

    @Test("L16: who asks for a person is put through, and out of hours left a message")
    func person() async throws {
        #expect(try await post("voice/menu", ["SpeechResult": "I want to talk to a person"]).text.contains("<Dial"))
        let closed = try await desk.call(
            "PATCH", "/api/businesses/\(business.id)", key: business.key,
            json: ["settings": ["handoff": ["hours": ["time_zone": "UTC", "weekly": [String: String]()]]]])
        #expect(closed.status == 200, "\(closed.text)")
        #expect(try await post("voice/menu", ["Digits": "0"]).text.contains("<Record"))
    }

    @Test("L16: a question that was said is answered by the desk, with its source in words")
    func question() async throws {
        let reply = try await post("voice/menu", ["SpeechResult": "When does the clinic open?", "Confidence": "0.9"])
        #expect(reply.text.contains("nine"))
        #expect(reply.text.contains("page 1"))
        #expect(reply.text.contains("<Gather"))
    }

    @Test("L16: 0 puts the caller through; when nobody picks up there is voicemail")
    func transfer() async throws {
        let dial = try await post("voice/menu", ["Digits": "0"])
        #expect(dial.text.contains("<Number>+15005550199</Number>"))
        let missed = try await post("voice/dialled", ["DialCallStatus": "no-answer"])
        #expect(missed.text.contains("<Record"))
        #expect(try await call()["transfer"] as? String == "failed")
        // Who asks on is answered; who says nothing leaves a message.
        #expect(missed.text.contains("<Gather"))
        #expect(try await post("voice/menu", ["SpeechResult": "When does the clinic open?"]).text.contains("nine"))
        #expect(try await post("voice/dialled", ["DialCallStatus": "completed"]).text.contains("<Hangup/>"))
    }

    @Test("C12: a call may be answered over a socket; how the session ended decides what follows")
    func relay() async throws {
        try await desk.connect("twilio", business, ["twilio_voice_mode": "relay"])
        let reply = try await post("voice")
        #expect(
            reply.text.contains(
                "<ConversationRelay url=\"wss://desk.example.org/channels/twilio/\(business.id)/relay\""))
        #expect(reply.text.contains("<Parameter name=\"businessId\" value=\"\(business.id)\"/>"))
        #expect(reply.text.contains("<Language code=\"ta-IN\"/>"))
        let person = try await post("relay-ended", ["SessionStatus": "ended", "HandoffData": #"{"reason":"x"}"#])
        #expect(person.text.contains("<Dial"))
        #expect(try await post("relay-ended", ["SessionStatus": "failed"]).text.contains("<Connect"))
        #expect(try await post("relay-ended", ["SessionStatus": "completed"]).text.hasSuffix("<Response></Response>"))
    }

    @Test("L16: forms that are of no call are 400, unsigned ones 403, unknown steps 404")
    func malformed() async throws {
        #expect(try await post("voice", ["CallSid": "x"]).status == 400)
        #expect(try await post("voice/nothing").status == 404)
        let form = FormFields([.init("CallSid", Self.call)])
        #expect(try await desk.twilio("/channels/twilio/\(business.id)/voice", form, authToken: "wrong").status == 403)
    }
}
