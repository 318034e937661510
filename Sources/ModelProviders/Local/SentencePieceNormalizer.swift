/// Splits text into words as XLM-R was trained on: SentencePiece's NFKC by graphemes, white space made one space, each
/// space a U+2581 that begins a word.
///
/// Gives what `Precompiled`, `Replace` and `Metaspace` of Hugging Face's `tokenizers` give, oddities included: a grapheme
/// of up to 5 bytes that begins with a key of the charsmap is replaced as a whole, and what else it holds is lost.
struct SentencePieceNormalizer: Sendable {
    let table: UnigramTable
    private static let longestGrapheme = 5

    /// Calls `body` with each word's UTF-8, in order, until it returns false.
    ///
    /// - Parameter text: valid UTF-8.
    func forEachWord(in text: UnsafeBufferPointer<UInt8>, _ body: (_ word: [UInt8]) -> Bool) {
        var word = MetaspaceBuffer()
        var breaker = GraphemeBreaker()
        var start = 0
        var position = 0
        while position < text.count {
            if 0x20..<0x7F ~= text[position], !breaker.joinsNext {
                guard position == start || add(text[start..<position], to: &word, body) else { return }
                // No key of the charsmap is one of these characters, and each is a grapheme.
                let end = Self.endOfASCII(in: text, from: position)
                guard word.append(plain: text[position..<end], body) else { return }
                if end > position { breaker.pass() }
                (start, position) = (end, end)
                if position == text.count { break }
            }
            let (scalar, length) = text.scalar(at: position)
            if breaker.begins(with: scalar), position > start {
                guard add(text[start..<position], to: &word, body) else { return }
                start = position
            }
            position += length
        }
        guard start == text.count || add(text[start...], to: &word, body) else { return }
        _ = word.flush(body)
    }

    /// Where printable ASCII that begins here ends, its last character left out before any other: that may have marks.
    private static func endOfASCII(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count, 0x20..<0x7F ~= text[end] { end += 1 }
        return end < text.count && text[end] >= 0x80 ? end - 1 : end
    }

    private func add(
        _ grapheme: Slice<UnsafeBufferPointer<UInt8>>, to word: inout MetaspaceBuffer, _ body: ([UInt8]) -> Bool
    ) -> Bool {
        if grapheme.count <= Self.longestGrapheme, let replacement = table.replacement(of: grapheme) {
            return word.append(replacement[...], body)
        }
        var position = grapheme.startIndex
        while position < grapheme.endIndex {
            let length = grapheme.base.scalar(at: position).length
            let character = grapheme[position..<position + length]
            let replacement = length == grapheme.count ? nil : table.replacement(of: character)
            guard word.append(replacement.map { $0[...] } ?? character, body) else { return false }
            position += length
        }
        return true
    }
}

/// The word being read.
private struct MetaspaceBuffer {
    private static let metaspace: [UInt8] = [0xE2, 0x96, 0x81]
    private var bytes: [UInt8] = []
    private var endsWithSpace = false

    /// Appends one character, or what stands for one, and hands over the word that it ends.
    ///
    /// - Returns: false when `body` did.
    mutating func append(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ body: ([UInt8]) -> Bool) -> Bool {
        if text.elementsEqual(Self.metaspace) {
            guard flush(body) else { return false }
            bytes.append(contentsOf: Self.metaspace)
            endsWithSpace = false
            return true
        }
        return append(plain: text, body)
    }

    /// Appends text that holds no U+2581. - Returns: false when `body` did.
    @inline(__always)
    mutating func append(plain text: Slice<UnsafeBufferPointer<UInt8>>, _ body: ([UInt8]) -> Bool) -> Bool {
        for byte in text {
            if byte != UInt8(ascii: " ") {
                if bytes.isEmpty { bytes.append(contentsOf: Self.metaspace) }
                bytes.append(byte)
                endsWithSpace = false
            } else if !endsWithSpace {
                guard flush(body) else { return false }
                bytes.append(contentsOf: Self.metaspace)
                endsWithSpace = true
            }
        }
        return true
    }

    /// Hands over what was read. - Returns: what `body` does, or true when there is nothing.
    mutating func flush(_ body: ([UInt8]) -> Bool) -> Bool {
        guard !bytes.isEmpty else { return true }
        let goesOn = body(bytes)
        bytes.removeAll(keepingCapacity: true)
        return goesOn
    }
}
