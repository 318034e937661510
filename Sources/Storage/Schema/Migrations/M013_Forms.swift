extension Migration {
    /// Forms, what customers fill in, and businesses' default responses.
    static let forms = Migration(
        name: "013_forms",
        statements: [
            // Deleted ones stay for the sake of what was submitted.
            """
            CREATE TABLE forms (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                name TEXT NOT NULL CHECK (name <> ''),
                keywords TEXT NOT NULL DEFAULT '[]',
                enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
                timeout_hours INTEGER NOT NULL DEFAULT 24 CHECK (timeout_hours > 0),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                deleted_at INTEGER,
                version INTEGER NOT NULL DEFAULT 1,
                UNIQUE (business_id, id)
            )
            """,
            """
            CREATE TABLE form_questions (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                form_id TEXT NOT NULL,
                question_text TEXT NOT NULL CHECK (question_text <> ''),
                kind TEXT NOT NULL CHECK (kind IN ('text', 'long_text', 'number', 'date', 'phone', 'email', 'choice',
                    'yes_no', 'address')),
                required INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)),
                choices TEXT NOT NULL DEFAULT '[]',
                help TEXT,
                contact_field TEXT CHECK (contact_field IN ('name', 'phone', 'email')),
                position INTEGER NOT NULL,
                deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                UNIQUE (business_id, form_id, id),
                FOREIGN KEY (business_id, form_id) REFERENCES forms (business_id, id) ON DELETE CASCADE
            )
            """,
            "CREATE INDEX form_questions_order ON form_questions (business_id, form_id, position, id)",
            // asked_question_id and asked_text: what the customer was asked last.
            """
            CREATE TABLE form_submissions (
                id TEXT NOT NULL PRIMARY KEY,
                business_id INTEGER NOT NULL,
                form_id TEXT NOT NULL,
                conversation_id TEXT NOT NULL,
                contact_id TEXT REFERENCES contacts (id) ON DELETE SET NULL,
                status TEXT NOT NULL CHECK (status IN ('open', 'complete', 'cancelled')),
                reason TEXT CHECK (reason IN ('customer', 'abandoned', 'withdrawn')),
                language TEXT NOT NULL,
                asked_question_id TEXT,
                asked_text TEXT,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                closed_at INTEGER,
                UNIQUE (business_id, id),
                FOREIGN KEY (business_id, form_id) REFERENCES forms (business_id, id) ON DELETE CASCADE,
                FOREIGN KEY (business_id, conversation_id) REFERENCES conversations (business_id, id) ON DELETE CASCADE,
                CHECK ((asked_question_id IS NULL) = (asked_text IS NULL)),
                CHECK ((status = 'open') = (closed_at IS NULL))
            )
            """,
            // A conversation fills in one form at a time.
            """
            CREATE UNIQUE INDEX form_submissions_open ON form_submissions (business_id, conversation_id)
            WHERE status = 'open'
            """,
            "CREATE INDEX form_submissions_conversation ON form_submissions (business_id, conversation_id, id)",
            "CREATE INDEX form_submissions_form ON form_submissions (business_id, form_id, id)",
            "CREATE INDEX form_submissions_status ON form_submissions (business_id, status, id)",
            "CREATE INDEX form_submissions_contact ON form_submissions (contact_id, id)",
            "CREATE INDEX form_submissions_waiting ON form_submissions (updated_at) WHERE status = 'open'",
            """
            CREATE TABLE form_responses (
                business_id INTEGER NOT NULL,
                submission_id TEXT NOT NULL,
                question_id TEXT NOT NULL,
                ordinal INTEGER NOT NULL,
                question_text TEXT NOT NULL,
                response TEXT NOT NULL,
                value TEXT,
                skipped INTEGER NOT NULL DEFAULT 0 CHECK (skipped IN (0, 1)),
                message_id TEXT,
                created_at INTEGER NOT NULL,
                PRIMARY KEY (business_id, submission_id, question_id),
                FOREIGN KEY (business_id, submission_id) REFERENCES form_submissions (business_id, id) ON DELETE CASCADE
            )
            """,
            // What a message of a form is besides its text, as JSON.
            "ALTER TABLE messages ADD COLUMN form TEXT",
            // The language '' stands for every one without texts of its own; its first message is the setting greeting.
            """
            CREATE TABLE default_responses (
                business_id INTEGER NOT NULL REFERENCES businesses (id) ON DELETE CASCADE,
                language TEXT NOT NULL,
                first_message TEXT,
                estimate_complete_message TEXT,
                PRIMARY KEY (business_id, language)
            )
            """,
        ])
}
