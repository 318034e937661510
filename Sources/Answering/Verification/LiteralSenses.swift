/// Reads from the words around literals in what sense they are meant: the start or end of an interval, a minimum or
/// maximum, and the unit that the first of two values leaves to the second.
struct LiteralSenses {
    private var literals: [Literal]
    private let tokens: [TextToken]
    private let offering: Bool

    static func assigned(to literals: [Literal], in tokens: [TextToken], offering: Bool) -> [Literal] {
        var senses = LiteralSenses(literals: literals, tokens: tokens, offering: offering)
        senses.addDayGroups()
        senses.shareUnits()
        for index in senses.literals.indices { senses.addCues(at: index) }
        senses.addIntervals()
        return senses.literals
    }

    // MARK: Units

    private func gap(_ index: Int) -> ArraySlice<TextToken> {
        let lower = literals[index].tokens.upperBound
        let upper = literals[index + 1].tokens.lowerBound
        return lower <= upper ? tokens[lower..<upper] : []
    }

    private func join(_ index: Int) -> String? {
        guard index + 1 < literals.count else { return nil }
        let gap = gap(index)
        guard let first = gap.first, gap.count <= 2 else { return nil }
        if gap.count == 2, !["the", "las", "às", "as", "on"].contains(gap.last?.bare) { return nil }
        return first.isConnector ? "–" : first.bare
    }

    private mutating func shareUnits() {
        for index in literals.indices {
            guard let word = join(index), Self.joins.contains(word) else { continue }
            let (first, second) = (literals[index], literals[index + 1])
            if first.kind == .number, let form = first.forms.first(where: { !$0.contains(":") }) {
                if let adopted = adopt(form, from: second) {
                    literals[index].forms = offering ? first.forms.union([adopted]) : [adopted]
                    literals[index].kind = second.kind
                }
            } else if first.kind == .money, second.kind == .number,
                let money = first.forms.first(where: { $0.contains(":") })?.prefix(while: { $0 != ":" }),
                let form = second.forms.first
            {
                literals[index + 1].kind = .money
                literals[index + 1].forms = offering ? ["\(money):\(form)", form] : ["\(money):\(form)"]
            }
        }
    }

    private func adopt(_ number: String, from other: Literal) -> String? {
        switch other.kind {
        case .money, .percent:
            return other.forms.first { $0.contains(":") }.map { "\($0.prefix { $0 != ":" }):\(number)" }
        case .quantity:
            let words = other.tokens.map { tokens[$0].bare }
            guard let unit = words.lazy.compactMap({ Unit.named($0) ?? Self.attachedUnit($0) }).first else {
                return nil
            }
            return NumberForms.product(number, unit.factor).map { "\(unit.kind):\($0)" }
        case .time:
            let words = other.tokens.map { tokens[$0].bare }
            let mark = words.first { ClockTime.isMark($0) || $0.hasSuffix("am") || $0.hasSuffix("pm") }
            guard let mark else { return nil }
            return ClockTime.minutes(number, mark: String(mark.drop { $0.isNumber || $0 == ":" })).map { "time:\($0)" }
        default: return nil
        }
    }

    private static func attachedUnit(_ word: String) -> (kind: String, factor: Int)? {
        Unit.named(String(word.drop { $0.isNumber || $0 == "." || $0 == "," || $0 == "-" }))
    }

    // MARK: Days

    /// Weekdays and weekends are literals too; evidence for every day is evidence for each.
    private mutating func addDayGroups() {
        let hasException = tokens.contains { Exceptions.words.contains($0.bare) }
        var added: [Literal] = []
        for (index, token) in tokens.enumerated() {
            let all =
                ["daily", "diariamente", "täglich"].contains(token.bare)
                || ["every", "each"].contains(token.bare) && index + 1 < tokens.count && tokens[index + 1].bare == "day"
            if ["weekday", "weekdays"].contains(token.bare) {
                added.append(days(1...5, "weekdays", at: index))
            } else if ["weekend", "weekends"].contains(token.bare) {
                added.append(days(6...7, "weekend", at: index))
            } else if all, offering, !hasException {
                var literal = days(1...7, "weekdays", at: index)
                literal.forms.insert("weekend")
                added.append(literal)
            }
        }
        if offering, !hasException { added += expanded() }
        guard !added.isEmpty else { return }
        literals = (literals + added).sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
    }

