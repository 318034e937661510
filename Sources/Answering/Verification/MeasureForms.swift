/// Prices' currencies by symbol, code and word.
enum Currency {
    private static let symbols: [Character: String] = [
        "$": "usd", "€": "eur", "£": "gbp", "₹": "inr", "¥": "jpy", "₩": "krw", "₽": "rub", "₺": "try",
    ]
    private static let words: [String: String] = [
        "dollar": "usd", "dollars": "usd", "usd": "usd", "euro": "eur", "euros": "eur", "eur": "eur",
        "pound": "gbp", "pounds": "gbp", "gbp": "gbp", "rupee": "inr", "rupees": "inr", "rs": "inr", "inr": "inr",
        "रुपये": "inr", "रुपए": "inr", "रुपया": "inr", "ரூபாய்": "inr", "రూపాయలు": "inr", "రూపాయల": "inr",
        "yen": "jpy", "jpy": "jpy", "reais": "brl", "real": "brl", "brl": "brl", "dólares": "usd", "dólar": "usd",
        "डॉलर": "usd", "यूरो": "eur", "டாலர்": "usd", "డాలర్లు": "usd", "யூரோ": "eur", "యూరోలు": "eur", "libras": "gbp",
        "cents": "cent", "cent": "cent", "francs": "chf", "chf": "chf",
    ]

    static func code(in token: String) -> String? {
        let folded = token.lowercased()
        if folded.contains("r$") { return "brl" }
        return folded.lazy.compactMap { symbols[$0] }.first
    }

    static func code(word: String) -> String? { words[word] }

    /// A currency's letters at the start of a token such as `rs500` or `us$5`.
    static func prefix(of token: String) -> (code: String, length: Int)? {
        let letters = String(token.prefix { $0.isLetter })
        return words[letters].map { ($0, letters.count) }
    }
}

/// Units of measure, each as a factor of its kind's smallest one.
enum Unit {
    /// - Returns: the kind's name and the whole factor, `nil` for a word that is no unit.
    static func named(_ word: String) -> (kind: String, factor: Int)? { table[word] }

    private static let table: [String: (kind: String, factor: Int)] = {
        let lists: [(String, Int, String)] = [
            ("sec", 1, "second seconds sec secs segundos segundo sekunden सेकंड"),
            ("min", 1, "minute minutes min mins minuto minutos minuten मिनट நிமிடம் நிமிடங்கள் నిమిషాలు నిమిషం"),
            ("min", 60, "hour hours hr hrs hora horas stunde stunden heure heures घंटे घंटा घंटों மணிநேரம் గంటలు గంటల"),
            (
                "min", 1440,
                "day days día días dia dias tag tage tagen jour jours दिन दिनों நாள் நாட்கள் நாட்களுக்குள் రోజులు రోజుల"
            ),
            ("min", 10080, "week weeks semana semanas woche wochen semaine semaines सप्ताह हफ्ते வாரம் வாரங்கள் వారాలు వారం"),
            ("min", 20160, "fortnight fortnights"),
            ("night", 1, "night nights noche noches noite noites nacht nächte रात रातें"),
            ("mon", 1, "month months mes meses mês monat monate monaten mois महीने महीना மாதம் மாதங்கள் నెలలు నెల"),
            ("mon", 12, "year years yr yrs año años ano anos jahr jahre jahren ans वर्ष साल ஆண்டு ஆண்டுகள் సంవత్సరాలు"),
            ("mm", 1, "mm millimetre millimetres millimeter millimeters"),
            ("mm", 10, "cm centimetre centimetres centimeter centimeters"),
            ("mm", 1_000, "metre metres meter meters metro metros मीटर மீட்டர் మీటర్లు"),
            (
                "mm", 1_000_000,
                "km kilometre kilometres kilometer kilometers kilómetros quilômetros quilómetros किलोमीटर கிலோமீட்டர் కిలోమీటర్లు"
            ),
            ("mile", 1, "mile miles"), ("inch", 1, "inch inches"), ("inch", 12, "foot feet"),
            ("g", 1, "gram grams g gramme grammes gramos gramas"), ("mg", 1, "mg milligram milligrams"),
            ("g", 1_000, "kg kgs kilo kilos kilogram kilograms किलो கிலோ కిలోలు కిలో"),
            ("g", 1_000_000, "tonne tonnes"),
            ("lb", 1, "lb lbs"), ("oz", 1, "oz ounce ounces"), ("ml", 1, "ml millilitre millilitres"),
            ("ml", 1_000, "litre litres liter liters l litros"), ("celsius", 1, "celsius °c"),
            ("fahrenheit", 1, "fahrenheit °f"), ("watt", 1, "w watt watts"), ("watt", 1_000, "kw kilowatt kilowatts"),
            ("mb", 1, "mb megabyte megabytes"), ("mb", 1_000, "gb gigabyte gigabytes"),
            ("mbps", 1, "mbps"), ("kmh", 1, "km/h kmh"), ("mph", 1, "mph"),
        ]
        var table: [String: (kind: String, factor: Int)] = [:]
        for (kind, factor, words) in lists {
            for word in words.split(separator: " ") { table[String(word)] = (kind, factor) }
        }
        return table
    }()
}

/// Times of day.
enum ClockTime {
    static func isMark(_ word: String) -> Bool { isMorning(word) || isAfternoon(word) }

    static let names = [
        "noon": 720, "midday": 720, "midnight": 0, "mediodía": 720, "medianoche": 0, "mittag": 720, "mitternacht": 0,
    ]

    /// Minutes since midnight of `17:00`, `5pm`, `14h30`, or `5` before `p.m`; `nil` for anything else.
    static func minutes(_ token: String, mark next: String) -> Int? {
        var digits = Substring(token)
        var mark = isMark(next) ? next : ""
        for suffix in ["a.m", "p.m", "am", "pm"] where digits.hasSuffix(suffix) {
            digits = digits.dropLast(suffix.count)
            mark = suffix
            break
        }
        var isHour = next == "uhr" || next == "o'clock"
        if digits.hasSuffix("h") {
            digits = digits.dropLast()
            isHour = true
        }
        let parts = digits.split(omittingEmptySubsequences: false) {
            $0 == ":" || $0 == "h" || $0 == "." && isMark(mark)
        }
        guard parts.count <= 2, let hour = Int(parts[0]), (0...24).contains(hour), parts[0].count <= 2 else {
            return nil
        }
        var minute = 0
        if parts.count == 2 {
            guard parts[1].count == 2, let value = Int(parts[1]), (0...59).contains(value) else { return nil }
            minute = value
        } else if mark.isEmpty, !isHour {
            return nil
        }
        if isAfternoon(mark), hour < 12 { return (hour + 12) * 60 + minute }
        if isMorning(mark), hour == 12 { return minute }
        return hour * 60 + minute
    }

    private static func isMorning(_ word: String) -> Bool { word == "am" || word == "a.m" }
    private static func isAfternoon(_ word: String) -> Bool { word == "pm" || word == "p.m" }
}
