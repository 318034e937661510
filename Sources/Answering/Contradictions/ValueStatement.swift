import DeskModel
import TextAnalysis

/// A sentence or table row as a claim: the words that say what it is about, and the values it gives.
struct ValueStatement: Sendable {
    /// The words with a sign for the kind of value where a value stands, articles left out.
    let skeleton: [String]
    /// In the order of their places; each with its kind, in one form however it was written.
    let values: [String]
    /// The values as they are written.
    let written: [String]

    /// Words besides the values that tell what the statement is about.
    var subject: [String] { skeleton.filter { !$0.hasPrefix("<") } }

    init(_ text: String) {
        let tokens = text.split { $0.isWhitespace || $0 == "|" || $0 == ";" }.map { String($0) }
        let bare = tokens.map { $0.lowercased().trimmingEdges() }
        var skeleton: [String] = []
        var values: [String] = []
        var written: [String] = []
        var index = 0
        while index < tokens.count {
            if let value = Self.value(tokens, bare, at: index) {
                skeleton.append("<\(value.kind)>")
                values.append("\(value.kind):\(value.form)")
                let shown = min(tokens.count, index + max(value.length, value.shown))
                written.append(tokens[index..<shown].joined(separator: " ").withoutStop)
                index += value.length
                continue
            }
            let word = bare[index]
            if !word.isEmpty, !Self.articles.contains(word) { skeleton.append(word) }
            index += 1
        }
        self.skeleton = skeleton
        self.values = values
        self.written = written
    }

    private struct Value {
        let kind: String
        let form: String
        /// Words that it takes the place of.
        let length: Int
        /// Words it is shown with: an amount's unit stays in the skeleton, and belongs to what is said.
        let shown: Int

        init(_ kind: String, _ form: String, _ length: Int, shown: Int = 0) {
            self.kind = kind
            self.form = form
            self.length = length
            self.shown = shown
        }
    }

    /// A number counts as a value only where its kind is certain: money, a share, a time of day, a date, or an amount of
    /// a known unit. A bare number may name a thing (room 12), and so may a code or a year.
    private static func value(_ tokens: [String], _ bare: [String], at index: Int) -> Value? {
        let word = bare[index]
        guard word.contains(where: \.isNumber) else { return numberSecond(tokens, bare, at: index) }
        let next = index + 1 < bare.count ? bare[index + 1] : ""
        if let minutes = ClockTime.minutes(word, mark: next) {
            return Value("time", String(minutes), ClockTime.isMark(next) ? 2 : 1)
        }
        if word.contains("-") || word.contains("–"), let range = timeRange(word, next) { return range }
        guard let number = leadingNumber(word) else { return nil }
        if let currency = Currency.code(in: tokens[index].lowercased()) { return Value(currency, number, 1) }
        if tokens[index].contains("%") { return Value("share", number, 1) }
        guard NumberForms.canonical(word) != nil else {
            let unit = String(word.drop { $0.isNumber || $0 == "." || $0 == "," })
            return units.contains(unit) ? Value("amount-\(unit)", number, 1) : nil
        }
        let nextToken = index + 1 < tokens.count ? tokens[index + 1] : ""
        if nextToken.hasPrefix("%") || ["percent", "prozent"].contains(next) { return Value("share", number, 2) }
        if let currency = Currency.code(word: next) ?? Currency.code(in: nextToken) {
            return Value(currency, number, 2)
        }
        if isMonth(nextToken, next) { return Value("date", "\(number) \(next)", 2) }
        if units.contains(next) { return Value("amount", number, 1, shown: 2) }
        let afterNext = index + 2 < bare.count ? bare[index + 2] : ""
        if unitAdjectives.contains(next), units.contains(afterNext) { return Value("amount", number, 1, shown: 3) }
        return nil
    }

    /// `€ 5` and `May 5`: the number stands second.
    private static func numberSecond(_ tokens: [String], _ bare: [String], at index: Int) -> Value? {
        guard index + 1 < bare.count, let number = NumberForms.canonical(bare[index + 1]) else { return nil }
        if let currency = Currency.code(word: bare[index]) ?? Currency.code(in: tokens[index].lowercased()) {
            return Value(currency, number, 2)
        }
        if isMonth(tokens[index], bare[index]), number.count <= 2 {
            return Value("date", "\(number) \(bare[index])", 2)
        }
        return nil
    }

    /// May is a verb, too, and then has no capital.
    private static func isMonth(_ token: String, _ word: String) -> Bool {
        Calendar.months[word] != nil || word == "may" && token.hasPrefix("M")
    }

    private static func timeRange(_ word: String, _ next: String) -> Value? {
        let parts = word.split { $0 == "-" || $0 == "–" }.map { String($0) }
        let minutes = parts.compactMap { ClockTime.minutes($0, mark: next) }
        guard parts.count == 2, minutes.count == 2 else { return nil }
        return Value("times", "\(minutes[0])-\(minutes[1])", ClockTime.isMark(next) ? 2 : 1)
    }

    private static func leadingNumber(_ word: String) -> String? {
        let digits = word.drop { !$0.isNumber && !$0.isLetter }.prefix { $0.isNumber || $0 == "." || $0 == "," }
        return NumberForms.canonical(String(digits))
    }

    private static let articles: Set<String> = [
        "the", "a", "an", "el", "la", "los", "las", "der", "die", "das", "le", "les", "o", "os", "as",
    ]
    private static let unitAdjectives: Set<String> = ["working", "business", "calendar", "full", "consecutive"]
    private static let units: Set<String> = [
        "second", "seconds", "minute", "minutes", "min", "hour", "hours", "day", "days", "night", "nights", "week",
        "weeks", "month", "months", "year", "years", "kg", "g", "lb", "lbs", "km", "m", "cm", "mm", "miles", "litres",
        "liters", "gb", "mb", "tb", "guests", "people", "persons", "adults", "children", "seats", "spaces", "rooms",
        "pages", "points", "día", "días", "horas", "hora", "semanas", "meses", "años", "tag", "tage", "tagen",
        "stunden", "stunde", "wochen", "monate", "monaten", "jahre", "jahren", "dia", "dias", "anos", "jours", "heures",
        "semaines", "mois", "ans", "दिन", "घंटे", "நாட்கள்", "రోజులు",
    ]
}

extension String {
    /// Without the punctuation that ends a sentence or clause; signs of currencies and per cent stay.
    fileprivate var withoutStop: String {
        var text = self
        while let last = text.last, ".,;:!?)".contains(last) { text.removeLast() }
        return text
    }
}
