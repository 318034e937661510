extension Migration {
    static let regression = Migration(
        name: "007_regression",
        statements: [
            // The document is named, not referred to: a case whose document is gone is to fail, not to vanish.
            """
            CREATE TABLE regression_cases (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                question TEXT NOT NULL CHECK (question <> ''),
                expectation TEXT NOT NULL,
                faq_id TEXT,
                created_at INTEGER NOT NULL,
                UNIQUE (business_id, id),
                UNIQUE (business_id, faq_id),
                FOREIGN KEY (business_id, faq_id) REFERENCES faqs (business_id, id) ON DELETE CASCADE
            )
            """
        ])
}
