/// What is said on calls by the desk itself, in the languages of the product.
struct VoiceWords: Sendable {
    let hello: @Sendable (_ business: String) -> String
    let back: String
    let offerTexts: String
    let offerPerson: String
    let ask: String
    let another: String
    let leaveMessage: String
    let goodbye: String
    let textSent: String
    let noText: String
    let unknownKey: String
    let notHeard: String
    let nobody: String
    let missed: String
    let thanks: String
    let failed: String
    let tooLong: String
    let moment: String
    let stillThere: String
    let apology: String

    /// - Parameter language: BCP 47; English for any that there are no words in.
    static func of(_ language: String?) -> VoiceWords {
        table[String((language ?? "en").lowercased().prefix { $0 != "-" && $0 != "_" })] ?? english
    }

    private static let english = VoiceWords(
        hello: { "Hello, this is \($0). How can I help?" }, back: "I am back. How can I help?",
        offerTexts: "Press 1 to get a text message.", offerPerson: "Press 0 to speak to a person.",
        ask: "Or ask your question.", another: "Do you have another question?",
        leaveMessage: "Please leave a message after the tone.", goodbye: "Goodbye.",
        textSent: "We have sent you a text message. Goodbye.", noText: "We cannot send you a text.",
        unknownKey: "That key has no meaning here.", notHeard: "I did not hear you.",
        nobody: "Nobody can take your call right now.", missed: "Nobody could take your call.",
        thanks: "Thank you, your message was recorded. Goodbye.",
        failed: "We are sorry, something went wrong. Please call again.",
        tooLong: "That takes me too long to find out.", moment: "One moment, please.",
        stillThere: "Are you still there?", apology: "I am sorry, I could not find that out just now.")

    private static let table: [String: VoiceWords] = [
        "en": english, "es": spanish, "pt": portuguese, "hi": hindi, "ta": tamil, "te": telugu,
    ]

    private static let spanish = VoiceWords(
        hello: { "Hola, está llamando a \($0). ¿En qué puedo ayudarle?" },
        back: "Ya estoy aquí. ¿En qué puedo ayudarle?",
        offerTexts: "Pulse 1 para recibir un mensaje de texto.", offerPerson: "Pulse 0 para hablar con una persona.",
        ask: "O haga su pregunta.", another: "¿Tiene otra pregunta?",
        leaveMessage: "Deje un mensaje después de la señal.", goodbye: "Adiós.",
        textSent: "Le hemos enviado un mensaje de texto. Adiós.", noText: "No podemos enviarle un mensaje de texto.",
        unknownKey: "Esa tecla no tiene función.", notHeard: "No le he oído.",
        nobody: "Nadie puede atender su llamada en este momento.", missed: "Nadie pudo atender su llamada.",
        thanks: "Gracias, su mensaje ha quedado grabado. Adiós.",
        failed: "Lo sentimos, algo ha fallado. Vuelva a llamar, por favor.",
        tooLong: "Tardo demasiado en averiguarlo.", moment: "Un momento, por favor.",
        stillThere: "¿Sigue ahí?", apology: "Lo siento, ahora no he podido averiguarlo.")

    private static let portuguese = VoiceWords(
        hello: { "Olá, aqui é \($0). Como posso ajudar?" }, back: "Estou de volta. Como posso ajudar?",
        offerTexts: "Prima 1 para receber uma mensagem de texto.", offerPerson: "Prima 0 para falar com uma pessoa.",
        ask: "Ou faça a sua pergunta.", another: "Tem outra pergunta?",
        leaveMessage: "Deixe uma mensagem depois do sinal.", goodbye: "Até logo.",
        textSent: "Enviámos-lhe uma mensagem de texto. Até logo.",
        noText: "Não podemos enviar-lhe uma mensagem de texto.",
        unknownKey: "Essa tecla não tem função.", notHeard: "Não o ouvi.",
        nobody: "Ninguém pode atender a sua chamada agora.", missed: "Ninguém pôde atender a sua chamada.",
        thanks: "Obrigado, a sua mensagem foi gravada. Até logo.",
        failed: "Lamentamos, algo correu mal. Ligue de novo, por favor.",
        tooLong: "Demoro demasiado a descobrir isso.", moment: "Um momento, por favor.",
        stillThere: "Ainda está aí?", apology: "Lamento, não consegui descobrir isso agora.")

