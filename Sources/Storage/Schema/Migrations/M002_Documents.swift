extension Migration {
    /// Every reference carries the business with it, so that no row can point into another business.
    static let documents = Migration(
        name: "002_documents",
        statements: [
            // version is the newest upload, served_version the one whose text is found; they differ during an ingest
            // and after one that failed.
            """
            CREATE TABLE documents (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                title TEXT NOT NULL,
                filename TEXT NOT NULL,
                kind TEXT CHECK (kind IN ('pdf', 'docx', 'txt', 'markdown', 'html')),
                version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
                served_version INTEGER CHECK (served_version BETWEEN 1 AND version),
                sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
                byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
                status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'ready', 'failed', 'cancelled')),
                progress REAL NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 1),
                pages INTEGER NOT NULL DEFAULT 0 CHECK (pages >= 0),
                chunks INTEGER NOT NULL DEFAULT 0 CHECK (chunks >= 0),
                error TEXT,
                warnings TEXT NOT NULL DEFAULT '[]',
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, sha256)
            )
            """,
            "CREATE INDEX documents_status ON documents (status)",
            """
            CREATE TABLE document_contents (
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL,
                version INTEGER NOT NULL,
                content BLOB NOT NULL,
                PRIMARY KEY (business_id, document_id, version),
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE TABLE document_pages (
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL,
                number INTEGER NOT NULL CHECK (number >= 1),
                text TEXT NOT NULL,
                PRIMARY KEY (business_id, document_id, number),
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
            """
            CREATE TABLE chunks (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL,
                ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
                text TEXT NOT NULL,
                section_path TEXT NOT NULL,
                first_page INTEGER NOT NULL CHECK (first_page >= 1),
                last_page INTEGER NOT NULL CHECK (last_page >= first_page),
                first_character INTEGER NOT NULL CHECK (first_character >= 0),
                last_character INTEGER NOT NULL CHECK (last_character >= first_character),
                sentences TEXT NOT NULL,
                terms TEXT NOT NULL,
                language TEXT NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, document_id, ordinal),
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE
            )
            """,
            // A chunk has vectors of several models while the business changes from one to another. The chunk's own
            // vector comes first, so that reading all of them for an index skips what the sentences' take.
            """
            CREATE TABLE chunk_embeddings (
                business_id INTEGER NOT NULL,
                chunk_id INTEGER NOT NULL,
                model TEXT NOT NULL CHECK (model <> ''),
                vector BLOB NOT NULL,
                sentence_vectors BLOB NOT NULL,
                PRIMARY KEY (business_id, chunk_id, model),
                FOREIGN KEY (business_id, chunk_id) REFERENCES chunks (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE UNIQUE INDEX chunk_embeddings_model ON chunk_embeddings (business_id, model, chunk_id)",
            // A job is waiting when its lease is over, and it never had one at 0.
            """
            CREATE TABLE ingest_jobs (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                business_id INTEGER NOT NULL,
                document_id TEXT NOT NULL,
                version INTEGER NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
                claim TEXT,
                leased_until INTEGER NOT NULL DEFAULT 0,
                UNIQUE (business_id, document_id),
                FOREIGN KEY (business_id, document_id) REFERENCES documents (business_id, id) ON DELETE CASCADE,
                FOREIGN KEY (business_id, document_id, version)
                    REFERENCES document_contents (business_id, document_id, version) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX ingest_jobs_waiting ON ingest_jobs (business_id, leased_until, id)",
        ])
}
