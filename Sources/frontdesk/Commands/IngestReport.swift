import DeskModel

/// What `frontdesk ingest --json` writes.
struct IngestReport: Encodable {
    struct Owner: Encodable {
        let id: BusinessID
        let name: String
        /// Shown this once, of a business that was made.
        @OrNull var apiKey: String?
        @OrNull var widgetKey: String?

        init(_ business: Business, _ keys: (secret: String, widget: String)?) {
            id = business.id
            name = business.name
            apiKey = keys?.secret
            widgetKey = keys?.widget
        }
    }

    struct File: Encodable {
        let file: String
        /// `nil` for a file that was refused.
        @OrNull var id: DocumentID?
        /// A document's, or `refused`.
        let status: String
        @OrNull var error: DocumentFailure?
        let chunks: Int
        let warnings: [String]

        init(_ file: String, _ document: Document) {
            self.file = file
            status = document.status.rawValue
            chunks = document.chunks
            warnings = document.warnings
            id = document.id
            error = document.error
        }

        init(_ file: String, _ failure: DocumentFailure) {
            self.file = file
            status = "refused"
            chunks = 0
            warnings = []
            error = failure
        }
    }

    let business: Owner
    let documents: [File]
}
