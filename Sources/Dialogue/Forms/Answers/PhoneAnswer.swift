/// Reads telephone numbers into E.164 (ITU-T E.164: at most 15 digits), those without a country by the business's.
enum PhoneAnswer {
    /// The first number of a text as `+4930901820`; `nil` when there is none.
    static func value(of text: String, region: String) -> String? {
        let folded = FoldedText(text).text
        for match in folded.matches(of: /\+?\(?[0-9][0-9 ()\-.\/‐–]{4,30}[0-9]/) {
            if let number = normalized(String(match.output), region: region) { return number }
        }
        return nil
    }

    private static func normalized(_ written: String, region: String) -> String? {
        let plan = DialingPlan.of(region)
        // "+44 (0)20": the zero is for those inside the country.
        let text = written.hasPrefix("+") ? written.replacing("(0)", with: "") : written
        let digits = text.filter(\.isNumber)
        if text.hasPrefix("+") { return international(digits) }
        if digits.hasPrefix("00") { return international(String(digits.dropFirst(2))) }
        guard let plan else { return nil }
        if plan.code == "1", digits.hasPrefix("011") { return international(String(digits.dropFirst(3))) }
        var national = digits
        if !plan.trunk.isEmpty, national.hasPrefix(plan.trunk) { national.removeFirst(plan.trunk.count) }
        if plan.allows(national) { return "+\(plan.code)\(national)" }
        // The country's code without its plus.
        return digits.hasPrefix(plan.code) ? international(digits) : nil
    }

    /// - Parameter digits: with the country's code.
    private static func international(_ digits: String) -> String? {
        guard (8...15).contains(digits.count), digits.first != "0" else { return nil }
        if let plan = DialingPlan.of(digits: digits) {
            var national = digits.dropFirst(plan.code.count)
            if !plan.trunk.isEmpty, plan.trunk != "1", national.hasPrefix(plan.trunk) {
                national = national.dropFirst(plan.trunk.count)
            }
            return plan.allows(String(national)) ? "+\(plan.code)\(national)" : nil
        }
        return "+\(digits)"
    }
}
