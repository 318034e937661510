import Crypto
public import DeskModel
import Foundation

extension SQLStore {
    public func accept(_ upload: DocumentUpload) async throws -> (document: Document, created: Bool) {
        let sha256 = SHA256.hash(data: upload.content).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        let now = Timestamp.now()
        return try await database.write { transaction in
            try transaction.requireBusiness(upload.business)
            if let replaced = upload.replacing, try Self.find(replaced, in: upload.business, transaction) == nil {
                throw StoreError.notFound
            }
            let same = try transaction.row(
                "SELECT * FROM documents WHERE business_id = :business AND sha256 = :sha",
                ["business": .integer(upload.business.rawValue), "sha": .text(sha256)]
            ).map(Self.document)
            if var same {
                if let replaced = upload.replacing, replaced != same.id { throw StoreError.duplicate(of: same.id) }
                if !upload.keepsKnownLabels { same = try Self.label(same, upload.labels, transaction) }
                guard same.status == .failed || same.status == .cancelled else { return (same, false) }
                return (try Self.queue(same, now: now, transaction), false)
            }
            let document: Document
            if let replaced = upload.replacing {
                document = try Self.replace(replaced, with: upload, sha256: sha256, now: now, transaction)
            } else {
                document = Document(
                    id: UUIDv7.next(now: now), business: upload.business, title: SQLValue.storable(upload.filename),
                    filename: SQLValue.storable(upload.filename), kind: nil, version: 1, sha256: sha256,
                    byteCount: upload.content.count, status: .queued, progress: 0, pages: 0, chunks: 0, error: nil,
                    warnings: [], createdAt: now, updatedAt: now)
                try Self.insert(document, transaction)
            }
            try transaction.execute(
                """
                INSERT INTO document_contents (business_id, document_id, version, content)
                VALUES (:business, :id, :version, :content)
                """,
                [
                    "business": .integer(document.business.rawValue), "id": .text(document.id),
                    "version": .integer(document.version), "content": .blob(upload.content),
                ])
            // Before the text can be found, so that what is for staff alone never is by others.
            _ = try Self.label(document, upload.labels, transaction)
            try transaction.execute(
                "UPDATE documents SET uploaded_at = :now WHERE id = :id AND business_id = :business",
                [
                    "business": .integer(document.business.rawValue), "id": .text(document.id),
                    "now": .integer(now.milliseconds),
                ])
            return (try Self.queue(document, now: now, transaction), true)
        }
    }

    public func document(_ id: DocumentID, in business: BusinessID) async throws -> Document? {
        try await database.read { try Self.find(id, in: business, $0) }
    }

