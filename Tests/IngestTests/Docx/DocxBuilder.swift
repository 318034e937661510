/// Writes Word documents for tests, part by part.
struct DocxBuilder {
    static let namespaces = """
        xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
        xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" \
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" \
        xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
        """
    private static let officeTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

    var documentPart = "word/document.xml"
    /// What stands in `w:body`.
    var body: String
    /// The whole main part, in place of one made of `body`.
    var document: String?
    /// Relationship type, part name below `word/`, content.
    var parts: [(type: String, name: String, content: String)] = []
    var coreTitle: String?
    var declaresContentTypes = true
    var relationshipTypes = officeTypes

    init(_ body: String) { self.body = body }

    static func paragraph(_ text: String, style: String? = nil) -> String {
        let properties = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
        return "<w:p>\(properties)<w:r><w:t xml:space=\"preserve\">\(text)</w:t></w:r></w:p>"
    }

    static func cell(_ text: String, _ properties: String = "") -> String {
        "<w:tc><w:tcPr>\(properties)</w:tcPr>\(paragraph(text))</w:tc>"
    }

    var archive: ZipBuilder {
        var zip = ZipBuilder()
        if declaresContentTypes {
            zip.add(
                "[Content_Types].xml",
                """
                <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override \
                PartName="/\(documentPart)" ContentType="application/vnd.openxmlformats-officedocument.\
                wordprocessingml.document.main+xml"/></Types>
                """.bytes)
        }
        var packageLinks = link("rId1", "officeDocument", documentPart)
        if let coreTitle {
            packageLinks += link("rId2", "core-properties", "docProps/core.xml")
            zip.add(
                "docProps/core.xml",
                "<p:coreProperties xmlns:p=\"x\" xmlns:dc=\"y\"><dc:title>\(coreTitle)</dc:title></p:coreProperties>"
                    .bytes)
        }
        zip.add("_rels/.rels", links(packageLinks))
        zip.add(
            documentPart, (document ?? "<w:document \(Self.namespaces)><w:body>\(body)</w:body></w:document>").bytes)
        let folder = documentPart.split(separator: "/").dropLast().joined(separator: "/")
        let name = documentPart.split(separator: "/").last ?? ""
        var partLinks = ""
        for (index, part) in parts.enumerated() {
            partLinks += link("rId\(index + 10)", part.type, part.name)
            zip.add("\(folder)/\(part.name)", part.content.bytes)
        }
        zip.add("\(folder)/_rels/\(name).rels", links(partLinks))
        return zip
    }

    var bytes: [UInt8] { archive.bytes }

    private func link(_ id: String, _ type: String, _ target: String) -> String {
        "<Relationship Id=\"\(id)\" Type=\"\(relationshipTypes)\(type)\" Target=\"\(target)\"/>"
    }

    private func links(_ content: String) -> [UInt8] {
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(content)</Relationships>"
            .bytes
    }
}

extension String {
    var bytes: [UInt8] { Array(utf8) }
}
