/// Makes blocks of a stream of elements and text, named as in HTML; HTML and Markdown both end here.
///
/// An iterative machine: nesting costs it no stack, and elements that do not match are forgiven.
struct MarkupBlocks {
    /// What surrounds the text being read.
    private enum Context: Equatable {
        case paragraph
        case heading(Int)
        case preformatted
    }

    /// A list that is open: the number its next item shows, `nil` for bullets.
    private struct List { var next: Int? }

    private var elements: [String] = []
    /// Elements open inside one that is left out, itself included; 0 outside.
    private var skipped = 0
    private var text = ""
    private var context = Context.paragraph
    private var lists: [List] = []
    /// A list item is open in which no text stood yet: its label goes before the first.
    private var itemLabel: String?
    private var openItems = 0
    private var tables: [MarkupTable] = []
    /// Where blocks go: the document, or the innermost open table cell.
    private var sinks: [[ExtractedBlock]] = [[]]
    private var titleText: String?
    private var inTitle = false

    /// The blocks so far, open elements closed.
    mutating func finish() -> [ExtractedBlock] {
        while let last = elements.last { end(last) }
        flush()
        return sinks[0]
    }

    /// The `title` element's text.
    var title: String? { titleText.flatMap(BlockText.sensibleTitle) }

    mutating func start(_ name: String, attributes: [String: String] = [:]) {
        guard !MarkupElement.isVoid(name) else {
            if skipped == 0 { void(name) }
            return
        }
        elements.append(name)
        if skipped > 0 || MarkupElement.isLeftOut(name, attributes) {
            skipped += 1
            return
        }
        if name == "title", titleText == nil {
            flush()
            inTitle = true
            return
        }
        guard MarkupElement.isBlock(name) else { return }
        flush()
        switch name {
        case "h1", "h2", "h3", "h4", "h5", "h6": context = .heading(name.last?.wholeNumberValue ?? 1)
        case "pre": context = .preformatted
        case "ul", "menu", "dir": lists.append(List(next: nil))
        case "ol": lists.append(List(next: attributes["start"].flatMap { Int(Int32($0) ?? 1) } ?? 1))
        case "li":
            openItems += 1
            itemLabel = ""
            if let number = lists.last?.next {
                itemLabel = "\(number). "
                lists[lists.count - 1].next = number + 1
            }
        case "table": if tables.count < 64 { tables.append(MarkupTable(depth: sinks.count)) }
        case "thead", "tr", "td", "th": startTablePart(name, attributes)
        default: break
        }
    }

    mutating func end(_ name: String) {
        guard !MarkupElement.isVoid(name), elements.contains(name) else { return }
        while let open = elements.popLast() {
            close(open)
            if open == name { return }
        }
    }

    mutating func append(_ piece: String) {
        if skipped == 0 { text += piece }
    }

    private mutating func close(_ name: String) {
        if skipped > 0 {
            skipped -= 1
            return
        }
        if inTitle, name == "title" {
            titleText = text
            text = ""
            inTitle = false
            return
        }
        guard MarkupElement.isBlock(name) else { return }
        flush()
        switch name {
        case "h1", "h2", "h3", "h4", "h5", "h6", "pre": context = .paragraph
        case "ul", "ol", "menu", "dir": _ = lists.popLast()
        case "li":
            openItems = max(0, openItems - 1)
            itemLabel = nil
        case "table", "thead", "tr", "td", "th": endTablePart(name)
        default: break
        }
    }

    private mutating func void(_ name: String) {
        if name == "br" {
            text += "\n"
        } else if name == "hr" {
            flush()
        } else if name == "wbr" {
            return
        } else {
            text += " "
        }
    }

    /// Ends the block being read.
    private mutating func flush() {
        guard !text.isEmpty, !inTitle else { return }
        defer { text = "" }
        if context == .preformatted {
            for line in text.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline) {
                let code = BlockText.normalizedCode(line)
                if !code.isEmpty { emit(ExtractedBlock(kind: .code, text: code)) }
            }
            return
        }
        let normalized = BlockText.normalized(text)
        guard !normalized.isEmpty else { return }
        if case .heading(let level) = context {
            emit(ExtractedBlock(kind: .heading, level: level, text: normalized))
        } else if openItems > 0 {
            emit(
                ExtractedBlock(
                    kind: .listItem, level: max(1, min(lists.count, 9)), text: (itemLabel ?? "") + normalized))
            itemLabel = nil
        } else {
            emit(ExtractedBlock(kind: .paragraph, text: normalized))
        }
    }

    private mutating func emit(_ block: ExtractedBlock) { sinks[sinks.count - 1].append(block) }

    // MARK: Tables

    private mutating func startTablePart(_ name: String, _ attributes: [String: String]) {
        guard !tables.isEmpty else { return }
        let last = tables.count - 1
        switch name {
        case "thead": tables[last].inHead = true
        case "tr": tables[last].startRow()
        default:
            tables[last].startCell(isHeader: name == "th", attributes)
            sinks.append([])
        }
    }

    private mutating func endTablePart(_ name: String) {
        guard !tables.isEmpty else { return }
        let last = tables.count - 1
        switch name {
        case "thead": tables[last].inHead = false
        case "td", "th":
            guard sinks.count > tables[last].depth else { return }
            let blocks = sinks.removeLast()
            tables[last].endCell(blocks)
        case "table":
            while sinks.count > tables[last].depth {
                let blocks = sinks.removeLast()
                tables[last].endCell(blocks)
            }
            let blocks = tables.removeLast().blocks()
            sinks[sinks.count - 1] += blocks
        default: break
        }
    }
}
