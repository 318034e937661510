/// Keeps what owners should look at.
public protocol NoticeStore: Sendable {
    /// Stores the notice unless the business has one of the same key. - Returns: whether it is new.
    @discardableResult
    func raise(_ notice: Notice) async throws -> Bool
    /// Newest first, starting after `after`; of every status without `status`.
    func notices(in business: BusinessID, status: Notice.Status?, after: NoticeID?, limit: Int) async throws -> [Notice]
    func notice(_ id: NoticeID, in business: BusinessID) async throws -> Notice?
    func notice(withKey key: String, in business: BusinessID) async throws -> Notice?
    /// - Returns: whether there is such a notice.
    func setStatus(_ status: Notice.Status, of id: NoticeID, in business: BusinessID) async throws -> Bool
    /// Forgets the notice, so that it can be raised again. - Returns: whether there was one.
    @discardableResult
    func withdraw(_ key: String, in business: BusinessID) async throws -> Bool
}
