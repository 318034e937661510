public import DeskModel

extension SQLStore {
    public func languageUse(of business: BusinessID) async throws -> LanguageUse {
        try await database.read { transaction in
            let parameters: [String: SQLValue] = ["business": .integer(business.rawValue)]
            let documents = try transaction.rows(
                """
                SELECT language, count(*) AS n FROM documents
                WHERE business_id = :business AND language IS NOT NULL GROUP BY language
                """, parameters)
            let questions = try transaction.rows(
                "SELECT language, questions AS n FROM question_languages WHERE business_id = :business", parameters)
            return LanguageUse(documents: try Self.counts(documents), questions: try Self.counts(questions))
        }
    }

    public func keep(_ model: AutomaticModel, for business: BusinessID) async throws {
        let column = try JSONColumn.encode(model)
        try await database.write { transaction in
            try transaction.execute(
                "UPDATE businesses SET automatic_model = :model WHERE id = :id AND automatic_model IS NULL",
                ["id": .integer(business.rawValue), "model": column])
        }
    }

    /// Counts a question. A text without a hint of its language counts as `und`.
    static func countQuestion(
        in language: String, of business: BusinessID, _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO question_languages (business_id, language, questions) VALUES (:business, :language, 1)
            ON CONFLICT (business_id, language) DO UPDATE SET questions = questions + 1
            """,
            ["business": .integer(business.rawValue), "language": .text(language.isEmpty ? "und" : language)])
    }

    /// Less text than this in its commonest language says nothing of a document.
    private static let leastText = 100

    /// The language that most of the text is in, `nil` when that is too little to tell.
    static func language(of chunks: [EmbeddedChunk]) -> String? {
        var lengths: [String: Int] = [:]
        for chunk in chunks.map(\.chunk) where chunk.language != "und" {
            lengths[chunk.language, default: 0] += chunk.text.unicodeScalars.count
        }
        return lengths.filter { $0.value >= leastText }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private static func counts(_ rows: [SQLRow]) throws -> [String: Int] {
        Dictionary(
            try rows.map { (try $0.text("language"), try $0.int("n")) }, uniquingKeysWith: { first, _ in first })
    }
}
