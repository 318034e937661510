import Foundation

/// A small PDF of text pages (ISO 32000-1, base-14 font).
struct PDFFile {
    /// The lines of each page; a page without lines is blank.
    var pages: [[String]]
    /// Names the standard security handler with a password nobody has.
    var isEncrypted = false

    var data: Data {
        // 1 catalog, 2 page tree, 3 font, then a page and its content in turn.
        let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count \(pages.count) /Kids [\(kids)] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for (index, lines) in pages.enumerated() {
            let shown = lines.enumerated().map { line, text in
                "BT /F1 11 Tf 72 \(720 - 16 * line) Td (\(text)) Tj ET"
            }.joined(separator: "\n")
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
                    + "/Contents \(5 + 2 * index) 0 R >>")
            objects.append("<< /Length \(shown.utf8.count) >>\nstream\n\(shown)\nendstream")
        }
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        var length = file.utf8.count
        for (index, object) in objects.enumerated() {
            offsets.append(length)
            let text = "\(index + 1) 0 obj\n\(object)\nendobj\n"
            length += text.utf8.count
            file += text
        }
        let table = offsets.map { String(String(10_000_000_000 + $0).dropFirst()) + " 00000 n \n" }.joined()
        let zeros = String(repeating: "41", count: 32)
        let encryption =
            isEncrypted ? "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <\(zeros)> /U <\(zeros)> >>" : ""
        file += """
            xref
            0 \(objects.count + 1)
            0000000000 65535 f \n\(table)trailer
            << /Size \(objects.count + 1) /Root 1 0 R /ID [<00112233> <00112233>] \(encryption) >>
            startxref
            \(length)
            %%EOF

            """
        return Data(file.utf8)
    }
}
