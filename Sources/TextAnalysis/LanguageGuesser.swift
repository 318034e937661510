/// Guesses the language of a text from its script and, where languages share a script, from their commonest words,
/// letters and letter sequences. Meant for chunks and for questions of a few words.
public enum LanguageGuesser {
    /// Only this many scalars are looked at: more do not change the guess.
    static let sampleLength = 2_000

    /// BCP 47 primary language subtag, or `und` when the text gives no hint.
    public static func language(of text: String) -> String {
        let sample = String(String.UnicodeScalarView(text.unicodeScalars.prefix(sampleLength)))
        let folded = TextNormalizer.fold(sample)
        let counts = ScriptCounts(folded)
        guard let script = counts.dominant else { return "und" }
        switch script {
        case .latin: return LatinLanguages.guess(folded) ?? "und"
        case .cyrillic: return cyrillic(folded)
        case .devanagari: return devanagari(folded)
        case .arabic: return arabic(folded)
        case .han: return "zh"
        case .kana: return "ja"
        default: return script.rawValue
        }
    }

    private static func devanagari(_ text: String) -> String {
        let words = WordScanner.words(in: text)
        let hindi = words.count { StopWords.of("hi").contains($0) }
        let marathi = words.count { word in
            StopWords.of("mr").contains(word) || word.unicodeScalars.contains("ळ")
                || marathiEndings.contains { word.hasSuffix($0) }
        }
        return marathi > hindi ? "mr" : "hi"
    }

    private static let marathiEndings = [
        "च्या", "तील", "ांनी", "ण्यात", "ामुळे", "साठी", "ाचा", "ाची", "ाचे", "ांना", "ला", "तात", "णार", "मध्ये",
    ]

    private static func cyrillic(_ text: String) -> String {
        var ukrainian = 0
        var russian = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "і", "ї", "є", "ґ": ukrainian += 1
            case "ы", "э", "ё", "ъ": russian += 1
            default: break
            }
        }
        return ukrainian > russian ? "uk" : "ru"
    }

    private static func arabic(_ text: String) -> String {
        var urdu = 0
        var persian = 0
        for scalar in text.unicodeScalars {
            switch scalar {
            case "ے", "ٹ", "ڈ", "ڑ", "ں", "ہ", "ھ": urdu += 1
            case "پ", "چ", "گ", "ژ", "ی", "ک": persian += 1
            default: break
            }
        }
        return urdu > 0 ? "ur" : persian > 0 ? "fa" : "ar"
    }
}

/// How many letters of each script a text has.
struct ScriptCounts {
    /// Raw values are the language a script stands for where it has one main language.
    enum Script: String, CaseIterable {
        case latin, cyrillic, devanagari, arabic, han
        case kana = "ja"
        case hangul = "ko"
        case bengali = "bn"
        case gurmukhi = "pa"
        case gujarati = "gu"
        case oriya = "or"
        case tamil = "ta"
        case telugu = "te"
        case kannada = "kn"
        case malayalam = "ml"
        case sinhala = "si"
        case thai = "th"
        case greek = "el"
        case hebrew = "he"
        case armenian = "hy"
        case georgian = "ka"
    }

    private var counts: [Script: Int] = [:]

    init(_ text: String) {
        for scalar in text.unicodeScalars {
            if let script = Self.script(of: scalar) { counts[script, default: 0] += 1 }
        }
    }

    /// The script with most letters. Any kana makes Han characters Japanese; words of other scripts weigh more than
    /// Latin ones, which every language borrows.
    var dominant: Script? {
        var weighed = counts
        if let kana = weighed[.kana], let han = weighed[.han] {
            weighed[.kana] = kana + han
            weighed[.han] = nil
        }
        if let latin = weighed[.latin], weighed.count > 1 { weighed[.latin] = latin / 2 }
        // Declaration order breaks ties, so that equal input gives equal output.
        return Script.allCases.filter { weighed[$0, default: 0] > 0 }.max {
            weighed[$0, default: 0] < weighed[$1, default: 0]
        }
            ?? (counts[.latin] == nil ? nil : .latin)
    }

    static func script(of scalar: Unicode.Scalar) -> Script? {
        switch scalar.value {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF: .latin
        case 0x370...0x3FF, 0x1F00...0x1FFF: .greek
        case 0x400...0x52F: .cyrillic
        case 0x531...0x58F: .armenian
        case 0x591...0x5F4: .hebrew
        case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFC: .arabic
        case 0x900...0x963, 0x966...0x97F: .devanagari
        case 0x980...0x9FF: .bengali
        case 0xA00...0xA7F: .gurmukhi
        case 0xA80...0xAFF: .gujarati
        case 0xB00...0xB7F: .oriya
        case 0xB80...0xBFF: .tamil
        case 0xC00...0xC7F: .telugu
        case 0xC80...0xCFF: .kannada
        case 0xD00...0xD7F: .malayalam
        case 0xD80...0xDFF: .sinhala
        case 0xE01...0xE7F: .thai
        case 0x10A0...0x10FF: .georgian
        case 0x3041...0x30FF, 0x31F0...0x31FF: .kana
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: .han
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: .hangul
        default: nil
        }
    }
}
