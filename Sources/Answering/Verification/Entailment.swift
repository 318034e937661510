/// Judges whether one place of a passage says what a part of a generated sentence claims.
struct Entailment {
    enum Failure: Error { case literal, name, overlap, polarity, qualifier, binding, empty }

    let claim: Statement
    let place: EvidencePlace
    /// Terms that may be named without evidence: the business's own name.
    let known: Set<String>

    /// - Parameters:
    ///   - tokens: the part of the claim.
    ///   - inherited: terms of what the part is about, where it does not name that itself.
    func judge(_ tokens: Range<Int>, inherited: Set<String>) -> Failure? {
        // What is quoted whole needs no reading, only that what it is about fits.
        if tokens == claim.tokens.indices, inherited.isSubset(of: place.terms),
            claim.tokens.lazy.map(\.plain).elementsEqual(place.statement.tokens.lazy.map(\.plain))
        {
            return nil
        }
        let literals = claim.literals(in: tokens)
        for literal in literals where !place.literals.contains(where: { literal.isSupported(by: $0) }) {
            return .literal
        }
        let terms = claim.contentTerms(in: tokens).subtracting(known)
        let unknown = terms.union(inherited).subtracting(place.terms).subtracting(implied(literals))
        if !unknown.isEmpty { return isName(unknown, tokens) ? .name : .overlap }
        // A claim made of headings alone says nothing of the place.
        let own = place.statement.allTerms
        if literals.isEmpty, !terms.isEmpty, terms.isDisjoint(with: own) { return .overlap }
        if contradictsPrefix(tokens) { return .polarity }
        // "Cats are allowed" says nothing but what a light word says.
        if literals.isEmpty, terms.count <= 1 || terms.isSubset(of: claim.subject(in: tokens)) {
            let said = tokens.flatMap { claim.terms[$0] }.filter { Self.predicates.contains($0) }
                .filter { !(Self.permissions.contains($0) && permits) }
            if !place.terms.isSuperset(of: said) { return .overlap }
        }
        let literalsImply = implied(literals)
        let whole = terms.union(literals.reduce(into: Set<String>()) { $0.formUnion($1.forms) })
        if LiteralBinding(place).isBroken(by: whole, literals) { return .binding }
        for clause in claim.clauses where clause.tokens.overlaps(tokens) {
            let values = claim.literals(in: clause.tokens.clamped(to: tokens))
            if let failure = judge(clause, values, inherited, implied: literalsImply) { return failure }
        }
        return nil
    }

    private func judge(
        _ clause: Statement.Clause, _ values: [Literal], _ inherited: Set<String>, implied: Set<String>
    ) -> Failure? {
        let topic = clause.lacksSubject ? clause.terms.union(inherited).union(claim.subject) : clause.terms
        let forms = values.reduce(into: Set<String>()) { $0.formUnion($1.forms) }
        if LiteralBinding(place).isBroken(by: topic.union(forms), values) { return .binding }
        let needed = clause.terms.subtracting(implied).subtracting(known)
        if !place.saysTogether(needed) { return .binding }
        guard let aligned = aligned(clause, values, topic) else { return nil }
        if aligned.denies != clause.denies { return .polarity }
        for term in needed where !aligned.terms.contains(term) {
            let opposites = Opposites.of(term, claim.paraphrases)
            if !opposites.isDisjoint(with: aligned.terms), opposites.isDisjoint(with: clause.terms) { return .polarity }
        }
        if isTurnedRound(clause, aligned) { return .binding }
        return qualifiersHold(clause, aligned) ? nil : .qualifier
    }

    /// The clause of the place that speaks of the same; of equally close ones one that agrees.
    private func aligned(
        _ clause: Statement.Clause, _ values: [Literal], _ topic: Set<String>
    ) -> Statement.Clause? {
        var best: (clause: Statement.Clause, score: Double)?
        var previous: Set<String> = []
        for candidate in place.statement.clauses {
            let held = place.statement.literals(in: candidate.tokens)
            var score = Double(clause.terms.count { candidate.terms.contains($0) })
            score += 0.5 * Double(topic.subtracting(clause.terms).count { candidate.terms.contains($0) })
            score += Double(values.count { value in held.contains { value.isSupported(by: $0) } })
            // "Dinner is not": the rest of it was said before.
            let isElliptical = candidate.terms.isSubset(of: place.statement.subject(in: candidate.tokens))
            if candidate.lacksSubject || !candidate.hasVerb || isElliptical {
                score +=
                    (isElliptical ? 0.75 : 0.5)
                    * Double(topic.subtracting(candidate.terms).count { previous.contains($0) })
            }
            if candidate.denies == clause.denies { score += 0.01 }
            score -= 0.001 * Double(candidate.terms.count)
            // Where only light words are said, those tell which clause says the same.
            let words = Set(candidate.tokens.map { place.statement.tokens[$0].bare })
            score += 0.05 * Double(clause.tokens.count { words.contains(claim.tokens[$0].bare) })
            if score > 0.1, score > best?.score ?? 0 { best = (candidate, score) }
            if !candidate.lacksSubject || previous.isEmpty { previous = candidate.terms }
        }
        return best?.clause
    }

