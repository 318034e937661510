import Testing
import TextAnalysis

@Suite("Languages")
struct LanguageGuesserTests {
    @Test(
        "a short question shows its language",
        arguments: [
            ("What time do you open?", "en"), ("How do I cancel my booking?", "en"), ("¿A qué hora abren?", "es"),
            ("Quiero cancelar mi reserva", "es"), ("A que horas vocês abrem?", "pt"),
            ("Quanto custa o estacionamento?", "pt"),
            ("Wann haben Sie geöffnet?", "de"), ("Was kostet das Frühstück?", "de"),
            ("À quelle heure ouvrez-vous ?", "fr"),
            ("Combien coûte le parking ?", "fr"), ("A che ora aprite?", "it"), ("Quanto costa il parcheggio?", "it"),
            ("Hoe laat gaan jullie open?", "nl"), ("आप कब खुलते हैं?", "hi"), ("நீங்கள் எப்போது திறக்கிறீர்கள்?", "ta"),
            ("మీరు ఎప్పుడు తెరుస్తారు?", "te"), ("Во сколько вы открываетесь?", "ru"), ("営業時間は？", "ja"), ("营业时间", "zh"),
            ("영업시간이 언제예요?", "ko"), ("متى تفتحون؟", "ar"), ("آپ کب کھلتے ہیں؟", "ur"), ("Πότε ανοίγετε;", "el"),
        ])
    func questions(text: String, language: String) {
        #expect(LanguageGuesser.language(of: text) == language)
    }

    @Test("what has no letters has no language", arguments: ["", "123", "🙂", "?!", "\u{200B}"])
    func undetermined(text: String) {
        #expect(LanguageGuesser.language(of: text) == "und")
    }

    @Test("a borrowed Latin name does not hide the sentence's own script")
    func borrowed() {
        #expect(LanguageGuesser.language(of: "क्या AX-200 router में USB है?") == "hi")
    }

    @Test("a long text is judged by its beginning")
    func long() {
        let english = String(repeating: "This is the way we do it here. ", count: 20_000)
        #expect(LanguageGuesser.language(of: english) == "en")
    }
}
