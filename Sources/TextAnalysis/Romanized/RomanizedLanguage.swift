/// A language that its speakers often type in Latin letters, with English words in between.
public enum RomanizedLanguage: String, CaseIterable, Hashable, Sendable {
    case hindi = "hi"
    case tamil = "ta"
    case telugu = "te"

    /// BCP 47 primary subtag.
    public var tag: String { rawValue }

    /// The language that the text is typed in, `nil` for a text of any other language or with letters other than Latin
    /// ones.
    ///
    /// It is told by the words that every sentence needs. One that other languages have, too, says little, and words of
    /// their grammar say that the text is theirs: a text in English, Spanish, Portuguese or German is not to be touched.
    public init?(of text: String) {
        guard text.utf8.count <= Self.longest, let words = Self.words(of: text), words.count > 1 else {
            return nil
        }
        let foreign = words.count { Self.foreignWords.contains($0) }
        var best: (language: RomanizedLanguage, score: Double)?
        for language in Self.allCases {
            let evidence = Evidence(of: language, in: words)
            // A single word may be a name: a long or a question word says more.
            guard evidence.telling >= Self.leastTelling || (evidence.telling > 0 && words.count <= Self.shortText),
                evidence.score >= Self.leastShare * Double(words.count),
                evidence.score > Double(foreign - evidence.foreign)
            else { continue }
            if best.map({ evidence.score > $0.score }) ?? true { best = (language, evidence.score) }
        }
        guard let best else { return nil }
        self = best.language
    }

    private static let longest = 2_000
    private static let leastShare = 0.2
    private static let leastTelling = 1.5
    private static let shortText = 3

    /// What the words of a text say for a language.
    private struct Evidence {
        /// Of all words.
        var score = 0.0
        /// Of different words that no other language has.
        var telling = 0.0
        /// Words that are also those of another language's grammar.
        var foreign = 0

        init(of language: RomanizedLanguage, in words: [String]) {
            let known = language.frequentWords
            var seen: Set<String> = []
            var shared = 0.0
            for word in words {
                let isNew = seen.insert(word).inserted
                let isForeign = foreignWords.contains(word)
                if known[word] != nil {
                    if isForeign { foreign += 1 }
                    if isShared(word) {
                        score += 0.3
                        if isNew { shared += 0.25 }
                    } else {
                        let weight = word.utf8.count >= 5 || questionWords.contains(word) ? 1.5 : 1
                        score += weight
                        if isNew { telling += weight }
                    }
                } else if !isForeign, isNew, word.utf8.count >= 7,
                    language.tellingEndings.contains(where: { word.hasSuffix($0) })
                {
                    score += 0.75
                    telling += 0.75
                }
            }
            if telling > 0 { telling += shared }
        }
    }

    /// The words in lower case; `nil` when the text has other letters than the 26.
    private static func words(of text: String) -> [String]? {
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let letter = latinLetter(scalar) {
                word.append(letter)
            } else {
                if scalar.properties.isAlphabetic { return nil }
                if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
                word = []
            }
        }
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        return words.isEmpty ? nil : words
    }

    /// The letter in lower case, `nil` for anything but the 26.
    static func latinLetter(_ scalar: Unicode.Scalar) -> UInt8? {
        switch scalar.value {
        case 0x41...0x5A: UInt8(scalar.value) | 0x20
        case 0x61...0x7A: UInt8(scalar.value)
        default: nil
        }
    }

    /// Whether a word of ours is one of another language, too.
    static func isShared(_ word: String) -> Bool { foreignWords.contains(word) || alsoElsewhere.contains(word) }

    private static let foreignWords: Set<String> = ["en", "es", "pt", "de", "fr", "it", "nl"].reduce(into: []) {
        $0.formUnion(StopWords.of($1))
    }

    /// Short words that ask.
    private static let questionWords: Set<String> = [
        "kya", "kyaa", "kaun", "kyun", "kyon", "kyu", "kise", "kab", "eppo", "evlo", "enga", "ela", "enti",
    ]

    /// Endings of words that only sentences of the language have.
    private var tellingEndings: [String] {
        switch self {
        case .hindi: []
        case .tamil: Self.tamilEndings
        case .telugu: Self.teluguEndings
        }
    }

    private static let tamilEndings = [
        "kkum", "kkiren", "giren", "aagum", "ukku", "illai", "adhu", "udhu", "thaan", "ttaan", "vadhu", "vathu",
        "radhu",
        "rathu", "raan", "raal", "thaal", "ttaal", "ungal", "argal", "rgal", "thil", "ttil", "laam", "vendum", "rukku",
        "nthaan", "kkaan", "ppan", "kirar", "giraar", "kiran", "giran", "kiraan", "irukk", "rgalai",
    ]
    private static let teluguEndings = [
        "undi", "undhi", "tundi", "taru", "staru", "sindi", "cindi", "chindi", "chandi", "indi", "andi", "aadu",
        "nnadu",
        "nnadi", "nnaru", "nnanu", "taanu", "staanu", "daniki", "aniki", "alani", "lledu", "yali", "yaali", "chesi",
        "taadu", "adaniki", "tunnanu", "tunnadu", "tunnaru", "tunnara", "tundaa", "unnav", "utaru", "gaaru",
    ]

    /// Words of other languages, names and abbreviations that look like ours.
    private static let alsoElsewhere: Set<String> = [
        "aaj", "ab", "adi", "age", "aje", "amma", "anna", "andar", "andha", "ante", "aur", "aval", "avan", "bad",
        "bana",
        "band", "bane", "bani", "bich", "bada", "bade", "badi", "cheppu", "crore", "daam", "dam", "dena", "der", "desh",
        "die", "din", "en", "enge", "evaru", "fir", "gaya", "ghar", "hai", "hain", "har", "hara", "hare", "hi", "ho",
        "hoga", "hue", "hui", "hum", "idi", "illa", "illai", "indha", "inga", "ippo", "jab", "jite", "jo", "ka", "kal",
        "kala", "kam", "kama", "kani", "kar", "ke", "ki", "kin", "kie", "ko", "koi", "ku", "la", "lakh", "lee", "lena",
        "lie", "lo", "log", "maa", "main", "maku", "mani", "mari", "mee", "mela", "men", "mera", "mere", "meri",
        "mil", "mila", "mile", "miru", "naa", "naan", "nai", "nam", "nan", "nee", "ne", "nenu", "ni", "niche",
        "oka", "oru", "pani", "par", "pas", "pe", "poi", "pola", "prati", "ra", "raha", "rate", "repu", "roju", "rup",
        "saath", "sab", "sakti", "samay", "san", "sarkar", "sau", "si", "tab", "tak", "thi", "time", "tum", "un",
        "undo", "unna", "upar", "use", "vaddu", "vali", "vanga", "ve", "vo", "we", "ya", "ye",
    ]
}
