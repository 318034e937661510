import DeskModel
import Testing

@testable import Storage

/// What channels keep: the ledger of events, threads, deliveries, reports and calls.
@Suite struct ChannelTests {
    private func sms(
        _ number: Int, _ text: String = "Open?", from address: String = "+15005550001",
        channel: Conversation.Channel = .sms
    ) -> InboundMessage {
        InboundMessage(
            provider: .twilio, channel: channel, eventID: "message:\(number)", messageID: "SM\(number)",
            address: address, ownAddress: "+15005550006", name: "Ana", phone: address, text: text)
    }

    private func take(_ message: InboundMessage, _ store: SQLStore, _ business: BusinessID) async throws -> Message {
        guard case .new(let stored) = try await store.take(message, effect: InboundEffect(), in: business) else {
            throw StoreError.notFound
        }
        return stored
    }

    @Test("L15: an event is taken in once; the next message of the same person goes on in the same conversation")
    func ledger() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let first = try await take(sms(1), store, business)
            #expect(try await store.take(sms(1), effect: InboundEffect(), in: business) == .repeated)
            let second = try await take(sms(2), store, business)
            #expect(second.conversation == first.conversation)
            let contact = try #require(try await store.conversation(first.conversation, in: business)?.contact)
            let known = try #require(try await store.contact(contact, in: business))
            #expect(known.phone == "+15005550001" && known.name == "Ana" && known.platform == .phone)
            #expect(try await store.waitingMessages(limit: 9).map(\.id) == [first.id, second.id])
            // The same event id of another provider or business is another event.
            let other = try await store.makeBusiness("Other")
            #expect(try await take(sms(1), store, other).business == other)
        }
    }

    @Test("L15: one number is one contact on every channel of telephones; another number is another")
    func contacts() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let text = try await take(sms(1), store, business)
            let whatsApp = try await take(sms(2, channel: .whatsapp), store, business)
            let stranger = try await take(sms(3, from: "+15005550002"), store, business)
            func contact(_ message: Message) async throws -> ContactID? {
                try await store.conversation(message.conversation, in: business)?.contact
            }
            #expect(try await contact(text) == contact(whatsApp))
            #expect(try await contact(text) != contact(stranger))
            #expect(text.conversation != whatsApp.conversation)
        }
    }

    @Test("L15: what the business says in a channel's conversation is put in line with it; on the web nothing is")
    func deliveries() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let message = try await take(sms(1), store, business)
            let reply = try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: message)
            let note = try await store.append(.system, "A person will come.", to: message.conversation, in: business)
            let entries = try await store.outbox(
                in: business, kind: .twilio, lane: message.conversation, state: .pending, after: nil, limit: 9)
            #expect(entries.count == 2)
            #expect(entries.last?.payload == #"{"message":"\#(reply.id)"}"#)
            let first = try #require(
                try await store.nextDelivery(in: message.conversation, of: business, upTo: note.id))
            #expect(first.message == reply.id && first.state == .unplanned)
            try await store.plan([ChannelPart("one"), ChannelPart("two")], of: reply.id, in: business)
            // Planned once: a second plan changes nothing.
            try await store.plan([ChannelPart("three")], of: reply.id, in: business)
            #expect(try await store.deliveries(of: reply.id, in: business).map(\.text) == ["one", "two"])
            let web = try await store.openConversation(in: business, channel: .web).id
            _ = try await store.append(.assistant, "Hello", to: web, in: business)
            let all = try await store.outbox(
                in: business, kind: nil, lane: nil, state: .pending, after: nil, limit: 9)
            #expect(all.count == 2)
        }
    }

    @Test("L15: a message is as far as its last piece; reports come before ids, late and in any order")
    func reports() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let message = try await take(sms(1), store, business)
            let reply = try await store.append(.assistant, "Hello", to: message.conversation, in: business)
            try await store.plan([ChannelPart("one"), ChannelPart("two")], of: reply.id, in: business)
            func report(_ id: String, _ rank: Int, _ delivery: Message.Delivery, reference: String? = nil)
                -> DeliveryReport
            {
                DeliveryReport(
                    messageID: id, step: DeliveryStep(delivery.rawValue, rank: rank, isTerminal: delivery == .failed),
                    delivery: delivery, errorCode: delivery == .failed ? "30005" : nil, reference: reference)
            }
            func state() async throws -> Message.Delivery? { try await store.message(reply.id, in: business)?.delivery }
            #expect(try await state() == .queued)
            // Before the call that sent it came back.
            #expect(try await store.apply(report("A", 40, .delivered), from: .twilio, in: business))
            let pieces = try await store.deliveries(of: reply.id, in: business)
            try await store.accept(pieces[0], as: "A", in: business)
            #expect(try await state() == .queued)
            try await store.accept(pieces[1], as: "B", in: business)
            #expect(try await store.apply(report("B", 30, .sent), from: .twilio, in: business))
            #expect(try await state() == .sent)
            #expect(try await store.apply(report("A", 30, .sent), from: .twilio, in: business) == false)
            #expect(try await store.apply(report("B", 40, .delivered), from: .twilio, in: business))
            #expect(try await state() == .delivered)
            // A failure of one is a failure of the whole.
            let other = try await store.append(.assistant, "More", to: message.conversation, in: business)
            try await store.plan([ChannelPart("x")], of: other.id, in: business)
            let piece = try #require(try await store.deliveries(of: other.id, in: business).first)
            try await store.begin(piece, in: business, at: .now())
            // What the provider calls it is learned from our reference alone.
            #expect(
                try await store.apply(report("C", 35, .failed, reference: piece.reference), from: .twilio, in: business)
            )
            #expect(try await store.message(other.id, in: business)?.delivery == .failed)
            #expect(try await store.apply(report("C", 40, .delivered), from: .twilio, in: business) == false)
            #expect(try await store.report(on: "C", from: .twilio, in: business)?.errorCode == "30005")
        }
    }

    @Test("L15: what was given up can be sent again")
    func resending() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let message = try await take(sms(1), store, business)
            let reply = try await store.append(.assistant, "Hello", to: message.conversation, in: business)
            try await store.fail(reply.id, reason: "opted_out: no", in: business)
            func next() async throws -> ChannelDelivery? {
                try await store.nextDelivery(in: message.conversation, of: business, upTo: reply.id)
            }
            #expect(try await next() == nil)
            #expect(try await store.message(reply.id, in: business)?.delivery == .failed)
            #expect(try await store.resend(reply.id, in: business))
            #expect(try await next() != nil)
            #expect(try await store.resend(reply.id, in: business) == false)
        }
    }

    @Test("L15: consent is kept by channel, and shown with the thread")
    func consent() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            #expect(try await store.setConsent(false, of: "+15005550001", on: .sms, in: business) == false)
            let message = try await take(sms(1), store, business)
            #expect(try await store.isOptedOut("+15005550001", on: .sms, in: business) == false)
            #expect(try await store.setConsent(false, of: "+15005550001", on: .sms, in: business))
            #expect(try await store.thread(of: message.conversation, in: business)?.isOptedOut == true)
            #expect(try await store.isOptedOut("+15005550001", on: .whatsapp, in: business) == false)
        }
    }

    @Test("W1: connections are found by their routes, and by none that they had before")
    func connections() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness("Other")
            for id in [business, other] {
                _ = try await store.save(
                    ChannelConnection(business: id, provider: .twilio, secrets: ["twilio_auth_token": "t\(id)"]),
                    routes: ["AC1", "AC1"])
            }
            #expect(try await store.connections(.twilio, routedBy: "AC1").map(\.business) == [business, other])
            let saved = try await store.save(
                ChannelConnection(business: business, provider: .twilio, isEnabled: false), routes: ["AC2"])
            #expect(saved.version == 2 && saved.secrets.isEmpty)
            #expect(try await store.connections(.twilio, routedBy: "AC1").map(\.business) == [other])
            #expect(try await store.connections(.whatsapp, routedBy: "AC2").isEmpty)
            #expect(try await store.deleteConnection(.twilio, of: business))
            #expect(try await store.connections(.twilio, routedBy: "AC2").isEmpty)
            await #expect(throws: StoreError.notFound) {
                try await store.save(ChannelConnection(business: BusinessID(999), provider: .twilio), routes: [])
            }
        }
    }

    @Test("L7, L10: events of a call complete it in any order; a withheld number makes no contact")
    func calls() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            func report(_ status: String, _ rank: Int, terminal: Bool = false) -> CallReport {
                CallReport(
                    provider: .twilio, callSid: "CA1", direction: .inbound, from: "+15005550001", to: "+15005550006",
                    step: DeliveryStep(status, rank: rank, isTerminal: terminal))
            }
            var ended = report("completed", 40, terminal: true)
            ended.duration = 48
            _ = try await store.record(ended, isKnownCaller: true, in: business)
            var voicemail = report("in-progress", 30)
            voicemail.isVoicemail = true
            voicemail.transcript = "Call me."
            let call = try await store.record(voicemail, isKnownCaller: true, in: business)
            #expect(
                call.status == "completed" && call.duration == 48 && call.isVoicemail && call.transcript == "Call me.")
            #expect(call.contact != nil)
            #expect(try await store.calls(in: business, contact: call.contact, after: nil, limit: 9) == [call])
            let conversation = try await store.conversation(of: call.id, in: business)
            #expect(try await store.conversation(of: call.id, in: business) == conversation)
            let hidden = CallReport(
                provider: .twilio, callSid: "CA2", direction: .inbound, from: "+266696687", to: "+15005550006",
                step: DeliveryStep("ringing", rank: 20))
            #expect(try await store.record(hidden, isKnownCaller: false, in: business).contact == nil)
        }
    }

    @Test("L15: nothing of one business's channels is found or changed through another")
    func tenants() async throws {
        try await withStore { store, _ in
            let mine = try await store.makeBusiness()
            let thief = try await store.makeBusiness("thief")
            let message = try await take(sms(1), store, mine)
            let reply = try await store.append(.assistant, "Hello", to: message.conversation, in: mine)
            #expect(try await store.thread(of: message.conversation, in: thief) == nil)
            #expect(try await store.nextDelivery(in: message.conversation, of: thief, upTo: reply.id) == nil)
            #expect(try await store.deliveries(of: reply.id, in: thief).isEmpty)
            try await store.plan([ChannelPart("x")], of: reply.id, in: thief)
            try await store.fail(reply.id, reason: "x", in: thief)
            #expect(try await store.edit("SM1", to: "x", in: thief) == false)
            #expect(try await store.message(ofProvider: "SM1", in: thief) == nil)
            #expect(try await store.cut(reply.id, to: "x", in: thief) == false)
            #expect(try await store.deliveries(of: reply.id, in: mine).map(\.state) == [.unplanned])
            #expect(try await store.message(message.id, in: mine)?.text == "Open?")
        }
    }

    @Test("L15: an id that a provider gives twice is kept once, and the second piece still counts as sent")
    func idGivenTwice() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let question = try await take(sms(1), store, business)
            for number in 0..<2 {
                let reply = try await store.append(
                    .assistant, "At nine. \(number)", to: question.conversation, in: business)
                try await store.plan([ChannelPart("At nine.")], of: reply.id, in: business)
                let delivery = try #require(
                    try await store.nextDelivery(in: question.conversation, of: business, upTo: reply.id))
                try await store.begin(delivery, in: business, at: .now())
                try await store.accept(delivery, as: "telegram:5:1000", in: business)
                let kept = try #require(try await store.deliveries(of: reply.id, in: business).first)
                #expect(kept.state == .accepted)
                #expect(kept.providerID == (number == 0 ? "telegram:5:1000" : nil))
            }
            let newest = try #require(
                try await store.messages(
                    in: question.conversation, of: business, after: nil, limit: 1
                ).last)
            #expect(try await store.nextDelivery(in: question.conversation, of: business, upTo: newest.id) == nil)
        }
    }

    @Test("L15: events are forgotten after a month, and reports on what is not ours; what belongs to a message stays")
    func upkeep() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let question = try await take(sms(1), store, business)
            let reply = try await store.append(.assistant, "At nine.", to: question.conversation, in: business)
            try await store.plan([ChannelPart("At nine.")], of: reply.id, in: business)
            let delivery = try #require(
                try await store.nextDelivery(in: question.conversation, of: business, upTo: reply.id))
            try await store.accept(delivery, as: "SMours", in: business)
            for id in ["SMours", "SMforeign"] {
                let report = DeliveryReport(messageID: id, step: DeliveryStep("sent", rank: 3), delivery: .sent)
                #expect(try await store.apply(report, from: .twilio, in: business))
            }
            let day: Int64 = 24 * 3600 * 1000
            try await store.tidyChannels(now: Timestamp.now().advanced(byMilliseconds: 29 * day))
            #expect(try await store.take(sms(1), effect: InboundEffect(), in: business) == .repeated)
            #expect(try await store.report(on: "SMforeign", from: .twilio, in: business) != nil)
            try await store.tidyChannels(now: Timestamp.now().advanced(byMilliseconds: 31 * day))
            #expect(try await store.report(on: "SMforeign", from: .twilio, in: business) == nil)
            #expect(try await store.report(on: "SMours", from: .twilio, in: business)?.step.word == "sent")
            let events = try await store.database.read { try $0.rows("SELECT * FROM channel_events").count }
            #expect(events == 0)
            // The message itself is there: what comes again after a month is still not a second one.
            guard case .new(let again) = try await store.take(sms(1), effect: InboundEffect(), in: business) else {
                Issue.record("the event is forgotten")
                return
            }
            #expect(again.id == question.id)
        }
    }

    @Test("W7: what nothing is known of is kept for a day, cut, and only the newest of it")
    func unknownEvents() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let other = try await store.makeBusiness("Other")
            let now = Timestamp.now()
            for number in 1...25 {
                let body = Array("event \(number)".utf8) + [UInt8](repeating: 0, count: 20_000)
                let event = UnknownEvent(
                    name: "webhook", body: body, receivedAt: now.advanced(byMilliseconds: Int64(number)))
                try await store.keep(event, from: .whatsapp, in: business)
            }
            let kept = try await store.unknownEvents(from: .whatsapp, in: business)
            #expect(kept.count == 20 && kept.first?.body.hasPrefix("event 25") == true)
            #expect(kept.allSatisfy { $0.body.utf8.count == UnknownEvent.maximumBytes && $0.name == "webhook" })
            #expect(try await store.unknownEvents(from: .twilio, in: business).isEmpty)
            #expect(try await store.unknownEvents(from: .whatsapp, in: other).isEmpty)
            try await store.tidyChannels(now: now.advanced(byMilliseconds: 23 * 3_600_000))
            #expect(try await store.unknownEvents(from: .whatsapp, in: business).count == 20)
            try await store.tidyChannels(now: now.advanced(byMilliseconds: 25 * 3_600_000))
            #expect(try await store.unknownEvents(from: .whatsapp, in: business).isEmpty)
        }
    }

    @Test("W16: a conversation's window opens when the customer wrote, and what comes late does not shut it")
    func window() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let now = Timestamp.now()
            func text(_ number: Int, hoursAgo hours: Int64) -> InboundMessage {
                var message = sms(number, channel: .whatsapp)
                message.sentAt = now.advanced(byMilliseconds: -hours * 3_600_000)
                return message
            }
            let conversation = try await take(text(1, hoursAgo: 30), store, business).conversation
            func thread() async throws -> ChannelThread {
                try #require(try await store.thread(of: conversation, in: business))
            }
            #expect(try await thread().lastInboundAt == now.advanced(byMilliseconds: -30 * 3_600_000))
            _ = try await take(text(2, hoursAgo: 2), store, business)
            #expect(try await thread().lastInboundID == "SM2")
            _ = try await take(text(3, hoursAgo: 5), store, business)
            #expect(try await thread().lastInboundID == "SM2")
            #expect(try await thread().lastInboundAt == now.advanced(byMilliseconds: -2 * 3_600_000))
            // Nobody brings a message after weeks, or before it was written: those clocks are wrong.
            for (number, hours) in [(4, Int64(-48)), (5, 24 * 30)] {
                _ = try await take(text(number, hoursAgo: hours), store, business)
                let kept = try await thread()
                #expect(kept.lastInboundID == "SM\(number)" && kept.lastInboundAt >= now)
                #expect(kept.lastInboundAt <= .now())
            }
        }
    }

    @Test("W16: a happening is noted once, in the conversation that it is about, and never put in line")
    func happening() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let question = try await take(sms(1, channel: .whatsapp), store, business)
            func reaction(_ number: Int, from address: String, to target: String? = nil) -> ChannelHappening {
                ChannelHappening(
                    .reaction, provider: .whatsapp, channel: .whatsapp, eventID: "message:r\(number)",
                    address: address, text: "Reacted with 👍", target: target, emoji: "👍")
            }
            let noted = try #require(
                try await store.take(reaction(1, from: "+15005550001", to: "SM1"), in: business))
            #expect(noted.conversation == question.conversation && noted.sender == .system)
            #expect(noted.attributes.contains("\"in_reply_to\":\"SM1\""))
            #expect(try await store.take(reaction(1, from: "+15005550001"), in: business) == nil)
            // A stranger's, also one that names the message of somebody else.
            #expect(try await store.take(reaction(2, from: "+15005550009", to: "SM1"), in: business) == nil)
            #expect(try await store.deliveries(of: noted.id, in: business).isEmpty)
            #expect(
                try await store.nextDelivery(in: question.conversation, of: business, upTo: noted.id) == nil)
            #expect(try await store.waitingMessages(limit: 9).map(\.id) == [question.id])
        }
    }
}
