import DeskModel

/// FTS5, a table per business: its statistics are that business's own, and no query can reach another's words.
struct FTS5Index: FullTextIndex {
    /// Occurrences that a query may have FTS5 score, at about a microsecond each; see `search`.
    let budget: Int
    /// Terms that are looked up; the rest are left out.
    private static let maximumTermsLookedUp = 512
    /// Terms a query is made of, the rarest.
    private static let maximumTerms = 64
    private static let maximumTermBytes = 256

    init(budget: Int = 12_288) { self.budget = budget }

    func create(for business: BusinessID, in transaction: any SQLTransaction) throws {
        let table = table(business)
        // Marks (Mn, Mc) belong to words: without them Tamil, Hindi and Telugu words fall apart.
        try transaction.execute(
            """
            CREATE VIRTUAL TABLE \(table) USING fts5(
                terms, content='', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'")
            """, [:], isKept: false)
        try transaction.execute(
            "CREATE VIRTUAL TABLE \(table)_terms USING fts5vocab('\(table)', 'row')", [:], isKept: false)
    }

    func drop(for business: BusinessID, in transaction: any SQLTransaction) throws {
        try transaction.execute("DROP TABLE IF EXISTS \(table(business))_terms", [:], isKept: false)
        try transaction.execute("DROP TABLE IF EXISTS \(table(business))", [:], isKept: false)
    }

    func insert(_ texts: [IndexedTerms], of business: BusinessID, in transaction: any SQLTransaction) throws {
        try transaction.execute(
            "INSERT INTO \(table(business)) (rowid, terms) VALUES (:id, :terms)", each: texts.lazy.map(parameters))
    }

    func remove(_ texts: [IndexedTerms], of business: BusinessID, in transaction: any SQLTransaction) throws {
        let table = table(business)
        try transaction.execute(
            "INSERT INTO \(table) (\(table), rowid, terms) VALUES ('delete', :id, :terms)",
            each: texts.lazy.map(parameters))
    }

    /// FTS5 scores every chunk that holds any term. Where that would take too long, it scores those that hold one of
    /// the rarest terms, as many as the budget allows, and the best of them are scored again by all terms: what holds
    /// common terms alone is left out, as it would hardly be among the best.
    func search(
        for holding: [String: Int], in collection: FullTextCollection, limit: Int, filter: FullTextFilter? = nil,
        _ transaction: any SQLTransaction
    ) throws -> [ScoredChunk] {
        let rarestFirst = holding.filter { $0.value > 0 }.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            .prefix(Self.maximumTerms)
        guard !rarestFirst.isEmpty, limit > 0 else { return [] }
        let isWhole = rarestFirst.reduce(0) { $0 + $1.value } <= budget
        let asked = isWhole ? Array(rarestFirst) : affordable(rarestFirst, of: collection)
        // Ordering by FTS5's `rank` would have it sort every chunk found; SQLite itself keeps only the best.
        let rows = try transaction.rows(
            """
            SELECT rowid, -bm25(\(table(collection.business))) AS score FROM \(table(collection.business))
            WHERE terms MATCH :query \(filter.map { "AND rowid IN (\($0.sql))" } ?? "")
            ORDER BY score DESC, rowid LIMIT :limit
            """,
            ["query": .text(query(asked.map(\.key))), "limit": .integer(isWhole ? limit : min(limit, 1000) * 4)]
                .merging(filter?.parameters ?? [:]) { own, _ in own },
            isKept: false)
        let found = try rows.map { ScoredChunk(id: try $0.integer("rowid"), score: try $0.real("score")) }
        guard !isWhole else { return found }
        let weighed = Dictionary(uniqueKeysWithValues: rarestFirst.map { ($0.key, $0.value) })
        let scored = try rescore(found.map(\.id), by: weighed, collection, transaction)
        return Array(scored.sorted { ($0.score, $1.id) > ($1.score, $0.id) }.prefix(limit))
    }

    func chunksHolding(
        _ terms: [String], in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [String: Int] {
        var lookedUp: Set<String> = []
        for term in terms where lookedUp.count < Self.maximumTermsLookedUp {
            guard !term.isEmpty, term.utf8.count <= Self.maximumTermBytes, !term.utf8.contains(0) else { continue }
            lookedUp.insert(term)
        }
        let found = try transaction.rows(
            "SELECT term, doc FROM \(table(business))_terms WHERE term = :term",
            each: lookedUp.lazy.map { ["term": .text($0)] })
        var counts = Dictionary(uniqueKeysWithValues: lookedUp.map { ($0, 0) })
        for row in found { counts[try row.text("term")] = try row.int("doc") }
        return counts
    }

    func problem(of business: BusinessID, chunks: Int, _ transaction: any SQLTransaction) throws -> String? {
        let table = table(business)
        let found = try transaction.rows("SELECT count(*) AS n FROM \(table)_docsize", [:], isKept: false).first?.int(
            "n")
        return found == chunks
            ? nil : "full text of business \(business) holds \(found ?? 0) chunks instead of \(chunks)"
    }

    /// The rarest term, and as many more as the budget allows. A term that half of the chunks hold adds nothing to a
    /// score, and much to the work.
    private func affordable(
        _ rarestFirst: ArraySlice<(key: String, value: Int)>, of collection: FullTextCollection
    ) -> [(key: String, value: Int)] {
        var left = budget - (rarestFirst.first?.value ?? 0)
        let more = rarestFirst.dropFirst().prefix { term in
            left -= term.value
            return left >= 0 && term.value * 2 < collection.chunks
        }
        return Array(rarestFirst.prefix(1) + more)
    }

    private func rescore(
        _ ids: [ChunkID], by holding: [String: Int], _ collection: FullTextCollection, _ transaction: any SQLTransaction
    ) throws -> [ScoredChunk] {
        let ranking = BM25(
            chunks: collection.chunks, averageLength: Double(collection.terms) / Double(max(1, collection.chunks)))
        let weights = Dictionary(
            uniqueKeysWithValues: holding.map { (Substring($0), ranking.weight(chunksHolding: $1)) })
        // Numbers of our own, not parameters: there is no limit on how many a statement may hold.
        let list = ids.map(String.init).joined(separator: ",")
        let rows = try transaction.rows(
            "SELECT id, terms FROM chunks WHERE business_id = :business AND id IN (\(list))",
            ["business": .integer(collection.business.rawValue)], isKept: false)
        return try rows.map { row in
            let words = IndexedTerms.words(of: try row.text("terms"))
            var occurrences: [Substring: Int] = [:]
            for word in words where weights[word] != nil { occurrences[word, default: 0] += 1 }
            let score = occurrences.reduce(0) { sum, entry in
                sum + ranking.score(weight: weights[entry.key] ?? 0, occurrences: entry.value, length: words.count)
            }
            return ScoredChunk(id: try row.integer("id"), score: score)
        }
    }

    private func parameters(_ text: IndexedTerms) -> [String: SQLValue] {
        ["id": .integer(text.chunk), "terms": .text(text.terms)]
    }

    /// Quoted, nothing in a term is an operator.
    private func query(_ terms: [String]) -> String {
        terms.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " OR ")
    }

    /// The name holds digits only beside our own letters, so that it can stand in a statement.
    private func table(_ business: BusinessID) -> String { "fts_\(business.rawValue)" }
}
