extension Migration {
    /// What proves who visitors of web pages are, and the way from a contact to what the business calls them.
    static let identityKeys = Migration(
        name: "025_identity_keys",
        statements: [
            // Kept as it is, like the secrets of webhooks: hashes are made with it.
            """
            CREATE TABLE identity_keys (
                business_id INTEGER NOT NULL PRIMARY KEY REFERENCES businesses (id) ON DELETE CASCADE,
                secret TEXT NOT NULL CHECK (secret <> ''),
                created_at INTEGER NOT NULL
            )
            """,
            // An address on the channel `web` is what the business calls a contact. Every list of contacts asks for it.
            """
            CREATE INDEX contact_addresses_of ON contact_addresses (business_id, contact_id, channel, address)
            """,
            "DROP INDEX contact_addresses_contact",
            // What the business calls who opened it, where that was proven: those alone go on with it.
            "ALTER TABLE conversations ADD COLUMN identifier TEXT",
            """
            CREATE INDEX conversations_identifier ON conversations (business_id, identifier, id)
            WHERE identifier IS NOT NULL
            """,
        ])
}
