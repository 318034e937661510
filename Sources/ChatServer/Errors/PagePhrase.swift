/// What is wrong with a field, as a text of the dashboard's tables: `problem_` and the key, with values for its places.
struct PagePhrase: Hashable, Sendable {
    let key: String
    var values: [String: String] = [:]

    /// So many characters.
    static func length(_ range: ClosedRange<Int>) -> PagePhrase {
        range.lowerBound == 0
            ? PagePhrase(key: "longest", values: ["max": String(range.upperBound)])
            : PagePhrase(
                key: "length", values: ["min": String(range.lowerBound), "max": String(range.upperBound)])
    }

    /// A number between two, both included.
    static func range(_ least: Int, _ most: Int) -> PagePhrase {
        PagePhrase(key: "range", values: ["min": String(least), "max": String(most)])
    }

    /// So many entries at most.
    static func most(_ count: Int) -> PagePhrase { PagePhrase(key: "most", values: ["max": String(count)]) }

    /// So many texts of which no two are the same.
    static func differing(_ range: ClosedRange<Int>) -> PagePhrase {
        PagePhrase(key: "differ", values: ["min": String(range.lowerBound), "max": String(range.upperBound)])
    }

    static let words = PagePhrase(key: "words")
    static let email = PagePhrase(key: "email")
    static let phone = PagePhrase(key: "phone")
    static let day = PagePhrase(key: "day")
    static let origins = PagePhrase(key: "origins")
    static let endpoint = PagePhrase(key: "endpoint")
    static let zone = PagePhrase(key: "zone")
    static let time = PagePhrase(key: "time")
    static let choice = PagePhrase(key: "choice")
}
