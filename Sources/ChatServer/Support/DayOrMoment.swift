import DeskModel
import Foundation

/// A moment as clients write it (RFC 3339, `2026-05-01T09:00:00Z`), or a day, which is one of the business's own.
enum DayOrMoment: Hashable, Sendable {
    case day(BusinessDay)
    case moment(Timestamp)

    /// - Parameters:
    ///   - field: what an error calls the text.
    ///   - business: whose days are meant.
    /// - Throws: 400 for what is neither.
    init(_ text: String, _ field: String, at business: Business) throws(APIError) {
        if let day = BusinessDay(text, at: business) {
            self = .day(day)
            return
        }
        // Foundation takes the 31st of February and hour 99 as later times; neither is what somebody meant.
        let style = Date.ISO8601FormatStyle().year().month().day()
        let named = String(text.prefix(10))
        let form = /\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:?\d\d)/
        guard let match = text.wholeMatch(of: form), (try? Date(named, strategy: style))?.formatted(style) == named,
            let date = try? Date(text.replacing(/\.\d+/, with: ""), strategy: .iso8601)
        else {
            throw .badRequest(
                "invalid_request", "`\(field)` must be a day or time such as 2026-01-31 or 2026-01-31T09:00:00Z.",
                field: field)
        }
        let milliseconds = Int64(((match.1.map { String($0) } ?? "") + "000").prefix(3)) ?? 0
        self = .moment(Timestamp(date).advanced(byMilliseconds: milliseconds))
    }

    /// The moment, or the first one of the day.
    var start: Timestamp {
        switch self {
        case .day(let day): day.start
        case .moment(let moment): moment
        }
    }

    /// The moment, or the first one after the day.
    var end: Timestamp {
        switch self {
        case .day(let day): day.end
        case .moment(let moment): moment
        }
    }
}
