/// Words that customers use for the same thing, by language where they would clash. Small on purpose: what is missing
/// costs an owner a variant, what is wrong costs a customer a wrong answer.
enum ConceptLexicon {
    /// The concepts that the words at this place stand for, the longest phrase first.
    static func longestPhrase(in words: [String], at index: Int) -> (length: Int, meaning: [String])? {
        for length in stride(from: min(longest, words.count - index), through: 1, by: -1) {
            let phrase = words[index..<index + length].joined(separator: " ")
            if let meaning = phrases[phrase] { return (length, meaning) }
        }
        return nil
    }

    private static let longest = 5

    /// Words that turn a question round though a search may leave them out.
    static let turns: Set<String> = [
        "not", "no", "never", "without", "before", "after", "until", "except", "only", "out", "off", "under", "over",
        "above", "below", "between", "more", "less", "other", "another", "else", "instead", "sin", "antes", "después",
        "ohne", "nicht", "kein", "keine", "keinen", "vor", "nach", "sem", "não", "nao", "depois", "sans", "pas",
        "avant", "après", "नहीं", "बिना", "पहले", "बाद", "இல்லாமல்", "முன்", "பின்", "లేకుండా", "ముందు", "తర్వాత",
    ]
    static let negations: Set<String> = [
        "not", "no", "never", "nicht", "kein", "keine", "keinen", "não", "nao", "pas", "नहीं",
    ]
    static let possessives: [String: String] = [
        "my": "my", "our": "my", "your": "your", "mi": "my", "su": "your", "sus": "your", "mein": "my", "meine": "my",
        "meinen": "my", "ihr": "your", "ihre": "your", "meu": "my", "minha": "my", "seu": "your", "sua": "your",
        "mon": "my", "ma": "my", "votre": "your", "vos": "your", "मेरा": "my", "मेरी": "my", "आपका": "your",
        "आपकी": "your", "आपके": "your",
    ]
    /// Words that only ask.
    static let generic: Set<String> = [
        "please", "tell", "know", "want", "would", "like", "possible", "possibility", "way", "get", "have", "has",
        "offer", "offered", "offers", "available", "availability", "allowed", "allow", "permitted", "okay", "ok",
        "bring", "go", "make", "work", "works", "take", "takes", "there", "exist", "exists", "provide", "question",
        "help", "hello", "hi", "hey", "thanks", "just", "really", "currently", "exactly", "information", "info",
        "what", "which", "how", "possibly", "able", "place", "id", "im", "whats", "wondering", "someone", "anyone",
        "something", "anything", "thing", "one", "kind", "sort", "let", "do", "does", "can", "could", "may", "might",
        "shall", "should", "i", "we", "you", "cómo", "como", "puedo", "pueden", "hay", "tienen", "qué", "cuál",
        "quiero", "hago", "hacer", "posso", "podem", "há", "têm", "qual", "que", "quero", "vocês", "kann", "können",
        "gibt", "haben", "möchte", "wie", "welche", "was", "puis", "peut", "avez", "quel", "quelle", "क्या", "कैसे",
        "मैं", "सकता", "सकती", "கொள்ள", "எப்படி", "என்ன", "ఎలా", "ఏమిటి",
    ]

    private static let phrases: [String: [String]] = {
        var table: [String: [String]] = [:]
        for (meaning, list) in entries {
            let concepts = meaning.split(separator: " ").map { "=\($0)" }
            for phrase in list.split(separator: "|") { table[String(phrase)] = concepts }
        }
        return table
    }()