    private func days(_ days: ClosedRange<Int>, _ name: String, at index: Int) -> Literal {
        let forms = offering ? Set(days.map { "day:\($0)" }).union([name]) : [name]
        return Literal(kind: .weekday, forms: forms, tokens: index..<index + 1)
    }

    /// The days inside "Monday to Friday".
    private func expanded() -> [Literal] {
        literals.indices.compactMap { index in
            guard let word = join(index), Self.ranges.contains(word), literals[index].kind == .weekday,
                literals[index + 1].kind == .weekday, let first = day(index), let last = day(index + 1), first < last
            else { return nil }
            var forms = Set((first...last).map { "day:\($0)" })
            if first == 1, last >= 5 { forms.insert("weekdays") }
            return Literal(
                kind: .weekday, forms: forms,
                tokens: literals[index].tokens.upperBound..<literals[index + 1].tokens.lowerBound)
        }
    }

    private func day(_ index: Int) -> Int? {
        literals[index].forms.count == 1 ? literals[index].forms.first.flatMap { Int($0.dropFirst(4)) } : nil
    }

    // MARK: Intervals and bounds

    private mutating func addIntervals() {
        for index in literals.indices {
            var next = index + 1
            // The days inside a range stand between its ends.
            while next < literals.count, literals[next].forms.count > 1, literals[next].kind == .weekday { next += 1 }
            guard next < literals.count, literals[index].kind == literals[next].kind else { continue }
            let gap = tokens[
                min(
                    literals[index].tokens.upperBound, literals[next].tokens.lowerBound)..<literals[next].tokens
                    .lowerBound]
            guard gap.count <= 2, let first = gap.first else { continue }
            let word = first.isConnector ? "–" : first.bare
            let isBetween =
                ["and", "y", "e", "und"].contains(word)
                && before(literals[index]).suffix(2).contains {
                    ["between", "entre", "zwischen"].contains($0)
                }
            guard Self.ranges.contains(word) || isBetween else { continue }
            literals[index].role = .start
            literals[next].role = .end
            literals[index].bounds = []
            literals[next].bounds = []
        }
    }

    private func before(_ literal: Literal) -> [String] {
        let lower = max(0, literal.tokens.lowerBound - 4)
        return tokens[lower..<literal.tokens.lowerBound].map(\.bare)
    }

    private mutating func addCues(at index: Int) {
        let literal = literals[index]
        let previous = index > 0 ? literals[index - 1].tokens.upperBound : 0
        let next = index + 1 < literals.count ? literals[index + 1].tokens.lowerBound : tokens.count
        let ahead = tokens[
            max(min(previous, literal.tokens.lowerBound), literal.tokens.lowerBound - 4)..<literal.tokens.lowerBound]
        let words = ahead.map(\.bare)
        let clause = words.suffix(
            words.count - ((ahead.lastIndex { $0.endsClause }.map { $0 - ahead.startIndex + 1 }) ?? 0))
        let behind = tokens[
            literal.tokens.upperBound..<max(literal.tokens.upperBound, min(next, literal.tokens.upperBound + 3))
        ]
        .map(\.bare)
        switch literal.kind {
        case .time, .weekday, .date:
            literals[index].role = BoundCues.role(Array(clause), behind, isTime: literal.kind == .time)
        case .quantity, .money, .number, .percent:
            literals[index].bounds = BoundCues.bounds(Array(clause), behind, isDuration: literal.kind == .quantity)
        case .code, .address, .phone: break
        }
    }

    private static let ranges: Set<String> = [
        "to", "–", "through", "until", "till", "a", "às", "até", "bis", "hasta", "से",
    ]
    private static let joins = ranges.union(["and", "or", "y", "e", "und", "o", "oder", "और"])
}

/// Words that take something out of what was said.
enum Exceptions {
    static let words: Set<String> = [
        "except", "excepting", "excluding", "excepto", "exceto", "salvo", "außer", "ausgenommen", "सिवाय", "தவிர", "తప్ప",
    ]
}
