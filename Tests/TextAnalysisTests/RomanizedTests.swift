import Testing

@testable import TextAnalysis

@Suite("Indic languages typed in Latin letters")
struct RomanizedTests {
    @Test(
        "questions in Hindi, Tamil and Telugu are told apart, English words and spellings of one's own among them",
        arguments: [
            ("delivery kitne din mein hoti hai", "hi"), ("Kya aap Sunday ko khule rehte hain?", "hi"),
            ("refund kaise milega", "hi"), ("mera order kahan hai???", "hi"), ("warranty kitne saal ki hai", "hi"),
            ("cancel karne par paise wapas milenge kya", "hi"), ("dukan kab khulti h", "hi"),
            ("kadai eppo open aagum", "ta"), ("delivery evlo naal aagum?", "ta"), ("enaku refund venum eppadi", "ta"),
            ("return panna enna seiyanum", "ta"), ("vilai evvalavu", "ta"),
            ("refund ela cheyali", "te"), ("delivery enni rojulu padutundi?", "te"),
            ("shop eppudu open chestaru", "te"), ("naku order ekkada undi", "te"), ("dhara entha", "te"),
        ])
    func detected(text: String, language: String) {
        #expect(RomanizedLanguage(of: text)?.tag == language)
    }

    @Test(
        "other languages, names and native letters are not taken for them",
        arguments: [
            "", "?", "delivery time", "Is the pool open to the public?", "What is the main hall used for?",
            "Do you sell par cans and LED lamps?", "Who is Kim Ko?", "Is Thai food on the menu?", "band saw and tape",
            "The main thing is to be on time", "Wo lebt der Hai?", "Was ist der Hai und wo ist er?", "Hai!",
            "¿Cómo se llama la banda?", "Cuanto tarda el envio a mi casa", "como se usa esto", "Se puede devolver",
            "Quanto tempo ela leva para chegar?", "ela vai no dia da festa", "como eu posso pedir o reembolso",
            "Wie lange dauert die Lieferung", "Kann man im Laden mit Karte zahlen", "Was kostet das",
            "क्या दुकान खुली है", "kya दुकान खुली hai", "கடை எப்போது திறக்கும்", "Où est la gare ?",
            "He said the men use the main road", "hai hai hai!!!", "enna", "quindi entra",
            "what timezone is viet nam in", String(repeating: "kya hai ", count: 1_000),
        ])
    func left(text: String) {
        #expect(RomanizedLanguage(of: text) == nil)
        #expect(RomanizedQuestion(text) == nil)
    }

    @Test(
        "a word's own spelling is among the first guesses",
        arguments: [
            (.hindi, "khiladi", "खिलाड़ी"), (.hindi, "shiksha", "शिक्षा"), (.hindi, "dhanyavaad", "धन्यवाद"),
            (.hindi, "kimat", "कीमत"), (.hindi, "sampark", "संपर्क"), (.hindi, "vidyalay", "विद्यालय"),
            (.hindi, "zameen", "ज़मीन"), (.hindi, "netritv", "नेतृत्व"), (.hindi, "chhutti", "छुट्टी"),
            (.hindi, "kaaryaalay", "कार्यालय"), (.hindi, "aaj", "आज"), (.hindi, "ikaai", "इकाई"),
            (.tamil, "vanakkam", "வணக்கம்"), (.tamil, "puththagam", "புத்தகம்"), (.tamil, "kuzhandhai", "குழந்தை"),
            (.tamil, "maruthuvar", "மருத்துவர்"), (.tamil, "pazham", "பழம்"), (.tamil, "neram", "நேரம்"),
            (.telugu, "pustakam", "పుస్తకం"), (.telugu, "samayam", "సమయం"), (.telugu, "bhojanam", "భోజనం"),
            (.telugu, "vaidyudu", "వైద్యుడు"), (.telugu, "pillalu", "పిల్లలు"), (.telugu, "amma", "అమ్మ"),
        ] as [(RomanizedLanguage, String, String)])
    func spelled(language: RomanizedLanguage, word: String, native: String) {
        let guesses = Transliterator(language).spellings(of: word, limit: 48)
        #expect(guesses.count <= 48 && Set(guesses).count == guesses.count)
        let wanted = TextNormalizer.fold(native)
        #expect(guesses.contains { TextNormalizer.fold($0) == wanted }, "\(guesses.prefix(8))")
    }

    @Test("what is no word gets no spelling, and the longest costs no more than others")
    func noWord() {
        for language in RomanizedLanguage.allCases {
            let transliterator = Transliterator(language)
            for text in ["", "ab1", "é", "a b", "क", String(repeating: "a", count: 41)] {
                #expect(transliterator.spellings(of: text, limit: 9).isEmpty)
            }
            #expect(transliterator.spellings(of: String(repeating: "kha", count: 13), limit: 9).count == 9)
            #expect(!transliterator.spellings(of: "bcdfghjklmnpqrstvwxyz", limit: 9).isEmpty)
        }
    }

    @Test("words that the documents hold decide the spelling, and English ones stay beside it")
    func looksUp() throws {
        let question = try #require(RomanizedQuestion("delivery kitne din mein hoti hai?"))
        let term = try #require(TermAnalyzer(language: "hi").terms(in: "डिलीवरी").first)
        #expect(question.terms.contains(term) && question.terms.contains("deliveri"))
        #expect(
            question.native(holding: [term: 2], isKnownToModel: false) == "डिलीवरी कितने दिन में होती है?")
        #expect(
            question.native(holding: [term: 2, "deliveri": 1], isKnownToModel: false)
                == "delivery डिलीवरी कितने दिन में होती है?")
        #expect(
            question.native(holding: ["deliveri": 1], isKnownToModel: true) == "delivery कितने दिन में होती है?")
        // Nothing of it stands in the documents, and the model would not know it either.
        #expect(question.native(holding: ["deliveri": 1], isKnownToModel: false) == nil)
    }

    @Test("documents that are typed in Latin letters themselves are searched as the question was typed")
    func latinDocuments() throws {
        let question = try #require(RomanizedQuestion("delivery kitne din mein hoti hai?"))
        #expect(question.native(holding: ["kitn": 1, "kitne": 1, "hoti": 3, "mein": 4], isKnownToModel: true) == nil)
    }

    @Test("a question of many words looks up no more terms than allowed")
    func bounded() throws {
        let words = (0..<38).map { "khilaadiyon\(String(repeating: "a", count: $0 % 5))" }.joined(separator: " ")
        let question = try #require(
            RomanizedQuestion(
                "kya hai kaise " + (0..<20).map { _ in "hota" }.joined(separator: " ") + " " + words.prefix(200)))
        #expect(question.terms.count <= 512)
        #expect(RomanizedQuestion(String(repeating: "kya hota hai ", count: 30)) == nil)
    }
}
