import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite struct MessageSearchTests {
    private func search(
        _ text: String, _ order: MessageQuery.Order = .recency, in business: BusinessID, _ store: SQLStore
    ) async throws -> [MessageHit] {
        try await store.search(MessageQuery(text, order: order), in: business, after: nil, limit: 50)
    }

    @Test(
        "messages are found by their words in every language of the product, whatever case, accents and form",
        arguments: [
            ("We repair roofs and gutters.", "roof"), ("We repair roofs and gutters.", "GUTTERS repairs"),
            ("¿Cuánto cuesta la reparación?", "reparacion cuanto"), ("A instalação custa R$ 90.", "instalacao"),
            ("Die Straße ist gesperrt", "strasse"), ("दुकान कितने बजे खुलती है?", "दुकान"),
            ("கடை எத்தனை மணிக்கு திறக்கும்?", "திறக்கும்"), ("దుకాణం ఎప్పుడు తెరుస్తారు?", "దుకాణం"),
            ("営業時間を教えてください", "営業時間"), ("Order AX-200 costs 1,250.50", "ax200"), ("call +49 170 55", "170"),
        ])
    func languages(text: String, query: String) async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let wanted = try await store.append(.user, text, to: conversation, in: business)
            _ = try await store.append(.user, "Something else entirely.", to: conversation, in: business)
            let hits = try await search(query, in: business, store)
            #expect(hits.map(\.message.id) == [wanted.id])
            let hit = try #require(hits.first)
            #expect(hit.snippet.contains { $0.match })
            #expect(hit.snippet.map(\.text).joined() == text)
        }
    }

    @Test("a mark belongs to its letter: words that differ by a vowel sign are different words")
    func marks() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let wanted = try await store.append(.user, "काम", to: conversation, in: business)
            _ = try await store.append(.user, "कम", to: conversation, in: business)
            #expect(try await search("काम", in: business, store).map(\.message.id) == [wanted.id])
        }
    }

    @Test("no query reaches another business's messages, whatever it holds")
    func tenants() async throws {
        try await withStore { store, _ in
            let (mine, theirs) = (try await store.makeBusiness(), try await store.makeBusiness())
            for business in [mine, theirs] {
                let conversation = try await store.openConversation(in: business, channel: .web).id
                _ = try await store.append(.user, "secret of \(business)", to: conversation, in: business)
            }
            #expect(try await search("secret", in: mine, store).map(\.message.business) == [mine])
            for text in [
                "\(theirs)xsecret", "secret OR \(theirs)xsecret", "\" OR \"\(theirs)xsecret", "* secret*",
                "terms:secret",
                "secret) OR (\(theirs)xsecret", "NEAR(secret)", "\u{0}secret", "^secret", "secret -- '", "-secret",
            ] {
                let hits = try await search(text, in: mine, store)
                #expect(hits.allSatisfy { $0.message.business == mine }, "\(text)")
            }
            for text in ["", "  ", "\"", "***", "()", "🙂", String(repeating: "a ", count: 5_000)] {
                for order in MessageQuery.Order.allCases {
                    #expect(try await search(text, order, in: mine, store).isEmpty, "\(text.prefix(9))")
                }
            }
        }
    }

    @Test("recency pages through every hit once; relevance puts first what is about the words")
    func orders() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let about = try await store.append(.user, "boiler boiler boiler", to: conversation, in: business)
            for number in 0..<8 {
                _ = try await store.append(
                    .user, "a long message \(number) that has the word boiler among very many other words in it",
                    to: conversation, in: business)
            }
            #expect(try await search("boiler", .relevance, in: business, store).first?.message.id == about.id)
            var seen: [MessageID] = []
            var place: Int64?
            while true {
                let page = try await store.search(MessageQuery("boiler"), in: business, after: place, limit: 4)
                guard let last = page.last else { break }
                seen += page.map(\.message.id)
                place = last.place
            }
            #expect(seen.count == 9 && seen == seen.sorted(by: >))
        }
    }

    @Test("filters by conversation, sender and time; all words must occur")
    func filters() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let one = try await store.openConversation(in: business, channel: .web).id
            let two = try await store.openConversation(in: business, channel: .web).id
            let first = try await store.append(.user, "red paint", to: one, in: business)
            let second = try await store.append(.human, "red door", to: two, in: business)
            var query = MessageQuery("red")
            query.conversation = one
            #expect(try await store.search(query, in: business, after: nil, limit: 9).map(\.message.id) == [first.id])
            query = MessageQuery("red")
            query.sender = .human
            #expect(try await store.search(query, in: business, after: nil, limit: 9).map(\.message.id) == [second.id])
            query.until = first.createdAt
            #expect(try await store.search(query, in: business, after: nil, limit: 9).isEmpty)
            #expect(try await search("red paint", in: business, store).map(\.message.id) == [first.id])
            #expect(try await search("red window", in: business, store).isEmpty)
        }
    }

    @Test("what is deleted is not found any more: a message, a conversation, a business")
    func deletion() async throws {
        try await withStore { store, _ in
            let (business, other) = (try await store.makeBusiness(), try await store.makeBusiness())
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let elsewhere = try await store.openConversation(in: other, channel: .web).id
            _ = try await store.append(.user, "cedar", to: elsewhere, in: other)
            let question = try await store.append(.user, "cedar?", to: conversation, in: business)
            let receipt = Sample.receipt(in: business)
            let answer = try await store.record(Sample.answer("Cedar it is."), receipt: receipt, to: question)
            #expect(try await search("cedar", in: business, store).count == 2)
            try await store.deleteMessage(question.id, in: conversation, of: business)
            #expect(try await search("cedar", in: business, store).map(\.message.id) == [answer.id])
            #expect(try await store.message(answer.id, in: business)?.replyTo == nil)
            #expect(try await store.waitingMessages(in: conversation, of: business, limit: 9).isEmpty)
            await #expect(throws: StoreError.notFound) {
                try await store.deleteMessage(answer.id, in: elsewhere, of: other)
            }
            try await store.deleteMessage(answer.id, in: conversation, of: business)
            #expect(try await store.receipt(receipt.id, in: business) == nil)
            #expect(try await store.conversation(conversation, in: business)?.messageCount == 0)
            let next = try await store.append(.user, "cedar again", to: conversation, in: business)
            #expect(next.index == 2)
            _ = try await store.deleteConversation(conversation, in: business)
            #expect(try await search("cedar", in: business, store).isEmpty)
            #expect(try await store.integrityProblems().isEmpty)
            _ = try await store.deleteBusiness(other)
            #expect(try await store.integrityProblems().isEmpty)
            let left = try await store.database.read { transaction in
                try transaction.row("SELECT count(*) AS n FROM message_terms")?.int("n")
            }
            #expect(left == 0)
        }
    }

    @Test("the index survives compaction, and messages of before it are indexed once")
    func upkeep() async throws {
        try await withDirectory { directory in
            var business = BusinessID(0)
            var message = ""
            do {
                let store = try await SQLStore.open(at: directory)
                business = try await store.makeBusiness()
                let conversation = try await store.openConversation(in: business, channel: .web).id
                for number in 0..<5 {
                    let made = try await store.append(.user, "number \(number)", to: conversation, in: business)
                    if number == 3 { message = made.id }
                }
                let first = try await store.messages(
                    in: conversation, of: business, descending: false, after: nil, limit: 2)
                for earlier in first { try await store.deleteMessage(earlier.id, in: conversation, of: business) }
                try await store.compact()
                #expect(try await search("3", in: business, store).map(\.message.id) == [message])
                // As it was before there was an index.
                try await store.database.write { transaction in
                    try transaction.execute("DELETE FROM message_terms")
                    try transaction.execute("DELETE FROM settings WHERE name = 'message_search_indexed'")
                }
                #expect(try await search("3", in: business, store).isEmpty)
            }
            let store = try await SQLStore.open(at: directory)
            #expect(try await search("3", in: business, store).map(\.message.id) == [message])
            #expect(try await search("number", in: business, store).count == 3)
        }
    }

    @Test("a snippet shows where the words stand in a long message, bounded, and holds no more than the message")
    func snippets() async throws {
        let filler = (0..<400).map { "word\($0)" }.joined(separator: " ")
        let words = try #require(MessageTerms.query("needle"))
        let parts = Snippet.of("\(filler) the needle here \(filler)", showing: words)
        #expect(parts.filter(\.match).map(\.text) == ["needle"])
        let text = parts.map(\.text).joined()
        #expect(text.hasPrefix("…") && text.hasSuffix("…") && text.count < 500)
        let script = Snippet.of("<script>needle</script>", showing: words)
        #expect(script.map(\.text).joined() == "<script>needle</script>")
        let unspaced = Snippet.of(String(repeating: "漢字", count: 5_000), showing: words)
        #expect(unspaced.map(\.text).joined().count < 2_000)
        #expect(Snippet.of("", showing: words).isEmpty || Snippet.of("", showing: words).map(\.text) == [""])
    }

    @Test("C4: an index counts up within a conversation; what a provider sends twice is stored once")
    func indexes() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .sms).id
            let first = try await store.append(
                MessageDraft(.user, "hi", providerID: "SM1"), to: conversation, in: business)
            let again = try await store.append(
                MessageDraft(.user, "hi", providerID: "SM1"), to: conversation, in: business)
            #expect(first == again)
            let second = try await store.append(.user, "there", to: conversation, in: business)
            #expect(first.index == 0 && second.index == 1)
            let stored = try await store.messages(in: conversation, of: business, after: nil, limit: 9)
            #expect(stored == [first, second])
            let descending = try await store.messages(
                in: conversation, of: business, descending: true, after: second.id, limit: 9)
            #expect(descending == [first])
        }
    }

    @Test("C9: files are kept with their message and go with it")
    func media() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let conversation = try await store.openConversation(in: business, channel: .web).id
            let draft = MessageDraft(
                .user, "", kind: .image,
                media: [MediaDraft(contentType: "image/png", filename: "a.png", content: [1, 2, 3])])
            let message = try await store.append(draft, to: conversation, in: business)
            let files = try await store.media(of: [message.id], in: business)
            let file = try #require(files.first)
            #expect(files.count == 1 && file.byteCount == 3 && file.filename == "a.png")
            let content = try await store.mediaContent(file.id, of: message.id, in: conversation, of: business)
            #expect(content?.content == [1, 2, 3])
            #expect(try await store.waitingMessages(in: conversation, of: business, limit: 9).isEmpty)
            let other = try await store.makeBusiness()
            #expect(try await store.media(of: [message.id], in: other).isEmpty)
            #expect(try await store.mediaContent(file.id, of: message.id, in: conversation, of: other) == nil)
            try await store.deleteMessage(message.id, in: conversation, of: business)
            #expect(try await store.mediaContent(file.id, of: message.id, in: conversation, of: business) == nil)
        }
    }
}
