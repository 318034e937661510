public import DeskModel

extension SQLStore: AuditStore {
    private static let pageSize = 1_000

    public func append(_ drafts: [AuditDraft], at moment: Timestamp) async throws {
        try await database.write { transaction in
            for draft in drafts { try AuditChain.append(draft, at: moment, transaction) }
        }
    }

    public func auditEntries(
        of business: BusinessID?, _ filter: AuditFilter, before: Int64?, limit: Int
    ) async throws -> [AuditEntry] {
        var parameters: [String: SQLValue] = [
            "business": .integer(business?.rawValue ?? 0), "before": .integer(before ?? .max), "limit": .limit(limit),
        ]
        var conditions = ""
        func narrow(_ name: String, _ value: SQLValue?, _ condition: String) {
            guard let value else { return }
            parameters[name] = value
            conditions += " AND \(condition)"
        }
        narrow("actor", filter.actor.map { .text($0) }, "(actor_id = :actor OR actor_name = :actor)")
        narrow("action", filter.action.map { .text($0) }, "(action = :action OR substr(action, 1, :length) = :family)")
        if let action = filter.action {
            parameters["family"] = .text(action + ".")
            parameters["length"] = .integer(action.unicodeScalars.count + 1)
        }
        narrow("resource", filter.resource.map { .text($0) }, "resource = :resource")
        narrow("since", filter.since.map { .moment($0) }, "at >= :since")
        narrow("until", filter.until.map { .moment($0) }, "at < :until")
        return try await database.read { [parameters, conditions] transaction in
            try transaction.rows(
                """
                SELECT * FROM audit_log WHERE business_id = :business AND sequence < :before\(conditions)
                ORDER BY sequence DESC LIMIT :limit
                """, parameters
            ).map { row in
                let content = try AuditChain.Row(row)
                return AuditEntry(
                    sequence: content.sequence, at: content.at, draft: content.draft, hash: try row.blob("hash"))
            }
        }
    }

    public func verifyAuditLog(of business: BusinessID?) async throws -> [AuditVerdict] {
        if let business { return [try await verify(chain: business.rawValue)] }
        let chains = try await database.read { transaction in
            try transaction.rows(
                """
                SELECT business_id FROM audit_heads UNION SELECT business_id FROM audit_log
                UNION SELECT 0 AS business_id ORDER BY business_id
                """
            ).map { try $0.integer("business_id") }
        }
        var verdicts: [AuditVerdict] = []
        for chain in chains { verdicts.append(try await verify(chain: chain)) }
        return verdicts
    }

    /// Forgets the server's own log and what strangers tried, when all data goes.
    public func forgetVisitors() async throws {
        try await database.write { transaction in
            try transaction.execute("DELETE FROM audit_log WHERE business_id = 0")
            try transaction.execute("DELETE FROM audit_heads WHERE business_id = 0")
            try transaction.execute("DELETE FROM failed_tries")
        }
    }

    private func verify(chain: Int64) async throws -> AuditVerdict {
        var (sequence, hash) = (Int64(0), AuditChain.origin)
        let business = chain == 0 ? nil : BusinessID(chain)
        func broken(_ problem: String) -> AuditVerdict {
            AuditVerdict(business: business, sound: sequence, problem: problem)
        }
        // The head is read first: rows added meanwhile are beyond it, and hold or not by themselves.
        let head = try await database.read { transaction in
            try transaction.row(
                "SELECT sequence, hash FROM audit_heads WHERE business_id = :chain",
                [
                    "chain": .integer(chain)
                ]
            ).map { (sequence: try $0.integer("sequence"), hash: try $0.blob("hash")) }
        }
        while true {
            let page = try await database.read { [sequence] transaction in
                try transaction.rows(
                    """
                    SELECT * FROM audit_log WHERE business_id = :chain AND sequence > :after
                    ORDER BY sequence LIMIT :limit
                    """,
                    ["chain": .integer(chain), "after": .integer(sequence), "limit": .limit(Self.pageSize)])
            }
            for row in page {
                let content = try AuditChain.Row(row)
                guard content.sequence == sequence + 1 else { return broken("row \(sequence + 1) is missing") }
                let expected = content.hash(after: hash)
                guard try row.blob("hash") == expected else {
                    return broken("row \(content.sequence) was changed, or the one before it")
                }
                (sequence, hash) = (content.sequence, expected)
                if let head, head.sequence == sequence, head.hash != hash {
                    return broken("row \(sequence) is not the one that was written last")
                }
            }
            if page.count < Self.pageSize { break }
        }
        guard let head else {
            return sequence == 0
                ? AuditVerdict(business: business, sound: 0, problem: nil) : broken("its head is missing")
        }
        guard sequence >= head.sequence else { return broken("rows \(sequence + 1) to \(head.sequence) are missing") }
        return AuditVerdict(business: business, sound: sequence, problem: nil)
    }
}
