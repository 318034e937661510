import DeskModel

/// The few words by which an answer names its source, in the languages of the product.
struct SourceWords {
    /// Before a source in writing.
    let label: String
    /// "p. 3" in writing.
    let page: String
    /// Said to whoever sends something without words.
    let wordless: String
    /// Opens a list to choose from; at most 20 characters.
    let choose: String
    /// Before a source that is said: "This is from the Returns policy, page 3."
    let spoken: @Sendable (_ title: String, _ page: Int) -> String

    /// - Parameter language: BCP 47; English for any that there are no words in.
    static func of(_ language: String?) -> SourceWords {
        table[String((language ?? "en").lowercased().prefix { $0 != "-" && $0 != "_" })] ?? english
    }

    private static let english = SourceWords(
        label: "Source", page: "p.",
        wordless:
            "Thank you, that has arrived. I can only answer what is written: please tell me in words what you would like to know.",
        choose: "Choose"
    ) { "This is from \($0), page \($1)." }
    private static let table: [String: SourceWords] = [
        "en": english,
        "es": SourceWords(
            label: "Fuente", page: "pág.",
            wordless:
                "Gracias, ha llegado. Solo puedo responder a lo escrito: cuéntame con palabras qué quieres saber.",
            choose: "Elegir"
        ) { "Según \($0), página \($1)." },
        "pt": SourceWords(
            label: "Fonte", page: "pág.",
            wordless:
                "Obrigado, recebemos. Só consigo responder ao que está escrito: diga em palavras o que quer saber.",
            choose: "Escolher"
        ) { "Segundo \($0), página \($1)." },
        "de": SourceWords(
            label: "Quelle", page: "S.",
            wordless:
                "Danke, das ist angekommen. Ich kann nur auf Geschriebenes antworten: Bitte schreiben Sie, was Sie wissen möchten.",
            choose: "Auswählen"
        ) { "Das steht in \($0), Seite \($1)." },
        "hi": SourceWords(
            label: "स्रोत", page: "पृ.",
            wordless: "धन्यवाद, यह मिल गया। मैं केवल लिखी हुई बात का उत्तर दे सकता हूँ: कृपया लिखकर बताइए कि आप क्या जानना चाहते हैं।",
            choose: "चुनिए"
        ) { "यह \($0), पृष्ठ \($1) से है।" },
        "ta": SourceWords(
            label: "ஆதாரம்", page: "பக்.",
            wordless: "நன்றி, வந்து சேர்ந்தது. எழுதியதற்கு மட்டுமே என்னால் பதிலளிக்க முடியும்: நீங்கள் அறிய விரும்புவதை எழுதுங்கள்.",
            choose: "தேர்வு"
        ) { "இது \($0), பக்கம் \($1) இல் உள்ளது." },
        "te": SourceWords(
            label: "మూలం", page: "పే.",
            wordless: "ధన్యవాదాలు, అందింది. రాసిన వాటికి మాత్రమే నేను జవాబివ్వగలను: మీరు తెలుసుకోవాలనుకున్నది రాయండి.",
            choose: "ఎంచుకోండి"
        ) { "ఇది \($0), పేజీ \($1) నుండి." },
    ]
}
