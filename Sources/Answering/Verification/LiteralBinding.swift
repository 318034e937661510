/// Which words of a place belong to which of its values of one kind: in "adults pay $5 and children $3" the adults
/// belong to $5.
struct LiteralBinding {
    private let place: EvidencePlace

    init(_ place: EvidencePlace) { self.place = place }

    /// Whether the claim gives a word of the place a value that the place gives another word.
    ///
    /// - Parameters:
    ///   - terms: what a clause of the claim is about.
    ///   - literals: its values.
    func isBroken(by terms: Set<String>, _ literals: [Literal]) -> Bool {
        for literal in literals {
            let rivals = place.statement.literals.filter { $0.kind == literal.kind }
            guard rivals.count > 1 else { continue }
            // Both ends of an interval are one value.
            let segments = segments(rivals)
            guard segments.count > 1 else { continue }
            let matching = segments.indices.filter { index in
                segments[index].literals.contains { literal.isSupported(by: $0) }
            }
            guard !matching.isEmpty else { continue }
            let claimed = segments.indices.filter { index in
                literals.contains { claim in segments[index].literals.contains { claim.isSupported(by: $0) } }
            }
            let isRight = matching.contains { index in
                let strangers = segments.indices.filter { !claimed.contains($0) }.reduce(into: Set<String>()) {
                    $0.formUnion(segments[$1].words)
                }
                let own = segments[index].words
                let foreign = strangers.subtracting(own).subtracting(literal.forms).intersection(terms)
                return foreign.isEmpty
            }
            if !isRight { return true }
        }
        return false
    }

    private struct Segment {
        var tokens: Range<Int>
        var literals: [Literal]
        /// Terms and other literals' forms that belong to these values alone.
        var words: Set<String> = []
    }

    private func segments(_ rivals: [Literal]) -> [Segment] {
        let statement = place.statement
        var segments: [Segment] = []
        for literal in rivals.sorted(by: { $0.tokens.lowerBound < $1.tokens.lowerBound }) {
            let isGoingOn =
                literal.role == .end && segments.last?.literals.last?.role == .start
                || segments.last.map { $0.tokens.upperBound >= literal.tokens.lowerBound } == true
            if isGoingOn {
                segments[segments.count - 1].literals.append(literal)
                segments[segments.count - 1].tokens =
                    segments[segments.count - 1].tokens.lowerBound..<literal.tokens.upperBound
            } else {
                segments.append(Segment(tokens: literal.tokens, literals: [literal]))
            }
        }
        guard segments.count > 1 else { return segments }
        // What stands before each value in its part of the sentence, and what after.
        var leads: [Set<String>] = []
        var trails: [Set<String>] = []
        var start = place.isRow ? boundary(before: segments[0].tokens.lowerBound, from: 0) : 0
        for (index, segment) in segments.enumerated() {
            let next = index + 1 < segments.count ? segments[index + 1].tokens.lowerBound : statement.tokens.count
            let end =
                index + 1 < segments.count
                ? cut(after: segment.tokens.upperBound, before: next) : statement.tokens.count
            leads.append(words(start..<max(start, segment.tokens.lowerBound)))
            trails.append(words(segment.tokens.upperBound..<max(segment.tokens.upperBound, end)))
            start = end
        }
        // "The hall holds 1,250 and was built in 1911": one subject for both.
        let goesOn = segments.dropFirst().allSatisfy { segment in
            statement.clauses.contains {
                $0.tokens.contains(segment.tokens.lowerBound) && $0.hasVerb && $0.lacksSubject
            }
        }
        if goesOn {
            leads[0].subtract(statement.subject)
            trails[0].subtract(statement.subject)
        }
        let headIsShared = leads.dropFirst().allSatisfy(\.isEmpty)
        let tailIsShared = trails.dropLast().allSatisfy(\.isEmpty) && !headIsShared
        for index in segments.indices {
            segments[index].words = (headIsShared ? [] : leads[index]).union(tailIsShared ? [] : trails[index])
        }
        return segments
    }

    private func words(_ range: Range<Int>) -> Set<String> {
        let statement = place.statement
        return statement.literals(in: range).reduce(into: statement.contentTerms(in: range)) { $0.formUnion($1.forms) }
    }

    /// Where the part of the next value begins: after the last punctuation or, without any, at the conjunction between the two.
    private func cut(after lower: Int, before upper: Int) -> Int {
        let tokens = place.statement.tokens
        guard lower < upper else { return upper }
        if let stop = (lower - 1..<upper).last(where: { tokens[$0].raw.last.map { ",;".contains($0) } ?? false }) {
            return stop + 1
        }
        return (lower..<upper).first { Statement.conjunctions.contains(tokens[$0].bare) } ?? upper
    }

    /// The last semicolon before a value: what stands before it in a row is the row's own.
    private func boundary(before index: Int, from start: Int) -> Int {
        let tokens = place.statement.tokens
        return ((start..<index).last { tokens[$0].raw.hasSuffix(";") }).map { $0 + 1 } ?? start
    }
}
