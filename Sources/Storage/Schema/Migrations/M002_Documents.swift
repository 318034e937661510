extension Migration {
    static let documents = Migration(
        name: "002_documents",
        statements: [
            """
            CREATE TABLE documents (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                title TEXT NOT NULL,
                filename TEXT NOT NULL,
                kind TEXT,
                version INTEGER NOT NULL DEFAULT 1,
                served_version INTEGER,
                sha256 TEXT NOT NULL,
                byte_count INTEGER NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'ready', 'failed', 'cancelled')),
                progress REAL NOT NULL DEFAULT 0,
                pages INTEGER NOT NULL DEFAULT 0,
                chunks INTEGER NOT NULL DEFAULT 0,
                error TEXT,
                warnings TEXT NOT NULL DEFAULT '[]',
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, sha256)
            )
            """,
            """
            CREATE TABLE document_contents (
                document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
                version INTEGER NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (document_id, version)
            )
            """,
            """
            CREATE TABLE document_pages (
                document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (document_id, number)
            )
            """,
            """
            CREATE TABLE chunks (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL,
                ordinal INTEGER NOT NULL,
                text TEXT NOT NULL,
                section_path TEXT NOT NULL,
                first_page INTEGER NOT NULL,
                last_page INTEGER NOT NULL,
                first_character INTEGER NOT NULL,
                last_character INTEGER NOT NULL,
                sentences TEXT NOT NULL,
                terms TEXT NOT NULL,
                language TEXT NOT NULL,
                sentence_vectors BLOB,
                UNIQUE (document_id, ordinal),
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX chunks_business ON chunks (business_id, id)",
            """
            CREATE TABLE chunk_embeddings (
                model TEXT NOT NULL,
                business_id INTEGER NOT NULL,
                chunk_id INTEGER NOT NULL REFERENCES chunks (id) ON DELETE CASCADE,
                vector BLOB NOT NULL,
                PRIMARY KEY (business_id, model, chunk_id)
            ) WITHOUT ROWID
            """,
            "CREATE INDEX chunk_embeddings_chunk ON chunk_embeddings (chunk_id)",
            """
            CREATE TABLE ingest_jobs (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL UNIQUE,
                version INTEGER NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                claim TEXT,
                leased_until INTEGER NOT NULL DEFAULT 0,
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
        ])
}
