public import DeskModel

/// What the owner improves answers with: own answers, customers' feedback, regression cases and notices.
public struct ImprovementStores: Sendable {
    public let faqs: any FAQStore
    public let feedback: any FeedbackStore
    public let cases: any RegressionStore
    public let notices: any NoticeStore

    public init(
        faqs: any FAQStore, feedback: any FeedbackStore, cases: any RegressionStore, notices: any NoticeStore
    ) {
        self.faqs = faqs
        self.feedback = feedback
        self.cases = cases
        self.notices = notices
    }
}

extension DeskRequestContext {
    /// The business of the path, for those who may do that in it.
    ///
    /// - Throws: as `Principal.require(_:of:)`.
    func managedBusiness(
        in businesses: any BusinessStore, for permission: Permission = .manageBusiness
    ) async throws -> Business {
        let id = try businessParameter()
        try principal.require(permission, of: id)
        guard let business = try await businesses.business(id) else { throw APIError.notFound("business") }
        return business
    }
}
