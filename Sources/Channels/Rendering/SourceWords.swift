import DeskModel

/// The few words by which an answer names its source, in the languages of the product.
struct SourceWords {
    /// Before a source in writing.
    let label: String
    /// "p. 3" in writing.
    let page: String
    /// Said to whoever sends something without words.
    let wordless: String
    /// Said to whoever sends something that the channel does not bring; the kinds that it does bring follow.
    let unsupported: String
    let kinds: [Message.Kind: String]
    /// Opens a list to choose from; at most 20 characters.
    let choose: String
    /// Before a source that is said: "This is from the Returns policy, page 3."
    let spoken: @Sendable (_ title: String, _ page: Int) -> String

    /// - Parameter language: BCP 47; English for any that there are no words in.
    static func of(_ language: String?) -> SourceWords {
        table[String((language ?? "en").lowercased().prefix { $0 != "-" && $0 != "_" })] ?? english
    }

    private static let kindsInOrder: [Message.Kind] = [
        .text, .image, .video, .voice, .document, .location, .contacts,
    ]

    /// What whoever sent something without words is told.
    func notice(of kind: Message.Kind, on channel: Conversation.Channel) -> String {
        guard kind == .other else { return wordless }
        let accepted = ChannelCapabilities.of(channel).media.union([.text])
        return unsupported + " "
            + Self.kindsInOrder.filter { accepted.contains($0) }.compactMap { kinds[$0] }.joined(separator: ", ") + "."
    }

    private static let english = SourceWords(
        label: "Source", page: "p.",
        wordless:
            "Thank you, that has arrived. I can only answer what is written: please tell me in words what you would like to know.",
        unsupported: "I cannot open that here: please tell me in words what you would like to know. These arrive:",
        kinds: [
            .text: "text", .image: "pictures", .video: "videos", .voice: "voice messages",
            .document: "documents", .location: "places", .contacts: "contacts",
        ],
        choose: "Choose"
    ) { "This is from \($0), page \($1)." }
    private static let table: [String: SourceWords] = [
        "en": english,
        "es": SourceWords(
            label: "Fuente", page: "pág.",
            wordless:
                "Gracias, ha llegado. Solo puedo responder a lo escrito: cuéntame con palabras qué quieres saber.",
            unsupported: "Eso no lo puedo abrir aquí: cuéntame con palabras qué quieres saber. Esto sí llega:",
            kinds: [
                .text: "texto", .image: "imágenes", .video: "vídeos", .voice: "mensajes de voz",
                .document: "documentos", .location: "ubicaciones", .contacts: "contactos",
            ],
            choose: "Elegir"
        ) { "Según \($0), página \($1)." },
        "pt": SourceWords(
            label: "Fonte", page: "pág.",
            wordless:
                "Obrigado, recebemos. Só consigo responder ao que está escrito: diga em palavras o que quer saber.",
            unsupported: "Isso não consigo abrir aqui: diga em palavras o que quer saber. Isto chega:",
            kinds: [
                .text: "texto", .image: "imagens", .video: "vídeos", .voice: "mensagens de voz",
                .document: "documentos", .location: "locais", .contacts: "contactos",
            ],
            choose: "Escolher"
        ) { "Segundo \($0), página \($1)." },
        "de": SourceWords(
            label: "Quelle", page: "S.",
            wordless:
                "Danke, das ist angekommen. Ich kann nur auf Geschriebenes antworten: Bitte schreiben Sie, was Sie wissen möchten.",
            unsupported: "Das kann ich hier nicht öffnen: Bitte schreiben Sie, was Sie wissen möchten. Das kommt an:",
            kinds: [
                .text: "Text", .image: "Bilder", .video: "Videos", .voice: "Sprachnachrichten",
                .document: "Dokumente", .location: "Standorte", .contacts: "Kontakte",
            ],
            choose: "Auswählen"
        ) { "Das steht in \($0), Seite \($1)." },
        "hi": SourceWords(
            label: "स्रोत", page: "पृ.",
            wordless: "धन्यवाद, यह मिल गया। मैं केवल लिखी हुई बात का उत्तर दे सकता हूँ: कृपया लिखकर बताइए कि आप क्या जानना चाहते हैं।",
            unsupported: "इसे मैं यहाँ नहीं खोल सकता: कृपया लिखकर बताइए कि आप क्या जानना चाहते हैं। ये पहुँचते हैं:",
            kinds: [
                .text: "टेक्स्ट", .image: "तस्वीरें", .video: "वीडियो", .voice: "वॉइस संदेश",
                .document: "दस्तावेज़", .location: "स्थान", .contacts: "संपर्क",
            ],
            choose: "चुनिए"
        ) { "यह \($0), पृष्ठ \($1) से है।" },
        "ta": SourceWords(
            label: "ஆதாரம்", page: "பக்.",
            wordless: "நன்றி, வந்து சேர்ந்தது. எழுதியதற்கு மட்டுமே என்னால் பதிலளிக்க முடியும்: நீங்கள் அறிய விரும்புவதை எழுதுங்கள்.",
            unsupported: "இதை இங்கே திறக்க முடியாது: நீங்கள் அறிய விரும்புவதை எழுதுங்கள். இவை வந்து சேரும்:",
            kinds: [
                .text: "உரை", .image: "படங்கள்", .video: "காணொளிகள்", .voice: "குரல் செய்திகள்",
                .document: "ஆவணங்கள்", .location: "இடங்கள்", .contacts: "தொடர்புகள்",
            ],
            choose: "தேர்வு"
        ) { "இது \($0), பக்கம் \($1) இல் உள்ளது." },
        "te": SourceWords(
            label: "మూలం", page: "పే.",
            wordless: "ధన్యవాదాలు, అందింది. రాసిన వాటికి మాత్రమే నేను జవాబివ్వగలను: మీరు తెలుసుకోవాలనుకున్నది రాయండి.",
            unsupported: "దీన్ని ఇక్కడ తెరవలేను: మీరు తెలుసుకోవాలనుకున్నది రాయండి. ఇవి అందుతాయి:",
            kinds: [
                .text: "వచనం", .image: "చిత్రాలు", .video: "వీడియోలు", .voice: "వాయిస్ సందేశాలు",
                .document: "పత్రాలు", .location: "ప్రదేశాలు", .contacts: "పరిచయాలు",
            ],
            choose: "ఎంచుకోండి"
        ) { "ఇది \($0), పేజీ \($1) నుండి." },
    ]
}
