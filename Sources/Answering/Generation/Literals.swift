import TextAnalysis

/// The things in a text that are right or wrong to the letter: numbers, prices, percentages, dates, times, codes, e-mail
/// addresses, URLs and phone numbers, each in one form however it was written.
struct Literals: Sendable {
    /// Canonical forms such as `45`, `usd:45`, `pct:12.5`, `time:1020` (minutes), `month:5`, `day:1`, `ax200`, `a@b.example`.
    private(set) var values: Set<String> = []
    /// Digits of stretches that look like phone numbers.
    private(set) var phones: [String] = []

    /// What the text claims: every value of it must hold.
    static func claimed(in text: String) -> Literals { Literals(text, claims: true) }

    /// What the text offers as evidence: each literal in all the forms that a true sentence may use.
    static func offered(by text: String) -> Literals { Literals(text, claims: false) }

    /// The claimed values that the evidence does not hold.
    func missing(from evidence: Literals) -> [String] {
        values.subtracting(evidence.values).sorted()
            + phones.filter { phone in !evidence.phones.contains { $0.hasSuffix(phone) || phone.hasSuffix($0) } }
    }

    var isEmpty: Bool { values.isEmpty && phones.isEmpty }

    /// All of several texts' literals.
    init(merging all: [Literals]) {
        for literals in all {
            values.formUnion(literals.values)
            phones += literals.phones
        }
    }

    private init(_ text: String, claims: Bool) {
        let tokens = text.split(whereSeparator: \.isWhitespace).map(String.init)
        for (index, token) in tokens.enumerated() {
            let next = index + 1 < tokens.count ? tokens[index + 1].lowercased().trimmingEdges() : ""
            let before = index > 0 ? tokens[index - 1].lowercased().trimmingEdges() : ""
            take(token, before: before, next: next, claims: claims)
            // "AX 200" offers AX-200.
            if !claims, index > 0, token.first?.isNumber == true, tokens[index - 1].allSatisfy({ $0.isLetter }) {
                values.insert(Self.code(Self.folded(tokens[index - 1] + token).trimmingEdges()))
            }
        }
        phones = PhoneNumbers.digits(in: text)
    }

