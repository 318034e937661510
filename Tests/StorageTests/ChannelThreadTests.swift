import DeskModel
import Testing

@testable import Storage

/// Threads of mail, notes that go with a message, and voicemail as a message.
@Suite struct ChannelThreadTests {
    private func mail(_ number: Int, _ references: [String] = [], from: String = "ana@example.org") -> InboundMessage {
        var mail = InboundMessage(
            provider: .email, channel: .email, eventID: "mail:\(number)", messageID: "<\(number)@example.org>",
            address: from, text: "Open?")
        mail.threadIDs = references
        mail.details = ["subject": "Subject \(number)"]
        mail.files = [MediaDraft(contentType: "image/png", filename: "a.png", content: [1, 2, 3])]
        return mail
    }

    private func take(_ message: InboundMessage, _ store: SQLStore, _ business: BusinessID) async throws -> Message {
        guard case .new(let stored) = try await store.take(message, effect: InboundEffect(), in: business) else {
            throw StoreError.notFound
        }
        return stored
    }

    @Test("L15: a mail goes on in the conversation that it refers to, of the same person only; else it opens one")
    func threads() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let first = try await take(mail(1), store, business)
            let reply = try await store.append(.assistant, "At nine.", to: first.conversation, in: business)
            try await store.plan([ChannelPart("At nine.")], of: reply.id, in: business)
            let piece = try #require(try await store.deliveries(of: reply.id, in: business).first)
            try await store.accept(piece, as: "<answer@desk>", in: business)
            let second = try await take(mail(2, ["<1@example.org>", "<answer@desk>"]), store, business)
            #expect(second.conversation == first.conversation)
            #expect(try await take(mail(3), store, business).conversation != first.conversation)
            let stranger = try await take(mail(4, ["<answer@desk>"], from: "eve@example.org"), store, business)
            #expect(stranger.conversation != first.conversation)
            let other = try await store.makeBusiness("other")
            #expect(try await take(mail(5, ["<answer@desk>"]), store, other).conversation != first.conversation)
            let thread = try #require(try await store.thread(of: first.conversation, in: business))
            #expect(thread.details == ["subject": "Subject 2"])
            #expect(thread.lastInboundID == "<2@example.org>")
            #expect(try await store.media(of: [first.id], in: business).map(\.filename) == ["a.png"])
        }
    }

    @Test("W21: what a sender is told at once is stored and put in line with their message, once")
    func notes() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let effect = InboundEffect(expectsAnswer: false, note: "Please write.")
            guard case .new(let message) = try await store.take(mail(1), effect: effect, in: business) else {
                Issue.record("the mail must be new")
                return
            }
            #expect(try await store.take(mail(1), effect: effect, in: business) == .repeated)
            let said = try await store.messages(in: message.conversation, of: business, after: nil, limit: 9)
            #expect(said.map(\.text) == ["Open?", "Please write."])
            #expect(try await store.deliveries(of: said[1].id, in: business).map(\.state) == [.unplanned])
        }
    }

    @Test("W21: what is told once is not told again until something else was said")
    func notesOnce() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            func say(_ number: Int, _ note: String) async throws -> Message {
                let message = InboundMessage(
                    provider: .whatsapp, channel: .whatsapp, eventID: "message:\(number)", messageID: "wamid.\(number)",
                    address: "+15005550001", text: "", kind: .image)
                let effect = InboundEffect(expectsAnswer: false, note: note, notesOnce: true)
                guard case .new(let stored) = try await store.take(message, effect: effect, in: business) else {
                    throw StoreError.notFound
                }
                return stored
            }
            let first = try await say(1, "A")
            for (number, note) in [(2, "A"), (3, "A"), (4, "B"), (5, "A")] { _ = try await say(number, note) }
            let said = try await store.messages(in: first.conversation, of: business, after: nil, limit: 20)
            #expect(said.filter { $0.sender == .system }.map(\.text) == ["A", "B", "A"])
        }
    }

    @Test("W21: files are fetched by turns, so that a business with many does not hold up another")
    func turns() async throws {
        func pictures(_ names: String...) -> InboundMessage {
            InboundMessage(
                provider: .whatsapp, channel: .whatsapp, eventID: "message:\(names[0])", messageID: names[0],
                address: "+15005550001", text: "Look.", kind: .image,
                media: names.map { InboundMessage.Media(reference: $0, contentType: "image/png") })
        }
        try await withStore { store, _ in
            let (many, few) = (try await store.makeBusiness(), try await store.makeBusiness("other"))
            _ = try await take(pictures("a1", "a2", "a3"), store, many)
            _ = try await take(pictures("b1"), store, few)
            let later = Timestamp.now().advanced(byMilliseconds: 1_000)
            let first = try await store.pendingMedia(now: later, limit: 2)
            #expect(Set(first.map(\.business)) == [many, few])
            #expect(try await store.pendingMedia(now: later, limit: 9).count == 4)
            #expect(try await store.pendingMedia(now: .now().advanced(byMilliseconds: -60_000), limit: 9).isEmpty)
        }
    }

    @Test("L17: voicemail is a message of its call with the recording to fetch, whichever event comes first")
    func voicemail() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            func report(_ change: (inout CallReport) -> Void) -> CallReport {
                var report = CallReport(
                    provider: .twilio, callSid: "CA1", direction: .inbound, from: "+15005550001", to: "+15005550006",
                    step: DeliveryStep("in-progress", rank: 30))
                change(&report)
                return report
            }
            let ready = report {
                $0.recordingSid = "RE1"
                $0.recordingURL = "https://api.twilio.com/r/RE1"
                $0.isRecordingReady = true
            }
            #expect(try await store.record(ready, isKnownCaller: true, in: business).voicemailMessage == nil)
            let left = try await store.record(report { $0.isVoicemail = true }, isKnownCaller: true, in: business)
            let message = try #require(left.voicemailMessage)
            // Each event comes again.
            #expect(try await store.record(ready, isKnownCaller: true, in: business).voicemailMessage == message)
            let media = try await store.pendingMedia(now: .now().advanced(byMilliseconds: 1_000), limit: 9)
            #expect(media.map(\.reference) == ["https://api.twilio.com/r/RE1.mp3"])
            _ = try await store.record(report { $0.transcript = "Call me." }, isKnownCaller: true, in: business)
            let stored = try #require(try await store.message(message, in: business))
            #expect(stored.text == "Call me." && stored.kind == .voice && stored.sender == .user)
            #expect(try await store.waitingMessages(limit: 9).isEmpty)
            let messages = try await store.messages(in: stored.conversation, of: business, after: nil, limit: 9)
            #expect(messages.count == 1)
        }
    }
}
