/// Keeps a business's regression cases.
public protocol RegressionStore: Sendable {
    /// Stores a new case; one made from a FAQ takes the place of the FAQ's earlier one.
    ///
    /// - Throws: `StoreError.notFound` when there is no such business; `StoreError.full` when it has
    ///   `mostRegressionCases`.
    func add(_ regressionCase: RegressionCase) async throws
    func regressionCase(_ id: RegressionCaseID, in business: BusinessID) async throws -> RegressionCase?
    /// Newest first, starting after `after`.
    func regressionCases(in business: BusinessID, after: RegressionCaseID?, limit: Int) async throws -> [RegressionCase]
    /// - Returns: whether there was such a case.
    func deleteRegressionCase(_ id: RegressionCaseID, in business: BusinessID) async throws -> Bool
    /// - Returns: whether a case was made from the FAQ.
    @discardableResult
    func deleteRegressionCase(of faq: FAQID, in business: BusinessID) async throws -> Bool
}

extension RegressionStore {
    /// As many as a business may have.
    public static var mostRegressionCases: Int { 1_000 }
}
