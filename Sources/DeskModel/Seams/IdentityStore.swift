/// Keeps what proves who the visitors of a business's web pages are, and the contacts of those who were proven.
public protocol IdentityStore: Sendable {
    /// `nil` where every visitor is anonymous.
    func identityKey(of business: BusinessID) async throws -> IdentityKey?
    /// Keeps a business's first key. - Returns: false when it has one, which stays.
    /// - Throws: `StoreError.notFound` for an unknown business.
    func addIdentityKey(_ key: IdentityKey, of business: BusinessID) async throws -> Bool
    /// Puts a key in the place of the one before, whose hashes prove nothing from then on. - Returns: whether there was
    /// one.
    func replaceIdentityKey(with key: IdentityKey, of business: BusinessID) async throws -> Bool
    /// Forgets the key; contacts that were verified stay so. - Returns: whether there was one.
    func deleteIdentityKey(of business: BusinessID) async throws -> Bool

    /// The newest conversation that was opened by the visitor and is not closed, else a new one. A contact whom the
    /// business calls so is found or made; what is not known of it is filled in, and nothing is overwritten. What began
    /// without proof is never gone on with, whosever it was made by a merge: somebody else may be in it.
    ///
    /// - Throws: `StoreError.notFound` for an unknown business.
    func openConversation(of visitor: VerifiedVisitor, in business: BusinessID) async throws -> Conversation
    /// Whether the conversation was opened by somebody whom the business vouched for.
    func isVerified(_ conversation: ConversationID, in business: BusinessID) async throws -> Bool
}
