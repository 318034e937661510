/// Cuts folded text into words in linear time.
struct WordScanner {
    /// UTF-8 bytes. Longer words are cut: nobody searches for them, and they would bloat the index.
    static let longestWord = 96
    /// A code of more pieces than this is no code.
    private static let mostPieces = 6

    private var words: [String] = []
    private var word: [UInt8] = []
    private var isNumber = true
    private var previousUnspaced: Unicode.Scalar?
    private var unspacedRun = 0
    /// The pieces of a code such as `AX-200` seen so far, what joined them, and the connector that may continue it.
    private var pieces: [(text: String, isNumber: Bool)] = []
    private var joints: [Unicode.Scalar] = []
    private var connector: Unicode.Scalar?

    /// The words of folded text, in order. Next to the pieces of a code (`ax`, `200`) stands the whole (`ax200`);
    /// digit groups (`1,000`) become one number.
    static func words(in folded: String) -> [String] {
        var scanner = WordScanner()
        scanner.words.reserveCapacity(folded.utf8.count / 5)
        for scalar in folded.unicodeScalars { scanner.take(scalar) }
        scanner.endUnspaced()
        scanner.endWord(before: nil)
        return scanner.words
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch CharacterClass(scalar) {
        case .ignorable: break
        case .letter:
            if unspacedRun > 0 { endUnspaced() }
            isNumber = false
            append(scalar)
        case .digit:
            if unspacedRun > 0 { endUnspaced() }
            append(scalar)
        case .unspaced:
            endWord(before: nil)
            if let previous = previousUnspaced { words.append(String(previous) + String(scalar)) }
            previousUnspaced = scalar
            unspacedRun += 1
        case .separator:
            if unspacedRun > 0 { endUnspaced() }
            endWord(before: scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        guard word.count < Self.longestWord else { return }
        if scalar.isASCII {
            word.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            word.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func endUnspaced() {
        if unspacedRun == 1, let previous = previousUnspaced { words.append(String(previous)) }
        previousUnspaced = nil
        unspacedRun = 0
    }

    private mutating func endWord(before separator: Unicode.Scalar?) {
        guard !word.isEmpty else {
            // Two separators in a row: what came before is no code that goes on.
            if connector != nil { endCode() }
            return
        }
        let text = String(decoding: word, as: UTF8.self)
        let continues = separator.map(Self.isConnector) ?? false
        if let connector { joints.append(connector) }
        if connector != nil || continues, pieces.count < Self.mostPieces {
            pieces.append((text, isNumber))
        } else {
            words.append(text)
        }
        connector = continues ? separator : nil
        if !continues, !pieces.isEmpty { endCode() }
        word.removeAll(keepingCapacity: true)
        isNumber = true
    }

    private static func isConnector(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "-", ".", "/", "_", ",", "\u{2010}", "\u{2011}": true
        default: false
        }
    }

    private mutating func endCode() {
        defer {
            pieces.removeAll(keepingCapacity: true)
            joints.removeAll(keepingCapacity: true)
            connector = nil
        }
        let texts = pieces.map(\.text)
        guard texts.count > 1 else {
            words.append(contentsOf: texts)
            return
        }
        let areNumbers = pieces.allSatisfy(\.isNumber)
        if areNumbers, let grouped = Self.groupedNumber(texts, joints) {
            words.append(contentsOf: grouped)
            return
        }
        words.append(contentsOf: texts)
        let whole = texts.joined()
        let hasDigit = whole.utf8.contains { (48...57).contains($0) }
        if !areNumbers, hasDigit, !joints.contains(","), whole.utf8.count <= Self.longestWord { words.append(whole) }
    }

    /// `1,250` as `1250` and `1,250.50` as `1250` and `50`; `nil` when the pieces are no groups of three digits.
    private static func groupedNumber(_ pieces: [String], _ separators: [Unicode.Scalar]) -> [String]? {
        guard let separator = separators.first, separator == "," || separator == ".", pieces[0].utf8.count <= 3 else {
            return nil
        }
        let groups = min(separators.prefix { $0 == separator }.count, pieces.count - 1)
        let fraction = pieces.dropFirst(groups + 1)
        guard fraction.count <= 1, pieces[1...groups].allSatisfy({ $0.utf8.count == 3 }) else { return nil }
        return [pieces[...groups].joined()] + fraction
    }
}
