import DeskModel

/// The one place where databases differ: full-text search over a business's chunks.
protocol FullTextIndex: Sendable {
    func create(for business: BusinessID, in transaction: any SQLTransaction) throws
    func drop(for business: BusinessID, in transaction: any SQLTransaction) throws
    func insert(_ terms: String, as chunk: ChunkID, of business: BusinessID, in transaction: any SQLTransaction) throws
    /// - Parameter terms: exactly those that were inserted.
    func remove(_ terms: String, of chunk: ChunkID, of business: BusinessID, in transaction: any SQLTransaction) throws
    /// Chunks that hold any of the terms by BM25, best first.
    func search(_ terms: [String], in business: BusinessID, limit: Int, _ transaction: any SQLTransaction) throws -> [ScoredChunk]
    func chunksHolding(_ terms: [String], in business: BusinessID, _ transaction: any SQLTransaction) throws -> [String: Int]
}

/// FTS5, a table per business: its statistics are that business's own, and no query can reach another's words.
struct FTS5Index: FullTextIndex {
    /// Terms a query may have; the rest are left out.
    private static let maximumTerms = 64
    private static let maximumTermBytes = 128

    func create(for business: BusinessID, in transaction: any SQLTransaction) throws {
        // Marks (Mn, Mc) belong to words: without them Tamil, Hindi and Telugu words fall apart.
        try transaction.execute(
            """
            CREATE VIRTUAL TABLE \(table(business)) USING fts5(
                terms, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")
            """)
        try transaction.execute(
            "CREATE VIRTUAL TABLE \(table(business))_terms USING fts5vocab('\(table(business))', 'row')")
    }

    func drop(for business: BusinessID, in transaction: any SQLTransaction) throws {
        try transaction.execute("DROP TABLE IF EXISTS \(table(business))_terms")
        try transaction.execute("DROP TABLE IF EXISTS \(table(business))")
    }

    func insert(_ terms: String, as chunk: ChunkID, of business: BusinessID, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            "INSERT INTO \(table(business)) (rowid, terms) VALUES (:id, :terms)",
            ["id": .integer(chunk), "terms": .text(terms)])
    }

    func remove(_ terms: String, of chunk: ChunkID, of business: BusinessID, in transaction: any SQLTransaction) throws {
        let table = table(business)
        try transaction.execute(
            "INSERT INTO \(table) (\(table), rowid, terms) VALUES ('delete', :id, :terms)",
            ["id": .integer(chunk), "terms": .text(terms)])
    }

    func search(
        _ terms: [String], in business: BusinessID, limit: Int, _ transaction: any SQLTransaction
    ) throws -> [ScoredChunk] {
        let phrases = bounded(terms).map { "\"\($0)\"" }
        guard !phrases.isEmpty, limit > 0 else { return [] }
        // FTS5's rank is BM25 with the sign turned, so that the best come first.
        let rows = try transaction.rows(
            "SELECT rowid, -rank AS score FROM \(table(business)) WHERE terms MATCH :query ORDER BY rank LIMIT :limit",
            ["query": .text(phrases.joined(separator: " OR ")), "limit": .integer(limit)])
        return try rows.map { ScoredChunk(id: try $0.integer("rowid"), score: try $0.real("score")) }
    }

    func chunksHolding(
        _ terms: [String], in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        for term in bounded(terms) {
            let row = try transaction.row(
                "SELECT doc FROM \(table(business))_terms WHERE term = :term", ["term": .text(term)])
            counts[term] = try row?.int("doc") ?? 0
        }
        return counts
    }

    /// The name holds digits only beside our own letters, so that it can stand in a statement.
    private func table(_ business: BusinessID) -> String { "fts_\(business.rawValue)" }

    /// Distinct terms that can stand in a quoted phrase.
    private func bounded(_ terms: [String]) -> [String] {
        var seen: Set<String> = []
        var result: [String] = []
        for term in terms where term.utf8.count <= Self.maximumTermBytes && result.count < Self.maximumTerms {
            let clean = term.filter { $0.isLetter || $0.isNumber || $0.unicodeScalars.contains { $0.properties.generalCategory == .nonspacingMark || $0.properties.generalCategory == .spacingMark } || $0 == "-" || $0 == "." || $0 == "_" || $0 == "/" }
            guard clean.contains(where: { $0.isLetter || $0.isNumber }), seen.insert(clean).inserted else { continue }
            result.append(clean)
        }
        return result
    }
}
