import TextAnalysis

/// Signs in a sentence that it could answer a question of some kind.
struct AnswerSigns {
    let hasDigit: Bool
    let hasNumberWord: Bool
    let hasMoney: Bool
    let hasTime: Bool
    /// Capitalised words inside the sentence that the question does not name.
    let newNames: Int
    let hasReason: Bool

    /// - Parameters:
    ///   - words: the sentence's own.
    ///   - questionWords: the question's, in lower case.
    init(_ sentence: String, words: PlainWords, questionWords: Set<String>) {
        var digit = false
        var money = false
        for scalar in sentence.unicodeScalars {
            switch scalar.value {
            case 0x30...0x39: digit = true
            case 0x24, 0xA2...0xA5, 0x20A0...0x20CF: money = true
            case 0..<0x660: break
            default: if scalar.properties.numericType == .decimal { digit = true }
            }
        }
        var names = 0
        var time = false
        var number = false
        var reason = false
        for (index, word) in words.words.enumerated() {
            if !time { time = Self.timeWords.contains(word) || Self.isYear(word) }
            if !number { number = Self.numberWords.contains(word) }
            if !money { money = Self.moneyWords.contains(word) }
            if !reason { reason = Self.reasonWords.contains(word) }
            if index > 0, words.capitals[index], !questionWords.contains(word) { names += 1 }
        }
        hasDigit = digit
        hasMoney = money
        hasTime = time
        hasNumberWord = number
        hasReason = reason
        newNames = names
    }

    /// How well the signs fit, 0...1; one half where nothing can be told.
    func fit(_ kind: QuestionKind) -> Double {
        switch kind {
        case .person: newNames > 0 ? 1 : 0
        case .place: newNames > 0 ? 1 : 0.2
        case .time: hasTime ? 1 : hasDigit ? 0.6 : 0
        case .number: hasDigit ? 1 : hasNumberWord ? 0.8 : 0
        case .money: hasMoney ? 1 : hasDigit ? 0.6 : 0
        case .reason: hasReason ? 1 : 0.4
        case .yesNo, .procedure, .other: 0.5
        }
    }

    static func isYear(_ word: String) -> Bool {
        let digits = word.utf8.prefix(4)
        return digits.count == 4 && word.utf8.count <= 5 && digits.allSatisfy { (48...57).contains($0) }
            && (word.hasPrefix("1") || word.hasPrefix("20"))
    }

    private static let timeWords = list(
        """
        january february march april may june july august september october november december monday tuesday wednesday
        thursday friday saturday sunday century centuries decade year years month months week weeks day days hour hours
        minute minutes noon midnight morning evening night am pm a.m p.m today tomorrow spring summer autumn winter
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles
        jueves viernes sábado domingo siglo año años mes meses semana día días hora horas janeiro fevereiro março maio
        junho julho setembro outubro novembro dezembro segunda terça quarta quinta sexta século ano anos mês dia dias
        januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag uhr
        jahrhundert jahr jahre jahren janvier février mars avril juin juillet août septembre octobre novembre décembre
        lundi mardi mercredi jeudi vendredi samedi dimanche siècle ans année heure heures
        जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार
        रविवार सदी वर्ष साल बजे दिन திங்கள் செவ்வாய் புதன் வியாழன் வெள்ளி சனி ஞாயிறு மணி ஆண்டு నాడు గంటలకు సంవత్సరం
        """)
    private static let numberWords = list(
        """
        one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million
        billion dozen half third quarter percent uno dos tres cuatro cinco seis siete ocho nueve diez cien mil millones um
        dois três quatro sete oito nove dez cem milhões zwei drei vier fünf sechs sieben acht neun zehn hundert tausend
        deux trois quatre cinq huit neuf dix cent mille एक दो तीन चार पांच पाँच छह सात आठ नौ दस सौ हजार लाख करोड़
        """)
    private static let moneyWords = list(
        """
        dollar dollars euro euros pound pounds rupee rupees cent cents usd eur gbp inr rs free gratis kostenlos gratuit
        grátis gratuito fee price costs रुपये रुपए मुफ्त ரூபாய் రూపాయలు real reais peso pesos
        """)
    private static let reasonWords = list(
        """
        because since due reason therefore thus so caused porque debido razón por pois weil da denn grund deshalb car
        parce raison क्योंकि कारण ஏனெனில் காரணம் ఎందుకంటే కారణం
        """)

    private static func list(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}

extension String {
    /// Without punctuation at either end.
    func trimmingEdges() -> String {
        guard let first = firstIndex(where: { $0.isLetter || $0.isNumber }),
            let last = lastIndex(where: { $0.isLetter || $0.isNumber })
        else { return "" }
        return first == startIndex && index(after: last) == endIndex ? self : String(self[first...last])
    }
}
