import DeskModel
import Testing

@testable import Storage

@Suite struct InboxTests {
    private func conversation(
        _ name: String?, in business: BusinessID, at time: Int64, _ change: (inout Conversation) -> Void = { _ in }
    ) -> Conversation {
        var conversation = Conversation(
            id: UUIDv7.next(), business: business, channel: .api, name: name, createdAt: Timestamp(milliseconds: time))
        change(&conversation)
        return conversation
    }

    @Test("C2, C6: the inbox is newest activity first; a cursor neither repeats nor skips while conversations move")
    func movingPages() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var made: [ConversationID] = []
            for number in 1...9 {
                made.append(try await store.create(conversation("c\(number)", in: business, at: Int64(number))).id)
            }
            let first = try await store.conversations(ConversationQuery(), in: business, after: nil, limit: 4)
            #expect(first.map(\.id) == made.suffix(4).reversed())
            // One that was shown and one that was not move to the head between two pages.
            _ = try await store.append(.user, "again", to: made[8], in: business)
            _ = try await store.append(.user, "again", to: made[0], in: business)
            let last = try #require(first.last)
            let place = ConversationQuery.Place(updatedAt: last.updatedAt, id: last.id)
            let second = try await store.conversations(ConversationQuery(), in: business, after: place, limit: 9)
            #expect(second.map(\.id) == made[1..<5].reversed())
            let head = try await store.conversations(ConversationQuery(), in: business, after: nil, limit: 2)
            #expect(head.map(\.id) == [made[0], made[8]])
        }
    }

    @Test("C6: conversations of the same millisecond are told apart by the cursor")
    func sameMoment() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            var made: Set<ConversationID> = []
            for _ in 0..<7 { made.insert(try await store.create(conversation(nil, in: business, at: 5)).id) }
            var seen: [ConversationID] = []
            var place: ConversationQuery.Place?
            while true {
                let page = try await store.conversations(ConversationQuery(), in: business, after: place, limit: 2)
                guard let last = page.last else { break }
                seen += page.map(\.id)
                place = ConversationQuery.Place(updatedAt: last.updatedAt, id: last.id)
            }
            #expect(seen.count == 7 && Set(seen) == made)
        }
    }

    @Test("C5, C6: chats that were only opened take no place in the list of those in which something was said")
    func openedChats() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let asked = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "rye?", to: asked, in: business)
            for _ in 0..<5 { _ = try await store.openConversation(in: business, channel: .web) }
            var said = ConversationQuery()
            said.hasMessages = true
            #expect(try await store.conversations(said, in: business, after: nil, limit: 3).map(\.id) == [asked])
            #expect(
                try await store.conversations(ConversationQuery(), in: business, after: nil, limit: 9).count == 6)
            try await store.deleteMessage(message.id, in: asked, of: business)
            #expect(try await store.conversations(said, in: business, after: nil, limit: 3).isEmpty)
        }
    }

    @Test("C6: every filter narrows the list, alone and together; another business's conversations never show")
    func filters() async throws {
        try await withStore { store, _ in
            let (business, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            let service = try await store.create(
                ConversationService(
                    id: UUIDv7.next(), business: business, name: "S", createdAt: .now(), updatedAt: .now()))
            let contact = try await store.create(
                Contact(
                    id: UUIDv7.next(), business: business, number: 0, platform: .api, name: "Ravi Łukasz",
                    phone: "+4915155501", createdAt: .now(), updatedAt: .now()))
            let wanted = try await store.create(
                conversation("Roof 50% off", in: business, at: 10) {
                    $0.service = service.id
                    $0.contact = contact.id
                    $0.assignee = "u1"
                    $0.priority = .high
                    $0.tags = ["vip", "roof"]
                    $0.status = .active
                })
            _ = try await store.create(conversation("Roof 50x off", in: business, at: 20))
            _ = try await store.create(conversation("Roof 50% off", in: other, at: 10))
            let filters: [(inout ConversationQuery) -> Void] = [
                { $0.service = service.id }, { $0.contact = contact.id }, { $0.assignee = "u1" },
                { $0.priority = .high }, { $0.tag = "vip" }, { $0.status = .active },
                { $0.until = Timestamp(milliseconds: 15) }, { $0.text = "50% OFF" }, { $0.text = "łukasz" },
                { $0.text = "5155501" },
            ]
            for (index, filter) in filters.enumerated() {
                var query = ConversationQuery()
                filter(&query)
                let found = try await store.conversations(query, in: business, after: nil, limit: 9)
                #expect(found.map(\.id) == [wanted.id], "filter \(index)")
            }
            var all = ConversationQuery()
            for filter in filters { filter(&all) }
            #expect(try await store.conversations(all, in: business, after: nil, limit: 9).map(\.id) == [wanted.id])
            var none = all
            none.since = Timestamp(milliseconds: 11)
            #expect(try await store.conversations(none, in: business, after: nil, limit: 9).isEmpty)
            // What was said finds its conversation, too.
            _ = try await store.append(.user, "my gutters leak", to: wanted.id, in: business)
            var said = ConversationQuery()
            said.text = "gutter"
            #expect(try await store.conversations(said, in: business, after: nil, limit: 9).map(\.id) == [wanted.id])
            #expect(try await store.conversations(said, in: other, after: nil, limit: 9).isEmpty)
        }
    }

    @Test("C7: an edit of a version that is not the newest is refused, and so is a way that a status may not go")
    func editing() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let made = try await store.create(conversation("a", in: business, at: 1))
            let edited = try await store.editConversation(made.id, in: business, version: 1) { conversation in
                conversation.name = "b"
                conversation.tags = ["z", "a", "z"]
            }
            #expect(edited.version == 2 && edited.name == "b" && edited.tags == ["a", "z"])
            await #expect(throws: StoreError.stale) {
                try await store.editConversation(made.id, in: business, version: 1) { $0.name = "c" }
            }
            await #expect(throws: ConversationStatus.Refusal(from: .initializing, to: .inactive)) {
                try await store.editConversation(made.id, in: business, version: nil) { $0.status = .inactive }
            }
            let unchanged = try await store.editConversation(made.id, in: business, version: nil) { $0.name = "b" }
            #expect(unchanged.version == 2)
            let closed = try await store.editConversation(made.id, in: business, version: nil) { $0.status = .closed }
            #expect(closed.closedAt != nil)
            await #expect(throws: StoreError.closed) {
                try await store.append(
                    MessageDraft(.human, "late", needsOpenConversation: true), to: made.id, in: business)
            }
            let open = try await store.editConversation(made.id, in: business, version: nil) { $0.status = .active }
            #expect(open.closedAt == nil)
            await #expect(throws: StoreError.stale) {
                try await store.deleteConversation(made.id, in: business, version: 1)
            }
            try await store.deleteConversation(made.id, in: business, version: open.version)
            #expect(try await store.conversation(made.id, in: business) == nil)
        }
    }

    @Test("C1, C2: a unique name is of one conversation of a business; a foreign service or contact is none")
    func uniqueAndForeign() async throws {
        try await withStore { store, _ in
            let (mine, theirs) = (try await store.makeBusiness(), try await store.makeBusiness())
            let first = try await store.create(conversation(nil, in: mine, at: 1) { $0.uniqueName = "order-7" })
            _ = try await store.create(conversation(nil, in: theirs, at: 1) { $0.uniqueName = "order-7" })
            await #expect(throws: StoreError.taken("unique_name")) {
                try await store.create(conversation(nil, in: mine, at: 1) { $0.uniqueName = "order-7" })
            }
            #expect(try await store.conversation(named: "order-7", in: mine)?.id == first.id)
            let service = try await store.create(
                ConversationService(
                    id: UUIDv7.next(), business: theirs, name: "S", createdAt: .now(), updatedAt: .now()))
            await #expect(throws: StoreError.notFound) {
                try await store.editConversation(first.id, in: mine, version: nil) { $0.service = service.id }
            }
            #expect(try await store.service(service.id, in: mine) == nil)
            await #expect(throws: StoreError.notFound) {
                try await store.editService(service.id, in: mine, version: nil) { $0.name = "mine now" }
            }
            await #expect(throws: StoreError.notFound) {
                try await store.deleteService(service.id, in: mine, version: nil)
            }
            let inService = try await store.create(conversation(nil, in: theirs, at: 1) { $0.service = service.id })
            try await store.deleteService(service.id, in: theirs, version: 1)
            #expect(try await store.conversation(inService.id, in: theirs)?.service == nil)
        }
    }

    @Test("C8: an identity is once in a conversation, a pair of addresses once among the open ones")
    func participants() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let one = try await store.create(conversation("1", in: business, at: 1)).id
            let two = try await store.create(conversation("2", in: business, at: 2)).id
            func participant(_ conversation: ConversationID, _ identity: String?, _ address: String?) -> Participant {
                Participant(
                    id: UUIDv7.next(), business: business, conversation: conversation, identity: identity,
                    binding: address.map { .init(channel: .sms, address: $0, proxyAddress: "+100") },
                    createdAt: .now(), updatedAt: .now())
            }
            let ana = try await store.create(participant(one, "ana", nil))
            #expect(try await store.create(ana).id == ana.id)
            await #expect(throws: StoreError.taken("identity")) { try await store.create(participant(one, "ana", nil)) }
            _ = try await store.create(participant(two, "ana", nil))
            _ = try await store.create(participant(one, nil, "+200"))
            await #expect(throws: StoreError.taken("messaging_binding")) {
                try await store.create(participant(two, nil, "+200"))
            }
            _ = try await store.editConversation(one, in: business, version: nil) { $0.status = .closed }
            _ = try await store.create(participant(two, nil, "+200"))
            #expect(try await store.participants(in: one, of: business, after: nil, limit: 9).count == 2)
            #expect(try await store.participants(in: one, of: business, after: ana.id, limit: 9).count == 1)
            #expect(try await store.participant(ana.id, in: two, of: business) == nil)
            try await store.deleteParticipant(ana.id, in: one, of: business, version: nil)
            #expect(try await store.participant(ana.id, in: one, of: business) == nil)
        }
    }

    @Test("notes are read in order, edited by version, and go with their conversation")
    func notes() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let id = try await store.create(conversation("1", in: business, at: 1)).id
            func note(_ text: String) -> Note {
                Note(
                    id: UUIDv7.next(), business: business, conversation: id, author: "ana", text: text,
                    createdAt: .now(), updatedAt: .now())
            }
            let first = try await store.create(note("call back"))
            let second = try await store.create(note("called"))
            #expect(
                try await store.notes(in: id, of: business, after: nil, limit: 9).map(\.id) == [first.id, second.id])
            let edited = try await store.editNote(first.id, in: id, of: business, version: 1) { $0.text = "done" }
            #expect(edited.text == "done" && edited.version == 2)
            await #expect(throws: StoreError.stale) {
                try await store.deleteNote(first.id, in: id, of: business, version: 1)
            }
            try await store.deleteConversation(id, in: business, version: nil)
            #expect(try await store.note(second.id, in: id, of: business) == nil)
        }
    }

    @Test("a request with a key is admitted once; its reply is kept; a crash lets it come again with the same id")
    func idempotency() async throws {
        try await withDirectory { directory in
            let request = IdempotentRequest(scope: "business:1", key: "k", fingerprint: [1])
            let reply = IdempotentRequest.StoredReply(status: 201, headers: ["etag": "\"1\""], body: "{}")
            let day: Int64 = 86_400_000
            var reserved = ""
            do {
                let store = try await SQLStore.open(at: directory)
                guard case .first(let id) = try await store.admit(request, now: .now(), lifetime: day) else {
                    Issue.record("not the first")
                    return
                }
                reserved = id
                #expect(try await store.admit(request, now: .now(), lifetime: day) == .underWay)
                let differing = IdempotentRequest(scope: "business:1", key: "k", fingerprint: [2])
                #expect(try await store.admit(differing, now: .now(), lifetime: day) == .differs)
                let elsewhere = IdempotentRequest(scope: "business:2", key: "k", fingerprint: [2])
                guard case .first = try await store.admit(elsewhere, now: .now(), lifetime: day) else {
                    Issue.record("keys of two businesses were taken for one")
                    return
                }
            }
            let store = try await SQLStore.open(at: directory)
            #expect(try await store.admit(request, now: .now(), lifetime: day) == .first(resource: reserved))
            try await store.complete(request, with: reply)
            #expect(try await store.admit(request, now: .now(), lifetime: day) == .answered(reply))
            let later = Timestamp.now().advanced(byMilliseconds: day + 1)
            guard case .first(let other) = try await store.admit(request, now: later, lifetime: day) else {
                Issue.record("a day later it is forgotten")
                return
            }
            #expect(other != reserved)
            try await store.abandon(request, isUndone: true)
            guard case .first = try await store.admit(request, now: later, lifetime: day) else {
                Issue.record("what was refused may be sent again")
                return
            }
        }
    }
}
