/// Prices' currencies by symbol, code and word.
enum Currency {
    private static let symbols: [Character: String] = [
        "$": "usd", "€": "eur", "£": "gbp", "₹": "inr", "¥": "jpy", "₩": "krw", "₽": "rub", "₺": "try",
    ]
    private static let words: [String: String] = [
        "dollar": "usd", "dollars": "usd", "usd": "usd", "us$": "usd", "euro": "eur", "euros": "eur", "eur": "eur",
        "pound": "gbp", "pounds": "gbp", "gbp": "gbp", "rupee": "inr", "rupees": "inr", "rs": "inr", "inr": "inr",
        "रुपये": "inr", "रुपए": "inr", "ரூபாய்": "inr", "రూపాయలు": "inr", "yen": "jpy", "reais": "brl", "r$": "brl",
        "real": "brl", "brl": "brl", "dólares": "usd", "dólar": "usd",
    ]

    static func code(in token: String) -> String? {
        if token.hasPrefix("r$") { return "brl" }
        return token.lazy.compactMap { symbols[$0] }.first
    }

    static func code(word: String) -> String? { words[word] }

    /// A currency's letters at the start of a token such as `rs500`.
    static func prefix(of token: String) -> (code: String, length: Int)? {
        let letters = String(token.prefix { $0.isLetter })
        return words[letters].map { ($0, letters.count) }
    }
}

/// Times of day.
enum ClockTime {
    static func isMark(_ word: String) -> Bool { isMorning(word) || isAfternoon(word) }

    /// Minutes since midnight of `17:00`, `5pm`, or `5` before `p.m`; `nil` for anything else.
    static func minutes(_ token: String, next: String) -> Int? {
        var digits = Substring(token)
        var mark = isMark(next) ? next : ""
        for suffix in ["a.m", "p.m", "am", "pm"] where digits.hasSuffix(suffix) {
            digits = digits.dropLast(suffix.count)
            mark = suffix
            break
        }
        if digits.hasSuffix("h") { digits = digits.dropLast() }
        let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let hour = Int(parts[0]), (0...24).contains(hour), parts[0].count <= 2 else {
            return nil
        }
        var minute = 0
        if parts.count == 2 {
            guard parts[1].count == 2, let value = Int(parts[1]), (0...59).contains(value) else { return nil }
            minute = value
        } else if mark.isEmpty {
            return nil
        }
        if isAfternoon(mark), hour < 12 { return (hour + 12) * 60 + minute }
        if isMorning(mark), hour == 12 { return minute }
        return hour * 60 + minute
    }

    private static func isMorning(_ word: String) -> Bool { word == "am" || word == "a.m" }
    private static func isAfternoon(_ word: String) -> Bool { word == "pm" || word == "p.m" }
}

/// Months and weekdays by name, folded.
enum Calendar {
    static let months = table([
        "january jan enero janeiro januar jänner janvier जनवरी", "february feb febrero fevereiro februar février फरवरी",
        "march marzo março märz mars मार्च", "april apr abril avril अप्रैल", "mayo maio mai मई",
        "june jun junio junho juni juin जून", "july jul julio julho juli juillet जुलाई", "august aug agosto août अगस्त",
        "september sep sept septiembre setembro septembre सितंबर", "october oct octubre outubro oktober octobre अक्टूबर",
        "november nov noviembre novembro novembre नवंबर", "december dec diciembre dezembro dezember décembre दिसंबर",
    ])
    static let weekdays = table([
        "monday mondays mon lunes segunda-feira montag montags lundi सोमवार திங்கள் సోమవారం",
        "tuesday tuesdays tue martes terça-feira dienstag dienstags mardi मंगलवार செவ்வாய் మంగళవారం",
        "wednesday wednesdays wed miércoles quarta-feira mittwoch mittwochs mercredi बुधवार புதன் బుధవారం",
        "thursday thursdays thu jueves quinta-feira donnerstag donnerstags jeudi गुरुवार வியாழன் గురువారం",
        "friday fridays fri viernes sexta-feira freitag freitags vendredi शुक्रवार வெள்ளி శుక్రవారం",
        "saturday saturdays sábado samstag samstags sonnabend samedi शनिवार சனி శనివారం",
        "sunday sundays domingo sonntag sonntags dimanche रविवार ஞாயிறு ఆదివారం",
    ])

    private static func table(_ lists: [String]) -> [String: Int] {
        var table: [String: Int] = [:]
        for (index, list) in lists.enumerated() {
            for name in list.split(separator: " ") { table[String(name)] = index + 1 }
        }
        return table
    }
}

/// Numbers written as words. One is left out: it is a pronoun and an article too.
enum NumberWords {
    static func value(of word: String) -> String? { table[word] }

    private static let table: [String: String] = {
        let lists: [(String, String)] = [
            ("2", "two twice dos dois duas zwei deux दो"), ("3", "three tres três drei trois तीन"),
            ("4", "four cuatro quatro vier quatre चार"), ("5", "five cinco fünf cinq पाँच पांच"),
            ("6", "six seis sechs छह"), ("7", "seven siete sete sieben sept सात"), ("8", "eight ocho oito acht huit आठ"),
            ("9", "nine nueve nove neun neuf नौ"), ("10", "ten diez dez zehn dix दस"), ("11", "eleven once onze elf"),
            ("12", "twelve doce doze zwölf douze"), ("15", "fifteen quince quinze fünfzehn"),
            ("20", "twenty veinte vinte zwanzig vingt बीस"), ("24", "twenty-four"),
            ("30", "thirty treinta trinta dreißig trente तीस"), ("40", "forty"), ("50", "fifty"), ("60", "sixty"),
            ("90", "ninety"), ("100", "hundred cien cem hundert cent सौ"),
        ]
        var table: [String: String] = [:]
        for (value, words) in lists {
            for word in words.split(separator: " ") { table[String(word)] = value }
        }
        // In French "sept" is a number, in English it is a month.
        table["sept"] = nil
        table["once"] = nil
        table["cent"] = nil
        return table
    }()
}

/// Stretches of digits grouped as phone numbers are.
enum PhoneNumbers {
    /// The digits of each stretch of at least seven digits that has a plus, brackets, or three groups.
    static func digits(in text: String) -> [String] {
        var found: [String] = []
        var stretch = ""
        func end() {
            let digits = stretch.filter(\.isNumber)
            let groups = stretch.split { !$0.isNumber }
            let isMarked = stretch.contains("+") || stretch.contains("(") && stretch.contains(")")
            let isGrouped = groups.count >= 3 && groups.allSatisfy { $0.count <= 5 }
            if (7...15).contains(digits.count), isMarked || isGrouped, !looksLikeDate(groups) { found.append(digits) }
            stretch = ""
        }
        for character in text {
            if character.isASCII, character.isNumber || "+-() .".contains(character) {
                stretch.append(character)
            } else {
                end()
            }
        }
        end()
        return found
    }

    private static func looksLikeDate(_ groups: [Substring]) -> Bool {
        groups.count == 3
            && (groups[0].count == 4 && groups[1].count <= 2
                || groups[2].count == 4 && groups[0].count <= 2 && groups[1].count <= 2)
    }
}