    public func documents(in business: BusinessID, after: DocumentID?, limit: Int) async throws -> [Document] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT * FROM documents WHERE business_id = :business AND id < :after ORDER BY id DESC LIMIT :limit
                """,
                [
                    "business": .integer(business.rawValue), "after": .before(after), "limit": .limit(limit),
                ]
            ).map(Self.document)
        }
    }

    public func content(of id: DocumentID, in business: BusinessID) async throws -> [UInt8]? {
        try await database.read { try Self.content(of: id, in: business, $0) }
    }

    public func pages(of id: DocumentID, in business: BusinessID) async throws -> [DocumentPage] {
        try await database.read { transaction in
            try transaction.rows(
                """
                SELECT number, text FROM document_pages
                WHERE document_id = :id AND business_id = :business ORDER BY number
                """, ["id": .text(id), "business": .integer(business.rawValue)]
            ).map { DocumentPage(number: try $0.int("number"), text: try $0.text("text")) }
        }
    }

    public func delete(
        _ id: DocumentID, in business: BusinessID, keepingContent: Bool
    ) async throws -> DeletedDocument? {
        try await database.write { [fullText] transaction in
            guard let document = try Self.find(id, in: business, transaction) else { return nil }
            let content = try keepingContent ? Self.content(of: id, in: business, transaction) : nil
            let removed = try Self.removeChunks(of: id, in: business, fullText: fullText, transaction)
            try Self.countCitationsLost(with: id, in: business, transaction)
            try transaction.execute(
                "DELETE FROM documents WHERE id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)])
            let change =
                try removed.elements.isEmpty
                ? nil : Self.change(of: business, to: nil, added: ChunkSet(), removed: removed, transaction)
            return DeletedDocument(document: document, content: content, change: change)
        }
    }

    public func cancel(_ id: DocumentID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            let jobs = try transaction.execute(
                "DELETE FROM ingest_jobs WHERE document_id = :id AND business_id = :business",
                ["id": .text(id), "business": .integer(business.rawValue)])
            guard jobs > 0 else { return false }
            try Self.end(id, in: business, as: .cancelled, error: .null, transaction)
            return true
        }
    }

    public func requeue(_ id: DocumentID, in business: BusinessID) async throws -> Bool {
        try await database.write { transaction in
            guard let document = try Self.find(id, in: business, transaction) else { return false }
            try Self.queue(document, now: .now(), transaction)
            return true
        }
    }

    // MARK: Rows

    static func find(_ id: DocumentID, in business: BusinessID, _ transaction: any SQLTransaction) throws -> Document? {
        try transaction.row(
            "SELECT * FROM documents WHERE id = :id AND business_id = :business",
            ["id": .text(id), "business": .integer(business.rawValue)]
        ).map(document)
    }

    /// The bytes of the version that is served, else of the newest.
    private static func content(
        of id: DocumentID, in business: BusinessID, _ transaction: any SQLTransaction
    ) throws -> [UInt8]? {
        try transaction.row(
            """
            SELECT content FROM documents d JOIN document_contents c
                ON c.business_id = d.business_id AND c.document_id = d.id
                AND c.version = coalesce(d.served_version, d.version)
            WHERE d.id = :id AND d.business_id = :business
            """, ["id": .text(id), "business": .integer(business.rawValue)])?.blob("content")
    }

    /// Queues the document's current version afresh; an ingest under way loses its claim.
    @discardableResult
    private static func queue(
        _ document: Document, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> Document {
        let parameters: [String: SQLValue] = [
            "business": .integer(document.business.rawValue), "id": .text(document.id),
        ]
        try transaction.execute(
            "DELETE FROM ingest_jobs WHERE business_id = :business AND document_id = :id", parameters)
        try transaction.execute(
            """
            INSERT INTO ingest_jobs (business_id, document_id, version)
            SELECT business_id, id, version FROM documents WHERE business_id = :business AND id = :id
            """, parameters)
        let row = try transaction.row(
            """
            UPDATE documents SET status = 'queued', progress = 0, error = NULL, updated_at = :now
            WHERE business_id = :business AND id = :id RETURNING *
            """, parameters.merging(["now": .integer(now.milliseconds)]) { $1 })
        guard let row else { throw StoreError.notFound }
        return try Self.document(row)
    }

    /// Ends an ingest that made nothing. Where an earlier version goes on being served, its pages are counted again.
    static func end(
        _ id: DocumentID, in business: BusinessID, as status: Document.Status, error: SQLValue,
        _ transaction: any SQLTransaction
    ) throws {
        try transaction.execute(
            """
            UPDATE documents SET status = :status, error = :error, updated_at = :now,
                pages = CASE WHEN served_version IS NULL THEN pages ELSE (
                    SELECT count(*) FROM document_pages p
                    WHERE p.business_id = documents.business_id AND p.document_id = documents.id) END
            WHERE id = :id AND business_id = :business
            """,
            [
                "id": .text(id), "business": .integer(business.rawValue), "status": .text(status.rawValue),
                "error": error, "now": .integer(Timestamp.now().milliseconds),
            ])
    }

    private static func replace(
        _ id: DocumentID, with upload: DocumentUpload, sha256: String, now: Timestamp, _ transaction: any SQLTransaction
    ) throws -> Document {
        let row = try transaction.row(
            """
            UPDATE documents SET version = version + 1, filename = :filename, sha256 = :sha, byte_count = :bytes,
                status = 'queued', progress = 0, error = NULL, updated_at = :now
            WHERE id = :id AND business_id = :business RETURNING *
            """,
            [
                "id": .text(id), "business": .integer(upload.business.rawValue), "filename": .text(upload.filename),
                "sha": .text(sha256), "bytes": .integer(upload.content.count), "now": .integer(now.milliseconds),
            ])
        guard let row else { throw StoreError.notFound }
        return try document(row)
    }

    private static func insert(_ document: Document, _ transaction: any SQLTransaction) throws {
        try transaction.execute(
            """
            INSERT INTO documents (id, business_id, title, filename, sha256, byte_count, status, created_at, updated_at)
            VALUES (:id, :business, :title, :filename, :sha, :bytes, 'queued', :now, :now)
            """,
            [
                "id": .text(document.id), "business": .integer(document.business.rawValue),
                "title": .text(document.title), "filename": .text(document.filename), "sha": .text(document.sha256),
                "bytes": .integer(document.byteCount), "now": .integer(document.createdAt.milliseconds),
            ])
    }

    static func document(_ row: SQLRow) throws -> Document {
        guard let status = Document.Status(rawValue: try row.text("status")) else {
            throw SQLError.malformedValue("status")
        }
        return Document(
            id: try row.text("id"), business: BusinessID(try row.integer("business_id")), title: try row.text("title"),
            filename: try row.text("filename"),
            kind: try row.optionalText("kind").flatMap(DocumentKind.init(rawValue:)),
            version: try row.int("version"), sha256: try row.text("sha256"), byteCount: try row.int("byte_count"),
            status: status, progress: try row.real("progress"), pages: try row.int("pages"),
            chunks: try row.int("chunks"),
            error: try row.optionalText("error").map { try JSONColumn.decode(DocumentFailure.self, from: $0) },
            warnings: try JSONColumn.decode([String].self, from: try row.text("warnings")),
            labels: try labels(row),
            createdAt: Timestamp(milliseconds: try row.integer("created_at")),
            updatedAt: Timestamp(milliseconds: try row.integer("updated_at")))
    }
}
