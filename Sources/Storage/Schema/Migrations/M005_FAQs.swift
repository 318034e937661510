extension Migration {
    static let faqs = Migration(
        name: "005_faqs",
        statements: [
            // Counts every change of the business's FAQs, so that whoever holds them in memory knows when to read again.
            "ALTER TABLE businesses ADD COLUMN faq_revision INTEGER NOT NULL DEFAULT 0 CHECK (faq_revision >= 0)",
            """
            CREATE TABLE faqs (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                question TEXT NOT NULL CHECK (question <> ''),
                variants TEXT NOT NULL DEFAULT '[]',
                answer TEXT NOT NULL,
                language TEXT,
                valid_from INTEGER,
                valid_until INTEGER,
                status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'archived')),
                priority INTEGER NOT NULL DEFAULT 0,
                source TEXT NOT NULL CHECK (source IN ('manual', 'unanswered', 'import')),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                CHECK (status <> 'approved' OR answer <> '')
            )
            """,
            "CREATE INDEX faqs_status ON faqs (business_id, status, id)",
            // A citation goes with the document it names.
            """
            CREATE TABLE faq_citations (
                business_id INTEGER NOT NULL,
                faq_id TEXT NOT NULL,
                ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
                document_id TEXT NOT NULL,
                title TEXT NOT NULL,
                page INTEGER NOT NULL CHECK (page >= 1),
                quote TEXT NOT NULL,
                PRIMARY KEY (business_id, faq_id, ordinal),
                FOREIGN KEY (business_id, faq_id) REFERENCES faqs (business_id, id) ON DELETE CASCADE,
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX faq_citations_document ON faq_citations (business_id, document_id)",
            // phrasing 0 is the question, the others its variants.
            """
            CREATE TABLE faq_vectors (
                business_id INTEGER NOT NULL,
                faq_id TEXT NOT NULL,
                phrasing INTEGER NOT NULL CHECK (phrasing >= 0),
                model TEXT NOT NULL CHECK (model <> ''),
                vector BLOB NOT NULL,
                PRIMARY KEY (business_id, faq_id, phrasing, model),
                FOREIGN KEY (business_id, faq_id) REFERENCES faqs (business_id, id) ON DELETE CASCADE
            )
            """,
        ])
}
