/// Keeps those who talk to a business. A contact is made by the first message of a conversation without one.
public protocol ContactStore: Sendable {
    func contact(_ id: ContactID, in business: BusinessID) async throws -> Contact?
}
