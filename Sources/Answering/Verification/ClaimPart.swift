/// A part of a generated sentence that is true or false by itself.
struct ClaimPart: Sendable {
    let tokens: Range<Int>
    /// Of what the part is about where it leaves that out.
    let inherited: Set<String>
    /// Whether it goes on about what was named before.
    var isGoingOn = false

    /// The parts of a sentence, where it has more than one.
    ///
    /// - Parameter subject: what a sentence that begins with a pronoun is about.
    static func parts(of claim: Statement, subject: Set<String>) -> [ClaimPart] {
        var ranges: [(tokens: Range<Int>, clause: Statement.Clause)] = []
        var joinsNext = false
        for (index, clause) in claim.clauses.enumerated() {
            let head = claim.tokens[clause.tokens.lowerBound].bare
            let isBound = subordinators.contains(head) || !(coordinators.contains(head) || startsAnew(claim, clause))
            if joinsNext || isBound && !ranges.isEmpty {
                ranges[ranges.count - 1].tokens = ranges[ranges.count - 1].tokens.lowerBound..<clause.tokens.upperBound
                if joinsNext { ranges[ranges.count - 1].clause = clause }
                joinsNext = false
            } else {
                ranges.append((clause.tokens, clause))
            }
            // "…, and cats and small animals must": two subjects of what follows.
            let next = index + 1 < claim.clauses.count ? claim.clauses[index + 1] : nil
            if index > 0, !clause.hasVerb, ranges.last?.tokens == clause.tokens, let next, next.hasVerb,
                !next.lacksSubject, claim.tokens[clause.tokens.lowerBound - 1].endsClause
            {
                joinsNext = true
            }
            // "If you cancel late, you pay": a condition goes with what follows. So does "On Sundays,".
            if ranges.count == 1, ranges[0].tokens == clause.tokens, subordinators.contains(head) || !clause.hasVerb {
                joinsNext = true
            }
        }
        guard ranges.count > 1 else { return [] }
        var topic = claim.isAnaphoric ? subject : claim.subject(in: ranges[0].tokens)
        return ranges.enumerated().map { index, range in
            guard index > 0 else {
                return ClaimPart(tokens: range.tokens, inherited: claim.isAnaphoric ? subject : [])
            }
            if range.clause.lacksSubject {
                return ClaimPart(tokens: range.tokens, inherited: topic, isGoingOn: true)
            }
            topic = claim.subject(in: range.tokens)
            return ClaimPart(tokens: range.tokens, inherited: [])
        }
    }

    /// After a semicolon, or a comma before a clause with subject and verb of its own.
    private static func startsAnew(_ claim: Statement, _ clause: Statement.Clause) -> Bool {
        guard clause.tokens.lowerBound > 0 else { return true }
        let last = claim.tokens[clause.tokens.lowerBound - 1].raw.last
        return last == ";" || last == ":" || last == "," && !clause.lacksSubject
    }

    private static let coordinators: Set<String> = [
        "and", "but", "while", "whereas", "y", "pero", "e", "mas", "und", "aber", "और", "लेकिन", "மற்றும்", "ஆனால்",
        "మరియు", "కానీ",
    ]
    private static let subordinators: Set<String> = [
        "if", "unless", "when", "because", "although", "though", "which", "who", "or", "nor", "so", "si", "cuando",
        "se", "quando", "wenn", "falls", "oder", "o", "ou", "या", "अगर", "यदि",
    ]
}