    private func qualifiersHold(_ clause: Statement.Clause, _ aligned: Statement.Clause) -> Bool {
        let all = place.statement.clauses.reduce(into: Set<Qualifier>()) { $0.formUnion($1.qualifiers) }
        for family: Qualifier.Family in [
            .amount, .exclusion, .frequency, .order, .absence, .position,
        ] {
            let claimed = clause.qualifiers.filter { $0.family == family }
            let near = aligned.qualifiers.filter { $0.family == family }
            let given = near.isEmpty ? all.filter { $0.family == family } : near
            if family == .absence {
                // The whole part may say it, in whichever clause.
                let said = claim.clauses.reduce(into: Set<Qualifier>()) { $0.formUnion($1.qualifiers) }
                if !near.isSubset(of: said) { return false }
            }
            if !claimed.isSubset(of: given) { return false }
            if claimed.isEmpty, near.contains(where: \.isHedge) { return false }
        }
        guard !clause.denies else { return true }
        let duty = aligned.qualifiers.filter { $0.family == .duty }
        if clause.qualifiers.contains(.must), !all.contains(.must), !place.statement.isImperative { return false }
        if clause.qualifiers.contains(.should), !all.contains(.should), !all.contains(.must),
            !place.statement.isImperative
        {
            return false
        }
        return !(clause.qualifiers.contains(.may) && !clause.qualifiers.contains(.must) && duty == [.must])
    }

    /// "X before Y" of what the place says "Y before X".
    private func isTurnedRound(_ clause: Statement.Clause, _ aligned: Statement.Clause) -> Bool {
        func sides(_ statement: Statement, _ range: Range<Int>) -> (Set<String>, Set<String>)? {
            guard let middle = range.first(where: { Self.relations.contains(statement.tokens[$0].bare) }) else {
                return nil
            }
            return (
                statement.contentTerms(in: range.lowerBound..<middle),
                statement.contentTerms(in: middle..<range.upperBound)
            )
        }
        guard let (first, second) = sides(claim, clause.tokens),
            let (left, right) = sides(place.statement, aligned.tokens)
        else { return false }
        return !first.subtracting(left).isDisjoint(with: right) && !second.subtracting(right).isDisjoint(with: left)
    }

    private static let relations: Set<String> = [
        "before", "after", "than", "antes", "después", "depois", "que", "vor", "nach", "als", "instead",
    ]
    /// Light words that are all that some sentences say.
    private static let predicates: Set<String> = [
        "allow", "avail", "provid", "possibl", "option", "recommend", "accept",
    ]

    /// Whether the place says what can or cannot be done.
    private var permits: Bool {
        place.statement.tokens.contains { ["can", "cannot", "can't", "may"].contains($0.bare) }
    }
    private static let permissions: Set<String> = ["allow", "possibl"]

    /// What opens at the start of an interval and closes at its end is said by the interval.
    private func implied(_ literals: [Literal]) -> Set<String> {
        var implied: Set<String> = []
        for literal in literals {
            for evidence in place.literals where evidence.role != nil && literal.isSupported(by: evidence) {
                implied.formUnion(evidence.role == .start ? ["open", "begin"] : ["close", "end"])
            }
        }
        for literal in literals {
            switch literal.kind {
            case .phone: implied.formUnion(Self.phoneWords)
            case .address: implied.formUnion(Self.addressWords)
            case .quantity: implied.formUnion(Self.durationWords)
            default: break
            }
        }
        return implied.union(implied.map(claim.paraphrases.canonical))
    }

    private static let phoneWords: Set<String> = ["call", "contact", "number", "dial"]
    private static let durationWords: Set<String> = ["last", "take", "run"]
    private static let addressWords: Set<String> = [
        "email", "write", "address", "visit", "websit", "page", "link", "onlin",
    ]

    /// "Opened" of what the place calls unopened.
    private func contradictsPrefix(_ tokens: Range<Int>) -> Bool {
        let words = Set(place.statement.tokens.map(\.bare))
        return tokens.contains { index in
            let word = claim.tokens[index].bare
            guard word.count > 3, !words.contains(word) else { return false }
            return ["un", "in", "im", "non", "non-", "dis"].contains { words.contains($0 + word) }
        }
    }

    private func isName(_ unknown: Set<String>, _ tokens: Range<Int>) -> Bool {
        tokens.contains { index in
            claim.tokens[index].raw.first?.isUppercase == true && !unknown.isDisjoint(with: claim.terms[index])
        }
    }
}
