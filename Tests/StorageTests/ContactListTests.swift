import DeskModel
import Testing

@testable import Storage

@Suite struct ContactListTests {
    private func contact(
        _ name: String?, in business: BusinessID, _ change: (inout Contact) -> Void = { _ in }
    ) -> Contact {
        var contact = Contact(
            id: UUIDv7.next(), business: business, number: 0, platform: .website, name: name, createdAt: .now(),
            updatedAt: .now())
        change(&contact)
        return contact
    }

    @Test("L2, L11: contacts are found by name, e-mail, telephone number and their own number, in any script")
    func search() async throws {
        try await withStore { store, _ in
            let (business, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            let ravi = try await store.create(
                contact("ரவி குமார்", in: business) {
                    $0.phone = "+4917012345678"
                    $0.email = "ravi_k@example.com"
                })
            let zoe = try await store.create(contact("Ölaf 100%", in: business))
            _ = try await store.create(contact("ரவி", in: other))
            #expect(ravi.number == 1 && zoe.number == 2)
            for (text, found) in [
                ("ரவி", ravi), ("RAVI_K@", ravi), ("0170 123-45", ravi), ("Lead #1", ravi), ("#2", zoe), ("ölaf", zoe),
                ("100%", zoe),
            ] {
                var query = ContactQuery()
                query.text = text
                #expect(
                    try await store.contacts(query, in: business, after: nil, limit: 9).map(\.id) == [found.id],
                    "\(text)")
            }
            var query = ContactQuery()
            query.text = "'; DROP TABLE contacts; --"
            #expect(try await store.contacts(query, in: business, after: nil, limit: 9).isEmpty)
            let all = try await store.contacts(ContactQuery(), in: business, after: nil, limit: 1)
            #expect(all.map(\.id) == [zoe.id])
            #expect(
                try await store.contacts(ContactQuery(), in: business, after: zoe.id, limit: 9).map(\.id) == [ravi.id])
        }
    }

    @Test("L26: a lead's name and colour change by version; a token is of one contact")
    func editing() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let made = try await store.create(contact(nil, in: business) { $0.token = "t" })
            #expect(made.displayName == "Lead #1")
            let edited = try await store.editContact(made.id, in: business, version: 1) { contact in
                contact.name = "Ana"
                contact.color = "#112233"
            }
            #expect(edited.displayName == "Ana" && edited.displayColor == "#112233" && edited.version == 2)
            await #expect(throws: StoreError.stale) {
                try await store.editContact(made.id, in: business, version: 1) { $0.name = "Bea" }
            }
            await #expect(throws: StoreError.taken("token")) {
                try await store.create(contact(nil, in: business) { $0.token = "t" })
            }
        }
    }

    @Test("merged contacts are one, with all conversations; undone, each has its own again and what was edited stays")
    func merging() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var ids: [ContactID] = []
            var conversations: [ConversationID] = []
            for text in ["hello", "bye"] {
                let conversation = try await store.openConversation(in: business, channel: .web).id
                _ = try await store.append(.user, text, to: conversation, in: business)
                conversations.append(conversation)
                ids.append(try #require(try await store.conversation(conversation, in: business)?.contact))
            }
            _ = try await store.editContact(ids[0], in: business, version: nil) { $0.consent = ["sms": true] }
            let before = try await store.editContact(ids[1], in: business, version: nil) { contact in
                contact.name = "Ana"
                contact.phone = "+49170"
                contact.consent = ["sms": false, "mail": true]
            }
            let merge = try await store.merge(ids[1], into: ids[0], in: business)
            let one = try #require(try await store.contact(ids[0], in: business))
            #expect(one.name == "Ana" && one.number == 1 && one.consent == ["sms": false, "mail": true])
            #expect(try await store.contact(ids[1], in: business) == nil)
            #expect(try await store.conversation(conversations[1], in: business)?.contact == ids[0])
            let timeline = try await store.timeline(of: ids[0], in: business, before: nil, limit: 9)
            #expect(timeline.count == 2)

            _ = try await store.editContact(ids[0], in: business, version: nil) { $0.phone = "+1" }
            let stranger = try await store.makeBusiness()
            await #expect(throws: StoreError.notFound) {
                try await store.undoMerge(merge.id, of: ids[0], in: stranger)
            }
            let undone = try await store.undoMerge(merge.id, of: ids[0], in: business)
            #expect(undone.undoneAt != nil)
            let kept = try #require(try await store.contact(ids[0], in: business))
            #expect(kept.name == nil && kept.phone == "+1" && kept.consent == ["sms": true])
            let back = try #require(try await store.contact(ids[1], in: business))
            #expect(back.name == "Ana" && back.number == before.number && back.token == conversations[1])
            #expect(try await store.conversation(conversations[1], in: business)?.contact == ids[1])
            await #expect(throws: StoreError.notFound) {
                try await store.undoMerge(merge.id, of: ids[0], in: business)
            }
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("a call, its voicemail and their conversation are together again with who made them when a merge is undone")
    func mergedCalls() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            func call(_ sid: String, from number: String) async throws -> Call {
                var report = CallReport(
                    provider: .twilio, callSid: sid, direction: .inbound, from: number, to: "+4930999",
                    step: DeliveryStep("completed", rank: 9, isTerminal: true))
                report.isVoicemail = true
                report.isRecordingReady = true
                report.recordingSid = "RE\(sid)"
                report.recordingURL = "https://api.example/RE\(sid)"
                return try await store.record(report, isKnownCaller: true, in: business)
            }
            let (ana, ben) = (try await call("CA1", from: "+4915111"), try await call("CA2", from: "+4915222"))
            let (kept, merged) = (try #require(ana.contact), try #require(ben.contact))
            let merge = try await store.merge(merged, into: kept, in: business)
            func calls(of contact: ContactID) async throws -> [CallID] {
                try await store.calls(in: business, contact: contact, after: nil, limit: 9).map(\.id)
            }
            #expect(try await calls(of: kept) == [ben.id, ana.id])
            // Who called while the two were one stays with who was kept.
            let later = try await call("CA3", from: "+4915111")
            _ = try await store.undoMerge(merge.id, of: kept, in: business)
            #expect(try await calls(of: kept) == [later.id, ana.id])
            #expect(try await calls(of: merged) == [ben.id])
            let voicemail = try #require(try await store.call(ben.id, in: business)?.conversation)
            #expect(try await store.conversation(voicemail, in: business)?.contact == merged)
            #expect(try await store.integrityProblems().isEmpty)
        }
    }

    @Test("a contact goes alone, or with the conversations")
    func deleting() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            for whole in [false, true] {
                let conversation = try await store.openConversation(in: business, channel: .web).id
                _ = try await store.append(.user, "hello", to: conversation, in: business)
                let id = try #require(try await store.conversation(conversation, in: business)?.contact)
                await #expect(throws: StoreError.stale) {
                    try await store.deleteContact(id, in: business, version: 9, withConversations: whole)
                }
                #expect(try await store.conversation(conversation, in: business)?.contact == id)
                try await store.deleteContact(id, in: business, version: 1, withConversations: whole)
                #expect(try await store.contact(id, in: business) == nil)
                let left = try await store.conversation(conversation, in: business)
                #expect(whole ? left == nil : left?.contact == nil && left != nil)
            }
        }
    }

    @Test("L21: a timeline holds messages and notes of every conversation, newest first, and pages without a gap")
    func timeline() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let owner = try await store.create(contact("Ana", in: business))
            var expected: Set<String> = []
            for _ in 0..<2 {
                let conversation = try await store.openConversation(in: business, channel: .web).id
                _ = try await store.editConversation(conversation, in: business, version: nil) { $0.contact = owner.id }
                for text in ["a", "b"] {
                    expected.insert(try await store.append(.user, text, to: conversation, in: business).id)
                }
                let note = Note(
                    id: UUIDv7.next(), business: business, conversation: conversation, author: "x", text: "n",
                    createdAt: .now(), updatedAt: .now())
                expected.insert(try await store.create(note).id)
            }
            var seen: [String] = []
            var place: Timeline.Place?
            while true {
                let page = try await store.timeline(of: owner.id, in: business, before: place, limit: 2)
                guard let last = page.last else { break }
                seen += page.map(\.id)
                place = Timeline.Place(at: last.at, id: last.id)
            }
            #expect(seen.count == 6 && Set(seen) == expected)
            #expect(try await store.timeline(of: owner.id, in: store.makeBusiness(), before: nil, limit: 9).isEmpty)
        }
    }
}
