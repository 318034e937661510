/// Cuts folded text into words in linear time.
struct WordScanner {
    /// Longer words are cut: nobody searches for them, and they would bloat the index.
    static let longestWord = 64

    private(set) var words: [String] = []
    private var word = String.UnicodeScalarView()
    private var wordLength = 0
    private var hasLetter = false
    private var previousUnspaced: Unicode.Scalar?
    private var unspacedRun = 0
    /// The pieces of a code such as `AX-200` seen so far, and the connector that may continue it.
    private var pieces: [(text: String, isNumber: Bool)] = []
    private var connector: Unicode.Scalar?
    private var used: [Unicode.Scalar] = []

    /// The words of folded text, in order. Next to the pieces of a code (`ax`, `200`) stands the whole (`ax200`);
    /// digit groups (`1,000`) become one number.
    static func words(in folded: String) -> [String] {
        var scanner = WordScanner()
        for scalar in folded.unicodeScalars { scanner.take(scalar) }
        scanner.endWord()
        scanner.endCode()
        return scanner.words
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch CharacterClass(scalar) {
        case .ignorable: break
        case .letter:
            endUnspaced()
            hasLetter = true
            append(scalar)
        case .digit:
            endUnspaced()
            append(scalar)
        case .unspaced:
            if wordLength > 0 { endWord() }
            endCode()
            if let previous = previousUnspaced { words.append(String(previous) + String(scalar)) }
            previousUnspaced = scalar
            unspacedRun += 1
        case .separator:
            endUnspaced()
            let followsWord = wordLength > 0
            endWord()
            if followsWord, Self.connectors.contains(scalar) { connector = scalar } else { endCode() }
        }
    }

    private static let connectors: Set<Unicode.Scalar> = ["-", ".", "/", "_", ",", "\u{2010}", "\u{2011}"]

    private mutating func append(_ scalar: Unicode.Scalar) {
        if wordLength < Self.longestWord { word.append(scalar) }
        wordLength += 1
    }

    private mutating func endUnspaced() {
        if unspacedRun == 1, let previous = previousUnspaced { words.append(String(previous)) }
        previousUnspaced = nil
        unspacedRun = 0
    }

    private mutating func endWord() {
        endUnspaced()
        guard wordLength > 0 else { return }
        let text = String(word)
        if pieces.count < 6 { pieces.append((text, !hasLetter)) } else { words.append(text) }
        if let connector { used.append(connector) }
        connector = nil
        word = String.UnicodeScalarView()
        wordLength = 0
        hasLetter = false
    }

    private mutating func endCode() {
        defer {
            pieces.removeAll(keepingCapacity: true)
            used.removeAll(keepingCapacity: true)
            connector = nil
        }
        guard pieces.count > 1 else {
            if let only = pieces.first { words.append(only.text) }
            return
        }
        let allNumbers = pieces.allSatisfy(\.isNumber)
        if allNumbers, let grouped = Self.groupedNumber(pieces.map(\.text), used) {
            words.append(contentsOf: grouped)
            return
        }
        let whole = pieces.map(\.text).joined()
        words.append(contentsOf: pieces.map(\.text))
        let isCode = !allNumbers && pieces.contains(where: { $0.isNumber || $0.text.utf8.contains { (48...57).contains($0) } })
        if isCode, !used.contains(","), whole.utf8.count <= Self.longestWord { words.append(whole) }
    }

    /// `1,250` as `1250` and `1,250.50` as `1250` and `50`; `nil` when the pieces are no groups of three digits.
    private static func groupedNumber(_ pieces: [String], _ separators: [Unicode.Scalar]) -> [String]? {
        guard let separator = separators.first, separator == "," || separator == ".", pieces[0].utf8.count <= 3 else {
            return nil
        }
        let groups = separators.prefix { $0 == separator }.count
        let fraction = pieces.dropFirst(groups + 1)
        guard fraction.count <= 1, pieces[1...groups].allSatisfy({ $0.utf8.count == 3 }) else { return nil }
        return [pieces[...groups].joined()] + fraction
    }
}
