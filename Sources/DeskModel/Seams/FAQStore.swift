/// Keeps a business's own answers and the vectors of their questions.
public protocol FAQStore: Sendable {
    /// Stores a new one. Citations of documents that are not the business's are left out.
    ///
    /// - Throws: `StoreError.notFound` when there is no such business; `StoreError.full` when it has `mostFAQs`.
    func add(_ faq: FAQ) async throws
    func faq(_ id: FAQID, in business: BusinessID) async throws -> FAQ?
    /// Newest first, starting after `after`; of every status without `status`.
    func faqs(in business: BusinessID, status: FAQ.Status?, after: FAQID?, limit: Int) async throws -> [FAQ]
    /// Replaces what can be changed; vectors of wordings that changed are forgotten. - Returns: whether it exists.
    func update(_ faq: FAQ) async throws -> Bool
    func deleteFAQ(_ id: FAQID, in business: BusinessID) async throws -> Bool

    /// The approved ones with those of their vectors that the model made, and the revision that this is.
    func approvedFAQs(in business: BusinessID, modelID: String) async throws -> ApprovedFAQs
    /// Stores vectors of wordings; those of FAQs that are gone are dropped.
    func store(_ vectors: [PhrasingVector], of modelID: String, in business: BusinessID) async throws
}

extension FAQStore {
    /// As many as a business may have.
    public static var mostFAQs: Int { 2_000 }
}

/// A business's approved FAQs as of one revision.
public struct ApprovedFAQs: Sendable {
    /// `Business.faqRevision` that this belongs to.
    public let revision: Int64
    public let faqs: [FAQ]
    public let vectors: [PhrasingVector]

    public init(revision: Int64, faqs: [FAQ], vectors: [PhrasingVector]) {
        self.revision = revision
        self.faqs = faqs
        self.vectors = vectors
    }
}
