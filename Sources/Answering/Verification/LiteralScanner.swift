/// Finds the literals of a sentence.
struct LiteralScanner {
    private let tokens: [TextToken]
    /// Evidence offers each literal in all the forms that a true sentence may use; a claim has to hold as it is.
    private let offering: Bool
    private(set) var literals: [Literal] = []

    /// In reading order.
    static func literals(in tokens: [TextToken], offering: Bool) -> [Literal] {
        var scanner = LiteralScanner(tokens: tokens, offering: offering)
        scanner.scan()
        return LiteralSenses.assigned(to: scanner.literals, in: tokens, offering: offering)
    }

    private init(tokens: [TextToken], offering: Bool) {
        self.tokens = tokens
        self.offering = offering
    }

    private mutating func scan() {
        var index = 0
        while index < tokens.count {
            if var literal = literal(at: index) {
                literal.following = following(literal.tokens)
                literals.append(literal)
                index = max(index + 1, literal.tokens.upperBound)
            } else {
                index += 1
            }
        }
    }

    private func bare(_ index: Int) -> String { tokens.indices.contains(index) ? tokens[index].bare : "" }

    private func following(_ range: Range<Int>) -> String? {
        guard let last = range.last, tokens.indices.contains(last), !tokens[last].endsClause else { return nil }
        return tokens.dropFirst(range.upperBound).first { !$0.bare.isEmpty }?.bare
    }

    private func literal(at index: Int) -> Literal? {
        let token = tokens[index]
        if let address = Address.canonical(token.raw.lowercased()) {
            return Literal(kind: .address, forms: address.forms(offering: offering), tokens: index..<index + 1)
        }
        guard !token.bare.isEmpty else { return nil }
        if let phone = PhoneNumbers.phone(in: tokens, at: index) {
            let digits = phone.digits
            // A number is also given by its last digits, without the country or the area.
            let forms = offering ? Set((6...max(6, digits.count)).map { String(digits.suffix($0)) }) : [digits]
            return Literal(kind: .phone, forms: forms, tokens: index..<index + phone.count)
        }
        if let date = DateForms.date(in: tokens, at: index, offering: offering) { return date }
        if let day = Calendar.weekdays[token.bare], token.bare.count > 3 || token.raw.first?.isUppercase == true {
            return Literal(kind: .weekday, forms: ["day:\(day)"], tokens: index..<index + 1)
        }
        if let time = ClockTime.names[token.bare] {
            return Literal(kind: .time, forms: ["time:\(time)"], tokens: index..<index + 1)
        }
        if token.hasDigit { return numeric(at: index) }
        if token.bare == "half", bare(index + 1) == "an" || bare(index + 1) == "a" || bare(index + 1) == "hour",
            let unit = [1, 2].first(where: { bare(index + $0) == "hour" })
        {
            return Literal(kind: .quantity, forms: ["min:30"], tokens: index..<index + unit + 1)
        }
        if let (value, count) = NumberForms.words(tokens[index...].lazy.map(\.bare)) {
            return measured(String(value), from: index, to: index + count)
        }
        if token.bare == "one", index > 0, Self.counted.contains(bare(index - 1)) {
            return measured("1", from: index, to: index + 1)
        }
        if token.bare == "fortnight" {
            return Literal(kind: .quantity, forms: ["min:20160"], tokens: index..<index + 1)
        }
        return unitAlone(at: index)
    }

    /// "One week", and where it is offered "a week", "per week".
    private func unitAlone(at index: Int) -> Literal? {
        let isOne = ["one", "una", "un", "uma", "um", "eine", "einen", "ein", "एक", "ஒரு", "ఒక"].contains(
            tokens[index].bare)
        if offering, let unit = Self.adverbs[tokens[index].bare] {
            return Literal(kind: .quantity, forms: [unit], tokens: index..<index + 1)
        }
        let isRate = ["every", "each"].contains(tokens[index].bare)
        guard isOne || isRate || offering && ["a", "an", "per"].contains(tokens[index].bare),
            let unit = Unit.named(bare(index + 1))
        else { return nil }
        if !offering, !isRate, !["one", "eine", "एक"].contains(tokens[index].bare) { return nil }
        return Literal(kind: .quantity, forms: ["\(unit.kind):\(unit.factor)"], tokens: index..<index + 2)
    }

