public import DeskModel

extension SQLStore {
    public func label(
        _ id: DocumentID, in business: BusinessID, _ change: LabelChange
    ) async throws -> (before: Document, after: Document)? {
        try await database.write { transaction in
            guard let document = try Self.find(id, in: business, transaction) else { return nil }
            return (before: document, after: try Self.label(document, change, transaction))
        }
    }

    private static func label(
        _ id: DocumentID, in business: BusinessID, _ labels: DocumentLabels, _ transaction: any SQLTransaction
    ) throws -> Document? {
        let key: [String: SQLValue] = ["id": .text(id), "business": .integer(business.rawValue)]
        let before = try transaction.row(
            "SELECT audience FROM documents WHERE id = :id AND business_id = :business", key)
        if let before, try before.text("audience") != labels.audience.rawValue {
            try countCitationsLost(with: id, in: business, transaction)
        }
        return try transaction.row(
            """
            UPDATE documents SET tags = :tags, audience = :audience, effective_at = :effective, updated_at = :now
            WHERE id = :id AND business_id = :business RETURNING *
            """,
            try key.merging([
                "tags": JSONColumn.encode(labels.tags), "audience": .text(labels.audience.rawValue),
                "effective": labels.effectiveAt.map { .integer($0.milliseconds) } ?? .null,
                "now": .integer(Timestamp.now().milliseconds),
            ]) { $1 }
        ).map(document)
    }

    /// The document with the change made, which writes nothing where it changes nothing.
    static func label(
        _ document: Document, _ change: LabelChange, _ transaction: any SQLTransaction
    ) throws -> Document {
        let labels = change.applied(to: document.labels)
        guard labels != document.labels else { return document }
        return try label(document.id, in: document.business, labels, transaction) ?? document
    }

    static func labels(_ row: SQLRow) throws -> DocumentLabels {
        DocumentLabels(
            tags: try JSONColumn.decode([String].self, from: try row.text("tags")),
            // What is not known to be for everyone is not shown to everyone.
            audience: DocumentLabels.Audience(rawValue: try row.text("audience")) ?? .staff,
            effectiveAt: try row.optionalInteger("effective_at").map(Timestamp.init(milliseconds:)))
    }

    public func chunks(passing filter: PassageFilter, in business: BusinessID) async throws -> Set<ChunkID>? {
        try await database.read { transaction in
            guard let condition = try Self.condition(filter, in: business, transaction) else { return nil }
            let rows = try transaction.rows(
                condition.sql, condition.parameters, isKept: false)
            return Set(try rows.map { try $0.integer("chunk") })
        }
    }

    /// A statement that selects the chunks that pass, and its parameters; `nil` when all do.
    static func condition(
        _ filter: PassageFilter, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> FullTextFilter? {
        let hasInternal =
            try transaction.row(
                "SELECT 1 AS one FROM documents WHERE business_id = :business AND audience = 'internal' LIMIT 1",
                ["business": .integer(business.rawValue)]) != nil
        let hidesInternal = hasInternal && !filter.includesInternal
        guard hidesInternal || !filter.isOpen else { return nil }
        var conditions = ["c.business_id = :filtered"]
        var parameters: [String: SQLValue] = ["filtered": .integer(business.rawValue)]
        if hidesInternal { conditions.append("d.audience = 'public'") }
        if let documents = filter.documents {
            conditions.append("d.id IN (SELECT value FROM json_each(:documents))")
            parameters["documents"] = try JSONColumn.encode(documents.sorted())
        }
        if let tags = filter.tags {
            conditions.append(
                """
                EXISTS (SELECT 1 FROM json_each(d.tags) tag
                    WHERE tag.value IN (SELECT value FROM json_each(:wanted)))
                """)
            parameters["wanted"] = try JSONColumn.encode(tags.sorted())
        }
        if let languages = filter.languages {
            conditions.append("c.language IN (SELECT value FROM json_each(:languages))")
            parameters["languages"] = try JSONColumn.encode(languages.sorted())
        }
        let sql = """
            SELECT c.id AS chunk FROM chunks c
            JOIN documents d ON d.business_id = c.business_id AND d.id = c.document_id
            WHERE \(conditions.joined(separator: " AND "))
            """
        return FullTextFilter(sql: sql, parameters: parameters)
    }
}
