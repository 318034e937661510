import DeskModel
import Foundation
import Testing

@testable import Storage

@Suite("X31: the audit log")
struct AuditTests {
    private func draft(_ business: BusinessID?, _ action: String = "faq.update", after: String? = nil) -> AuditDraft {
        AuditDraft(
            business: business, actor: AuditActor(kind: .user, id: "u", name: "ana@example.com"), address: "192.0.2.1",
            action: action, resource: "faq/1", before: #"{"answer":"a"}"#, after: after)
    }

    private func scope(_ drafts: AuditDraft...) -> AuditScope { AuditScope { _ in drafts } }

    @Test("X31: what is changed in a scope is logged in the same transaction, once; what changes nothing is not")
    func scoped() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let scope = scope(draft(business))
            try await AuditScope.$current.withValue(scope) {
                _ = try await store.revokeKey(UUIDv7.next(), of: business)
                #expect(!scope.isRecorded)
                _ = try await store.issueKey(for: business, kind: .secret, label: "")
                #expect(scope.isRecorded)
                _ = try await store.issueKey(for: business, kind: .secret, label: "")
            }
            let entries = try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 9)
            #expect(entries.map(\.draft) == [draft(business)])
            #expect(entries.map(\.sequence) == [1])
            #expect(try await store.verifyAuditLog(of: nil).allSatisfy { $0.problem == nil })
        }
    }

    @Test("X31: a change that fails leaves neither itself nor a row, and the scope may try again")
    func failed() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let scope = scope(draft(business))
            try await AuditScope.$current.withValue(scope) {
                await #expect(throws: StoreError.self) {
                    try await store.database.write { transaction in
                        try transaction.execute("DELETE FROM access_keys")
                        throw StoreError.failed("a reason")
                    }
                }
                #expect(!scope.isRecorded)
                #expect(try await store.keys(of: business).count == 2)
                _ = try await store.issueKey(for: business, kind: .secret, label: "")
            }
            #expect(try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 9).count == 1)
        }
    }

    @Test("X31: rows are never changed and go only with their business")
    func appendOnly() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.append([draft(business), draft(business)], at: .now())
            for statement in [
                "UPDATE audit_log SET actor_name = 'nobody'", "UPDATE audit_log SET sequence = sequence + 10",
                "DELETE FROM audit_log", "DELETE FROM audit_log WHERE sequence = 2",
            ] {
                await #expect(throws: StoreError.self) { try await store.database.write { try $0.execute(statement) } }
            }
            #expect(try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 9).count == 2)
            _ = try await store.deleteBusiness(business)
            #expect(try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 9).isEmpty)
        }
    }

    @Test(
        "X31: whoever gets round that is found out, and where",
        arguments: [
            ("UPDATE audit_log SET after = '{}' WHERE sequence = 3", Int64(2), "row 3 was changed"),
            ("UPDATE audit_log SET before = NULL WHERE sequence = 1", 0, "row 1 was changed"),
            (
                "UPDATE audit_log SET actor_name = '', address = actor_name || address WHERE sequence = 4", 3,
                "row 4 was"
            ),
            ("UPDATE audit_log SET at = at + 1 WHERE sequence = 5", 4, "row 5 was changed"),
            ("UPDATE audit_log SET hash = zeroblob(32) WHERE sequence = 2", 1, "row 2 was changed"),
            ("DELETE FROM audit_log WHERE sequence = 4", 3, "row 4 is missing"),
            ("DELETE FROM audit_log WHERE sequence > 3", 3, "rows 4 to 5 are missing"),
            ("DELETE FROM audit_log", 0, "rows 1 to 5 are missing"),
            ("DELETE FROM audit_heads", 5, "head is missing"),
            ("UPDATE audit_heads SET hash = zeroblob(32)", 5, "row 5 is not the one"),
            (
                "UPDATE audit_log SET business_id = (SELECT max(id) FROM businesses) WHERE sequence = 5", 4,
                "rows 5 to 5 are missing"
            ),
        ])
    func tampering(statement: String, sound: Int64, problem: String) async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            _ = try await store.makeBusiness("Other")
            for number in 1...5 {
                try await store.append([draft(business, after: "{\"n\":\(number)}")], at: .now())
            }
            #expect(
                try await store.verifyAuditLog(of: business) == [
                    AuditVerdict(business: business, sound: 5, problem: nil)
                ])
            try await store.database.write { transaction in
                try transaction.execute("DROP TRIGGER audit_log_unchanged")
                try transaction.execute("DROP TRIGGER audit_log_kept")
                try transaction.execute(statement)
            }
            let verdicts = try await store.verifyAuditLog(of: nil)
            let verdict = try #require(verdicts.first { $0.business == business })
            #expect(verdict.sound == sound, "\(verdict)")
            #expect(verdict.problem?.contains(problem) == true, "\(verdict)")
        }
    }

    @Test("X31: chains of businesses are apart, and the server has its own")
    func chains() async throws {
        try await withStore { store, _ in
            let (one, two) = (try await store.makeBusiness("one"), try await store.makeBusiness("two"))
            try await store.append([draft(one), draft(two), draft(nil, "business.create"), draft(one)], at: .now())
            func sequences(_ business: BusinessID?) async throws -> [Int64] {
                try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 9).map(\.sequence)
            }
            #expect(try await sequences(one) == [2, 1])
            #expect(try await sequences(two) == [1])
            #expect(try await sequences(nil) == [1])
            #expect(try await store.verifyAuditLog(of: nil).map(\.business) == [nil, one, two])
        }
    }

    @Test("X31: the log is read page by page and narrowed by actor, action, resource and time")
    func filters() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            for (index, action) in ["faq.create", "faq.update", "key.create", "faqs.other", "faq"].enumerated() {
                try await store.append([draft(business, action)], at: Timestamp(milliseconds: Int64(index)))
            }
            func actions(_ filter: AuditFilter, before: Int64? = nil, limit: Int = 9) async throws -> [String] {
                try await store.auditEntries(of: business, filter, before: before, limit: limit).map(\.draft.action)
            }
            #expect(try await actions(AuditFilter(), limit: 2) == ["faq", "faqs.other"])
            #expect(try await actions(AuditFilter(), before: 4, limit: 2) == ["key.create", "faq.update"])
            #expect(try await actions(AuditFilter(action: "faq")) == ["faq", "faq.update", "faq.create"])
            #expect(try await actions(AuditFilter(action: "faq.create")) == ["faq.create"])
            #expect(try await actions(AuditFilter(actor: "ana@example.com", action: "key")) == ["key.create"])
            #expect(try await actions(AuditFilter(actor: "bob")).isEmpty)
            #expect(try await actions(AuditFilter(resource: "faq/1")).count == 5)
            #expect(try await actions(AuditFilter(resource: "%")).isEmpty)
            let span = AuditFilter(since: Timestamp(milliseconds: 1), until: Timestamp(milliseconds: 3))
            #expect(try await actions(span) == ["key.create", "faq.update"])
        }
    }

    @Test("X31: hostile and huge values are kept within bounds, and the chain holds")
    func hostile() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            for text in [
                "'; DROP TABLE audit_log; --", "\u{0}\u{0}", "🦊\u{202E}", String(repeating: "x", count: 1 << 20),
            ] {
                try await store.append(
                    [
                        AuditDraft(
                            business: business, actor: AuditActor(kind: .user, id: text, name: text), address: text,
                            action: text, resource: text, before: text, after: text)
                    ], at: .now())
            }
            let newest = try await store.auditEntries(of: business, AuditFilter(), before: nil, limit: 1)
            #expect(newest.first?.draft.after?.hasPrefix(#"{"bytes":1048576,"sha256":""#) == true)
            #expect(try await store.verifyAuditLog(of: business).first?.problem == nil)
        }
    }

    @Test("X31: rows written by many at once stand in one unbroken chain")
    func parallel() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await AuditScope.$current.withValue(self.scope(self.draft(business))) {
                            _ = try await store.issueKey(for: business, kind: .widget, label: "")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(
                try await store.verifyAuditLog(of: business) == [
                    AuditVerdict(business: business, sound: 50, problem: nil)
                ])
        }
    }
}
