/// Dates in figures and with months by name.
enum DateForms {
    /// The date that begins at this token.
    static func date(in tokens: [TextToken], at index: Int, offering: Bool) -> Literal? {
        if let figures = figures(tokens[index]) {
            return Literal(kind: .date, forms: figures.forms(offering: offering), tokens: index..<index + 1)
        }
        if let month = month(tokens, index) { return monthFirst(month, tokens, index, offering) }
        return dayFirst(tokens, index, offering)
    }

    /// `12/11/2026`, `2026-11-12`, `12.11.26`, either order of day and month where both can be.
    private static func figures(_ token: TextToken) -> Parts? {
        let groups = token.bare.split(omittingEmptySubsequences: false) { "/-.".contains($0) }.map(String.init)
        guard groups.count == 3, groups.allSatisfy({ !$0.isEmpty && $0.count <= 4 && $0.allSatisfy(\.isNumber) }) else {
            return nil
        }
        let values = groups.compactMap { Int($0) }
        guard values.count == 3 else { return nil }
        var days: [(Int, Int)] = []
        var year = values[2]
        if groups[0].count == 4 {
            year = values[0]
            days = [(values[2], values[1])]
        } else if groups[2].count == 4 || groups[2].count == 2 {
            days = [(values[0], values[1]), (values[1], values[0])]
        }
        days = days.filter { (1...31).contains($0.0) && (1...12).contains($0.1) }
        return days.isEmpty ? nil : Parts(days: days, year: year < 100 ? 2_000 + year : year)
    }

    private struct Parts {
        /// Day and month.
        var days: [(Int, Int)]
        var year: Int?

        func forms(offering: Bool) -> Set<String> {
            var forms: Set<String> = []
            for (day, month) in days {
                if let year { forms.insert("date:\(month)-\(day)-\(year)") }
                if year == nil || offering { forms.insert("date:\(month)-\(day)") }
                if offering { forms.insert("month:\(month)") }
            }
            if offering, let year { forms.insert(String(year)) }
            return forms
        }
    }

    /// Words that are months only beside a day or written with a capital.
    private static func month(_ tokens: [TextToken], _ index: Int) -> Int? {
        let token = tokens[index]
        guard let month = Calendar.months[token.bare] else { return nil }
        guard token.bare == "may" || token.bare == "mar" || token.bare == "march" else { return month }
        let before = index > 0 ? tokens[index - 1].bare : ""
        let isBesideDay = day(before) != nil || index + 1 < tokens.count && day(tokens[index + 1].bare) != nil
        let isAfterPreposition = [
            "in", "of", "until", "till", "since", "from", "to", "by", "and", "through", "during", "before", "after",
            "between", "early", "late", "each", "every", "",
        ].contains(before)
        return isBesideDay || token.raw.first?.isUppercase == true && isAfterPreposition && index > 0 ? month : nil
    }

    private static func monthFirst(_ month: Int, _ tokens: [TextToken], _ index: Int, _ offering: Bool) -> Literal {
        var end = index + 1
        var parts = Parts(days: [])
        if end < tokens.count, let day = day(tokens[end].bare) {
            parts.days = [(day, month)]
            end += 1
        }
        if let (year, next) = year(tokens, end) {
            parts.year = year
            end = next
        }
        return literal(parts, month, index..<end, offering)
    }

    private static func dayFirst(_ tokens: [TextToken], _ index: Int, _ offering: Bool) -> Literal? {
        guard let day = day(tokens[index].bare) else { return nil }
        var next = index + 1
        while next < tokens.count, next < index + 3, ["of", "de", "the"].contains(tokens[next].bare) { next += 1 }
        guard next < tokens.count, let month = Calendar.months[tokens[next].bare] else { return nil }
        if tokens[next].bare == "may", tokens[next].raw.first?.isUppercase != true { return nil }
        var parts = Parts(days: [(day, month)])
        var end = next + 1
        if let (year, after) = year(tokens, end) {
            parts.year = year
            end = after
        }
        return literal(parts, month, index..<end, offering)
    }

    private static func literal(_ parts: Parts, _ month: Int, _ range: Range<Int>, _ offering: Bool) -> Literal {
        guard parts.days.isEmpty else {
            return Literal(kind: .date, forms: parts.forms(offering: offering), tokens: range)
        }
        var forms: Set = ["month:\(month)"]
        if let year = parts.year {
            forms = offering ? ["month:\(month)", "month:\(month)-\(year)", String(year)] : ["month:\(month)-\(year)"]
        }
        return Literal(kind: .date, forms: forms, tokens: range)
    }

    private static func year(_ tokens: [TextToken], _ index: Int) -> (Int, Int)? {
        var index = index
        if index < tokens.count, tokens[index].bare == "de" || tokens[index].bare == "of" { index += 1 }
        guard index < tokens.count, tokens[index].bare.count == 4, let year = Int(tokens[index].bare),
            (1500...2200).contains(year)
        else { return nil }
        return (year, index + 1)
    }

    private static func day(_ word: String) -> Int? {
        let digits = word.prefix { $0.isNumber }
        guard (1...2).contains(digits.count),
            ["", "st", "nd", "rd", "th", "º", "er"].contains(word.dropFirst(digits.count)),
            let day = Int(digits), (1...31).contains(day)
        else { return nil }
        return day
    }
}
