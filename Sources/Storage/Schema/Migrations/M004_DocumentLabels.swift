extension Migration {
    static let documentLabels = Migration(
        name: "004_document_labels",
        statements: [
            "ALTER TABLE documents ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'",
            """
            ALTER TABLE documents ADD COLUMN audience TEXT NOT NULL DEFAULT 'public'
                CHECK (audience IN ('public', 'internal'))
            """,
            "ALTER TABLE documents ADD COLUMN effective_at INTEGER",
            "CREATE INDEX documents_internal ON documents (business_id) WHERE audience = 'internal'",
        ])
}
