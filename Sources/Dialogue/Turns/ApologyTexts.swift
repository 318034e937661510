/// What customers are told whose message could not be answered, in the languages of the product.
enum ApologyTexts {
    /// - Parameter language: BCP 47; English for any that there are no words in.
    static func text(in language: String?) -> String {
        texts[String((language ?? "en").lowercased().prefix { $0 != "-" && $0 != "_" })] ?? english
    }

    private static let english =
        "I am sorry, I could not find that out just now. Your message is kept; please ask again a little later."
    private static let texts = [
        "es":
            "Lo siento, ahora no he podido averiguarlo. Su mensaje queda guardado; vuelva a preguntar un poco más tarde.",
        "pt":
            "Lamento, não consegui descobrir isso agora. A sua mensagem fica guardada; pergunte de novo um pouco mais tarde.",
        "de":
            "Es tut mir leid, das konnte ich gerade nicht herausfinden. Ihre Nachricht ist gespeichert; bitte fragen Sie etwas später noch einmal.",
        "hi": "क्षमा कीजिए, अभी मैं यह पता नहीं लगा सका। आपका संदेश सुरक्षित है; कृपया थोड़ी देर बाद फिर पूछिए।",
        "ta": "மன்னிக்கவும், இப்போது அதைக் கண்டறிய முடியவில்லை. உங்கள் செய்தி சேமிக்கப்பட்டுள்ளது; சிறிது நேரம் கழித்து மீண்டும் கேளுங்கள்.",
        "te": "క్షమించండి, ఇప్పుడు అది కనుక్కోలేకపోయాను. మీ సందేశం భద్రంగా ఉంది; కొద్దిసేపటి తర్వాత మళ్ళీ అడగండి.",
    ]
}
