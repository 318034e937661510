import DeskModel

/// The parts of a WordprocessingML package and how they refer to each other (ECMA-376 part 2).
struct DocxPackage {
    /// The kinds of parts that are read, by the last step of their relationship type; transitional and strict differ in
    /// what stands before.
    struct Relationship {
        let id: String
        let type: String
        /// Absolute part name without its leading slash.
        let target: String
    }

    let archive: ZipArchive
    /// Part name of the main document, such as `word/document.xml`.
    let documentPart: String
    let relationships: [Relationship]
    let packageRelationships: [Relationship]

    /// - Throws: `damaged` when no main document can be found.
    init(_ archive: ZipArchive) throws(DocumentFailure) {
        self.archive = archive
        packageRelationships = try Self.relationships(of: "", in: archive)
        let declared = packageRelationships.first { $0.type == "officeDocument" && archive.contains($0.target) }?.target
        guard let part = declared ?? (archive.contains("word/document.xml") ? "word/document.xml" : nil) else {
            throw DocumentFailure(
                code: "damaged",
                message:
                    "The file is damaged: its main document is missing. Open it in a word processor and save it again.")
        }
        documentPart = part
        relationships = try Self.relationships(of: part, in: archive)
    }

    /// A part found by its relationship type, read whole; `nil` when the document has none.
    func part(ofType type: String) throws(DocumentFailure) -> [UInt8]? {
        guard let relationship = relationships.first(where: { $0.type == type }) else { return nil }
        return try archive.part(relationship.target)
    }

    /// Whether the package's main part is a word processing document, by the content type it declares.
    var isWordprocessing: Bool {
        guard let types = try? archive.part("[Content_Types].xml"), let cursor = try? XMLCursor(types) else {
            return documentPart.lowercased().hasPrefix("word/")
        }
        var type: String?
        try? cursor.enterRoot()
        try? cursor.forEachChild { (cursor) throws(XMLFailure) in
            guard cursor.name == "Override", let name = cursor.attribute("PartName") else { return }
            if name.lowercased() == "/" + documentPart.lowercased() { type = cursor.attribute("ContentType") }
        }
        guard let type else { return documentPart.lowercased().hasPrefix("word/") }
        return type.contains("wordprocessingml") || type.contains("ms-word")
    }

    /// The relationships of a part (the package's own for an empty name), external ones left out.
    private static func relationships(of part: String, in archive: ZipArchive) throws(DocumentFailure) -> [Relationship]
    {
        let (folder, name) = split(part)
        guard let content = try archive.part("\(folder)_rels/\(name).rels") else { return [] }
        var relationships: [Relationship] = []
        do throws(XMLFailure) {
            let cursor = try XMLCursor(content)
            try cursor.enterRoot()
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                guard cursor.name == "Relationship", cursor.attribute("TargetMode") != "External",
                    let id = cursor.attribute("Id"), let type = cursor.attribute("Type"),
                    let target = cursor.attribute("Target")
                else { return }
                let kind = type.split(separator: "/").last.map(String.init) ?? type
                relationships.append(Relationship(id: id, type: kind, target: resolve(target, against: folder)))
            }
        } catch {
            throw .damagedXML(error)
        }
        return relationships
    }

    /// The folder with its trailing slash, and the name.
    private static func split(_ part: String) -> (folder: String, name: String) {
        guard let slash = part.lastIndex(of: "/") else { return ("", part) }
        return (String(part[...slash]), String(part[part.index(after: slash)...]))
    }

    private static func resolve(_ target: String, against folder: String) -> String {
        if target.hasPrefix("/") { return String(target.dropFirst()) }
        var steps = folder.split(separator: "/")
        for step in target.split(separator: "/") {
            if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(step) }
        }
        return steps.joined(separator: "/")
    }
}

extension DocumentFailure {
    /// What is said of an XML part that cannot be read.
    static func damagedXML(_ failure: XMLFailure) -> DocumentFailure {
        switch failure {
        case .malformed:
            DocumentFailure(
                code: "damaged",
                message: "The file is damaged: its XML cannot be read. Open it in a word processor and save it again.")
        case .declaresEntities:
            DocumentFailure(
                code: "damaged",
                message: "The file declares XML entities, which no word processor writes. Save it again with one.")
        case .tooLarge:
            DocumentFailure(code: "too_large", message: "The document has too many parts to be read. Split it.")
        }
    }
}
