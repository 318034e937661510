import DeskModel

/// A field for a day of the business that stands for a moment.
enum DayField {
    /// The day that the moment begins.
    case first
    /// The day that ends with the moment.
    case last

    /// What the field shows; empty without a moment.
    func text(_ moment: Timestamp?, at business: Business) -> String {
        guard let moment else { return "" }
        return BusinessDay(of: self == .first ? moment : moment.advanced(byMilliseconds: -1), at: business).text
    }

    /// The moment that a form gives: the stored one, to the millisecond, where its day was left as it was.
    ///
    /// - Throws: 400 for what is no day.
    func moment(
        _ name: String, in fields: PageForm, stored: Timestamp?, at business: Business
    ) throws(APIError) -> Timestamp? {
        guard fields[name] != text(stored, at: business) else { return stored }
        guard let given = fields.optional(name) else { return nil }
        guard let day = BusinessDay(given, at: business) else {
            throw .badRequest(
                "invalid_request", "`\(name)` must be a day such as 2026-01-31.", field: name, phrase: .day)
        }
        return self == .first ? day.start : day.end
    }
}
