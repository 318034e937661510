import DeskModel
import Testing

@testable import Channels

@Suite("SMS")
struct SMSTests {
    @Test(
        "L15: a text is counted in segments as the network cuts it",
        arguments: [
            ("", "GSM-7", 0, 0), ("Hello", "GSM-7", 5, 1), ("5 €", "GSM-7", 4, 1), ("{[~]}", "GSM-7", 10, 1),
            (String(repeating: "a", count: 160), "GSM-7", 160, 1),
            (String(repeating: "a", count: 161), "GSM-7", 161, 2),
            (String(repeating: "a", count: 306), "GSM-7", 306, 2),
            (String(repeating: "a", count: 307), "GSM-7", 307, 3),
            // 152 and a sign of two septets: the sign moves to the next segment.
            (String(repeating: "a", count: 152) + "€" + String(repeating: "a", count: 152), "GSM-7", 306, 3),
            ("`", "UCS-2", 1, 1), ("ç", "UCS-2", 1, 1), ("Ç", "GSM-7", 1, 1), ("\t", "UCS-2", 1, 1),
            ("“quoted”", "UCS-2", 8, 1), ("🙂", "UCS-2", 2, 1), (String(repeating: "ந", count: 70), "UCS-2", 70, 1),
            (String(repeating: "ந", count: 71), "UCS-2", 71, 2), (String(repeating: "🙂", count: 35), "UCS-2", 70, 1),
            // 67 units hold 33 pairs.
            (String(repeating: "🙂", count: 67), "UCS-2", 134, 3),
        ])
    func segments(_ text: String, _ encoding: String, _ units: Int, _ segments: Int) {
        let counted = SMSSegments(text)
        #expect(counted.encoding.rawValue == encoding)
        #expect(counted.units == units)
        #expect(counted.segments == segments)
    }

    @Test("L15: typographic characters become plain ones before a text is sent; letters stay")
    func folding() {
        #expect(SMSFolding.fold("It’s “open” – 9…5\u{A0}h • café ç") == "It's \"open\" - 9...5 h - café ç")
        #expect(SMSFolding.fold("திறந்திருக்கும் 👨‍👩‍👧") == "திறந்திருக்கும் 👨‍👩‍👧")
        #expect(SMSSegments(SMSFolding.fold("It’s “open” – 9…5")).encoding == .gsm7)
    }

    @Test("L15: a keyword counts only as the whole message; YES joins only those who left")
    func keywords() {
        for word in ["STOP", " stop ", "Unsubscribe", "END", "quit", "cancel", "StopAll"] {
            #expect(SMSKeyword(word, isOptedOut: false) == .stop, "\(word)")
        }
        for text in ["stop it", "Please stop", "When does the bus stop?", "the end", "yes please", ""] {
            #expect(SMSKeyword(text, isOptedOut: true) == nil, "\(text)")
        }
        #expect(SMSKeyword("Yes", isOptedOut: true) == .start)
        #expect(SMSKeyword("Yes", isOptedOut: false) == nil)
        #expect(SMSKeyword("start\n", isOptedOut: false) == .start)
        #expect(SMSKeyword("HELP", isOptedOut: false) == .help)
        // Twilio's own opt-out management says what it took the message for.
        #expect(SMSKeyword("arrêt", isOptedOut: false, optOutType: "STOP") == .stop)
        #expect(SMSKeyword("stop", isOptedOut: false, optOutType: "OTHER") == nil)
    }

    private static let sid = "SM" + String(repeating: "0a", count: 16)
    private static let account = "AC" + String(repeating: "1b", count: 16)

    private func form(_ changes: [String: String?] = [:]) -> FormFields {
        var values: [String: String] = [
            "MessageSid": Self.sid, "AccountSid": Self.account, "From": "+15005550001", "To": "+15005550006",
            "Body": "Open?", "NumMedia": "0",
        ]
        for (name, value) in changes { values[name] = value }
        return FormFields(values.map { FormFields.Field($0.key, $0.value) })
    }

    @Test("L15: an incoming SMS becomes a message of its sender")
    func inbound() throws {
        let message = try #require(TwilioInboundMessage(form())?.inbound)
        #expect(message.channel == .sms)
        #expect(message.address == "+15005550001")
        #expect(message.phone == "+15005550001")
        #expect(message.ownAddress == "+15005550006")
        #expect(message.text == "Open?")
        #expect(message.messageID == Self.sid)
        #expect(message.kind == .text)
    }

    @Test("L15: an MMS brings its files, at most ten however many it claims")
    func media() throws {
        let one = form([
            "NumMedia": "1", "MediaUrl0": "https://api.twilio.com/m/1", "MediaContentType0": "image/jpeg", "Body": "",
        ])
        let message = try #require(TwilioInboundMessage(one)?.inbound)
        #expect(message.kind == .image)
        #expect(message.media.map(\.reference) == ["https://api.twilio.com/m/1"])
        let many = form(["NumMedia": "999999999"].merging((0..<20).map { ("MediaUrl\($0)", "https://x/\($0)") }) { $1 })
        #expect(try #require(TwilioInboundMessage(many)).media.count == 10)
        #expect(TwilioInboundMessage(form(["NumMedia": "-3"]))?.media.isEmpty == true)
    }

    @Test("W7: a message that came by WhatsApp through Twilio is a WhatsApp message")
    func whatsApp() throws {
        let message = try #require(
            TwilioInboundMessage(
                form(["From": "whatsapp:+919845000001", "To": "whatsapp:+15005550006", "ProfileName": "Ana"]))?.inbound)
        #expect(message.channel == .whatsapp)
        #expect(message.address == "+919845000001")
        #expect(message.name == "Ana")
    }

    @Test("L15: a form without a proper sid, account or sender is no message")
    func malformed() {
        for change in [
            ["MessageSid": "SM1"], ["MessageSid": nil], ["MessageSid": "SM" + String(repeating: "0A", count: 16)],
            ["AccountSid": "../../x"], ["From": ""], ["To": nil], ["From": String(repeating: "1", count: 300)],
        ] as [[String: String?]] {
            #expect(TwilioInboundMessage(form(change)) == nil, "\(change)")
        }
    }

    @Test("L15: a status is taken over by its rank, whatever order the reports come in")
    func statuses() throws {
        func step(_ word: String) throws -> DeliveryStep { try #require(TwilioMessageStatus.step(word)) }
        #expect(try step("sent").replaces(step("queued")))
        #expect(try !step("queued").replaces(step("sent")))
        #expect(try !step("sent").replaces(step("sent")))
        #expect(try step("read").replaces(step("delivered")))
        #expect(try step("undelivered").replaces(step("sent")))
        #expect(try !step("delivered").replaces(step("undelivered")))
        #expect(try !step("failed").replaces(step("delivered")))
        #expect(try !step("failed").replaces(step("undelivered")))
        #expect(TwilioMessageStatus.step("exploded") == nil)
        let report = try #require(
            TwilioMessageStatus.report(
                FormFields([
                    FormFields.Field("MessageSid", Self.sid), FormFields.Field("MessageStatus", "undelivered"),
                    FormFields.Field("ErrorCode", "30005"),
                ])))
        #expect(report.delivery == .failed)
        #expect(report.errorCode == "30005")
    }
}
