/// Makes blocks of the regions of a page.
struct PDFBlocks {
    let headings: PDFHeadings
    let vocabulary: Set<String>?

    func blocks(of regions: [PDFRegion]) -> [ExtractedBlock] {
        regions.flatMap { region -> [ExtractedBlock] in
            switch region {
            case .column(let lines): blocks(of: PDFParagraph.paragraphs(of: lines))
            case .table(let rows): blocks(of: rows)
            }
        }
    }

    private func blocks(of paragraphs: [PDFParagraph]) -> [ExtractedBlock] {
        paragraphs.compactMap { paragraph in
            let text = PDFTextCleaner.cleaned(paragraph.text(vocabulary: vocabulary))
            guard !text.isEmpty else { return nil }
            let box = paragraph.box?.extracted
            if let level = headings.level(of: paragraph) {
                return ExtractedBlock(kind: .heading, level: level, text: text, box: box)
            }
            if ListMarker.markerLength(text) > 0 {
                return ExtractedBlock(kind: .listItem, level: 1, text: text, box: box)
            }
            return ExtractedBlock(kind: .paragraph, text: text, box: box)
        }
    }

    private func blocks(of rows: [PDFTable.Row]) -> [ExtractedBlock] {
        let tableRows = rows.map { row in
            TableRows.Row(cells: row.cells.map { cell in
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