    private static let hindi = VoiceWords(
        hello: { "नमस्ते, यह \($0) है। मैं आपकी क्या मदद कर सकता हूँ?" }, back: "मैं वापस आ गया हूँ। मैं क्या मदद कर सकता हूँ?",
        offerTexts: "टेक्स्ट संदेश पाने के लिए 1 दबाइए।", offerPerson: "किसी व्यक्ति से बात करने के लिए 0 दबाइए।",
        ask: "या अपना सवाल पूछिए।", another: "क्या आपका कोई और सवाल है?",
        leaveMessage: "कृपया बीप के बाद संदेश छोड़िए।", goodbye: "नमस्ते।",
        textSent: "हमने आपको टेक्स्ट संदेश भेज दिया है। नमस्ते।", noText: "हम आपको टेक्स्ट नहीं भेज सकते।",
        unknownKey: "इस बटन का यहाँ कोई काम नहीं है।", notHeard: "मैं आपकी बात नहीं सुन पाया।",
        nobody: "अभी कोई आपका फ़ोन नहीं ले सकता।", missed: "कोई आपका फ़ोन नहीं ले सका।",
        thanks: "धन्यवाद, आपका संदेश रिकॉर्ड हो गया। नमस्ते।",
        failed: "क्षमा कीजिए, कुछ गड़बड़ हो गई। कृपया फिर फ़ोन कीजिए।",
        tooLong: "यह पता लगाने में मुझे बहुत समय लग रहा है।", moment: "एक क्षण रुकिए।",
        stillThere: "क्या आप अभी भी हैं?", apology: "क्षमा कीजिए, अभी मैं यह पता नहीं लगा सका।")

    private static let tamil = VoiceWords(
        hello: { "வணக்கம், இது \($0). நான் எப்படி உதவலாம்?" }, back: "நான் திரும்பி வந்துவிட்டேன். எப்படி உதவலாம்?",
        offerTexts: "குறுஞ்செய்தி பெற 1 ஐ அழுத்துங்கள்.", offerPerson: "ஒருவருடன் பேச 0 ஐ அழுத்துங்கள்.",
        ask: "அல்லது உங்கள் கேள்வியைக் கேளுங்கள்.", another: "வேறு கேள்வி உள்ளதா?",
        leaveMessage: "ஒலிக்குப் பிறகு செய்தி விடுங்கள்.", goodbye: "வணக்கம்.",
        textSent: "உங்களுக்குக் குறுஞ்செய்தி அனுப்பியுள்ளோம். வணக்கம்.",
        noText: "உங்களுக்குக் குறுஞ்செய்தி அனுப்ப முடியாது.",
        unknownKey: "அந்தப் பொத்தானுக்கு இங்கே பயனில்லை.", notHeard: "நீங்கள் சொன்னது கேட்கவில்லை.",
        nobody: "இப்போது யாரும் உங்கள் அழைப்பை எடுக்க முடியாது.", missed: "யாரும் உங்கள் அழைப்பை எடுக்க முடியவில்லை.",
        thanks: "நன்றி, உங்கள் செய்தி பதிவாகிவிட்டது. வணக்கம்.",
        failed: "மன்னிக்கவும், ஏதோ தவறு நடந்தது. மீண்டும் அழையுங்கள்.",
        tooLong: "அதைக் கண்டறிய அதிக நேரம் ஆகிறது.", moment: "ஒரு நிமிடம்.",
        stillThere: "இன்னும் இருக்கிறீர்களா?", apology: "மன்னிக்கவும், இப்போது அதைக் கண்டறிய முடியவில்லை.")

    private static let telugu = VoiceWords(
        hello: { "నమస్కారం, ఇది \($0). నేను ఎలా సహాయం చేయగలను?" }, back: "నేను తిరిగి వచ్చాను. ఎలా సహాయం చేయగలను?",
        offerTexts: "టెక్స్ట్ సందేశం కోసం 1 నొక్కండి.", offerPerson: "ఒక వ్యక్తితో మాట్లాడటానికి 0 నొక్కండి.",
        ask: "లేదా మీ ప్రశ్న అడగండి.", another: "మరో ప్రశ్న ఉందా?",
        leaveMessage: "శబ్దం తర్వాత సందేశం వదలండి.", goodbye: "నమస్కారం.",
        textSent: "మీకు టెక్స్ట్ సందేశం పంపాము. నమస్కారం.", noText: "మీకు టెక్స్ట్ పంపలేము.",
        unknownKey: "ఆ మీటకు ఇక్కడ పని లేదు.", notHeard: "మీరు చెప్పింది వినబడలేదు.",
        nobody: "ఇప్పుడు ఎవరూ మీ కాల్ తీసుకోలేరు.", missed: "ఎవరూ మీ కాల్ తీసుకోలేకపోయారు.",
        thanks: "ధన్యవాదాలు, మీ సందేశం రికార్డ్ అయింది. నమస్కారం.",
        failed: "క్షమించండి, ఏదో తప్పు జరిగింది. దయచేసి మళ్ళీ కాల్ చేయండి.",
        tooLong: "అది కనుక్కోవడానికి చాలా సమయం పడుతోంది.", moment: "ఒక్క క్షణం.",
        stillThere: "మీరు ఇంకా ఉన్నారా?", apology: "క్షమించండి, ఇప్పుడు అది కనుక్కోలేకపోయాను.")
}
