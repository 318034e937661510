extension Migration {
    /// How often a message was taken up again after the desk had ended over it.
    static let resumptions = Migration(
        name: "023_resumptions",
        statements: ["ALTER TABLE messages ADD COLUMN resumptions INTEGER NOT NULL DEFAULT 0"])
}
