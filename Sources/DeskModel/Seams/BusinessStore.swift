/// Keeps businesses and their keys.
public protocol BusinessStore: Sendable {
    /// Makes a business with one secret and one widget key.
    func createBusiness(name: String, settings: BusinessSettings) async throws -> (
        business: Business, secret: IssuedKey, widget: IssuedKey
    )
    func business(_ id: BusinessID) async throws -> Business?
    /// In order of id, starting after `after`.
    func businesses(after: BusinessID?, limit: Int) async throws -> [Business]
    /// Changes name and settings in one transaction, so that of changes made at once none is lost.
    ///
    /// - Parameters:
    ///   - version: the one that the change was made of; any when `nil`.
    ///   - change: gets the business as it is then, and may run more than once.
    /// - Returns: what it was and what it is; the same when nothing was changed.
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, what `change` throws.
    func editBusiness(
        _ id: BusinessID, version: Int?, _ change: @escaping @Sendable (inout Business) throws -> Void
    ) async throws -> (before: Business, after: Business)
    /// Removes the business and everything that belongs to it.
    ///
    /// - Parameter version: the one that is meant; any when `nil`.
    /// - Returns: whether it existed.
    /// - Throws: `StoreError.stale`.
    func deleteBusiness(_ id: BusinessID, version: Int?) async throws -> Bool

    /// The languages of its documents and of the questions it was asked.
    func languageUse(of business: BusinessID) async throws -> LanguageUse
    /// Keeps what the languages call for; what was kept before stands.
    func keep(_ model: AutomaticModel, for business: BusinessID) async throws

    func issueKey(for business: BusinessID, kind: AccessKey.Kind, label: String) async throws -> IssuedKey
    func keys(of business: BusinessID) async throws -> [AccessKey]
    /// - Returns: whether the business has such a key.
    func revokeKey(_ id: String, of business: BusinessID) async throws -> Bool
    /// The key with this secret, unless it is unknown or revoked.
    func authenticate(_ secret: String) async throws -> AccessKey?

    /// A server-wide setting such as the admin token's hash.
    func setting(_ name: String) async throws -> String?
    func setSetting(_ name: String, to value: String?) async throws
}

extension BusinessStore {
    /// Removes the business, whatever its version, and everything that belongs to it. - Returns: whether it existed.
    public func deleteBusiness(_ id: BusinessID) async throws -> Bool {
        try await deleteBusiness(id, version: nil)
    }
}
