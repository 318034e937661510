/// Complex fields (ECMA-376 part 1, 17.16): between `begin` and `separate` stands code, from there to `end` the result
/// that readers see. Fields nest, and may run over many paragraphs.
struct DocxFields {
    private struct Field {
        var instruction = ""
        var inResult = false
    }

    private var open: [Field] = []

    /// Whether text met now is field code rather than text.
    var inCode: Bool { open.contains { !$0.inResult } }

    /// Whether text met now is a page number.
    var inPageNumber: Bool { open.contains { $0.inResult && Self.isPageNumber($0.instruction) } }

    mutating func mark(_ type: String?) {
        switch type {
        case "begin": if open.count < 64 { open.append(Field()) }
        case "separate": if !open.isEmpty { open[open.count - 1].inResult = true }
        case "end": _ = open.popLast()
        default: break
        }
    }

    mutating func instruction(_ text: String) {
        guard !open.isEmpty, open[open.count - 1].instruction.utf8.count < 200 else { return }
        open[open.count - 1].instruction += text
    }

    static func isPageNumber(_ instruction: String) -> Bool {
        guard let name = instruction.split(whereSeparator: \.isWhitespace).first else { return false }
        return ["PAGE", "NUMPAGES", "SECTIONPAGES"].contains(name.uppercased())
    }
}
