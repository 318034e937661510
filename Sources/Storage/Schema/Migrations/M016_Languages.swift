extension Migration {
    static let languages = Migration(
        name: "016_languages",
        statements: [
            // The language most of a document is in; NULL while it holds too little to tell.
            "ALTER TABLE documents ADD COLUMN language TEXT",
            """
            UPDATE documents SET language = (
                SELECT c.language FROM chunks c
                WHERE c.business_id = documents.business_id AND c.document_id = documents.id AND c.language <> 'und'
                GROUP BY c.language HAVING sum(length(c.text)) >= 100
                ORDER BY sum(length(c.text)) DESC, c.language LIMIT 1)
            """,
            "CREATE INDEX documents_language ON documents (business_id, language)",
            """
            CREATE TABLE question_languages (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                language TEXT NOT NULL CHECK (language <> ''),
                questions INTEGER NOT NULL CHECK (questions >= 1),
                PRIMARY KEY (business_id, language)
            )
            """,
            // Where the languages have brought a business whose embedding model is chosen automatically.
            "ALTER TABLE businesses ADD COLUMN automatic_model TEXT",
        ])
}
