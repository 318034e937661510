/// A document of a business and where its ingest stands.
public struct Document: Hashable, Sendable {
    public enum Status: String, Hashable, Sendable, Codable { case queued, processing, ready, failed, cancelled }

    public let id: DocumentID
    public let business: BusinessID
    /// What people call it: the file's own title, else its first heading, else its name.
    public var title: String
    public var filename: String
    /// Decided by content; `nil` until the bytes were looked at.
    public var kind: DocumentKind?
    /// Counts up from 1 with each replacement of the content.
    public var version: Int
    /// Of the bytes, 64 lower-case hexadecimal digits.
    public var sha256: String
    public var byteCount: Int
    public var status: Status
    /// 0...1 over the whole ingest.
    public var progress: Double
    public var pages: Int
    public var chunks: Int
    public var error: DocumentFailure?
    public var warnings: [String]
    public var labels: DocumentLabels
    public let createdAt: Timestamp
    public var updatedAt: Timestamp

    public init(
        id: DocumentID, business: BusinessID, title: String, filename: String, kind: DocumentKind?, version: Int,
        sha256: String, byteCount: Int, status: Status, progress: Double, pages: Int, chunks: Int,
        error: DocumentFailure?, warnings: [String], labels: DocumentLabels = DocumentLabels(),
        createdAt: Timestamp, updatedAt: Timestamp
    ) {
        self.id = id
        self.business = business
        self.title = title
        self.filename = filename
        self.kind = kind
        self.version = version
        self.sha256 = sha256
        self.byteCount = byteCount
        self.status = status
        self.progress = progress
        self.pages = pages
        self.chunks = chunks
        self.error = error
        self.warnings = warnings
        self.labels = labels
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// The formats that are read.
public enum DocumentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case pdf, docx, txt, markdown, html

    /// The MIME type the stored bytes are served with.
    public var mediaType: String {
        switch self {
        case .pdf: "application/pdf"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .txt, .markdown: "text/plain; charset=utf-8"
        case .html: "text/html; charset=utf-8"
        }
    }
}

/// Why a document could not be taken in: a stable code and a sentence that says what to do.
public struct DocumentFailure: Error, Hashable, Sendable, Codable {
    /// Stable, snake case: `encrypted`, `damaged`, `unsupported_kind`, `empty`, `too_large`, `too_many_pages`,
    /// `timed_out`, `out_of_memory`, `no_text`, `internal`.
    public let code: String
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// Bytes as a user handed them over.
public struct DocumentUpload: Sendable {
    public let business: BusinessID
    public let filename: String
    public let content: [UInt8]
    /// Replaces this document's content, keeping its id, when given.
    public let replacing: DocumentID?
    /// Of the document that the bytes belong to, be it new or known.
    public let labels: LabelChange
    /// Whether the labels of a document that has these bytes already stay as they are.
    public let keepsKnownLabels: Bool

    public init(
        business: BusinessID, filename: String, content: [UInt8], replacing: DocumentID? = nil,
        labels: LabelChange = LabelChange(), keepsKnownLabels: Bool = false
    ) {
        self.business = business
        self.filename = filename
        self.content = content
        self.replacing = replacing
        self.labels = labels
        self.keepsKnownLabels = keepsKnownLabels
    }
}

/// One page of extracted text; formats without pages have a single page 1.
public struct DocumentPage: Hashable, Sendable, Codable {
    /// From 1.
    public let number: Int
    public let text: String

    public init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}
