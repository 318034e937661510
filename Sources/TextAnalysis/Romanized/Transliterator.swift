/// Guesses how a word typed in Latin letters is written in its own script.
public struct Transliterator: Sendable {
    private let scheme: SpellingScheme

    public init(_ language: RomanizedLanguage) { scheme = SpellingScheme.of(language) }

    /// Spellings tried at each letter of a word.
    private static let breadth = 32
    /// Longer words are no words.
    static let longestWord = 40
    /// What it costs that two vowels stand next to each other.
    private static let hiatus = 0.3

    private struct Partial {
        var text: String
        var cost: Double
        /// The last piece was a consonant that may get a vowel sign.
        var isOpen: Bool
    }

    /// Native spellings, likeliest first; empty when the word has other letters than the 26, or is too long.
    ///
    /// - Parameter limit: at most so many.
    public func spellings(of word: String, limit: Int) -> [String] {
        let letters = word.unicodeScalars.compactMap(RomanizedLanguage.latinLetter)
        guard !letters.isEmpty, letters.count == word.unicodeScalars.count, letters.count <= Self.longestWord else {
            return []
        }
        // All ways to spell the letters up to each place, the cheapest of them.
        var partials = [[Partial]](repeating: [], count: letters.count + 1)
        partials[0] = [Partial(text: "", cost: 0, isOpen: false)]
        for start in letters.indices {
            let reached = Self.cheapest(partials[start], Self.breadth)
            guard !reached.isEmpty else { continue }
            for end in (start + 1)...min(letters.count, start + scheme.longestPiece) {
                let piece = String(decoding: letters[start..<end], as: UTF8.self)
                for partial in reached {
                    extend(partial, by: piece, isFirst: start == 0, next: end < letters.count ? letters[end] : nil) {
                        partials[end].append($0)
                    }
                }
            }
        }
        let finished = partials[letters.count].map { partial in
            var partial = partial
            if partial.isOpen, !scheme.dropsVowels { partial.text += scheme.virama }
            partial.isOpen = false
            return partial
        }
        return Self.cheapest(finished, limit).map(\.text)
    }

    private func extend(
        _ partial: Partial, by piece: String, isFirst: Bool, next: UInt8?, _ give: (Partial) -> Void
    ) {
        let isLast = next == nil
        // Shorter pieces of what is one sound cost extra, so that the longest match comes first.
        if let options = scheme.consonants[piece] {
            for option in options {
                for joint in joints(partial, before: piece) {
                    give(
                        Partial(
                            text: partial.text + joint.text + option.text,
                            cost: partial.cost + joint.cost + option.cost + Self.pieceCost, isOpen: true))
                }
            }
            let isVowelNext = next.map(Self.isVowel) ?? false
            if !scheme.nasal.isEmpty, piece == "n" || piece == "m", !partial.isOpen, !isFirst, !isVowelNext {
                let cost = isLast ? (piece == "m" ? 0.1 : 0.4) : piece == "n" ? 0.0 : 0.2
                give(
                    Partial(
                        text: partial.text + scheme.nasal, cost: partial.cost + cost + Self.pieceCost, isOpen: false))
            }
        }
        if partial.isOpen {
            let options = (isLast ? scheme.endingSigns[piece] : nil) ?? scheme.vowelSigns[piece] ?? []
            for option in options {
                give(
                    Partial(
                        text: partial.text + option.text, cost: partial.cost + option.cost + Self.pieceCost,
                        isOpen: false))
            }
        } else if let options = scheme.startingVowels[piece] {
            for option in options {
                give(
                    Partial(
                        text: partial.text + option.text,
                        cost: partial.cost + option.cost + Self.pieceCost + (isFirst ? 0 : Self.hiatus), isOpen: false))
            }
        }
    }

    private static let pieceCost = 0.5
    private static let joining: Set<String> = ["y", "r", "v", "w"]

    /// What may stand between a consonant and the next.
    private func joints(_ partial: Partial, before piece: String) -> [SpellingScheme.Option] {
        guard partial.isOpen else { return [.init(text: "", cost: 0)] }
        guard scheme.dropsVowels else { return [.init(text: scheme.virama, cost: 0)] }
        // The vowel of a first syllable is never silent.
        if partial.text.unicodeScalars.count == 1 {
            return [.init(text: scheme.virama, cost: 0), .init(text: "", cost: 0.6)]
        }
        // Half letters are common before semivowels and after s; elsewhere a silent vowel is likelier.
        let joins = Self.joining.contains(piece) || partial.text.unicodeScalars.last == "स"
        return [
            .init(text: "", cost: joins ? 0.4 : 0.2), .init(text: scheme.virama, cost: joins ? 0.1 : 0.3),
        ]
    }

    private static func isVowel(_ letter: UInt8) -> Bool { "aeiou".utf8.contains(letter) }

    /// The cheapest different ones; ties in order of their text, so that equal input gives equal output.
    private static func cheapest(_ partials: [Partial], _ limit: Int) -> [Partial] {
        var seen: Set<String> = []
        return Array(
            partials.sorted { ($0.cost, $0.text) < ($1.cost, $1.text) }
                .filter { seen.insert($0.text + ($0.isOpen ? "+" : "")).inserted }.prefix(limit))
    }
}
