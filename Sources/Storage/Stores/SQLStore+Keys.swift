import Crypto
public import DeskModel
import Foundation

extension SQLStore {
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
        // Longer ones are none of ours, and hashing them would cost time.
        guard secret.utf8.count <= 128 else { return nil }
        let hash = Self.hash(secret)
        return try await database.read { transaction in
            try transaction.row(
                "SELECT * FROM access_keys WHERE secret_hash = :hash AND revoked_at IS NULL", ["hash": .blob(hash)]
            ).map(Self.key)
        }
    }

    // MARK: Rows

    static func insertKey(
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

    private static func key(_ row: SQLRow) throws -> AccessKey {
        guard let kind = AccessKey.Kind(rawValue: try row.text("kind")) else { throw SQLError.malformedValue("kind") }
        return AccessKey(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), kind: kind,
            label: try row.text("label"), prefix: try row.text("prefix"),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            revokedAt: try row.optionalInteger("revoked_at").map { Timestamp(milliseconds: $0) })
    }
}
