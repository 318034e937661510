import Foundation

/// Does once, on a page of our own, what the first document would wait for: symbols are bound at their first call, and
/// libraries set themselves up.
enum WorkerWarmUp {
    static func run() {
        let request = WorkerRequest(purpose: .document, filename: "", length: 0, limits: ExtractionLimits())
        if let line = try? JSONEncoder().encode(request) {
            _ = try? JSONDecoder().decode(WorkerRequest.self, from: line)
        }
        _ = try? JSONEncoder().encode(WorkerReply.document(length: 0))
        if let document = try? PDFReader.read(page) { _ = DocumentEncoder.encode(document) }
    }

    /// A PDF of one page with two lines of text.
    private static var page: [UInt8] {
        let text = "BT /F 12 Tf 72 700 Td (A line to begin with,) Tj 0 -14 Td (and 1 more.) Tj ET"
        let objects = [
            "<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
            "<</Length \(text.utf8.count)>> stream\n\(text)\nendstream",
            "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
        ]
        var file = "%PDF-1.4\n"
        var table = "0000000000 65535 f \n"
        for (index, object) in objects.enumerated() {
            let offset = String(file.utf8.count)
            table += String(repeating: "0", count: 10 - offset.utf8.count) + offset + " 00000 n \n"
            file += "\(index + 1) 0 obj \(object) endobj\n"
        }
        let end = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n\(table)trailer <</Size \(objects.count + 1) /Root 1 0 R>>\n"
        file += "startxref\n\(end)\n%%EOF\n"
        return Array(file.utf8)
    }
}