    private func numeric(at index: Int) -> Literal? {
        let token = tokens[index]
        let next = bare(index + 1)
        if let time = ClockTime.minutes(token.bare, mark: next) {
            let count = ClockTime.isMark(next) || next == "uhr" || next == "o'clock" ? 2 : 1
            var forms: Set = ["time:\(time)"]
            if offering {
                if time % 60 == 0 { forms.formUnion([String(time / 60), String((time / 60 + 11) % 12 + 1)]) }
            }
            return Literal(kind: .time, forms: forms, tokens: index..<index + count)
        }
        let currency = Currency.code(in: token.raw)
        var digits = Substring(token.bare.drop { "$€£₹¥₩₽₺".contains($0) })
        var prefixed: String?
        if let prefix = Currency.prefix(of: String(digits)) {
            prefixed = prefix.code
            digits = digits.dropFirst(prefix.length).drop { "$.".contains($0) }
        } else if currency != nil {
            digits = digits.drop { $0.isLetter || "$".contains($0) }
        }
        let number = digits.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") }
        var rest = digits.dropFirst(number.count)
        while let first = rest.first, "-'’€$£₹%".contains(first) { rest = rest.dropFirst() }
        guard let value = NumberForms.canonical(String(number).trimmingEdges()),
            rest.allSatisfy(\.isLetter) || rest.isEmpty
        else { return code(at: index) }
        let end = index + 1
        if let money = currency ?? prefixed { return self.money(value, money, index..<end) }
        if token.raw.contains("%") { return percent(value, index..<end) }
        if rest.isEmpty { return measured(value, from: index, to: end) }
        let suffix = String(rest)
        if let money = Currency.code(word: suffix) { return self.money(value, money, index..<end) }
        if let unit = Unit.named(suffix) { return quantity(value, unit, index..<end) }
        if ["k", "m"].contains(suffix), let scaled = NumberForms.product(value, suffix == "k" ? 1_000 : 1_000_000) {
            return Literal(kind: .number, forms: [scaled], tokens: index..<end)
        }
        if ["st", "nd", "rd", "th", "s", "er", "x", "º", "ª"].contains(suffix) {
            return Literal(kind: .number, forms: [value], tokens: index..<end)
        }
        // "24-hour", "14-night": a number and a word; "4b" and "7up": a code.
        if token.raw.contains("-") { return Literal(kind: .number, forms: [value], tokens: index..<end) }
        return code(at: index)
    }

    /// A number with what it counts, where the words beside it say so.
    private func measured(_ number: String, from start: Int, to end: Int) -> Literal {
        var value = number
        var end = end
        if let scale = NumberForms.scales[bare(end)], let scaled = NumberForms.product(value, scale) {
            value = scaled
            end += 1
        }
        let next = bare(end)
        let raw = tokens.indices.contains(end) ? tokens[end].raw : ""
        if let money = Currency.code(word: next) ?? (next.isEmpty || next.count < 3 ? Currency.code(in: raw) : nil),
            !tokens[end].hasDigit
        {
            return self.money(value, money, start..<end + 1)
        }
        if start > 0, let money = Currency.code(word: bare(start - 1)), tokens[start - 1].bare.count < 5 {
            return self.money(value, money, start..<end)
        }
        if start > 0, bare(start - 1).isEmpty, let money = Currency.code(in: tokens[start - 1].raw) {
            return self.money(value, money, start..<end)
        }
        if raw.hasPrefix("%") || Self.percentWords.contains(next) { return percent(value, start..<end + 1) }
        if ["per", "por", "pour"].contains(next), ["cent", "ciento", "cento"].contains(bare(end + 1)) {
            return percent(value, start..<end + 2)
        }
        if let unit = Unit.named(raw.contains("°") ? "°" + next : next) {
            return quantity(value, unit, start..<end + 1)
        }
        var forms: Set = [value]
        if start > 0, tokens[start - 1].bare.allSatisfy(\.isLetter), !tokens[start - 1].bare.isEmpty,
            offering && tokens[start - 1].raw.contains(where: \.isUppercase)
                || tokens[start - 1].raw.count > 1 && tokens[start - 1].raw.allSatisfy(\.isUppercase)
        {
            // "AX 200" is AX-200.
            forms.insert(Self.code(tokens[start - 1].bare + tokens[start].bare))
        }
        return Literal(kind: .number, forms: forms, tokens: start..<end)
    }

    private func money(_ value: String, _ currency: String, _ range: Range<Int>) -> Literal {
        var range = range
        var value = value
        if let scale = NumberForms.scales[bare(range.upperBound)], let scaled = NumberForms.product(value, scale) {
            value = scaled
            range = range.lowerBound..<range.upperBound + 1
        }
        return Literal(kind: .money, forms: offered("\(currency):\(value)", value), tokens: range)
    }

    private func percent(_ value: String, _ range: Range<Int>) -> Literal {
        Literal(kind: .percent, forms: offered("pct:\(value)", value), tokens: range.clamped(to: tokens.indices))
    }

    private func quantity(_ value: String, _ unit: (kind: String, factor: Int), _ range: Range<Int>) -> Literal {
        let scaled = NumberForms.product(value, unit.factor) ?? value
        return Literal(kind: .quantity, forms: ["\(unit.kind):\(scaled)"], tokens: range)
    }

    private func offered(_ form: String, _ bare: String) -> Set<String> { offering ? [form, bare] : [form] }

    private func code(at index: Int) -> Literal {
        let token = tokens[index]
        return Literal(kind: .code, forms: [Self.code(token.bare)], tokens: index..<index + 1)
    }

    private static func code(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

    private static let adverbs = [
        "hourly": "min:60", "daily": "min:1440", "weekly": "min:10080", "monthly": "mon:1", "yearly": "mon:12",
        "annually": "mon:12", "nightly": "night:1",
    ]
    /// Words before "one" that make it a number.
    private static let counted: Set<String> = ["least", "most", "exactly", "than", "only", "maximum", "minimum"]
    private static let percentWords: Set<String> = [
        "percent", "prozent", "प्रतिशत", "சதவீதம்", "శాతం", "%",
    ]
}
