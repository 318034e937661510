import TextAnalysis

/// Words of which only one can be meant.
enum Opposites {
    /// The opposites of a canonical English term, as canonical terms.
    static func of(_ term: String, _ paraphrases: Paraphrases) -> Set<String> { table[term] ?? [] }

    private static let table: [String: Set<String>] = {
        let analyzer = TermAnalyzer(language: "en")
        let paraphrases = Paraphrases.of(analyzer)
        var table: [String: Set<String>] = [:]
        for pair in pairs {
            let terms = pair.split(separator: " ").map {
                analyzer.terms(in: String($0)).map(paraphrases.canonical).first ?? String($0)
            }
            for term in terms { table[term, default: []].formUnion(terms.filter { $0 != term }) }
        }
        return table
    }()

    private static let pairs = [
        "include exclude", "open close", "free cost", "begin end", "indoor outdoor", "inside outside", "early late",
        "first last", "increase decrease", "buy sell", "left right", "upstairs downstairs", "north south east west",
        "high low", "big small", "long short", "new old", "adult child", "male female",
        "morning afternoon evening night",
        "refundable nonrefundable", "online offline", "domestic international", "hot cold", "warm cold", "wet dry",
        "full partial half", "single double", "arrive depart", "checkin checkout", "public private", "full empty",
        "send receive", "cheap expensive", "fast slow", "heavy light", "weekday weekend", "summer winter",
        "accept refuse", "lend borrow", "soft hard", "weekly monthly yearly daily", "front behind", "opened unopened",
        "used unused", "ground upper", "urgent routine", "import export", "deposit withdraw", "dog cat",
    ]
}
