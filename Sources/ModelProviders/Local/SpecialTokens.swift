/// Names that stand for a token of their own where they occur in the text as it was given. All begin with one byte.
struct SpecialTokens: Sendable {
    private let names: [(name: [UInt8], id: Int32)]
    private let first: UInt8?

    init(_ names: [(name: String, id: Int32)]) {
        self.names = names.map { (Array($0.name.utf8), $0.id) }
        first = self.names.first?.name.first
    }

    /// Calls `body` with the parts of the text between the names and `special` with the names, in order, until one
    /// returns false.
    func forEachPart(
        of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Bool, special: (Int32) -> Bool
    ) {
        var text = text
        text.withUTF8 { bytes in
            var position = 0
            while let (range, id) = next(in: bytes, from: position) {
                guard body(UnsafeBufferPointer(rebasing: bytes[position..<range.lowerBound])), special(id) else {
                    return
                }
                position = range.upperBound
            }
            _ = body(UnsafeBufferPointer(rebasing: bytes[position...]))
        }
    }

    private func next(in bytes: UnsafeBufferPointer<UInt8>, from: Int) -> (Range<Int>, Int32)? {
        guard let first else { return nil }
        var position = from
        while let open = bytes[position...].firstIndex(of: first) {
            for (name, id) in names where bytes[open...].starts(with: name) { return (open..<open + name.count, id) }
            position = open + 1
        }
        return nil
    }
}
