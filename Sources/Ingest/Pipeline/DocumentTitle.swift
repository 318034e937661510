import DeskModel

/// What a document is called.
enum DocumentTitle {
    /// The file's own title, else its first heading near the beginning, else its name without the ending.
    static func title(of document: ExtractedDocument, filename: String) -> String {
        if let title = document.title.flatMap(BlockText.sensibleTitle) { return title }
        let start = document.pages.prefix(2).flatMap(\.blocks).prefix(12)
        if let heading = start.first(where: { $0.kind == .heading && $0.level <= 2 && $0.text.count <= 150 }),
            let title = BlockText.sensibleTitle(heading.text)
        {
            return title
        }
        let name = filename.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? filename
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex, name.distance(from: dot, to: name.endIndex) <= 9
        else { return name.isEmpty ? "Untitled" : name }
        return String(name[..<dot])
    }
}
