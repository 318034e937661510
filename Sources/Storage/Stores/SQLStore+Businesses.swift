import Crypto
public import DeskModel
import Foundation

extension SQLStore: BusinessStore {
    public func createBusiness(
        name: String, settings: BusinessSettings
    ) async throws -> (business: Business, secret: IssuedKey, widget: IssuedKey) {
        let now = Timestamp.now()
        let settingsColumn = try JSONColumn.encode(settings)
        return try await database.write { [fullText] transaction in
            let row = try transaction.row(
                """
                INSERT INTO businesses (name, settings, created_at) VALUES (:name, :settings, :now) RETURNING id
                """, ["name": .text(name), "settings": settingsColumn, "now": .integer(now.milliseconds)])
            guard let row else { throw StoreError.failed("no id for a new business") }
            let id = BusinessID(try row.integer("id"))
            try fullText.create(for: id, in: transaction)
            let secret = try Self.insertKey(for: id, kind: .secret, label: "first", now: now, transaction)
            let widget = try Self.insertKey(for: id, kind: .widget, label: "first", now: now, transaction)
            return (Business(id: id, name: name, settings: settings, createdAt: now), secret, widget)
        }
    }

    public func business(_ id: BusinessID) async throws -> Business? {
        try await database.read { transaction in
            try transaction.row(
                "SELECT id, name, settings, created_at FROM businesses WHERE id = :id", ["id": .integer(id.rawValue)]
            ).map(Self.business)
        }
    }

    public func businesses(after: BusinessID?, limit: Int) async throws -> [Business] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT id, name, settings, created_at FROM businesses WHERE id > :after ORDER BY id LIMIT :limit",
                ["after": .integer(after?.rawValue ?? 0), "limit": .integer(limit)]
            ).map(Self.business)
        }
    }

    public func update(_ business: Business) async throws -> Business? {
        let settings = try JSONColumn.encode(business.settings)
        return try await database.write { transaction in
            try transaction.row(
                """
                UPDATE businesses SET name = :name, settings = :settings WHERE id = :id
                RETURNING id, name, settings, created_at
                """,
                ["id": .integer(business.id.rawValue), "name": .text(business.name), "settings": settings]
            ).map(Self.business)
        }
    }

    public func deleteBusiness(_ id: BusinessID) async throws -> Bool {
        try await database.write { [fullText] transaction in
            try fullText.drop(for: id, in: transaction)
            return try transaction.execute("DELETE FROM businesses WHERE id = :id", ["id": .integer(id.rawValue)]) > 0
        }
    }

    // MARK: Keys

    public func issueKey(for business: BusinessID, kind: AccessKey.Kind, label: String) async throws -> IssuedKey {
        try await database.write { transaction in
            try transaction.requireBusiness(business)
            return try Self.insertKey(for: business, kind: kind, label: label, now: .now(), transaction)
        }
    }

    public func keys(of business: BusinessID) async throws -> [AccessKey] {
        try await database.read { transaction in
            try transaction.rows(
                "SELECT * FROM access_keys WHERE business_id = :business ORDER BY id",
                ["business": .integer(business.rawValue)]
            ).map(Self.key)
        }
    }

    public func revokeKey(_ id: String, of business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            try transaction.execute(
                """
                UPDATE access_keys SET revoked_at = coalesce(revoked_at, :now)
                WHERE id = :id AND business_id = :business
                """,
                [
                    "id": .text(id), "business": .integer(business.rawValue),
                    "now": .integer(Timestamp.now().milliseconds),
                ]) > 0
        }
    }

    public func authenticate(_ secret: String) async throws -> AccessKey? {
        let hash = Self.hash(secret)
        return try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM access_keys WHERE secret_hash = :hash AND revoked_at IS NULL", ["hash": .blob(hash)]
            ).map(Self.key)
        }
    }

    // MARK: Settings

    public func setting(_ name: String) async throws -> String? {
        try await database.read { transaction in
            try transaction.row("SELECT value FROM settings WHERE name = :name", ["name": .text(name)])?.text("value")
        }
    }

    public func setSetting(_ name: String, to value: String?) async throws {
        try await database.write { transaction in
            if let value {
                try transaction.execute(
                    """
                    INSERT INTO settings (name, value) VALUES (:name, :value)
                    ON CONFLICT (name) DO UPDATE SET value = excluded.value
                    """, ["name": .text(name), "value": .text(value)])
            } else {
                try transaction.execute("DELETE FROM settings WHERE name = :name", ["name": .text(name)])
            }
        }
    }

    // MARK: Rows

    private static func insertKey(
        for business: BusinessID, kind: AccessKey.Kind, label: String, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> IssuedKey {
        let random = SymmetricKey(size: .bits256).withUnsafeBytes { bytes in
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        let secret = (kind == .secret ? "fd_sk_" : "fd_wk_") + random
        let key = AccessKey(
            id: UUIDv7.next(now: now), business: business, kind: kind, label: label, prefix: String(secret.prefix(12)),
            createdAt: now, revokedAt: nil)
        // The secret has 256 random bits, so that a fast hash is as good as a slow one.
        try transaction.execute(
            """
            INSERT INTO access_keys (id, business_id, kind, label, prefix, secret_hash, created_at)
            VALUES (:id, :business, :kind, :label, :prefix, :hash, :now)
            """,
            [
                "id": .text(key.id), "business": .integer(business.rawValue), "kind": .text(kind.rawValue),
                "label": .text(label), "prefix": .text(key.prefix), "hash": .blob(hash(secret)),
                "now": .integer(now.milliseconds),
            ])
        return IssuedKey(key: key, secret: secret)
    }

    private static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }

    private static func business(_ row: SQLRow) throws -> Business {
        Business(
            id: BusinessID(try row.integer("id")), name: try row.text("name"),
            settings: try JSONColumn.decode(BusinessSettings.self, from: try row.text("settings")),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")))
    }

    private static func key(_ row: SQLRow) throws -> AccessKey {
        guard let kind = AccessKey.Kind(rawValue: try row.text("kind")) else { throw SQLError.malformedValue("kind") }
        return AccessKey(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), kind: kind,
            label: try row.text("label"), prefix: try row.text("prefix"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            revokedAt: try row.optionalInteger("revoked_at").map { Timestamp(milliseconds: $0) })
    }
}
