/// Numbers in digits and in words.
enum NumberForms {
    /// Digits with separators as one number: `1,250.00` and `1.250` and `1250` alike where the groups are of three.
    static func canonical(_ text: String) -> String? {
        guard let first = text.first, first.isNumber,
            text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") })
        else { return nil }
        guard text.count == 1 || !text.allSatisfy({ $0 == "0" }) else { return text }
        var groups = text.split(separator: ",", omittingEmptySubsequences: false).flatMap {
            $0.split(separator: ".", omittingEmptySubsequences: false)
        }.map(String.init)
        let separators = text.filter { $0 == "." || $0 == "," }
        var fraction = ""
        if groups.count > 1 {
            // Thousands, or lakhs and crores by twos.
            let isGrouping =
                groups.last?.count == 3 && groups[1...].allSatisfy { $0.count == 3 || $0.count == 2 }
                && Set(separators).count == 1 && groups[0] != "0"
            if !isGrouping, Set(separators).count == 2 || separators.count == 1 { fraction = groups.removeLast() }
            if !isGrouping, separators.count > 1, Set(separators).count == 1 { return text }
        }
        while fraction.hasSuffix("0") { fraction.removeLast() }
        var whole = String(groups.joined().drop { $0 == "0" })
        if whole.isEmpty { whole = "0" }
        return fraction.isEmpty ? whole : whole + "." + fraction
    }

    /// A number times a whole factor, in canonical form; `nil` when it has no exact short form.
    static func product(_ number: String, _ factor: Int) -> String? {
        guard factor != 1 else { return number }
        let parts = number.split(separator: ".")
        guard parts.count <= 2, let whole = Int(parts[0]), whole < 1_000_000_000 else { return nil }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard fraction.count <= 6, let digits = Int(String(whole) + fraction) else { return nil }
        var scale = 1
        for _ in 0..<fraction.count { scale *= 10 }
        let (scaled, overflow) = digits.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        guard scaled % scale != 0 else { return String(scaled / scale) }
        var rest = String(scaled % scale + scale).dropFirst()
        while rest.hasSuffix("0") { rest = rest.dropLast() }
        return "\(scaled / scale).\(rest)"
    }

    static let scales: [String: Int] = [
        "hundred": 100, "thousand": 1_000, "million": 1_000_000, "mil": 1_000, "tausend": 1_000, "mille": 1_000,
        "lakh": 100_000, "lakhs": 100_000, "crore": 10_000_000, "crores": 10_000_000, "हजार": 1_000, "लाख": 100_000,
        "millones": 1_000_000, "milhões": 1_000_000, "millionen": 1_000_000, "dozen": 12,
    ]

    /// The value of a run of number words (`one hundred and twenty-five`) at this place and its length in words.
    ///
    /// One alone is no number: it is a pronoun and an article too.
    static func words(_ words: some Collection<String>) -> (value: Int, count: Int)? {
        var total = 0
        var current = 0
        var count = 0
        var hasAnd = false
        scan: for word in words.prefix(12) {
            let pieces = word.split(separator: "-").map(String.init)
            if pieces.count <= 2, !pieces.isEmpty, pieces.allSatisfy({ small[$0] != nil }) {
                let value = pieces.reduce(0) { $0 + (small[$1] ?? 0) }
                // "Two three" are two numbers, "twenty three" is one.
                if current % 100 != 0, !(current % 100 >= 20 && current % 10 == 0 && value < 10) { break scan }
                current += value
            } else if let scale = scales[word], current > 0 || count == 0 && word != "mil" && word != "mille",
                // "Hundred hundred" is two numbers, too, and ten of them in a row more than an integer holds.
                scale >= 1_000 || current < 100
            {
                current = max(1, current) * scale
                if scale >= 1_000 {
                    total += current
                    current = 0
                }
            } else if count > 0, word == "and" || word == "y" || word == "e", current % 100 == 0, current + total > 0 {
                hasAnd = true
                continue scan
            } else {
                break scan
            }
            count += hasAnd ? 2 : 1
            hasAnd = false
        }
        guard count > 0, !(count == 1 && total + current == 1) else { return nil }
        return (total + current, count)
    }

    private static let small: [String: Int] = {
        let lists: [(Int, String)] = [
            (1, "one"), (2, "two twice dos dois duas zwei deux दो இரண்டு రెండు"),
            (3, "three thrice tres três drei trois तीन மூன்று మూడు"),
            (4, "four cuatro quatro vier quatre चार நான்கு నాలుగు"),
            (5, "five cinco fünf cinq पाँच पांच ஐந்து ఐదు"), (6, "six seis sechs छह ஆறு ఆరు"),
            (7, "seven siete sete sieben सात ஏழு ఏడు"), (8, "eight ocho oito acht huit आठ எட்டு ఎనిమిది"),
            (9, "nine nueve nove neun neuf नौ ஒன்பது తొమ్మిది"), (10, "ten diez dez zehn dix दस பத்து పది"),
            (11, "eleven elf onze"), (12, "twelve doce doze zwölf douze बारह"), (13, "thirteen trece treze dreizehn"),
            (14, "fourteen catorce quatorze catorze vierzehn चौदह"), (15, "fifteen quince quinze fünfzehn पंद्रह"),
            (16, "sixteen dieciséis dezesseis dezasseis sechzehn"), (17, "seventeen diecisiete siebzehn"),
            (18, "eighteen dieciocho dezoito achtzehn"), (19, "nineteen diecinueve neunzehn"),
            (20, "twenty veinte vinte zwanzig vingt बीस"), (30, "thirty treinta trinta dreißig trente तीस"),
            (40, "forty cuarenta quarenta vierzig"), (50, "fifty cincuenta cinquenta fünfzig पचास"),
            (60, "sixty sesenta sessenta sechzig"), (70, "seventy setenta siebzig"),
            (80, "eighty ochenta oitenta achtzig"), (90, "ninety noventa neunzig"), (100, "cien cem hundert सौ நூறு"),
        ]
        var table: [String: Int] = [:]
        for (value, words) in lists {
            for word in words.split(separator: " ") { table[String(word)] = value }
        }
        return table
    }()
}
