/// Keeps those who talk to a business. A contact is made by the first message of a conversation without one.
public protocol ContactStore: Sendable {
    func contact(_ id: ContactID, in business: BusinessID) async throws -> Contact?
    /// Newest first, starting after `after`.
    func contacts(_ query: ContactQuery, in business: BusinessID, after: ContactID?, limit: Int) async throws
        -> [Contact]
    /// Stores a contact under its id and the next number. The same id again changes nothing.
    ///
    /// - Returns: the contact as stored.
    /// - Throws: `StoreError.taken` when another has its token; `StoreError.notFound` for an unknown business.
    func create(_ contact: Contact) async throws -> Contact
    /// Changes a contact in one transaction.
    ///
    /// - Parameter version: the one that the change was made of; any when `nil`.
    /// - Throws: `StoreError.notFound`, `StoreError.stale`, what `change` throws.
    func editContact(
        _ id: ContactID, in business: BusinessID, version: Int?,
        _ change: @escaping @Sendable (inout Contact) throws -> Void
    ) async throws -> Contact
    /// Removes a contact; their conversations stay, without a contact, unless they are to go too.
    ///
    /// - Throws: `StoreError.notFound`, `StoreError.stale`.
    func deleteContact(
        _ id: ContactID, in business: BusinessID, version: Int?, withConversations: Bool
    ) async throws
    /// Makes two contacts one: `kept` gets the conversations, calls, addresses and participations of `merged`, and
    /// what it had not itself.
    ///
    /// - Throws: `StoreError.notFound`.
    func merge(_ merged: ContactID, into kept: ContactID, in business: BusinessID) async throws -> ContactMerge
    /// Parts them again: what was moved goes back, and the contact that stayed gets the fields it had, unless they were
    /// changed since.
    ///
    /// - Throws: `StoreError.notFound` when the contact has no such merge, or it was undone.
    func undoMerge(_ id: ContactMergeID, of kept: ContactID, in business: BusinessID) async throws -> ContactMerge
}
