/// Words that deny, and words that deny inside themselves.
enum Negation {
    static func isNegation(_ word: String) -> Bool {
        words.contains(word) || word.hasSuffix("n't") || word.hasPrefix("non-") || inner[word] != nil
            || suffixes.contains { word.hasSuffix($0) && word.count > $0.count + 1 }
    }

    /// `unavailable` denies `available`.
    static func affirmed(_ word: String) -> String? { inner[word] }

    private static let words: Set<String> = [
        "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "refuse", "refuses", "refused", "fail",
        "fails", "failed", "lack", "lacks", "cannot", "hardly", "nunca",
        "ni", "ningún", "ninguna", "ninguno", "nada", "tampoco", "não", "nenhum", "nenhuma", "nem",
        "nicht", "kein", "keine", "keinen", "keiner", "keinem", "nie", "niemals", "ne", "pas", "jamais", "sans",
        "aucun", "aucune", "नहीं", "मत", "ना", "இல்லை", "முடியாது", "கூடாது", "வேண்டாம்", "அல்ல",
        "లేదు", "కాదు", "లేవు", "కూడదు", "వద్దు",
    ]

    private static let inner = [
        "unable": "able", "unavailable": "available", "impossible": "possible", "forbidden": "allowed",
        "prohibited": "allowed", "banned": "allowed", "disallowed": "allowed", "forbid": "allow", "prohibit": "allow",
        "forbids": "allow", "prohibits": "allow", "closed": "open", "unheated": "heated", "unlimited": "limited",
        "invalid": "valid", "nonrefundable": "refundable", "prohibido": "permitido", "prohibida": "permitida",
        "proibido": "permitido", "proibida": "permitida", "verboten": "erlaubt", "cerrado": "abierto",
        "cerrada": "abierta", "cerrados": "abiertos", "fechado": "aberto", "fechada": "aberta", "fechados": "abertos",
        "geschlossen": "geöffnet",
    ]

    /// Of verbs, in languages that deny by inflection.
    private static let suffixes = ["ாது", "மாட்டோம்", "மாட்டார்", "கூடாது", "బడదు", "బడవు", "కూడదు", "లేదు", "లేరు", "లేము"]
}
