import DeskModel
import Testing

@testable import Storage

/// Every method, given another business's ids: nothing is found and nothing changes.
@Suite struct TenantTests {
    @Test("nothing of one business can be read, changed or removed through another")
    func foreignIDs() async throws {
        try await withStore { store, _ in
            let owner = try await store.createBusiness(name: "owner", settings: .init())
            let mine = owner.business.id
            let thief = try await store.makeBusiness("thief")
            let (document, change) = try await store.ingest(["rye bread"], into: mine)
            let chunks = change.added.map(\.id)
            let conversation = try await store.openConversation(in: mine, channel: .web).id
            let message = try await store.append(.user, "rye?", to: conversation, in: mine)
            let receipt = Sample.receipt(in: mine)
            let reply = try await store.record(Sample.answer(), receipt: receipt, to: message)
            let waiting = try await store.append(.user, "wheat?", to: conversation, in: mine)
            let queued = try await store.accept(DocumentUpload(business: mine, filename: "q", content: [7])).document
            let member = try await store.makeMember("ana@example.com", of: mine, .agent)
            let invitation = AccountLink(
                id: UUIDv7.next(), purpose: .invite(mine, email: "new@example.com", .agent), madeBy: "x",
                createdAt: .now(), expiresAt: .now().advanced(byMilliseconds: 60_000))
            try await store.add(invitation, tokenHash: [UInt8](repeating: 2, count: 32))
            _ = try await store.addIdentityKey(.generate(), of: mine)
            let verified = try await store.openConversation(of: VerifiedVisitor(identifier: "user-42"), in: mine).id
            let before = try await contents(store)

            for other in [thief, BusinessID(12345), BusinessID(-1), BusinessID(.max)] {
                #expect(try await store.revokeKey(owner.secret.key.id, of: other) == false)
                #expect(try await store.keys(of: other).contains { $0.business == mine } == false)
                #expect(try await store.identityKey(of: other) == nil)
                #expect(try await store.replaceIdentityKey(with: .generate(), of: other) == false)
                #expect(try await store.deleteIdentityKey(of: other) == false)
                #expect(try await store.isVerified(verified, in: other) == false)
                #expect(try await store.members(of: other, after: nil, limit: 9).isEmpty)
                #expect(try await store.member(member.id, of: other) == nil)
                #expect(
                    try await store.setRole(.owner, of: member.id, in: other, keepingAnOwner: false) == .unknown)
                #expect(try await store.removeMember(member.id, from: other, keepingAnOwner: false) == .unknown)
                #expect(try await store.invitations(to: other, now: .now()).isEmpty)
                #expect(try await store.withdraw(invitation: invitation.id, to: other) == false)
                #expect(try await store.auditEntries(of: other, AuditFilter(), before: nil, limit: 9).isEmpty)
                #expect(try await store.document(document, in: other) == nil)
                #expect(try await store.documents(in: other, after: nil, limit: 9).isEmpty)
                #expect(try await store.content(of: document, in: other) == nil)
                #expect(try await store.pages(of: document, in: other).isEmpty)
                #expect(try await store.delete(document, in: other) == nil)
                #expect(try await store.cancel(queued.id, in: other) == false)
                #expect(try await store.requeue(document, in: other) == false)
                await #expect(throws: StoreError.notFound) {
                    try await store.accept(
                        DocumentUpload(business: other, filename: "x", content: [9], replacing: document))
                }
                #expect(try await store.fullText(["rye"], in: other, limit: 9).isEmpty)
                #expect(try await store.passages(chunks, in: other).isEmpty)
                #expect((try await store.termStatistics(["rye"], in: other).chunksWithTerm["rye"] ?? 0) == 0)
                #expect((try await store.vectorSet(of: other)?.count ?? 0) == 0)
                #expect(try await store.vectors(of: other, modelID: "model-1", after: 0, limit: 9).isEmpty)
                #expect(try await store.conversation(conversation, in: other) == nil)
                #expect(try await store.conversations(in: other, after: nil, limit: 9).isEmpty)
                #expect(try await store.deleteConversation(conversation, in: other) == false)
                #expect(try await store.messages(in: conversation, of: other, after: nil, limit: 9).isEmpty)
                #expect(try await store.messages(in: conversation, of: other, after: "", limit: 9).isEmpty)
                #expect(try await store.message(reply.id, in: other) == nil)
                #expect(try await store.receipt(receipt.id, in: other) == nil)
                await #expect(throws: StoreError.notFound) {
                    try await store.append(.user, "in", to: conversation, in: other)
                }
                let forged = Message(
                    id: waiting.id, conversation: conversation, business: other, sender: .user, text: "",
                    createdAt: .now())
                await #expect(throws: StoreError.notFound) {
                    try await store.record(Sample.answer(), receipt: Sample.receipt(in: other), to: forged)
                }
                await #expect(throws: StoreError.notFound) {
                    try await store.record(Sample.answer(), receipt: Sample.receipt(in: other), to: waiting)
                }
            }
            #expect(try await contents(store) == before)
        }
    }

    @Test("an answer to a message of another conversation, or to none, is refused")
    func foreignConversation() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let here = try await store.openConversation(in: business, channel: .web).id
            let there = try await store.openConversation(in: business, channel: .web).id
            let message = try await store.append(.user, "rye?", to: here, in: business)
            let before = try await contents(store)
            for (id, conversation) in [(message.id, there), (UUIDv7.next(), here)] {
                let forged = Message(
                    id: id, conversation: conversation, business: business, sender: .user, text: "", createdAt: .now())
                await #expect(throws: StoreError.notFound) {
                    try await store.record(Sample.answer(), receipt: Sample.receipt(in: business), to: forged)
                }
            }
            #expect(try await contents(store) == before)
        }
    }

    @Test("a job that names another's document is nobody's job")
    func forgedJob() async throws {
        try await withStore { store, _ in
            let (mine, thief) = (try await store.makeBusiness("mine"), try await store.makeBusiness("thief"))
            let document = try await store.ingest(["rye bread"], into: mine).document
            _ = try await store.accept(DocumentUpload(business: thief, filename: "x", content: [9]))
            let job = try #require(await store.claimJob(now: .now(), lease: 60_000))
            let before = try await contents(store)
            let forgeries = [(mine, document), (thief, document), (mine, job.document)]
            for (business, target) in forgeries {
                let forged = IngestJob(
                    id: job.id, claim: job.claim, business: business, document: target, version: 1, filename: "x",
                    attempts: 0, content: [])
                await #expect(throws: StoreError.jobLost) {
                    try await store.complete(forged, with: Sample.result(["x"], of: target))
                }
                await #expect(throws: StoreError.jobLost) {
                    try await store.fail(forged, with: DocumentFailure(code: "c", message: "m"))
                }
            }
            #expect(try await contents(store) == before)
        }
    }

    @Test(
        "the schema itself refuses rows that point into another business",
        arguments: [
            "UPDATE chunks SET business_id = :thief", "UPDATE document_pages SET business_id = :thief",
            "UPDATE document_contents SET business_id = :thief", "UPDATE chunk_embeddings SET business_id = :thief",
            "UPDATE messages SET business_id = :thief", "UPDATE receipts SET business_id = :thief",
            "UPDATE conversations SET business_id = :thief",
            "INSERT INTO ingest_jobs (business_id, document_id, version) SELECT :thief, id, 1 FROM documents",
        ])
    func schema(_ statement: String) async throws {
        try await withStore { store, _ in
            let (mine, thief) = (try await store.makeBusiness("mine"), try await store.makeBusiness("thief"))
            try await store.ingest(["rye bread"], into: mine)
            let conversation = try await store.openConversation(in: mine, channel: .web).id
            let message = try await store.append(.user, "rye?", to: conversation, in: mine)
            _ = try await store.record(Sample.answer(), receipt: Sample.receipt(in: mine), to: message)
            await #expect(throws: StoreError.notFound) {
                try await store.database.write { transaction in
                    try transaction.execute(statement, ["thief": .integer(thief.rawValue)])
                }
            }
        }
    }

    /// All rows of all tables but the keys' times.
    private func contents(_ store: SQLStore) async throws -> [String: [[SQLValue]]] {
        let tables = try await store.rowCounts().keys
        return try await store.database.read { transaction in
            var contents: [String: [[SQLValue]]] = [:]
            for table in tables { contents[table] = try transaction.rows("SELECT * FROM \(table)").map(\.values) }
            return contents
        }
    }
}
