extension Migration {
    /// Counts the changes of a business's name and settings, so that one can be made of the version that was seen.
    static let businessVersions = Migration(
        name: "024_business_versions",
        statements: ["ALTER TABLE businesses ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1)"])
}
