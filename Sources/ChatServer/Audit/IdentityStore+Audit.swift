import DeskModel

/// Changes of a business's identity key with their rows in the audit log; for the API and the pages alike.
extension IdentityStore {
    private typealias Shown = IdentityKeyController.IdentityKeyResponse

    /// Makes a business's first key. - Throws: 409 when it has one.
    func makeIdentityKey(of business: BusinessID, loggedBy context: DeskRequestContext) async throws -> IdentityKey {
        let key = IdentityKey.generate()
        let note = AuditNote("identity-key", after: Shown(key))
        let isKept = try await context.audited("identity-key.create", in: business, note) {
            try await addIdentityKey(key, of: business)
        }
        guard isKept else {
            throw APIError.conflict(
                "identity_key_exists", "The business has an identity key: rotate that one, or delete it first.")
        }
        return key
    }

    /// Makes a key in the place of the one before. - Throws: 404 when there is none.
    func rotateIdentityKey(of business: BusinessID, loggedBy context: DeskRequestContext) async throws -> IdentityKey {
        guard let stored = try await identityKey(of: business) else { throw APIError.notFound("identity key") }
        let key = IdentityKey.generate()
        let note = AuditNote("identity-key", before: Shown(stored), after: Shown(key))
        let isFound = try await context.audited("identity-key.rotate", in: business, note) {
            try await replaceIdentityKey(with: key, of: business)
        }
        guard isFound else { throw APIError.notFound("identity key") }
        return key
    }

    /// - Throws: 404 when there is none.
    func deleteIdentityKey(of business: BusinessID, loggedBy context: DeskRequestContext) async throws {
        guard let stored = try await identityKey(of: business) else { throw APIError.notFound("identity key") }
        let note = AuditNote("identity-key", before: Shown(stored))
        let isFound = try await context.audited("identity-key.delete", in: business, note) {
            try await deleteIdentityKey(of: business)
        }
        guard isFound else { throw APIError.notFound("identity key") }
    }
}
