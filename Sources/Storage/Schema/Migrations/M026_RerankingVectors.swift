extension Migration {
    /// What a second model makes of chunks, for the re-ranker.
    static let rerankingVectors = Migration(
        name: "026_reranking_vectors",
        statements: [
            """
            CREATE TABLE reranking_vectors (
                business_id INTEGER NOT NULL,
                chunk_id INTEGER NOT NULL,
                model TEXT NOT NULL CHECK (model <> ''),
                vector BLOB NOT NULL,
                PRIMARY KEY (business_id, chunk_id),
                FOREIGN KEY (business_id, chunk_id) REFERENCES chunks (business_id, id) ON DELETE CASCADE
            )
            """
        ])
}
