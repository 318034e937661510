public import DeskModel

extension SQLStore: FAQStore {
    public func add(_ faq: FAQ) async throws {
        try await database.write { transaction in
            try transaction.requireBusiness(faq.business)
            let held = try transaction.row(
                "SELECT count(*) AS n FROM faqs WHERE business_id = :business",
                ["business": .integer(faq.business.rawValue)])
            guard try held?.int("n") ?? 0 < Self.mostFAQs else { throw StoreError.full("FAQs") }
            try transaction.execute(
                """
                INSERT INTO faqs (id, business_id, question, variants, answer, language, valid_from, valid_until,
                    status, priority, source, created_at, updated_at)
                VALUES (:id, :business, :question, :variants, :answer, :language, :from, :until, :status, :priority,
                    :source, :created, :now)
                """,
                try Self.columns(of: faq).merging([
                    "source": .text(faq.source.rawValue), "created": .integer(faq.createdAt.milliseconds),
                ]) { $1 })
            try Self.insertCitations(of: faq, transaction)
            try Self.countChange(in: faq.business, transaction)
        }
    }

    public func faq(_ id: FAQID, in business: BusinessID) async throws -> FAQ? {
        try await database.read { transaction in
            let rows = try transaction.rows(
                "SELECT * FROM faqs WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)])
            return try Self.faqs(rows, in: business, transaction).first
        }
    }

    public func faqs(
        in business: BusinessID, status: FAQ.Status?, after: FAQID?, limit: Int
    ) async throws -> [FAQ] {
        let parameters: [String: SQLValue] = [
            "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
        ]
        return try await database.read { transaction in
            let rows =
                if let status {
                    try transaction.rows(
                        """
                        SELECT * FROM faqs WHERE business_id = :business AND status = :status AND id < :after
                        ORDER BY id DESC LIMIT :limit
                        """, parameters.merging(["status": .text(status.rawValue)]) { $1 })
                } else {
                    try transaction.rows(
                        """
                        SELECT * FROM faqs WHERE business_id = :business AND id < :after
                        ORDER BY id DESC LIMIT :limit
                        """, parameters)
                }
            return try Self.faqs(rows, in: business, transaction)
        }
    }

    public func update(_ faq: FAQ) async throws -> Bool {
        try await database.write { transaction in
            let key: [String: SQLValue] = ["id": .text(faq.id), "business": .integer(faq.business.rawValue)]
            let rows = try transaction.rows("SELECT * FROM faqs WHERE id = :id AND business_id = :business", key)
            guard let before = try Self.faqs(rows, in: faq.business, transaction).first else { return false }
            try transaction.execute(
                """
                UPDATE faqs SET question = :question, variants = :variants, answer = :answer, language = :language,
                    valid_from = :from, valid_until = :until, status = :status, priority = :priority, updated_at = :now
                WHERE id = :id AND business_id = :business
                """, try Self.columns(of: faq))
            if before.phrasings != faq.phrasings {
                try transaction.execute(
                    "DELETE FROM faq_vectors WHERE faq_id = :id AND business_id = :business", key)
            }
            try transaction.execute("DELETE FROM faq_citations WHERE faq_id = :id AND business_id = :business", key)
            try Self.insertCitations(of: faq, transaction)
            try Self.countChange(in: faq.business, transaction)
            return true
        }
    }

    public func deleteFAQ(_ id: FAQID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            let deleted = try transaction.execute(
                "DELETE FROM faqs WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)])
            if deleted > 0 { try Self.countChange(in: business, transaction) }
            return deleted > 0
        }
    }

    public func approvedFAQs(in business: BusinessID, modelID: String) async throws -> ApprovedFAQs {
        try await database.read { transaction in
            let key: [String: SQLValue] = ["business": .integer(business.rawValue)]
            let revision = try transaction.row("SELECT faq_revision FROM businesses WHERE id = :business", key)
            let rows = try transaction.rows(
                "SELECT * FROM faqs WHERE business_id = :business AND status = 'approved' ORDER BY id", key)
            let vectors = try transaction.rows(
                """
                SELECT v.faq_id, v.phrasing, v.vector FROM faqs f
                JOIN faq_vectors v ON v.business_id = f.business_id AND v.faq_id = f.id AND v.model = :model
                WHERE f.business_id = :business AND f.status = 'approved'
                """, key.merging(["model": .text(modelID)]) { $1 })
            return ApprovedFAQs(
                revision: try revision?.integer("faq_revision") ?? 0,
                faqs: try Self.faqs(rows, in: business, citing: .everyone, transaction),
                vectors: try vectors.map {
                    PhrasingVector(
                        faq: try $0.text("faq_id"), phrasing: try $0.int("phrasing"),
                        vector: try VectorColumn.decode(try $0.blob("vector")))
                })
        }
    }

    public func store(_ vectors: [PhrasingVector], of modelID: String, in business: BusinessID) async throws {
        try await database.write { transaction in
            for vector in vectors {
                try transaction.execute(
                    """
                    INSERT INTO faq_vectors (business_id, faq_id, phrasing, model, vector)
                    SELECT :business, f.id, :phrasing, :model, :vector FROM faqs f
                    WHERE f.business_id = :business AND f.id = :faq
                    ON CONFLICT (business_id, faq_id, phrasing, model) DO UPDATE SET vector = excluded.vector
                    """,
                    [
                        "business": .integer(business.rawValue), "faq": .text(vector.faq),
                        "phrasing": .integer(vector.phrasing), "model": .text(modelID),
                        "vector": .blob(VectorColumn.encode(vector.vector)),
                    ])
            }
        }
    }

    // MARK: Rows

    /// A document that goes takes the citations of it along, and one whose audience changes hides or shows them, which
    /// changes the FAQs that customers are given.
    static func countCitationsLost(
        with document: DocumentID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE businesses SET faq_revision = faq_revision + 1 WHERE id = :business AND EXISTS (
                SELECT 1 FROM faq_citations WHERE business_id = :business AND document_id = :document)
            """, ["business": .integer(business.rawValue), "document": .text(document)])
    }

    private static func countChange(in business: BusinessID, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            "UPDATE businesses SET faq_revision = faq_revision + 1 WHERE id = :business",
            ["business": .integer(business.rawValue)])
    }

    private static func columns(of faq: FAQ) throws -> [String: SQLValue] {
        [
            "id": .text(faq.id), "business": .integer(faq.business.rawValue), "question": .text(faq.question),
            "variants": try JSONColumn.encode(faq.variants), "answer": .text(faq.answer),
            "language": .text(faq.language), "from": .moment(faq.validFrom), "until": .moment(faq.validUntil),
            "status": .text(faq.status.rawValue), "priority": .integer(faq.priority),
            "now": .integer(faq.updatedAt.milliseconds),
        ]
    }

    /// Those of documents that are not there are left out.
    private static func insertCitations(of faq: FAQ, _ transaction: any SQLTransaction) throws {
        for (ordinal, citation) in faq.citations.enumerated() {
            try transaction.execute(
                """
                INSERT INTO faq_citations (business_id, faq_id, ordinal, document_id, title, page, quote)
                SELECT :business, :faq, :ordinal, d.id, :title, :page, :quote FROM documents d
                WHERE d.id = :document AND d.business_id = :business
                """,
                [
                    "business": .integer(faq.business.rawValue), "faq": .text(faq.id), "ordinal": .integer(ordinal),
                    "document": .text(citation.documentID), "title": .text(citation.title),
                    "page": .integer(citation.page), "quote": .text(citation.quote),
                ])
        }
    }

    /// - Parameter audience: whose documents are cited; without, all are, so that an edit loses none.
    private static func faqs(
        _ rows: [SQLRow], in business: BusinessID, citing audience: DocumentLabels.Audience? = nil,
        _ transaction: any SQLTransaction
    ) throws -> [FAQ] {
        try rows.map { row in
            let id = try row.text("id")
            let citations = try transaction.rows(
                """
                SELECT c.document_id, c.title, c.page, c.quote FROM faq_citations c
                JOIN documents d ON d.business_id = c.business_id AND d.id = c.document_id
                WHERE c.business_id = :business AND c.faq_id = :faq AND d.audience = coalesce(:audience, d.audience)
                ORDER BY c.ordinal
                """,
                [
                    "business": .integer(business.rawValue), "faq": .text(id), "audience": .text(audience?.rawValue),
                ])
            guard let status = FAQ.Status(rawValue: try row.text("status")),
                let source = FAQ.Source(rawValue: try row.text("source"))
            else { throw SQLError.malformedValue("status") }
            return FAQ(
                id: id, business: business, question: try row.text("question"),
                variants: try JSONColumn.decode([String].self, from: try row.text("variants")),
                answer: try row.text("answer"), language: try row.optionalText("language"),
                citations: try citations.map {
                    Citation(
                        documentID: try $0.text("document_id"), title: try $0.text("title"), page: try $0.int("page"),
                        quote: try $0.text("quote"))
                },
                validFrom: try row.optionalInteger("valid_from").map(Timestamp.init(milliseconds:)),
                validUntil: try row.optionalInteger("valid_until").map(Timestamp.init(milliseconds:)), status: status,
                priority: try row.int("priority"), source: source,
                createdAt: Timestamp(milliseconds: try row.integer("created_at")),
                updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
        }
    }
}