    private static let entries: [(String, String)] = [
        (
            "time",
            "when|what time|which time|at what time|at what times|what times|from what time|time|times|hour|hours|"
                + "timings|cuándo|a qué hora|qué hora|hora|horas|horario|horarios|quando|a que horas|que horas|horário|"
                + "horários|wann|um wie viel uhr|uhrzeit|zeiten|quand|à quelle heure|heure|heures|horaires|कब|समय|"
                + "எப்போது|நேரம்|ఎప్పుడు|సమయం"
        ),
        ("time open", "öffnungszeiten|heures d ouverture|horario de apertura|horário de funcionamento"),
        ("open", "open|opens|opened|opening|geöffnet|offen|öffnen|abren|abre|abierto|abrem|aberto|ouvert|ouvrez"),
        ("close", "close|closes|closed|closing|shut|geschlossen|cierran|cerrado|fecham|fechado|fermé|fermez"),
        (
            "open time",
            "open and close|opening hours|opening times|hours of operation|business hours|opening and closing times"
        ),
        (
            "where",
            "where|where is your shop|where is your store|where is your office|address|location|located|find you|wo|adresse|dónde|dirección|ubicados|onde|endereço|où|कहाँ|पता|"
                + "எங்கே|முகவரி|ఎక్కడ|చిరునామా"
        ),
        (
            "price",
            "how much|how much does it cost|price|prices|pricing|cost|costs|charge|charges|charged|fee|fees|expensive|"
                + "cuánto cuesta|cuánto|precio|precios|quanto custa|quanto|preço|preços|wie viel|wieviel|was kostet|"
                + "preis|preise|kosten|kostet|combien|prix|tarif|tarifs|कितने का|कीमत|दाम|விலை|எவ்வளவு|ధర|ఎంత"
        ),
        (
            "free",
            "free|free of charge|no charge|complimentary|gratis|kostenlos|kostenlose|kostenloses|gratuit|gratuito"
        ),
        ("long", "how long|how many days|how many weeks|how many hours|duration|wie lange|cuánto tiempo|quanto tempo"),
        ("many", "how many|cuántos|cuántas|wie viele|quantos|quantas"),
        ("often", "how often"), ("who", "who|whom|whose|quién|wer|quem|qui|कौन|யார்|ఎవరు"),
        ("why", "why|how come|por qué|warum|por que|pourquoi|क्यों|ஏன்|ఎందుకు"),
        ("refund", "refund|refunds|refunded|money back|reimburse|reimbursed|reimbursement|reembolso|remboursement|रिफंड"),
        ("return", "return|returns|returned|returning|send back|give back|devolver|devolución|devolução|zurückgeben"),
        (
            "cancel",
            "cancel|cancels|cancelled|canceled|cancelling|cancellation|call off|stornieren|storniere|cancelar|annuler"
        ),
        ("book", "book|booking|bookings|booked|reserve|reserved|reservation|reservations|reserva|buchung|buchen"),
        ("book appointment", "make an appointment|schedule an appointment|arrange an appointment|get an appointment"),
        ("deliver", "deliver|delivers|delivery|deliveries|delivered|ship|ships|shipping|shipped|lieferung|liefern"),
        ("deliver", "parcel to be delivered|order to be delivered|package to be delivered"),
        ("deliver long", "days until delivery|delivery time|delivery times"),
        ("order", "order|orders|parcel|parcels|package|packages"),
        ("pay", "pay|paying|payment|payments|accept|accepted|pagar|aceptan|aceitam|bezahlen|zahlen"),
        ("wifi", "wifi|wi fi|wlan|wireless internet|wireless network|wireless"),
        ("contact", "contact|reach|get in touch|get in touch with|in touch"),
        ("support", "support|customer service|customer support|help desk|service team|service desk"),
        ("phone", "phone|phone number|telephone|telephone number"), ("food", "food|dish|dishes|meal|meals|eat"),
        ("discount", "discount|discounts|reduction|reductions"),
        ("giftcard", "gift card|gift cards|gift voucher|gift vouchers|gift certificate|gift certificates"),
        ("spare", "spare|replacement parts|replacement part|spare parts|spare part"),
        ("appointment", "appointment|appointments"), ("password", "password|passwords"), ("reset", "reset|resetting"),
        ("", "i need to do"), ("need", "need|needed|necessary|require|required|must"),
        ("holiday", "public holidays|bank holidays|holidays"),
        ("abroad", "internationally|international|abroad|overseas|to other countries"),
        ("include", "include|included|includes|does the price include|come with"),
        ("track", "track|tracking|trace|follow"), ("reset password", "forgot my password|forgotten password"),
        ("buy", "buy|buying|purchase|purchasing|comprar|kaufen|acheter"), ("change", "change|changing|edit|modify"),
    ]
}
