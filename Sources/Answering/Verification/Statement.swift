import TextAnalysis

/// What a sentence, a list item or a table row says, as far as its words tell.
struct Statement: Sendable {
    /// A part that affirms or denies by itself.
    struct Clause: Sendable {
        var tokens: Range<Int>
        var denies = false
        var qualifiers: Set<Qualifier> = []
        var hasVerb = false
        /// Whether it begins with a verb or a pronoun, so that what it is about was named before.
        var lacksSubject = false
        /// Of the content terms of the clause.
        var terms: Set<String> = []
    }

    let tokens: [TextToken]
    /// The content terms of each token, in the forms that stand for all that say the same.
    let terms: [[String]]
    let literals: [Literal]
    /// Indices of the tokens that literals are made of, and of words that only say how they bound.
    private let literalTokens: Set<Int>
    private let language: String
    private(set) var clauses: [Clause] = []
    /// Begins with a pronoun, or is an item of a list: what it is about stands before it.
    let isAnaphoric: Bool
    /// Tells the reader what to do.
    let isImperative: Bool
    let paraphrases: Paraphrases

    init(_ text: String, _ analyzer: TermAnalyzer, offering: Bool) {
        let paraphrases = Paraphrases.of(analyzer)
        let tokens = TextToken.tokens(in: Expressions.unified(text))
        self.paraphrases = paraphrases
        self.tokens = tokens
        language = analyzer.language
        let literals = LiteralScanner.literals(in: tokens, offering: offering)
        self.literals = literals
        literalTokens = literals.reduce(into: []) { held, literal in
            held.formUnion(literal.tokens)
            guard !literal.bounds.isEmpty else { return }
            let near = max(0, literal.tokens.lowerBound - 3)..<min(tokens.count, literal.tokens.upperBound + 3)
            held.formUnion(near.filter { BoundCues.comparatives.contains(tokens[$0].bare) })
        }
        terms = tokens.map { token in
            let word = Negation.affirmed(token.bare) ?? token.raw
            let bare = word.lowercased().hasPrefix("non-") ? String(word.dropFirst(4)) : word
            return analyzer.terms(in: bare).map(paraphrases.canonical)
        }
        let first = tokens.first?.bare ?? ""
        let second = tokens.count > 1 ? tokens[1].bare : ""
        // "This policy" names what it is about.
        let isDeterminer = ["this", "these", "that", "those"].contains(first) && !paraphrases.isVerb(second)
        isAnaphoric = Self.pronouns.contains(first) && !isDeterminer
        isImperative =
            first == "please" || Self.imperatives.contains(first)
            || ["do", "don't", "never", "always"].contains(first)
        clauses = makeClauses()
    }

    /// All content terms, those of literals too.
    var allTerms: Set<String> { Set(terms.joined()) }

    /// What the sentence is about: the terms before its first verb, or the first of all where no verb is known.
    var subject: Set<String> { subject(in: tokens.indices) }

    func subject(in range: Range<Int>) -> Set<String> {
        var found: [String] = []
        for index in range {
            if paraphrases.isVerb(tokens[index].bare) { return Set(found.prefix(4)) }
            if !literalTokens.contains(index) { found += terms[index].filter { !paraphrases.isLight($0) } }
        }
        return Set(found.prefix(1))
    }

    /// What of a part must be found in the evidence.
    func contentTerms(in range: Range<Int>) -> Set<String> {
        Set(range.filter { !literalTokens.contains($0) }.flatMap { terms[$0] }.filter { !paraphrases.isLight($0) })
    }

    func literals(in range: Range<Int>) -> [Literal] {
        literals.filter { range.contains($0.tokens.lowerBound) }
    }

    // MARK: Clauses

    private func makeClauses() -> [Clause] {
        var starts: [(index: Int, conjunction: String)] = [(0, "")]
        for (index, token) in tokens.enumerated() {
            if Self.conjunctions.contains(token.bare) || Exceptions.words.contains(token.bare) {
                starts.append((index, token.bare))
            } else if token.endsClause, index + 1 < tokens.count {
                starts.append((index + 1, ""))
            }
        }
        var clauses: [Clause] = []
        for (offset, start) in starts.enumerated() {
            let end = offset + 1 < starts.count ? starts[offset + 1].index : tokens.count
            // "And", "between 6 and 8": a conjunction inside an interval joins no clauses.
            let isInside = literals.contains { $0.role == .end && $0.tokens.lowerBound == start.index + 1 }
            guard start.index < end else { continue }
            if isInside || start.conjunction != "" && end == start.index, !clauses.isEmpty {
                clauses[clauses.count - 1].tokens = clauses[clauses.count - 1].tokens.lowerBound..<end
                continue
            }
            clauses.append(clause(start.index..<end, start.conjunction, after: clauses.last))
        }
        for index in clauses.indices { clauses[index].terms = contentTerms(in: clauses[index].tokens) }
        // "Software and gift cards cannot be returned": what is said of the last is said of those before it.
        if let verb = clauses.firstIndex(where: \.hasVerb), verb > 0, clauses[verb].denies,
            Self.conjunctions.contains(tokens[clauses[verb].tokens.lowerBound].bare)
        {
            for index in 0..<verb where !isSetOff(clauses[index]) { clauses[index].denies = true }
        }
        return clauses
    }

