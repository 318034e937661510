public import DeskModel
import Logging

/// Takes documents in and removes them: the store's changes are handed on to the index and to the ingest.
public struct DocumentLibrary: Sendable {
    let store: any DocumentStore
    private let vectorSearch: any VectorSearch
    /// Whether these are the bytes of a kind that is taken.
    private let isTaken: @Sendable ([UInt8]) async throws -> Bool
    /// Wakes the ingest.
    private let accepted: @Sendable () -> Void

    /// - Parameters:
    ///   - isTaken: whether these are the bytes of a kind that is taken; throws `DocumentFailure` where that cannot be told.
    ///   - accepted: wakes the ingest.
    public init(
        store: any DocumentStore, vectorSearch: any VectorSearch,
        isTaken: @escaping @Sendable ([UInt8]) async throws -> Bool, accepted: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.vectorSearch = vectorSearch
        self.isTaken = isTaken
        self.accepted = accepted
    }

    /// Stores a file and queues its ingest.
    ///
    /// - Returns: the document, and whether it is new (the same bytes give the same document).
    /// - Throws: `DocumentFailure` `empty`, `unsupported_kind` or that its kind cannot be told, `StoreError`.
    public func add(_ upload: DocumentUpload) async throws -> (document: Document, created: Bool) {
        guard !upload.content.isEmpty else {
            throw DocumentFailure(code: "empty", message: "The file is empty: choose one with text in it.")
        }
        guard try await isTaken(upload.content) else {
            throw DocumentFailure(
                code: "unsupported_kind",
                message: "This kind of file cannot be read: upload PDF, DOCX, TXT, Markdown or HTML.")
        }
        let result = try await store.accept(upload)
        accepted()
        return result
    }

    /// - Parameter keepingContent: whether the bytes are handed back.
    /// - Returns: what the document was when it was deleted; `nil` when there was none.
    func delete(
        _ id: DocumentID, in business: BusinessID, keepingContent: Bool, logger: Logger
    ) async throws -> DeletedDocument? {
        let deleted = try await store.delete(id, in: business, keepingContent: keepingContent)
        if let change = deleted?.change { await apply(change, logger: logger) }
        return deleted
    }

    /// Forgets a business's index after the business was deleted.
    func forget(_ business: BusinessID) async throws { try await vectorSearch.drop(business) }

    func requeue(_ id: DocumentID, in business: BusinessID) async throws -> Bool {
        let found = try await store.requeue(id, in: business)
        if found { accepted() }
        return found
    }

    /// The database has the change already, and the index notices a missed one by its generation: a failure here
    /// costs time, not truth.
    private func apply(_ change: IndexChange, logger: Logger) async {
        do {
            try await vectorSearch.apply(change)
        } catch {
            logger.warning("Index will be rebuilt", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
