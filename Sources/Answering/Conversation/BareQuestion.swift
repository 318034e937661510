/// A question that names a part or a step and leaves out of what: "What are the benefits?", "How do I apply?", "Tell me
/// more". English alone.
enum BareQuestion {
    private static let mostWords = 6

    /// The question with what it is about, `nil` where it is of none of these kinds or nothing likely was talked about.
    static func completed(_ question: SpokenText, by topics: RankedTopics) -> String? {
        let table = ConversationWords.english
        guard Ellipsis.opening(of: question, table) == 0,
            !question.words.contains(where: { table.demonstratives.contains($0.lower) }),
            Reference.there(in: question) == nil,
            let link = tie(of: question), let topic = topics.left(outOf: question)
        else { return nil }
        let (body, end) = question.parted
        return body + link + topic.text + end
    }

    /// What ties the topic to the question, with its spaces.
    private static func tie(of question: SpokenText) -> String? {
        let words = question.words
        guard let last = words.last else { return nil }
        if question.keys.isEmpty, words.count > 1, let link = requests[last.lower] { return link }
        let start = words.lastIndex { $0.opensClause } ?? 0
        let clause = words[start...].map(\.lower)
        guard last.key != nil, question.keys.count <= 1, clause.count <= mostWords,
            !words[(start + 1)...].contains(where: { $0.isCapitalised && $0.key != nil })
        else { return nil }
        return asksForPart(clause) ?? asksForStep(clause)
    }

    /// "What are the benefits?"
    private static func asksForPart(_ clause: [String]) -> String? {
        guard clause.count >= 4, clause[0] == "what", Reference.copulas.contains(clause[1]),
            ["the", "some"].contains(clause[2]),
            !clause.dropFirst(3).contains(where: { Reference.prepositions.contains($0) || $0 == "between" })
        else { return nil }
        return clause[2] == "the" ? " of " : " for "
    }

    /// "How do I apply?", "Who is eligible?"
    private static func asksForStep(_ clause: [String]) -> String? {
        guard clause.count >= 3, let verb = clause.last else { return nil }
        let asks =
            switch clause[0] {
            case "how", "where", "when", "what": ["i", "we"].contains(clause[clause.count - 2])
            case "who":
                clause[1] == "can" || clause[1] == "is" && clause.count == 3
                    || Reference.prepositions.contains(clause[2])
            default: false
            }
        guard asks else { return nil }
        return transitive.contains(verb) ? " " : " for "
    }

    /// Ask for more without a word of their own.
    private static let requests: [String: String] = [
        "more": " about ", "details": " about ", "information": " about ", "info": " about ", "examples": " of ",
    ]
    /// Take what they are done to without a preposition.
    private static let transitive: Set<String> = [
        "cancel", "return", "order", "book", "change", "delete", "install", "reset", "track", "file", "renew", "use",
        "activate", "remove", "update",
    ]
}