    private func clause(_ range: Range<Int>, _ conjunction: String, after previous: Clause?) -> Clause {
        var clause = Clause(tokens: range)
        var negations = 0
        let isAnswerWord = range.lowerBound == 0 && ["yes", "no"].contains(tokens[0].bare) && tokens[0].endsClause
        for index in range {
            let bare = tokens[index].bare
            if Negation.isNegation(bare), !(isAnswerWord && index == 0), !isBound(index) { negations += 1 }
            if paraphrases.isVerb(bare) { clause.hasVerb = true }
            if let qualifier = Qualifier.named(bare), !isRate(index), !isBound(index) {
                clause.qualifiers.insert(qualifier)
            }
        }
        // Outside English and German two denials are one.
        clause.denies = language == "en" || language == "de" ? negations % 2 == 1 : negations > 0
        if let previous, negations == 0 {
            if Exceptions.words.contains(conjunction) {
                clause.denies = !previous.denies
            } else if ["or", "nor", "oder", "o", "ou", "या"].contains(conjunction) || !clause.hasVerb {
                clause.denies = previous.denies
            }
        }
        let words = range.map { tokens[$0].bare }.filter { !Self.conjunctions.contains($0) && !$0.isEmpty }
        let head = words.first { !["also", "then", "so", "not", "only", "still"].contains($0) } ?? ""
        clause.lacksSubject =
            !paraphrases.knowsVerbs || !clause.hasVerb || paraphrases.isVerb(head) || Self.pronouns.contains(head)
            || hasPronounSubject(range)
        return clause
    }

    /// "On Sundays it is closed".
    private func hasPronounSubject(_ range: Range<Int>) -> Bool {
        guard let verb = range.first(where: { paraphrases.isVerb(tokens[$0].bare) }), verb > range.lowerBound else {
            return false
        }
        return ["it", "they", "he", "she", "this", "these"].contains(tokens[verb - 1].bare)
    }

    /// "On Sundays, ": no part of what the verb denies.
    private func isSetOff(_ clause: Clause) -> Bool {
        clause.tokens.first.map {
            ["on", "in", "at", "for", "from", "yes", "no", "if", "when", "unless", "because", "as"].contains(
                tokens[$0].bare)
        } ?? true
    }

    /// "Every day", "each visit": how often something is, not of how many something holds.
    private func isRate(_ index: Int) -> Bool {
        guard ["every", "each", "any", "cada", "jede", "jeden", "हर", "ஒவ்வொரு", "ప్రతి"].contains(tokens[index].bare),
            index + 1 < tokens.count
        else { return false }
        let next = tokens[index + 1].bare
        return Unit.named(next) != nil || Calendar.weekdays[next] != nil || tokens[index + 1].hasDigit
            || ["visit", "stay", "time", "morning", "evening", "afternoon", "two", "three", "four", "six"].contains(
                next)
    }

    /// "No later than", "not more than", "at most": part of a bound and judged with its value.
    private func isBound(_ index: Int) -> Bool {
        let bare = tokens[index].bare
        guard
            [
                "no", "not", "most", "least", "after", "before", "later", "prior", "earlier", "advance", "ahead",
                "until", "till",
                "above", "below", "over", "under", "beneath",
            ].contains(bare)
        else { return false }
        let next = (index + 1..<min(index + 3, tokens.count)).map { tokens[$0].bare }
        if bare == "no" || bare == "not" {
            return ["later", "more", "longer", "less", "fewer", "earlier", "exceed", "exceeding"].contains(
                next.first ?? "")
                || bare == "not" && ["only", "just"].contains(next.first ?? "")
        }
        return literals.contains { ($0.role != nil || !$0.bounds.isEmpty) && abs($0.tokens.lowerBound - index) <= 4 }
            || ["most", "least"].contains(bare) && index > 0 && tokens[index - 1].bare == "at"
    }

    static let conjunctions: Set<String> = [
        "and", "but", "or", "nor", "while", "whereas", "although", "though", "because", "if", "unless", "when", "which",
        "who", "so", "y", "pero", "o", "e", "mas", "ou", "und", "aber", "oder", "et", "mais", "और", "लेकिन", "या",
        "மற்றும்", "ஆனால்", "அல்லது", "మరియు", "కానీ", "లేదా",
    ]
    static let pronouns: Set<String> = [
        "it", "its", "they", "their", "this", "these", "that", "those", "he", "she", "his", "her", "both", "which",
        "who",
        "it's", "they're", "ele", "ela", "eles", "elas", "esto", "este", "esta", "isso", "er", "sie", "es", "dieser",
        "diese", "यह", "ये", "இது", "அது", "ఇది", "అది",
    ]
    private static let imperatives: Set<String> = [
        "bring", "call", "write", "keep", "go", "come", "ask", "tell", "contact", "use", "move", "send", "book",
        "arrive",
        "show", "leave", "take", "wear", "avoid", "check", "register", "pay", "present", "return", "collect", "park",
    ]
}
