/// Recognises messages that greet, thank or part and ask nothing.
enum SmallTalk {
    private static let mostWords = 6

    /// What the message is, and the language it is in; `nil` when it may ask something.
    static func kind(of message: String) -> (kind: Replies.Kind, language: String)? {
        let words = message.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "’" }
        guard !words.isEmpty, words.count <= mostWords else { return nil }
        let line = words.joined(separator: " ")
        if let known = phrases[line] { return known }
        // "hi there", "thank you very much": every word belongs to the vocabulary and one carries it.
        guard words.allSatisfy({ fillers.contains(String($0)) || phrases[String($0)] != nil }) else { return nil }
        return words.lazy.compactMap { phrases[String($0)] }.first
    }

    private static let phrases: [String: (kind: Replies.Kind, language: String)] = {
        let lists: [(Replies.Kind, String, String)] = [
            (.hello, "en", "hi|hello|hey|hiya|greetings|good morning|good afternoon|good evening|howdy"),
            (.thanks, "en", "thanks|thank you|thx|ty|cheers|thank you very much|many thanks"),
            (.goodbye, "en", "bye|goodbye|good bye|see you|see you later|good night"),
            (.hello, "es", "hola|buenos días|buenos dias|buenas|buenas tardes|buenas noches"),
            (.thanks, "es", "gracias|muchas gracias"), (.goodbye, "es", "adiós|adios|hasta luego|chao"),
            (.hello, "pt", "olá|ola|oi|bom dia|boa tarde|boa noite"),
            (.thanks, "pt", "obrigado|obrigada|muito obrigado|muito obrigada"),
            (.goodbye, "pt", "tchau|até logo|adeus"),
            (.hello, "de", "hallo|guten tag|guten morgen|guten abend|servus|moin|grüß gott"),
            (.thanks, "de", "danke|danke schön|vielen dank|dankeschön"), (.goodbye, "de", "tschüss|auf wiedersehen"),
            (.hello, "fr", "bonjour|salut|bonsoir"), (.thanks, "fr", "merci|merci beaucoup"),
            (.goodbye, "fr", "au revoir"),
            (.hello, "hi", "नमस्ते|नमस्कार|हैलो"), (.thanks, "hi", "धन्यवाद|शुक्रिया|बहुत धन्यवाद"),
            (.hello, "ta", "வணக்கம்|ஹலோ"), (.thanks, "ta", "நன்றி|மிக்க நன்றி"),
            (.hello, "te", "నమస్కారం|నమస్తే|హలో"), (.thanks, "te", "ధన్యవాదాలు|థాంక్స్"),
        ]
        var table: [String: (kind: Replies.Kind, language: String)] = [:]
        for (kind, language, list) in lists {
            for phrase in list.split(separator: "|") { table[String(phrase)] = (kind, language) }
        }
        return table
    }()

    private static let fillers: Set<String> = [
        "there", "all", "everyone", "team", "very", "much", "so", "a", "lot", "ok", "okay", "you", "again", "for",
        "your",
        "help", "and", "great", "perfect", "muy", "muito", "sehr", "bien",
    ]
}
