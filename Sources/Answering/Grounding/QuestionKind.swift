import TextAnalysis

/// What an answer to the question must hold.
enum QuestionKind: String, CaseIterable, Sendable {
    case person, time, place, number, money, yesNo, reason, procedure, other

    /// Judged by the question words of seven languages, the earliest deciding.
    init(_ question: String) {
        let words = PlainWords(question).words
        if let kind = Self.phrases.first(in: words) {
            self = kind
        } else if let kind = words.lazy.compactMap({ Self.words[$0] }).first {
            self = kind
        } else if let first = words.first, Self.auxiliaries.contains(first) {
            self = .yesNo
        } else {
            self = .other
        }
    }

    private static let phrases = PhraseTable<QuestionKind>([
        ("how much does", .money), ("how much is", .money), ("how much do", .money), ("what price", .money),
        ("the price of", .money), ("the cost of", .money), ("what does it cost", .money), ("what fee", .money),
        ("cuánto cuesta", .money), ("quanto custa", .money), ("was kostet", .money), ("combien coûte", .money),
        ("how many", .number), ("how much", .number), ("how long", .number), ("how far", .number), ("how old", .number),
        ("how often", .number), ("how tall", .number), ("how high", .number), ("how large", .number),
        ("how big", .number), ("how fast", .number), ("what percent", .number), ("percentage", .number),
        ("what number", .number), ("phone number", .number), ("at what age", .number), ("wie viel", .number),
        ("wie lange", .number), ("quanto tempo", .number), ("cuánto tiempo", .number),
        ("what year", .time), ("which year", .time), ("what date", .time), ("what day", .time), ("what time", .time),
        ("what month", .time), ("which month", .time), ("what century", .time), ("what decade", .time),
        ("opening hours", .time), ("que horas", .time), ("qué hora", .time), ("qué año", .time), ("que ano", .time),
        ("wie spät", .time), ("quelle heure", .time), ("quelle année", .time), ("welchem jahr", .time),
        ("what city", .place), ("what country", .place), ("which country", .place), ("which city", .place),
        ("what state", .place),
        ("what is the name of", .person), ("how do i", .procedure), ("how can i", .procedure), ("how to", .procedure),
        ("cómo puedo", .procedure), ("como posso", .procedure), ("wie kann ich", .procedure),
    ])

    private static let words: [String: QuestionKind] = {
        var table: [String: QuestionKind] = [:]
        let lists: [(QuestionKind, String)] = [
            (.person, "who whom whose quién quiénes quien quem wer wem wen qui chi wie किसने कौन किस யார் ఎవరు"),
            (.time, "when cuándo cuando quando wann quand wanneer कब எப்போது எப்பொழுது ఎప్పుడు"),
            (.place, "where dónde donde onde wo où dove waar कहाँ कहां எங்கே எங்கு ఎక్కడ"),
            (
                .number,
                "cuántos cuántas cuánto cuánta quantos quantas quanto wieviel wieviele combien quanti quante hoeveel "
                    + "कितने कितना कितनी எத்தனை எவ்வளவு ఎన్ని ఎంత"
            ),
            (.reason, "why warum wieso pourquoi perché waarom क्यों ஏன் ఎందుకు"),
        ]
        for (kind, list) in lists {
            for word in list.split(separator: " ") { table[String(word)] = kind }
        }
        // Dutch "hoe", German "wie": not a person's question word in German.
        table["wie"] = nil
        return table
    }()

    private static let auxiliaries: Set<String> = [
        "is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "should", "has", "have",
        "had",
        "may", "must", "am", "kann", "ist", "sind", "gibt", "haben", "hat", "darf", "puedo", "hay", "tienen", "es",
        "posso", "há", "tem", "é", "est", "क्या",
    ]
}
