extension DocxBodyReader {
    /// Reads the properties and inline content of the paragraph the cursor stands on.
    func readInline(_ cursor: XMLCursor, into paragraph: inout DocxParagraph) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "pPr": try readProperties(cursor, &paragraph)
            case "r": try readRun(cursor, &paragraph)
            case "fldSimple":
                if let code = cursor.attribute("instr"), DocxFields.isPageNumber(code) {
                    paragraph.holdsPageNumber = true
                } else {
                    try readInline(cursor, into: &paragraph)
                }
            case "sdt":
                try readControl(cursor) { (cursor) throws(XMLFailure) in try readInline(cursor, into: &paragraph) }
            case "ins", "moveTo", "hyperlink", "smartTag", "customXml", "dir", "bdo":
                try readInline(cursor, into: &paragraph)
            case "oMath", "oMathPara": paragraph.append(try readMath(cursor), page: pages.page, isBold: false)
            case "AlternateContent":
                var copy = paragraph
                try readAlternate(cursor, measuring: { copy.text.utf8.count + copy.floating.count }) {
                    (cursor) throws(XMLFailure) in try readInline(cursor, into: &copy)
                }
                paragraph = copy
            default: break
            }
        }
    }

    private func readProperties(_ cursor: XMLCursor, _ paragraph: inout DocxParagraph) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "pStyle": paragraph.style = cursor.attribute("val")
            case "outlineLvl": paragraph.outlineLevel = cursor.attribute("val").flatMap { Int($0) }
            case "pageBreakBefore":
                if DocxStyles.isOn(cursor), floatingDepth == 0, pages.page > 1 || blocksExist { pages.explicitBreak() }
            case "framePr":
                if cursor.attribute("dropCap").map({ $0 != "none" }) ?? false { paragraph.continuesInNext = true }
            case "numPr":
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    let value = cursor.attribute("val").flatMap { Int($0) }
                    if cursor.name == "numId" { paragraph.numbering = value }
                    if cursor.name == "ilvl" { paragraph.numberingLevel = value }
                }
            case "rPr":
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    if cursor.name == "del" || cursor.name == "moveFrom" { paragraph.continuesInNext = true }
                }
            case "sectPr": try readSectionBreak(cursor, &paragraph)
            default: break
            }
        }
    }

    private var blocksExist: Bool { !blocks.isEmpty }

    private func readSectionBreak(_ cursor: XMLCursor, _ paragraph: inout DocxParagraph) throws(XMLFailure) {
        var type = "nextPage"
        try readSection(cursor) { if $0.name == "type" { type = $0.attribute("val") ?? type } }
        paragraph.endsSection = type != "continuous" && type != "nextColumn"
    }

    private func readRun(_ cursor: XMLCursor, _ paragraph: inout DocxParagraph) throws(XMLFailure) {
        let style = styles.properties(paragraph.style ?? styles.defaultParagraph)
        var isBold = style.isBold ?? false
        var isHidden = style.isHidden ?? false
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            if cursor.name == "rPr" {
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    switch cursor.name {
                    case "b": isBold = DocxStyles.isOn(cursor)
                    case "vanish": isHidden = DocxStyles.isOn(cursor)
                    case "rStyle":
                        let own = styles.properties(cursor.attribute("val"))
                        isBold = own.isBold ?? isBold
                        isHidden = own.isHidden ?? isHidden
                    default: break
                    }
                }
            } else {
                try readRunContent(cursor, &paragraph, isBold: isBold, isHidden: isHidden)
            }
        }
    }

    private func readRunContent(
        _ cursor: XMLCursor, _ paragraph: inout DocxParagraph, isBold: Bool, isHidden: Bool
    ) throws(XMLFailure) {
        func append(_ text: String) {
            if fields.inPageNumber { paragraph.holdsPageNumber = true }
            guard !isHidden, !fields.inCode, !fields.inPageNumber else { return }
            pages.sawText(text)
            paragraph.append(text, page: pages.page, isBold: isBold)
        }
        switch cursor.name {
        case "t": append(try cursor.readText())
        case "tab", "ptab": append("\t")
        case "cr": append("\n")
        case "br":
            guard cursor.attribute("type") == "page" else { return append("\n") }
            breakPage(&paragraph, isExplicit: true)
        case "lastRenderedPageBreak": breakPage(&paragraph, isExplicit: false)
        case "noBreakHyphen": append("-")
        case "sym": append(DocxSymbol.text(font: cursor.attribute("font"), code: cursor.attribute("char")))
        case "fldChar": fields.mark(cursor.attribute("fldCharType"))
        case "instrText": fields.instruction(try cursor.readText())
        case "footnoteReference":
            if let note = notes["f" + (cursor.attribute("id") ?? "")] { paragraph.notes.append(note) }
        case "endnoteReference":
            if let note = notes["e" + (cursor.attribute("id") ?? "")] { paragraph.notes.append(note) }
        case "ruby":
            try cursor.forEachChild { (cursor) throws(XMLFailure) in
                if cursor.name == "rubyBase" { try readInline(cursor, into: &paragraph) }
            }
        case "drawing", "pict", "object": try readFloating(cursor, &paragraph)
        case "AlternateContent":
            var copy = paragraph
            try readAlternate(cursor, measuring: { copy.text.utf8.count + copy.floating.count }) {
                (cursor) throws(XMLFailure) in
                try cursor.forEachChild { (cursor) throws(XMLFailure) in
                    try readRunContent(cursor, &copy, isBold: isBold, isHidden: isHidden)
                }
            }
            paragraph = copy
        default: break
        }
    }

    private func breakPage(_ paragraph: inout DocxParagraph, isExplicit: Bool) {
        guard floatingDepth == 0 else { return }
        if isExplicit { pages.explicitBreak() } else { pages.renderedBreak() }
        paragraph.breakPage(to: pages.page, isExplicit: isExplicit)
    }

    /// Finds the text boxes inside a drawing, however deep groups and canvases put them.
    private func readFloating(_ cursor: XMLCursor, _ paragraph: inout DocxParagraph) throws(XMLFailure) {
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            switch cursor.name {
            case "txbxContent":
                floatingDepth += 1
                let outerFields = fields
                fields = DocxFields()
                let content = try collect(cursor)
                fields = outerFields
                floatingDepth -= 1
                paragraph.floating += content
            case "AlternateContent":
                var copy = paragraph
                try readAlternate(cursor, measuring: { copy.floating.count }) { (cursor) throws(XMLFailure) in
                    try readFloating(cursor, &copy)
                }
                paragraph = copy
            default: try readFloating(cursor, &paragraph)
            }
        }
    }

    /// The characters of a formula in reading order.
    private func readMath(_ cursor: XMLCursor) throws(XMLFailure) -> String {
        var text = ""
        try cursor.forEachChild { (cursor) throws(XMLFailure) in
            text += cursor.name == "t" ? try cursor.readText() : try readMath(cursor)
        }
        return text
    }
}
