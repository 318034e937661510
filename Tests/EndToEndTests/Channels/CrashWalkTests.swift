import Channels
import Foundation
import LoopbackServer
import Testing

@Suite("Channels over crashes and dead providers", .serialized)
struct CrashWalkTests {
    /// Gives a text to the desk until it takes it, as Twilio does.
    private func deliver(_ number: Int, _ text: String, to business: TestBusiness, on desk: RunningDesk) async -> Bool {
        (try? await desk.text(text, number, to: business).status) == 200
    }

    /// When the desk is killed.
    private enum Moment {
        /// So many milliseconds after the text was handed to it.
        case after(Int)
        /// The text is stored, the answer is.
        case asked, answered
        /// The provider has the answer and has not said so.
        case handedOver
        /// The provider has said so.
        case sent
    }

    /// Returns when the moment of the so-manieth text has come.
    private func reach(
        _ moment: Moment, _ number: Int, of business: TestBusiness, on desk: RunningDesk, _ provider: ProviderStandIn
    ) async throws {
        let sender: String
        switch moment {
        case .after(let milliseconds): return try await Task.sleep(for: .milliseconds(milliseconds))
        case .handedOver, .sent:
            try await provider.waitForTaken(number + 1)
            return
        case .asked: sender = "user"
        case .answered: sender = "assistant"
        }
        try await withPatience("message \(number) of the \(sender)") {
            while true {
                let session = try await desk.newestConversation(business)
                let said = try await desk.messages(session, business).count { $0["sender"] as? String == sender }
                if said > number { return }
            }
        }
    }

    @Test("L15: killed at any moment between receiving, answering and sending, nothing is lost and nothing sent twice")
    func walk() async throws {
        let provider = try ProviderStandIn()
        var desk = try await RunningDesk.withChannels(provider)
        let business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business)
        // From before the commit to after the sending, in steps of what an answer takes.
        let moments =
            [0, 2, 5, 10, 20, 40, 80, 160, 320].map(Moment.after) + [.asked, .answered, .handedOver, .sent, .after(0)]
        for (number, moment) in moments.enumerated() {
            let running = desk
            let gate = Gate()
            if case .handedOver = moment {
                // What is held is this answer, and none before it.
                try await provider.waitForTaken(number)
                provider.next(.takeAndHold(gate))
            }
            async let taken = deliver(number, "When does the clinic open? (\(number))", to: business, on: running)
            try await reach(moment, number, of: business, on: running, provider)
            await running.killHard()
            gate.open()
            let wasTaken = await taken
            desk = try await RunningDesk.withChannels(provider, folder: running.folder)
            // Twilio tries again when it was told nothing; when it was told, it may try again all the same.
            if !wasTaken || number.isMultiple(of: 2) {
                #expect(await deliver(number, "When does the clinic open? (\(number))", to: business, on: desk))
            }
        }
        let sent = try await provider.waitForTaken(moments.count)
        #expect(sent.allSatisfy { $0.text.contains("nine") })
        try await Task.sleep(for: .seconds(3))
        #expect(provider.taken.count == moments.count)
        let list = try await desk.call("GET", "/api/chat-sessions?business=\(business.id)", key: business.key).results
        #expect(list.count == 1)
        let messages = try await desk.messages(try #require(list.first?["session_id"] as? String), business)
        let asked = messages.filter { $0["sender"] as? String == "user" }.compactMap { $0["message"] as? String }
        #expect(Set(asked).count == moments.count && asked.count == moments.count)
        let answered = messages.filter { $0["sender"] as? String == "assistant" }
        #expect(answered.count == moments.count)
    }

