import DeskModel

/// What the desk says when the voice changes, in the customer's language where it has it, else in English; a business's
/// own words go before.
enum HandoffTexts {
    /// - Parameters:
    ///   - name: the agent's.
    ///   - opens: when the business opens next.
    static func text(
        _ line: HandoffLine, in language: String?, settings: HandoffSettings?, company: String, name: String,
        opens: String?
    ) -> String {
        let base = language.map { String($0.prefix { $0 != "-" }) } ?? "en"
        let template = settings?.texts?[line.rawValue] ?? texts[base]?[line] ?? texts["en"]?[line] ?? ""
        // In one pass, so that a name that looks like a placeholder stays a name.
        var text = ""
        var rest = template[...]
        while let start = rest.firstIndex(of: "{") {
            text += rest[..<start]
            rest = rest[start...]
            let values = [("{name}", name), ("{company}", company), ("{opens}", opens ?? "")]
            if let (placeholder, value) = values.first(where: { rest.hasPrefix($0.0) }) {
                text += value
                rest = rest.dropFirst(placeholder.count)
            } else {
                text += "{"
                rest = rest.dropFirst()
            }
        }
        return text + rest
    }

    private static let texts: [String: [HandoffLine: String]] = [
        "en": [
            .requested: "I have asked a person to join. Until then I go on answering.",
            .stillRequested: "A person was asked already and joins as soon as they can.",
            .outOfHours: "Nobody is here right now; we are back {opens}. Your message is kept for them, "
                + "and I go on answering.",
            .away: "Nobody is here right now. Your message is kept, and I go on answering.",
            .taken: "You are now talking to {name}.",
            .transferred: "You are now talking to {name}.",
            .released: "The assistant is back.",
            .expired: "{name} had to leave. The assistant is back.",
            .full: "This conversation has become very long and ends here. Please start a new chat.",
            .closed: "This conversation was closed. Write again whenever you like.",
        ],
        "es": [
            .requested: "He pedido a una persona que se una. Mientras tanto sigo respondiendo.",
            .stillRequested: "Ya hemos avisado a una persona; se unirá en cuanto pueda.",
            .outOfHours: "Ahora no hay nadie; volvemos el {opens}. Guardamos su mensaje y yo sigo respondiendo.",
            .away: "Ahora no hay nadie. Guardamos su mensaje y yo sigo respondiendo.",
            .taken: "Ahora habla con {name}.",
            .transferred: "Ahora habla con {name}.",
            .released: "El asistente ha vuelto.",
            .expired: "{name} ha tenido que irse. El asistente ha vuelto.",
            .full: "Esta conversación se ha hecho muy larga y termina aquí. Empiece un chat nuevo.",
            .closed: "Esta conversación se ha cerrado. Vuelva a escribir cuando quiera.",
        ],
        "pt": [
            .requested: "Pedi a uma pessoa que se juntasse. Até lá continuo a responder.",
            .stillRequested: "Já avisámos uma pessoa; junta-se assim que puder.",
            .outOfHours: "Agora não está ninguém; voltamos em {opens}. Guardamos a sua mensagem e eu "
                + "continuo a responder.",
            .away: "Agora não está ninguém. Guardamos a sua mensagem e eu continuo a responder.",
            .taken: "Agora está a falar com {name}.",
            .transferred: "Agora está a falar com {name}.",
            .released: "O assistente está de volta.",
            .expired: "{name} teve de sair. O assistente está de volta.",
            .full: "Esta conversa ficou muito longa e termina aqui. Comece um novo chat.",
            .closed: "Esta conversa foi encerrada. Escreva de novo quando quiser.",
        ],
        "de": [
            .requested: "Ich habe einen Menschen dazugebeten. Bis dahin antworte ich weiter.",
            .stillRequested: "Wir haben schon jemanden gerufen; er kommt, sobald es geht.",
            .outOfHours: "Gerade ist niemand da; wir sind zurück am {opens}. Ihre Nachricht bleibt "
                + "erhalten, und ich antworte weiter.",
            .away: "Gerade ist niemand da. Ihre Nachricht bleibt erhalten, und ich antworte weiter.",
            .taken: "Sie sprechen jetzt mit {name}.",
            .transferred: "Sie sprechen jetzt mit {name}.",
            .released: "Der Assistent ist wieder da.",
            .expired: "{name} musste gehen. Der Assistent ist wieder da.",
            .full: "Dieses Gespräch ist sehr lang geworden und endet hier. Bitte beginnen Sie ein neues.",
            .closed: "Dieses Gespräch wurde beendet. Schreiben Sie gern jederzeit wieder.",
        ],
        "hi": [
            .requested: "मैंने एक व्यक्ति को बुलाया है। तब तक मैं उत्तर देता रहूँगा।",
            .stillRequested: "एक व्यक्ति को पहले ही बुलाया जा चुका है; वे जल्द से जल्द जुड़ेंगे।",
            .outOfHours: "अभी यहाँ कोई नहीं है; हम {opens} को लौटेंगे। आपका संदेश सुरक्षित है और मैं "
                + "उत्तर देता रहूँगा।",
            .away: "अभी यहाँ कोई नहीं है। आपका संदेश सुरक्षित है और मैं उत्तर देता रहूँगा।",
            .taken: "अब आप {name} से बात कर रहे हैं।",
            .transferred: "अब आप {name} से बात कर रहे हैं।",
            .released: "सहायक वापस आ गया है।",
            .expired: "{name} को जाना पड़ा। सहायक वापस आ गया है।",
            .full: "यह बातचीत बहुत लंबी हो गई है और यहीं समाप्त होती है। कृपया नई चैट शुरू करें।",
            .closed: "यह बातचीत बंद कर दी गई है। जब चाहें फिर लिखें।",
        ],
        "ta": [
            .requested: "ஒரு நபரை அழைத்துள்ளேன். அதுவரை நான் தொடர்ந்து பதிலளிப்பேன்.",
            .stillRequested: "ஒரு நபர் ஏற்கனவே அழைக்கப்பட்டுள்ளார்; விரைவில் இணைவார்.",
            .outOfHours: "இப்போது யாரும் இல்லை; {opens} அன்று திரும்புவோம். உங்கள் செய்தி "
                + "சேமிக்கப்பட்டது, நான் தொடர்ந்து பதிலளிப்பேன்.",
            .away: "இப்போது யாரும் இல்லை. உங்கள் செய்தி சேமிக்கப்பட்டது, நான் தொடர்ந்து பதிலளிப்பேன்.",
            .taken: "இப்போது {name} உங்களுடன் பேசுகிறார்.",
            .transferred: "இப்போது {name} உங்களுடன் பேசுகிறார்.",
            .released: "உதவியாளர் திரும்பி வந்துவிட்டார்.",
            .expired: "{name} செல்ல வேண்டியிருந்தது. உதவியாளர் திரும்பி வந்துவிட்டார்.",
            .full: "இந்த உரையாடல் மிகவும் நீண்டுவிட்டது, இங்கே முடிகிறது. புதிய உரையாடலைத் தொடங்குங்கள்.",
            .closed: "இந்த உரையாடல் முடிக்கப்பட்டது. எப்போது வேண்டுமானாலும் மீண்டும் எழுதுங்கள்.",
        ],
        "te": [
            .requested: "ఒక వ్యక్తిని పిలిచాను. అప్పటివరకు నేను సమాధానం ఇస్తూనే ఉంటాను.",
            .stillRequested: "ఒక వ్యక్తిని ఇప్పటికే పిలిచాము; వీలైనంత త్వరగా వస్తారు.",
            .outOfHours: "ఇప్పుడు ఎవరూ లేరు; మేము {opens} న తిరిగి వస్తాము. మీ సందేశం భద్రంగా ఉంది, నేను "
                + "సమాధానం ఇస్తూనే ఉంటాను.",
            .away: "ఇప్పుడు ఎవరూ లేరు. మీ సందేశం భద్రంగా ఉంది, నేను సమాధానం ఇస్తూనే ఉంటాను.",
            .taken: "ఇప్పుడు మీరు {name} తో మాట్లాడుతున్నారు.",
            .transferred: "ఇప్పుడు మీరు {name} తో మాట్లాడుతున్నారు.",
            .released: "సహాయకుడు తిరిగి వచ్చారు.",
            .expired: "{name} వెళ్ళవలసి వచ్చింది. సహాయకుడు తిరిగి వచ్చారు.",
            .full: "ఈ సంభాషణ చాలా పెద్దదైంది, ఇక్కడితో ముగుస్తుంది. దయచేసి కొత్త చాట్ ప్రారంభించండి.",
            .closed: "ఈ సంభాషణ మూసివేయబడింది. ఎప్పుడైనా మళ్ళీ రాయండి.",
        ],
    ]
}
