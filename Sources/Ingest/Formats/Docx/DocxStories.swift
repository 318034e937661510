/// The stories of a document (body, notes, running headers and footers), each a part of its own, and what is decided
/// once a story is read.
enum DocxStories {
    /// The blocks of the main part.
    static func body(_ content: [UInt8], with reader: DocxBodyReader) throws(XMLFailure) -> [DocxBlock] {
        let cursor = try XMLCursor(content)
        try cursor.enterRoot()
        var blocks: [DocxBlock] = []
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "body" { blocks += try reader.collect(cursor) }
        }
        try cursor.finish()
        return blocks
    }

    /// The text of each note by its id; separators, which have a type, are left out.
    static func notes(_ content: [UInt8], with reader: DocxBodyReader) throws(XMLFailure) -> [String: String] {
        let cursor = try XMLCursor(content)
        try cursor.enterRoot()
        var notes: [String: String] = [:]
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            guard cursor.name == "footnote" || cursor.name == "endnote", let id = cursor.attribute("id") else { return }
            if let type = cursor.attribute("type"), type != "normal" { return }
            reader.fields = DocxFields()
            let text = try reader.collect(cursor).map(\.block.text).joined(separator: " ")
            if !text.isEmpty { notes[id] = text }
        }
        return notes
    }

    /// The blocks of a header or footer as paragraphs of a page, without those that only number pages.
    static func runningText(
        _ content: [UInt8], page: Int, with reader: DocxBodyReader
    ) throws(XMLFailure) -> [DocxBlock] {
        let cursor = try XMLCursor(content)
        try cursor.enterRoot()
        reader.fields = DocxFields()
        let blocks = try reader.collect(cursor)
        return blocks.compactMap { block in
            let letters = block.block.text.count(where: \.isLetter)
            if letters == 0 || (block.holdsPageNumber && letters <= 12) { return nil }
            return DocxBlock(block: ExtractedBlock(kind: .paragraph, text: block.block.text), page: page)
        }
    }

    /// Takes short bold lines for headings in a document that has no other: many people make them so.
    static func markHeadings(_ blocks: inout [DocxBlock]) {
        guard !blocks.contains(where: { $0.block.kind == .heading && !$0.isTitle }) else { return }
        for index in blocks.indices.dropLast() where blocks[index].looksLikeHeading {
            let next = blocks[index + 1]
            guard !next.looksLikeHeading, next.block.kind != .footnote else { continue }
            blocks[index].block = ExtractedBlock(kind: .heading, level: 2, text: blocks[index].block.text)
        }
    }
}
