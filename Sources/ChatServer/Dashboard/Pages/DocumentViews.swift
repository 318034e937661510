import DeskModel

/// The page of a business's documents.
struct DocumentsView: Sendable {
    let summary: String
    let rows: [DocumentRow]
    let isEmpty: Bool
    let moreURL: String?

    /// - Parameter limit: documents of a page.
    init(_ documents: [Document], limit: Int, visit: Visit) {
        rows = documents.map { DocumentRow($0, visit: visit) }
        summary = Self.summary(documents, texts: visit.texts)
        isEmpty = documents.isEmpty
        moreURL =
            documents.count == limit ? documents.last.map { "\(visit.base)documents?after=\($0.id)" } : nil
    }

    static func summary(_ documents: [Document], texts: Texts) -> String {
        guard !documents.isEmpty else { return "" }
        let all = texts.count("documents_count", documents.count)
        let busy = documents.count { $0.status.isBusy }
        return busy == 0 ? all : texts.fill("documents_busy", ["all": all, "count": String(busy)])
    }
}

/// A document in the list.
struct DocumentRow: Sendable {
    let id: DocumentID
    let kind: String
    let title: String
    /// Opens the text, or the file.
    let openURL: String
    let detailsURL: String
    let actionURL: String
    let meta: String
    let status: String
    let state: String
    let isBusy: Bool
    /// 0...1.
    let progress: String
    let progressLabel: String
    let problem: String?
    let warnings: [String]
    let canRetry: Bool
    let deleteText: String

    init(_ document: Document, visit: Visit) {
        let texts = visit.texts
        let name = document.title.isEmpty ? document.filename : document.title
        let kindName = document.kind?.rawValue ?? String(document.filename.split(separator: ".").last ?? "?")
        let percent = Int((document.progress * 100).rounded())
        id = document.id
        kind = String((kindName == "markdown" ? "MD" : kindName.uppercased()).prefix(4))
        title = name
        openURL = "\(visit.root)documents/\(document.id)"
        detailsURL = "\(visit.base)documents/\(document.id)"
        actionURL = detailsURL
        var facts = [document.filename, Figures.size(document.byteCount)]
        if document.pages > 0 { facts.append(texts.count("pages_count", document.pages)) }
        if document.status == .ready { facts.append(texts.count("passages_count", document.chunks)) }
        if document.version > 1 { facts.append(texts.fill("version", ["number": String(document.version)])) }
        if document.labels.audience == .staff { facts.append(texts["for_staff"]) }
        meta = facts.joined(separator: " · ")
        status = document.status.rawValue
        state =
            texts["document_\(document.status.rawValue)"]
            + (document.status == .processing && percent > 0 ? " \(percent) %" : "")
        isBusy = document.status.isBusy
        progress = String((document.progress * 1000).rounded() / 1000)
        progressLabel = texts.fill("progress_of", ["name": document.filename])
        problem = document.error?.message
        warnings = document.warnings
        canRetry = document.status == .failed || document.status == .cancelled
        deleteText = texts.fill("delete_document_text", ["name": name])
    }
}

/// One document with what its owner says of it.
struct DocumentDetailsView: Sendable {
    let row: DocumentRow
    let tags: String
    let isForStaff: Bool
    let effectiveDay: String
    let version: Int
    let uploaded: Moment
    let changed: Moment
    let fileURL: String

    init(_ document: Document, of business: Business, visit: Visit) {
        row = DocumentRow(document, visit: visit)
        tags = document.labels.tags.joined(separator: ", ")
        isForStaff = document.labels.audience == .staff
        effectiveDay = DayField.first.text(document.labels.effectiveAt, at: business)
        version = document.version
        uploaded = Moment(document.createdAt)
        changed = Moment(document.updatedAt)
        fileURL = "\(visit.root)api/documents/\(document.id)/content"
    }
}

extension Document.Status {
    /// Whether its text is on the way.
    var isBusy: Bool { self == .queued || self == .processing }
}
