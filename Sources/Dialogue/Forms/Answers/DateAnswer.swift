import Foundation

/// Reads a day in words and digits: `12/05/2026`, `5 de mayo`, `next Tuesday`, `3 दिन में`.
struct DateAnswer {
    private let lexicons: [FormLexicon]
    private let context: AnswerContext
    private let line: String
    private let tokens: [String]

    /// - Parameter lexicons: the customer's language first.
    init(_ text: String, lexicons: [FormLexicon], context: AnswerContext) {
        self.lexicons = lexicons
        self.context = context
        // The time of day is not asked for.
        let folded = FoldedText(text).text
            .replacing(/\b(at |um |a las |às |as )?\d{1,2}([:.]\d{2})? ?([ap]\.?m\b\.?|uhr\b|o'clock\b)/, with: " ")
            .replacing(/\b(at |um |a las |às |as )?\d{1,2}:\d{2}\b/, with: " ")
        let fillers = Set(lexicons.flatMap(\.dates.fillers))
        let all = FoldedText(folded).tokens
        line = all.joined(separator: " ")
        tokens = all.filter { !fillers.contains($0) }
    }

    /// - Throws: `notDate`, `noSuchDay`.
    func day() throws(AnswerCheck.Problem) -> CalendarDay {
        guard !tokens.isEmpty, tokens.count <= 8 else { throw .notDate }
        if let offset = relative { return context.today.adding(offset, .day) }
        var numbers: [String] = []
        var month: Int?
        var weekday: Int?
        var unit: Calendar.Component?
        for token in tokens {
            if token.first?.isNumber == true {
                numbers.append(token)
            } else if let found = first({ $0.dates.months[token] }) {
                month = found
            } else if let found = first({ $0.dates.weekdays[token] }) {
                weekday = found
            } else if let found = first({ $0.dates.units[token] }) {
                unit = found
            } else if let count = first({ $0.dates.counts[token] }) {
                numbers.append(String(count))
            } else if !lexicons.contains(where: { $0.dates.next.contains(token) }) {
                throw .notDate
            }
        }
        if let unit, month == nil, weekday == nil, numbers.count == 1, let count = Int(numbers[0]), count <= 1_000 {
            return context.today.adding(count, unit)
        }
        guard unit == nil else { throw .notDate }
        if let month { return try named(month, numbers) }
        if numbers.isEmpty, let weekday {
            // The first one after today, "next" or not.
            return context.today.adding((weekday - context.today.weekday + 6) % 7 + 1, .day)
        }
        return try numeric(numbers)
    }

    /// Days from today that the text as a whole says.
    private var relative: Int? {
        let spoken = tokens.joined(separator: " ")
        return first { $0.dates.relative[line] ?? $0.dates.relative[spoken] }
    }

    private func first<Value>(_ found: (FormLexicon) -> Value?) -> Value? { lexicons.lazy.compactMap(found).first }

    /// `5 December 2026`, `December 5`.
    private func named(_ month: Int, _ numbers: [String]) throws(AnswerCheck.Problem) -> CalendarDay {
        switch numbers.count {
        case 1: return try upcoming(month: month, day: numbers[0])
        case 2:
            let isYearFirst = numbers[0].count == 4
            return try exact(
                year: numbers[isYearFirst ? 0 : 1], month: String(month), day: numbers[isYearFirst ? 1 : 0])
        default: throw .notDate
        }
    }

    private func numeric(_ numbers: [String]) throws(AnswerCheck.Problem) -> CalendarDay {
        switch numbers.count {
        case 3 where numbers[0].count == 4:
            return try exact(year: numbers[0], month: numbers[1], day: numbers[2])
        case 3:
            if context.dateOrder == .yearMonthDay, numbers[2].count <= 2 {
                return try exact(year: numbers[0], month: numbers[1], day: numbers[2])
            }
            let (day, month) = dayAndMonth(numbers[0], numbers[1])
            return try exact(year: numbers[2], month: month, day: day)
        case 2:
            let (day, month) = dayAndMonth(numbers[0], numbers[1])
            guard let month = Int(month) else { throw .notDate }
            return try upcoming(month: month, day: day)
        case 1 where numbers[0].count == 8:
            let digits = numbers[0]
            return try exact(
                year: String(digits.prefix(4)), month: String(digits.dropFirst(4).prefix(2)),
                day: String(digits.suffix(2)))
        default: throw .notDate
        }
    }

    /// In the order of the place, unless only the other one is possible.
    private func dayAndMonth(_ first: String, _ second: String) -> (day: String, month: String) {
        let isDayFirst = context.dateOrder == .dayMonthYear
        let (day, month) = isDayFirst ? (first, second) : (second, first)
        return (Int(month) ?? 0) > 12 && (Int(day) ?? 99) <= 12 ? (month, day) : (day, month)
    }

    private func exact(year: String, month: String, day: String) throws(AnswerCheck.Problem) -> CalendarDay {
        guard year.count == 4 || year.count == 2, let year = Int(year), month.count <= 2, day.count <= 2,
            let month = Int(month), let day = Int(day)
        else { throw .notDate }
        guard let found = CalendarDay(year: year < 100 ? 2000 + year : year, month: month, day: day) else {
            throw .noSuchDay
        }
        return found
    }

    /// The next such day, today included.
    private func upcoming(month: Int, day: String) throws(AnswerCheck.Problem) -> CalendarDay {
        guard day.count <= 2, let day = Int(day) else { throw .notDate }
        // The 29th of February may be eight years off.
        for year in context.today.year...context.today.year + 8 {
            if let found = CalendarDay(year: year, month: month, day: day), found >= context.today { return found }
        }
        throw .noSuchDay
    }
}
