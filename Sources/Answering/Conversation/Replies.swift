/// What the desk says of its own, in the customer's language where it has it, else in English.
enum Replies {
    enum Kind: CaseIterable { case hello, thanks, goodbye, unclear, unknown, topics, notYet }

    static func text(_ kind: Kind, in language: String) -> String {
        let table = texts[kind] ?? [:]
        return table[language] ?? table["en"] ?? ""
    }

    /// "I don't know", with the titles of the closest documents, at most three.
    static func decline(in language: String, topics: [String]) -> String {
        let plain = text(.unknown, in: language)
        guard !topics.isEmpty else { return plain }
        let quoted = topics.prefix(3).map { "“\($0)”" }.joined(separator: ", ")
        return plain + " " + text(.topics, in: language) + " " + quoted + (language == "hi" ? "।" : ".")
    }

    /// From which day what a document says holds.
    static func notYet(in language: String, title: String, day: String) -> String {
        text(.notYet, in: language).replacing("{day}", with: day).replacing("{title}", with: title)
    }

    private static let texts: [Kind: [String: String]] = [
        .hello: [
            "en": "Hello! What would you like to know?",
            "es": "¡Hola! ¿Qué le gustaría saber?",
            "pt": "Olá! O que gostaria de saber?",
            "de": "Hallo! Was möchten Sie wissen?",
            "fr": "Bonjour ! Que souhaitez-vous savoir ?",
            "hi": "नमस्ते! आप क्या जानना चाहेंगे?",
            "ta": "வணக்கம்! நீங்கள் என்ன அறிய விரும்புகிறீர்கள்?",
            "te": "నమస్కారం! మీరు ఏమి తెలుసుకోవాలనుకుంటున్నారు?",
        ],
        .thanks: [
            "en": "You're welcome! Is there anything else you would like to know?",
            "es": "¡De nada! ¿Hay algo más que quiera saber?",
            "pt": "De nada! Gostaria de saber mais alguma coisa?",
            "de": "Gern geschehen! Möchten Sie noch etwas wissen?",
            "fr": "Avec plaisir ! Souhaitez-vous savoir autre chose ?",
            "hi": "आपका स्वागत है! क्या आप कुछ और जानना चाहेंगे?",
            "ta": "நன்றி! வேறு ஏதாவது அறிய விரும்புகிறீர்களா?",
            "te": "పరవాలేదు! మీరు ఇంకేమైనా తెలుసుకోవాలనుకుంటున్నారా?",
        ],
        .goodbye: [
            "en": "Goodbye, and come back any time.",
            "es": "¡Hasta luego! Vuelva cuando quiera.",
            "pt": "Até logo! Volte quando quiser.",
            "de": "Auf Wiedersehen, melden Sie sich jederzeit wieder.",
            "fr": "Au revoir, revenez quand vous voulez.",
            "hi": "नमस्ते, फिर कभी भी आइए।",
            "ta": "போய் வாருங்கள், எப்போது வேண்டுமானாலும் திரும்பி வாருங்கள்.",
            "te": "సెలవు, ఎప్పుడైనా మళ్ళీ రండి.",
        ],
        .unclear: [
            "en": "Please type your question in a few words, and I will look it up.",
            "es": "Escriba su pregunta en unas palabras y la buscaré.",
            "pt": "Escreva a sua pergunta em poucas palavras e eu procuro a resposta.",
            "de": "Bitte schreiben Sie Ihre Frage in ein paar Worten, dann sehe ich nach.",
            "fr": "Écrivez votre question en quelques mots et je chercherai la réponse.",
            "hi": "कृपया अपना प्रश्न कुछ शब्दों में लिखें, मैं उत्तर खोजूँगा।",
            "ta": "உங்கள் கேள்வியைச் சில சொற்களில் எழுதுங்கள், நான் தேடித் தருகிறேன்.",
            "te": "దయచేసి మీ ప్రశ్నను కొన్ని పదాల్లో రాయండి, నేను వెతుకుతాను.",
        ],
        .unknown: [
            "en": "I could not find an answer to that in the documents I have, and I would rather not guess.",
            "es": "No he encontrado la respuesta en los documentos que tengo y prefiero no adivinar.",
            "pt": "Não encontrei a resposta nos documentos que tenho e prefiro não adivinhar.",
            "de":
                "In den Dokumenten, die mir vorliegen, habe ich dazu keine Antwort gefunden, und raten möchte ich nicht.",
            "fr": "Je n'ai pas trouvé la réponse dans les documents dont je dispose et je préfère ne pas deviner.",
            "hi": "मेरे पास मौजूद दस्तावेज़ों में मुझे इसका उत्तर नहीं मिला, और मैं अनुमान नहीं लगाना चाहता।",
            "ta": "என்னிடம் உள்ள ஆவணங்களில் இதற்கான பதில் கிடைக்கவில்லை; ஊகித்துச் சொல்ல விரும்பவில்லை.",
            "te": "నా వద్ద ఉన్న పత్రాల్లో దీనికి సమాధానం దొరకలేదు, ఊహించి చెప్పాలనుకోవడం లేదు.",
        ],
        .topics: [
            "en": "The closest documents I have are",
            "es": "Los documentos más cercanos que tengo son",
            "pt": "Os documentos mais próximos que tenho são",
            "de": "Am nächsten kommen dem diese Dokumente:",
            "fr": "Les documents les plus proches dont je dispose sont",
            "hi": "मेरे पास सबसे निकट के दस्तावेज़ हैं:",
            "ta": "என்னிடம் உள்ள மிக நெருங்கிய ஆவணங்கள்:",
            "te": "నా వద్ద ఉన్న దగ్గరి పత్రాలు:",
        ],
        .notYet: [
            "en": "“{title}” holds only from {day} on.",
            "es": "“{title}” rige solo a partir del {day}.",
            "pt": "“{title}” só vale a partir de {day}.",
            "de": "„{title}“ gilt erst ab dem {day}.",
            "fr": "« {title} » ne s'applique qu'à partir du {day}.",
            "hi": "“{title}” {day} से ही लागू होगा।",
            "ta": "“{title}” {day} முதல்தான் நடைமுறைக்கு வரும்.",
            "te": "“{title}” {day} నుండి మాత్రమే అమల్లోకి వస్తుంది.",
        ],
    ]
}