    @Test("W16: a provider that hangs holds up neither another channel nor another business")
    func deadProvider() async throws {
        let provider = try ProviderStandIn()
        let desk = try await RunningDesk.withChannels(provider)
        let business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business)
        try await desk.connect("telegram", business)
        let gate = Gate()
        provider.next(.takeAndHold(gate))
        defer { gate.open() }
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        _ = try await provider.waitForTaken(1)
        // The text's sender waits; the chat and another customer do not.
        _ = try await desk.telegram(
            #"{"update_id":1,"message":{"message_id":1,"from":{"id":5,"is_bot":false},"chat":{"id":5,"type":"private"},"date":1786356900,"text":"When does the clinic open?"}}"#,
            to: business)
        #expect(try await provider.waitForTaken(2)[1].path.hasPrefix("/bot"))
        _ = try await desk.text("When does the clinic open?", 2, to: business, ["From": "+15005550002"])
        #expect(try await provider.waitForTaken(3)[2].to == "+15005550002")
    }

    @Test("W16, W21: marks, files and answers that one provider leaves hanging hold up nothing of another's")
    func hangingProvider() async throws {
        let provider = try ProviderStandIn()
        let desk = try await RunningDesk.withChannels(provider)
        let business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business)
        // Takes every call and says nothing.
        let hanging = try LoopbackServer { connection in
            guard connection.request() != nil else { return }
            _ = connection.waitForClose()
        }
        let values: [String: Any] = [
            "whatsapp_phone_number_id": Wire.phoneNumberID, "whatsapp_access_token": "TEST-ACCESS-TOKEN",
            "whatsapp_app_secret": Wire.appSecret, "api_base": String(hanging.url().dropLast()),
        ]
        let path = "/api/businesses/\(business.id)/channels/whatsapp"
        #expect(try await desk.call("PUT", path, key: desk.admin, json: values).status == 200)
        let pictures = (0..<70).map { number in
            #"{"from":"1500555\#(1_000 + number)","id":"wamid.P\#(number)","timestamp":"1786356900","type":"image","#
                + #""image":{"id":"\#(90_000 + number)","mime_type":"image/png"}}"#
        }
        let body =
            #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":"#
            + #"{"metadata":{"phone_number_id":"\#(Wire.phoneNumberID)"},"messages":[\#(pictures.joined(separator: ","))]}}]}]}"#
        #expect(try await desk.whatsApp(body).status == 200)
        // More marks hang than one client calls at once.
        try await withPatience("calls that hang") {
            while hanging.connections < 64 { try await Task.sleep(for: .milliseconds(20)) }
        }
        let asked = ContinuousClock.now
        _ = try await desk.text("When does the clinic open?", 1, to: business)
        try await provider.waitForTaken(1)
        #expect(asked.duration(to: .now) < .seconds(8), "the hanging calls are given up after ten seconds")
    }

    @Test("W16: a number that sends too much is slowed alone, and rests as long as the provider says")
    func paced() async throws {
        let provider = try ProviderStandIn()
        let desk = try await RunningDesk.withChannels(provider)
        let business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        let other = "+15005550007"
        try await desk.connect(
            "twilio", business,
            ["twilio_phone_number": "\(Wire.number),\(other)", "twilio_messages_per_second": "0.1"])
        // Three at once, then one in ten seconds: the rest of these waits.
        for customer in 1...6 {
            _ = try await desk.text(
                "When does the clinic open?", customer, to: business, ["From": "+1500555010\(customer)"])
        }
        try await provider.waitForTaken(3)
        for customer in 7...9 {
            _ = try await desk.text(
                "When does the clinic open?", customer, to: business,
                ["From": "+1500555010\(customer)", "To": other])
        }
        let taken = try await provider.waitForTaken(6)
        #expect(taken.prefix(6).count { $0.body.contains("From=%2B15005550006") } == 3)
        #expect(taken.prefix(6).count { $0.body.contains("From=%2B15005550007") } == 3)
        // Those that wait were not tried, and are no failures.
        try await withPatience("those that wait") {
            while true {
                let waiting = try await desk.call(
                    "GET", "/api/businesses/\(business.id)/outbox?state=pending", key: business.key
                ).results
                if waiting.count == 3, waiting.allSatisfy({ $0["attempts"] as? Int == 0 && $0["error"] == nil }) {
                    return
                }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
        #expect(provider.sent.count == 6)
    }

    @Test("L15: the same event five times at once is taken in once")
    func together() async throws {
        let provider = try ProviderStandIn()
        let desk = try await RunningDesk.withChannels(provider)
        let business = try await desk.business(knowing: "The clinic opens at nine on Monday to Friday.")
        try await desk.connect("twilio", business)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<5 {
                group.addTask { try await desk.text("When does the clinic open?", 1, to: business).status }
            }
            for try await status in group { #expect(status == 200) }
        }
        _ = try await provider.waitForTaken(1)
        try await Task.sleep(for: .seconds(1))
        #expect(provider.taken.count == 1)
        // Statuses of nothing, from the future, and of nonsense change nothing.
        for status in ["delivered", "from-the-future", ""] {
            let form = FormFields(
                [
                    "MessageSid": "SM" + String(repeating: "9", count: 32), "MessageStatus": status,
                    "To": Wire.customer,
                    "From": Wire.number, "AccountSid": Wire.account,
                ].map { FormFields.Field($0.key, $0.value) })
            #expect(try await desk.twilio("/channels/twilio/\(business.id)/sms/status", form).status == 200)
        }
        let activity =
            try await desk.call(
                "GET", "/api/businesses/\(business.id)/channels/twilio", key: business.key
            ).json["activity"] as? [String: Any]
        #expect(activity?["accepted"] as? Int == 6)
        #expect(activity?["ignored"] as? Int == 2)
    }
}
