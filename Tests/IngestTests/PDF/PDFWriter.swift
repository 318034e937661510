/// Writes small PDF files for tests: base-14 fonts, text placed by hand, and what a test wants broken.
struct PDFWriter {
    struct Page {
        var operations = ""
        /// Raw objects that stand in for the page's content stream, such as one with a filter: dictionary entries, bytes.
        var rawContent: (entries: String, bytes: [UInt8])?
        var annotations: [String] = []

        /// Shows text with its baseline `y` points below the page's upper edge.
        mutating func text(_ text: String, x: Double, y: Double, size: Double = 10, font: String = "F1") {
            operations += "BT /\(font) \(size) Tf 1 0 0 1 \(x) \(792 - y) Tm (\(Self.escaped(text))) Tj ET\n"
        }

        /// Shows text running up the page.
        mutating func sideways(_ text: String, x: Double, y: Double, size: Double = 10) {
            operations += "BT /F1 \(size) Tf 0 1 -1 0 \(x) \(792 - y) Tm (\(Self.escaped(text))) Tj ET\n"
        }

        /// Shows lines below each other, twelve points apart, and returns where the next one would stand.
        @discardableResult
        mutating func lines(
            _ lines: [String], x: Double, y: Double, size: Double = 10, font: String = "F1", leading: Double = 12
        ) -> Double {
            for (index, line) in lines.enumerated() {
                text(line, x: x, y: y + Double(index) * leading, size: size, font: font)
            }
            return y + Double(lines.count) * leading
        }

        private static func escaped(_ text: String) -> String {
            text.unicodeScalars.map { scalar in
                switch scalar {
                case "(", ")", "\\": "\\\(scalar)"
                case _ where scalar.isASCII && scalar.value >= 0x20: String(scalar)
                default: "\\" + String(0o1000 + Int(scalar.value & 0xFF), radix: 8).dropFirst()
                }
            }.joined()
        }
    }

    var pages: [Page] = []
    /// Title, page from 1 and height above the page's lower edge.
    var outline: [(title: String, page: Int, height: Double)] = []
    var title: String?
    var isEncrypted = false

    func data() -> [UInt8] {
        var objects: [[UInt8]] = []
        func add(_ text: String) -> Int {
            objects.append(Array(text.utf8))
            return objects.count
        }
        let catalogNumber = add(""), treeNumber = add("")
        let encoding = "<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [1 /fi /fl /ffi /sfthyphen] >>"
        let plain = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding \(encoding) >>")
        let bold = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
        let map =
            "/CIDInit /ProcSet findresource begin begincmap /CMapType 2 def 1 begincodespacerange <00> <FF> "
            + "endcodespacerange 1 beginbfrange <61> <7A> <05D0> endbfrange endcmap end"
        let mapNumber = add("<< /Length \(map.utf8.count) >>\nstream\n\(map)\nendstream")
        let mapped = add(
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding "
                + "/ToUnicode \(mapNumber) 0 R >>"
        )
        var kids: [Int] = []
        for page in pages {
            let entries = page.rawContent?.entries ?? ""
            let bytes = page.rawContent?.bytes ?? Array(page.operations.utf8)
            objects.append(
                Array("<< /Length \(bytes.count) \(entries) >>\nstream\n".utf8) + bytes + Array("\nendstream".utf8))
            let content = objects.count
            let annotations = page.annotations.map { add($0) }
            let list = annotations.map { "\($0) 0 R" }.joined(separator: " ")
            kids.append(
                add(
                    "<< /Type /Page /Parent \(treeNumber) 0 R /MediaBox [0 0 612 792] /Contents \(content) 0 R "
                        + "/Annots [\(list)] /Resources << /Font << "
                        + "/F1 \(plain) 0 R /F2 \(bold) 0 R /F3 \(mapped) 0 R >> >> >>"
                ))
        }
        let fields = objects.indices.filter {
            String(decoding: objects[$0].prefix(60), as: UTF8.self).contains("/Widget")
        }
        let form = "/AcroForm << /Fields [\(fields.map { "\($0 + 1) 0 R" }.joined(separator: " "))] >>"
        let outlines = addOutline(to: &objects, pages: kids)
        objects[catalogNumber - 1] = Array("<< /Type /Catalog /Pages \(treeNumber) 0 R \(form) \(outlines) >>".utf8)
        let list = kids.map { "\($0) 0 R" }.joined(separator: " ")
        objects[treeNumber - 1] = Array("<< /Type /Pages /Count \(kids.count) /Kids [\(list)] >>".utf8)
        let info = title.map { add("<< /Title (\($0)) >>") }
        return assemble(objects, catalog: catalogNumber, info: info)
    }

    private func addOutline(to objects: inout [[UInt8]], pages: [Int]) -> String {
        guard !outline.isEmpty else { return "" }
        let root = objects.count + 1
        let last = root + outline.count
        objects.append(
            Array("<< /Type /Outlines /First \(root + 1) 0 R /Last \(last) 0 R /Count \(outline.count) >>".utf8))
        for (index, entry) in outline.enumerated() {
            let next = index + 1 < outline.count ? "/Next \(root + index + 2) 0 R" : ""
            let destination = "[\(pages[entry.page - 1]) 0 R /XYZ 0 \(entry.height) 0]"
            objects.append(
                Array("<< /Title (\(entry.title)) /Parent \(root) 0 R \(next) /Dest \(destination) >>".utf8))
        }
        return "/Outlines \(root) 0 R"
    }

    private func assemble(_ objects: [[UInt8]], catalog: Int, info: Int?) -> [UInt8] {
        var file = Array("%PDF-1.4\n".utf8)
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.count)
            file += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let table = file.count
        file += Array("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8)
        for offset in offsets {
            file += Array((String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n").utf8)
        }
        let zeros = String(repeating: "41", count: 32)
        let encryption =
            isEncrypted ? "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <\(zeros)> /U <\(zeros)> >>" : ""
        let identity = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>]"
        let properties = info.map { "/Info \($0) 0 R" } ?? ""
        let trailer =
            "trailer\n<< /Size \(objects.count + 1) /Root \(catalog) 0 R \(properties) \(identity) \(encryption) >>\n"
        return file + Array((trailer + "startxref\n\(table)\n%%EOF\n").utf8)
    }
}

extension PDFWriter {
    /// One page of text.
    static func page(_ make: (inout Page) -> Void) -> [UInt8] {
        var page = Page()
        make(&page)
        return PDFWriter(pages: [page]).data()
    }
}
