import DeskModel
import Testing

@testable import Storage

/// What is asked often must never read a whole table.
@Suite struct QueryPlanTests {
    /// The steps of SQLite's plan.
    private func plan(_ sql: String, _ parameters: [String: SQLValue], _ store: SQLStore) async throws -> [String] {
        try await store.database.read { transaction in
            try transaction.rows("EXPLAIN QUERY PLAN \(sql)", parameters).map { try $0.text("detail") }
        }
    }

    @Test("no hot statement that the stores run scans a table or sorts")
    func plans() async throws {
        let recorder = StatementRecorder()
        try await withStore { store, _ in
            let recorded = SQLStore(recording: recorder, store)
            let business = try await recorded.makeBusiness()
            let (document, change) = try await recorded.ingest(["rye bread", "wheat"], into: business)
            let conversation = try await recorded.openConversation(in: business, channel: .web).id
            let message = try await recorded.append(.user, "rye?", to: conversation, in: business)
            let receipt = Sample.receipt(in: business)
            let reply = try await recorded.record(Sample.answer(), receipt: receipt, to: message)
            let secret = try await recorded.issueKey(for: business, kind: .secret, label: "").secret
            _ = try await recorded.authenticate(secret)
            _ = try await recorded.business(business)
            _ = try await recorded.businesses(after: nil, limit: 9)
            _ = try await recorded.languageUse(of: business)
            try await recorded.keep(
                AutomaticModel(model: .multilingual, cause: .documents, language: "de"), for: business)
            _ = try await recorded.documents(in: business, after: nil, limit: 9)
            _ = try await recorded.document(document, in: business)
            _ = try await recorded.content(of: document, in: business)
            _ = try await recorded.pages(of: document, in: business)
            _ = try await recorded.requeue(document, in: business)
            let job = try #require(await recorded.claimJob(now: .now(), lease: 1000))
            try await recorded.report(IngestProgress(fraction: 0, pages: 0), for: job, now: .now(), lease: 1000)
            try await recorded.fail(job, with: DocumentFailure(code: "c", message: "m"))
            _ = try await recorded.passages(change.added.map(\.id), in: business)
            _ = try await recorded.vectorSet(of: business)
            _ = try await recorded.vectors(of: business, modelID: "model-1", after: 0, limit: 9)
            _ = try await recorded.termStatistics(["rye"], in: business)
            _ = try await recorded.conversations(in: business, after: nil, limit: 9)
            _ = try await recorded.messages(in: conversation, of: business, after: nil, limit: 9)
            _ = try await recorded.messages(in: conversation, of: business, after: reply.id, limit: 9)
            _ = try await recorded.waitingMessages(limit: 9)
            _ = try await recorded.waitingMessages(in: conversation, of: business, limit: 9)
            _ = try await recorded.isWaiting(message)
            _ = try await recorded.reply([MessageDraft(.system, "x")], to: message)
            let agent = Agent(id: "Ana", name: "Ana")
            let handoff = try await recorded.handoff(of: conversation, in: business)
            let held = Handoff(
                conversation: conversation, business: business, voice: .held, agent: agent,
                leasedUntil: .now(), since: .now(), version: handoff.version)
            _ = try await recorded.change(HandoffChange(held, tells: [(.handoffTaken, [:])]))
            _ = try await recorded.openHandoffs(in: business, limit: 9)
            _ = try await recorded.openHandoffCounts(in: business)
            _ = try await recorded.conversationsAwaitingPerson(in: business, limit: 9)
            _ = try await recorded.leases(endedBy: .now(), limit: 9)
            _ = try await recorded.markRead(message.id, by: .customer, in: conversation, of: business)
            _ = try await recorded.markRead(message.id, by: .agent(agent), in: conversation, of: business)
            let free = Handoff(conversation: conversation, business: business, since: .now(), version: 1)
            _ = try await recorded.change(HandoffChange(free, answersWaiting: true, closesConversation: true))
            _ = try await recorded.cursor(in: business)
            _ = try await recorded.events(in: business, after: 0, limit: 9)
            _ = try await recorded.message(reply.id, in: business)
            _ = try await recorded.receipt(receipt.id, in: business)
            _ = try await recorded.message(ofReceipt: receipt.id, in: business)
            let faq = FAQ(
                id: UUIDv7.next(), business: business, question: "q", answer: "a", status: .approved, createdAt: .now(),
                updatedAt: .now())
            try await recorded.add(faq)
            _ = try await recorded.update(faq)
            _ = try await recorded.faqs(in: business, status: nil, after: nil, limit: 9)
            _ = try await recorded.faqs(in: business, status: .draft, after: nil, limit: 9)
            _ = try await recorded.approvedFAQs(in: business, modelID: "model-1")
            _ = try await recorded.rate(reply.id, .up, reason: nil, in: conversation, of: business)
            _ = try await recorded.feedback(in: conversation, of: business)
            for rating in [nil, Feedback.Rating.down] {
                _ = try await recorded.judgedAnswers(
                    in: business, rating: rating, since: nil, until: nil, after: nil, limit: 9)
            }
            _ = try await recorded.unansweredQuestions(in: business, since: nil, until: nil, limit: 9)
            _ = try await recorded.questions(answeredBy: [reply.id], in: business)
            _ = try await recorded.regressionCases(in: business, after: nil, limit: 9)
            _ = try await recorded.notices(in: business, status: nil, after: nil, limit: 9)
            _ = try await recorded.notices(in: business, status: .open, after: nil, limit: 9)
            _ = try await recorded.notice(withKey: "k", in: business)
            let (user, hash) = (
                User(id: UUIDv7.next(), email: "a@b.c", name: "A", createdAt: .now()), [UInt8](repeating: 1, count: 32)
            )
            let link = AccountLink(
                id: UUIDv7.next(), purpose: .invite(business, email: "a@b.c", .owner), madeBy: "x", createdAt: .now(),
                expiresAt: .now().advanced(byMilliseconds: 60_000))
            try await recorded.add(link, tokenHash: hash)
            _ = try await recorded.link(tokenHash: hash, now: .now())
            _ = try await recorded.accept(link, as: user, password: "p")
            _ = try await recorded.invitations(to: business, now: .now())
            let session = UserSession(
                id: UUIDv7.next(), user: user.id, createdAt: .now(), lastSeenAt: .now(), expiresAt: .now(), address: "",
                agent: "")
            try await recorded.open(session, tokenHash: hash, limit: 9)
            _ = try await recorded.session(tokenHash: hash)
            _ = try await recorded.sessions(of: user.id)
            _ = try await recorded.members(of: business, after: nil, limit: 9)
            _ = try await recorded.memberships(of: user.id)
            _ = try await recorded.credentials(email: try #require(AccountAddress("a@b.c")))
            _ = try await recorded.begin([("n", .account)], now: .now())
            try await recorded.append(
                [
                    AuditDraft(
                        business: business, actor: AuditActor(kind: .operator), address: "", action: "a", resource: "")
                ],
                at: .now())
            _ = try await recorded.auditEntries(of: business, AuditFilter(), before: nil, limit: 9)
            _ = try await recorded.removeMember(user.id, from: business, keepingAnOwner: true)
            let place = ConversationQuery.Place(updatedAt: .now(), id: conversation)
            _ = try await recorded.conversations(ConversationQuery(), in: business, after: place, limit: 9)
            var open = ConversationQuery()
            open.status = .active
            _ = try await recorded.conversations(open, in: business, after: place, limit: 9)
            for status in [nil, ConversationStatus.active] {
                var said = ConversationQuery()
                said.hasMessages = true
                said.status = status
                _ = try await recorded.conversations(said, in: business, after: place, limit: 9)
                _ = try await recorded.conversationCount(said, in: business)
            }
            var assigned = ConversationQuery()
            assigned.assignee = "u"
            _ = try await recorded.conversations(assigned, in: business, after: nil, limit: 9)
            var tagged = ConversationQuery()
            tagged.tag = "t"
            _ = try await recorded.conversations(tagged, in: business, after: nil, limit: 9)
            _ = try await recorded.contacts(ContactQuery(), in: business, after: nil, limit: 9)
            _ = try await recorded.waitingMessages(in: conversation, of: business, limit: 9)
            _ = try await recorded.messages(in: conversation, of: business, descending: true, after: nil, limit: 9)
            _ = try await recorded.services(in: business, text: nil, after: nil, limit: 9)
            _ = try await recorded.participants(in: conversation, of: business, after: nil, limit: 9)
            _ = try await recorded.notes(in: conversation, of: business, after: nil, limit: 9)
            var spokenByPeople = ConversationQuery()
            spokenByPeople.voice = .held
            _ = try await recorded.conversations(spokenByPeople, in: business, after: nil, limit: 9)
            _ = try await recorded.identityKey(of: business)
            let visitor = VerifiedVisitor(identifier: "user-42", name: "Ana", email: "ana@example.com")
            let visited = try await recorded.openConversation(of: visitor, in: business)
            _ = try await recorded.isVerified(visited.id, in: business)
            _ = try await recorded.contact(try #require(visited.contact), in: business)
            let known = IdempotentRequest(scope: "s", key: "k", fingerprint: [1])
            _ = try await recorded.admit(known, now: .now(), lifetime: 9)
            _ = try await recorded.deleteFAQ(faq.id, in: business)
            _ = try await recorded.delete(document, in: business)
            _ = try await recorded.deleteConversation(conversation, in: business)

            let statements = recorder.statements.filter { !$0.sql.contains("CREATE") && !$0.sql.contains("fts_") }
            #expect(statements.count > 40)
            for statement in statements where !Self.isBounded(statement.sql) {
                for step in try await plan(statement.sql, statement.parameters, store) {
                    // An index of the waiting messages alone is read from its start.
                    let isScan = step.hasPrefix("SCAN") && !step.hasSuffix("USING INDEX messages_waiting")
                    #expect(!isScan && !step.contains("TEMP B-TREE"), "\(step): \(statement.sql)")
                }
            }
        }
    }

    /// Those that read the queue of jobs, which is short, or the one row that `WHERE EXISTS` makes.
    private static func isBounded(_ sql: String) -> Bool { sql.contains("leased_until <= :now") }

    @Test("the inbox is read by an index of the conversations in which something was said")
    func saidConversations() async throws {
        let recorder = StatementRecorder()
        try await withStore { store, _ in
            let recorded = SQLStore(recording: recorder, store)
            let business = try await recorded.makeBusiness()
            for status in [nil, ConversationStatus.active] {
                var said = ConversationQuery()
                said.hasMessages = true
                said.status = status
                _ = try await recorded.conversations(said, in: business, after: nil, limit: 9)
            }
            let lists = recorder.statements.filter { $0.sql.contains("message_count > 0") }
            #expect(lists.count == 2)
            for list in lists {
                let steps = try await plan(list.sql, list.parameters, store)
                #expect(steps.allSatisfy { $0.contains("USING INDEX conversations_said") }, "\(steps): \(list.sql)")
            }
        }
    }

    @Test("a claim reads the queue by its index")
    func claim() async throws {
        try await withStore { store, _ in
            let parameters: [String: SQLValue] = [
                "claim": .text("c"), "now": .integer(1), "until": .integer(2), "passed": .text("[3]"),
            ]
            let steps = try await plan(SQLStore.claimStatement, parameters, store)
            #expect(steps.contains { $0.contains("ingest_jobs USING COVERING INDEX ingest_jobs_waiting") })
            #expect(
                steps.contains {
                    $0.contains("k USING COVERING INDEX ingest_jobs_waiting (business_id=? AND leased_until>?)")
                })
            #expect(steps.contains { $0.contains("b USING INTEGER PRIMARY KEY") })
        }
    }

    @Test(
        "removing a row finds the rows that refer to it by an index",
        arguments: [
            "businesses", "documents", "document_contents", "chunks", "conversations", "messages", "receipts", "faqs",
            "contacts", "users",
        ])
    func cascades(_ parent: String) async throws {
        try await withStore { store, _ in
            let children = try await store.database.read { transaction in
                let tables = try transaction.rows("SELECT name FROM sqlite_schema WHERE type = 'table'").map {
                    try $0.text("name")
                }
                return try tables.flatMap { table in
                    var keys: [Int64: [String]] = [:]
                    for row in try transaction.rows("PRAGMA foreign_key_list(\(table))", [:])
                    where try row.text("table") == parent {
                        keys[try row.integer("id"), default: []].append(try row.text("from"))
                    }
                    return keys.values.map { (table, $0) }
                }
            }
            #expect(!children.isEmpty)
            for (table, columns) in children {
                let condition = columns.map { "\($0) = :value" }.joined(separator: " AND ")
                let steps = try await plan("SELECT 1 FROM \(table) WHERE \(condition)", ["value": .text("x")], store)
                // A document has one job, so that its version need not be looked up.
                // One whose key is unique by itself is found by that alone.
                let isFound = steps.allSatisfy { step in
                    step.hasPrefix("SEARCH")
                        && (step.contains("(rowid=?)") || step.contains("sqlite_autoindex")
                            || columns.allSatisfy { $0 == "version" || step.contains("\($0)=?") })
                }
                #expect(isFound, "\(table): \(steps)")
            }
        }
    }
}
