/// Makes blocks of the regions of a page.
struct PDFBlocks {
    let headings: PDFHeadings
    let vocabulary: Set<String>

    func blocks(of elements: [PDFElement]) -> [ExtractedBlock] {
        elements.flatMap { element -> [ExtractedBlock] in
            switch element {
            case .paragraph(let paragraph): [block(of: paragraph)]
            case .table(let rows): blocks(of: rows)
            }
        }
    }

    /// A page whose geometry is unknown, as one paragraph.
    func block(of plainLines: [String]) -> ExtractedBlock {
        let text = plainLines.dropFirst().reduce(plainLines.first ?? "") {
            PDFWordJoiner.join($0, $1, vocabulary: vocabulary)
        }
        return ExtractedBlock(kind: .paragraph, text: PDFTextCleaner.cleaned(text))
    }

    private func block(of paragraph: PDFParagraph) -> ExtractedBlock {
        let text = PDFTextCleaner.cleaned(paragraph.text(vocabulary: vocabulary))
        let box = paragraph.box?.extracted
        if let level = headings.level(of: paragraph) {
            return ExtractedBlock(kind: .heading, level: level, text: text, box: box)
        }
        let isItem = ListMarker.markerLength(text) > 0
        return ExtractedBlock(kind: isItem ? .listItem : .paragraph, level: isItem ? 1 : 0, text: text, box: box)
    }

    private func blocks(of rows: [PDFTable.Row]) -> [ExtractedBlock] {
        let tableRows = rows.map { row in
            TableRows.Row(
                cells: row.cells.map { cell in
                    TableRows.Cell(text: PDFTextCleaner.cleaned(cell?.text ?? ""), isBold: cell?.isBold ?? false)
                })
        }
        let texts = TableRows.texts(of: tableRows)
        // Header rows vanish and empty rows are left out, so boxes are given only where they can be told.
        let boxes = rows.map { $0.box?.extracted }
        let offset = rows.count - texts.count
        return texts.enumerated().map { index, row in
            ExtractedBlock(kind: .tableRow, text: row.text, box: boxes[index + offset])
        }
    }
}