    private mutating func take(_ token: String, before: String, next: String, claims: Bool) {
        let folded = Self.folded(token)
        let bare = folded.trimmingEdges()
        guard !bare.isEmpty else { return }
        if bare.contains("@"), bare.contains(".") {
            values.insert(bare)
            return
        }
        if let address = Self.address(bare) {
            values.insert(address)
            // A page of a site that the evidence names is another address; the site itself is offered by its pages.
            if !claims, let host = address.split(separator: "/").first { values.insert(String(host)) }
            return
        }
        if let month = Calendar.months[bare] { values.insert("month:\(month)") }
        if let day = Calendar.weekdays[bare] { values.insert("day:\(day)") }
        if let number = NumberWords.value(of: bare) { values.insert(number) }
        guard bare.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) else { return }
        takeNumeric(token, folded, bare, before: before, next: next, claims: claims)
    }

    private mutating func takeNumeric(
        _ token: String, _ folded: String, _ bare: String, before: String, next: String, claims: Bool
    ) {
        if let time = ClockTime.minutes(bare, next: next) {
            values.insert("time:\(time)")
            if !claims {
                if time % 60 == 0 {
                    values.insert(String(time / 60))
                    values.insert(String((time / 60 + 11) % 12 + 1))
                }
            }
            return
        }
        let parts = bare.split { "-–—/:~".contains($0) }.map { $0.trimmingCharacters }
        if parts.count > 1 {
            // Capitals or letters mixed with digits make a code; "24-hour" is a number and a word.
            let isCode =
                token.contains(where: \.isUppercase) && bare.contains(where: \.isLetter)
                || parts.contains {
                    $0.contains(where: \.isLetter) && $0.contains(where: \.isNumber) && Self.number($0) == nil
                        && $0.first?.isLetter == true
                }
            if isCode { values.insert(Self.code(bare)) }
            if isCode, claims { return }
            // A range, date or code: each part, and for a code the whole.
            let times = parts.map { ClockTime.minutes($0, next: next) }
            for (part, time) in zip(parts, times) {
                if let time, part.contains(":") || parts.count == 2 && ClockTime.isMark(next) {
                    values.insert("time:\(time)")
                }
                if let number = Self.number(part) {
                    values.insert(number)
                } else if part.contains(where: \.isNumber) {
                    values.insert(Self.code(part))
                }
            }
            if !claims, parts.count == 3, let month = Self.number(parts[1]), bare.contains("-") {
                values.insert("month:\(month)")
            }
            return
        }
        guard let number = Self.number(bare) else {
            takeMixed(bare, claims: claims)
            return
        }
        let money = Currency.code(in: folded) ?? Currency.code(word: next) ?? Currency.code(word: before)
        if let money {
            values.insert("\(money):\(number)")
            if !claims { values.insert(number) }
        } else if folded.contains("%") || Self.percentWords.contains(next) {
            values.insert("pct:\(number)")
            if !claims { values.insert(number) }
        } else {
            values.insert(number)
        }
    }

    /// `10th`, `1920s`, `5km`, `AX200`: the number where letters only follow it, the whole as a code otherwise.
    private mutating func takeMixed(_ token: String, claims: Bool) {
        let digits = token.prefix { $0.isNumber || $0 == "." || $0 == "," }
        let rest = token.dropFirst(digits.count)
        if !digits.isEmpty, rest.allSatisfy(\.isLetter), rest.count <= 3, let number = Self.number(String(digits)) {
            if let money = Currency.code(word: String(rest)) {
                values.insert("\(money):\(number)")
                if !claims { values.insert(number) }
            } else {
                values.insert(number)
            }
            if !claims { values.insert(Self.code(token)) }
        } else if let money = Currency.prefix(of: token),
            let number = Self.number(String(token.dropFirst(money.length)))
        {
            values.insert("\(money.code):\(number)")
            if !claims { values.insert(number) }
        } else {
            values.insert(Self.code(token))
        }
    }

    // MARK: Canonical forms

    /// Decimal digits of any script as ASCII, lower case.
    private static func folded(_ token: String) -> String {
        var folded = ""
        for character in token.lowercased() {
            if let digit = character.wholeNumberValue, character.isNumber,
                character.unicodeScalars.first?.properties.numericType == .decimal
            {
                folded += String(digit)
            } else {
                folded.append(character)
            }
        }
        return folded
    }

    /// Digits with separators as one number: `1,250.00` and `1.250` and `1250` alike where the groups are of three.
    static func number(_ text: String) -> String? {
        guard let first = text.first, first.isNumber, text.allSatisfy({ $0.isNumber || $0 == "." || $0 == "," }) else {
            return nil
        }
        var groups = text.split(separator: ",", omittingEmptySubsequences: false).flatMap {
            $0.split(separator: ".", omittingEmptySubsequences: false)
        }.map(String.init)
        let separators = text.filter { $0 == "." || $0 == "," }
        var fraction = ""
        if groups.count > 1 {
            let last = groups.count - 1
            let isGrouping =
                groups[1...last].allSatisfy { $0.count == 3 } && Set(separators).count == 1 && groups[0] != "0"
            if !isGrouping, Set(separators).count == 2 || separators.count == 1 { fraction = groups.removeLast() }
            if !isGrouping, separators.count > 1, Set(separators).count == 1 { return text }
        }
        while fraction.hasSuffix("0") { fraction.removeLast() }
        var whole = String(groups.joined().drop { $0 == "0" })
        if whole.isEmpty { whole = "0" }
        return fraction.isEmpty ? whole : whole + "." + fraction
    }

    private static func code(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

    private static func address(_ token: String) -> String? {
        var rest = Substring(token)
        let hasScheme = rest.hasPrefix("http://") || rest.hasPrefix("https://")
        if let range = rest.firstRange(of: "://") { rest = rest[range.upperBound...] }
        if rest.hasPrefix("www.") {
            rest = rest.dropFirst(4)
        } else if !hasScheme {
            // A bare host: labels of letters, the last of at least two.
            let host = rest.prefix { $0 != "/" }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            guard labels.count > 1, let last = labels.last, last.count >= 2,
                last.allSatisfy({ $0.isASCII && $0.isLetter }),
                labels.allSatisfy({ $0.count >= 2 && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }),
                labels[0].contains(where: \.isLetter),
                labels.count > 2 || host.count < rest.count || commonDomains.contains(last)
            else { return nil }
        }
        while let last = rest.last, last == "/" || last == "." { rest.removeLast() }
        return String(rest)
    }

    private static let commonDomains: Set<Substring> = [
        "com", "org", "net", "edu", "gov", "io", "in", "es", "pt", "br", "de", "fr", "uk", "eu", "co", "info",
        "example", "app", "dev",
    ]
    private static let percentWords: Set<String> = [
        "percent", "per", "prozent", "por", "pour", "प्रतिशत", "சதவீதம்", "శాతం", "%",
    ]
}

extension Substring {
    fileprivate var trimmingCharacters: String { String(self).trimmingEdges() }
}
