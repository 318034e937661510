import CLibXML

/// Why an XML document cannot be read.
enum XMLFailure: Error {
    /// Not well-formed, cut short, or nested beyond the parser's limit.
    case malformed
    /// It declares a document type or refers to an entity of its own: no office format does, attacks do.
    case declaresEntities
    /// More nodes than the caller allows.
    case tooLarge
}

/// A pull parser over one XML document, moved by recursive descent: `forEachChild` visits the children of the element
/// the cursor stands on, and whatever a visit leaves unread is skipped.
///
/// Names are local names; prefixes and namespaces are ignored, so transitional and strict OOXML read the same.
final class XMLCursor {
    private enum Event { case start, end, other, finished }

    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let reader: OpaquePointer
    private var event = Event.other
    /// Counts moves, to tell whether a visit moved the cursor.
    private var moves = 0
    private var remainingMoves: Int

    /// Local name of the element the cursor stands on.
    private(set) var name = ""

    /// - Parameter maximumNodes: elements and texts allowed in all, against documents that are small but slow.
    init(_ content: [UInt8], maximumNodes: Int = 20_000_000) throws(XMLFailure) {
        bytes = .allocate(capacity: content.count)
        _ = bytes.initialize(from: content)
        remainingMoves = maximumNodes
        guard let reader = clibxml_reader_create(bytes.baseAddress, bytes.count) else {
            bytes.deallocate()
            throw .malformed
        }
        self.reader = reader
    }

    deinit {
        clibxml_reader_free(reader)
        bytes.deallocate()
    }

    /// Moves to the root element.
    func enterRoot() throws(XMLFailure) {
        while event != .start {
            try advance()
            if event == .finished { throw .malformed }
        }
    }

    /// Reads to the end of the document, so that one that is cut short is noticed.
    func finish() throws(XMLFailure) {
        while event != .finished { try advance() }
    }

    /// Calls `visit` at each child element of the current element, then stands at its end.
    func forEachChild(_ visit: (XMLCursor) throws(XMLFailure) -> Void) throws(XMLFailure) {
        guard event == .start, clibxml_reader_is_empty(reader) == 0 else { return }
        let depth = clibxml_reader_depth(reader)
        while true {
            try advance()
            switch event {
            case .start:
                let before = moves
                try visit(self)
                if moves == before { try skip() }
            case .end where clibxml_reader_depth(reader) == depth: return
            case .end, .other: continue
            case .finished: throw .malformed
            }
        }
    }

    /// Moves to the end of the current element.
    func skip() throws(XMLFailure) {
        guard event == .start, clibxml_reader_is_empty(reader) == 0 else { return }
        let depth = clibxml_reader_depth(reader)
        repeat { try advance() } while event != .finished && !(event == .end && clibxml_reader_depth(reader) == depth)
    }

    /// All character data inside the current element; moves to its end.
    func readText() throws(XMLFailure) -> String {
        guard event == .start, clibxml_reader_is_empty(reader) == 0 else { return "" }
        let depth = clibxml_reader_depth(reader)
        var text = ""
        while true {
            try advance()
            if event == .finished { throw .malformed }
            if event == .end, clibxml_reader_depth(reader) == depth { return text }
            if event == .other, let characters = currentText { text += characters }
        }
    }

    /// The value of the current element's attribute with this local name.
    func attribute(_ name: String) -> String? {
        guard event == .start, let value = clibxml_reader_attribute(reader, name) else { return nil }
        return String(cString: value)
    }

    /// Character data at the cursor, set by `advance`.
    private var currentText: String?

    private func advance() throws(XMLFailure) {
        moves += 1
        remainingMoves -= 1
        if remainingMoves < 0 { throw .tooLarge }
        currentText = nil
        switch Int(clibxml_reader_next(reader)) {
        case CLIBXML_START:
            event = .start
            name = clibxml_reader_name(reader).map { String(cString: $0) } ?? ""
        case CLIBXML_END: event = .end
        case CLIBXML_TEXT:
            event = .other
            currentText = clibxml_reader_text(reader).map { String(cString: $0) }
        case CLIBXML_FINISHED: event = .finished
        case CLIBXML_DOCTYPE, CLIBXML_ENTITY: throw .declaresEntities
        case CLIBXML_OTHER: event = .other
        default: throw .malformed
        }
    }
}
