/// Recognises messages that ask for a person, and nothing else: every word has to belong to asking for one, but for what
/// follows "about". "How many persons fit in the room?" and "Can an agent sell my house?" ask something else.
enum PersonRequest {
    private struct Vocabulary {
        let language: String
        /// People who could be asked for, and names of them that say enough alone.
        let people: Set<String>
        let enough: Set<String>
        /// To talk, to connect.
        let acts: Set<String>
        let fillers: Set<String>
        /// What comes after these is what the person is asked for about.
        let about: Set<String>

        init(
            _ language: String, people: String, enough: String, acts: String, fillers: String, about: String = ""
        ) {
            func words(_ list: String) -> Set<String> { Set(list.split(separator: " ").map(String.init)) }
            self.language = language
            self.people = words(people)
            self.enough = words(enough)
            self.acts = words(acts)
            self.fillers = words(fillers)
            self.about = words(about)
        }

        func isMet(by words: [String]) -> Bool {
            let asked = words.prefix { !about.contains($0) }
            guard !asked.isEmpty,
                asked.allSatisfy({
                    people.contains($0) || enough.contains($0) || acts.contains($0) || fillers.contains($0)
                })
            else { return false }
            let namesPeople = asked.contains { people.contains($0) || enough.contains($0) }
            if namesPeople, asked.contains(where: acts.contains) { return true }
            // "Human, please": a word that can only mean this, with nothing that it would be about.
            return asked.count == words.count && asked.count <= 4 && asked.contains(where: enough.contains)
        }
    }

    private static let mostWords = 40

    /// The language of the request; `nil` when the message is none.
    static func language(of message: String) -> String? {
        let cleaned = message.unicodeScalars.filter { $0 != "\u{200B}" && $0 != "\u{200C}" && $0 != "\u{200D}" }
        let text = String(String.UnicodeScalarView(cleaned)).lowercased().replacing("’", with: "'")
        let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "'" }.map(String.init)
        guard (1...mostWords).contains(words.count) else { return nil }
        return vocabularies.first { $0.isMet(by: words) }?.language
    }

    private static let vocabularies = [
        Vocabulary(
            "en",
            people: "person people someone somebody agent representative employee staff colleague advisor adviser "
                + "manager supervisor member team",
            enough: "human humans operator representative",
            acts:
                "talk talking speak speaking chat chatting connect transfer reach contact put pass hand get need want "
                + "give call",
            fillers: "i i'd i'll i'm me my we us you can could may might would will shall like to with a an the real "
                + "live actual human please now right here there is be being let please just of your support service "
                + "customer care sales help from at through over on and not bot robot machine instead want need wish have "
                + "speak hello hi hey ok okay yes for some any directly rather than this so",
            about: "about regarding concerning because"),
        Vocabulary(
            "es", people: "persona alguien agente empleado empleada encargado encargada asesor asesora humano humana",
            enough: "humano humana operador operadora",
            acts: "hablar hablo hable chatear conversar comunicarme comunicar contactar pasarme páseme paseme pásame "
                + "pasame conectarme conéctame conecteme conécteme necesito quiero quisiera dame deme póngame pongame",
            fillers: "yo me con una un el la de del al a por favor puedo podría podria puede quiero quisiera necesito "
                + "querría real de verdad carne y hueso ahora servicio cliente atención atencion hola no robot bot "
                + "quería queria directamente ser otra otro",
            about: "sobre acerca porque para"),
        Vocabulary(
            "pt",
            people: "pessoa alguém alguem agente funcionário funcionária funcionario funcionaria responsável humano "
                + "humana",
            enough: "humano humana atendente operador operadora",
            acts: "falar fale conversar contactar contatar passar passe transferir transfira ligar preciso quero "
                + "queria gostaria chame chamar",
            fillers:
                "eu me com uma um o a os as de do da ao à por favor posso poderia podia pode quero queria gostaria "
                + "preciso real verdade agora serviço atendimento cliente olá ola não nao robô robo bot para outra "
                + "outro se faz",
            about: "sobre acerca porque"),
        Vocabulary(
            "de",
            people: "mensch menschen person jemand jemandem jemanden mitarbeiter mitarbeiterin berater beraterin "
                + "kollegen agent agenten ansprechpartner kundendienst kundenservice",
            enough: "mensch menschen mitarbeiter mitarbeiterin kundenberater",
            acts: "sprechen reden chatten verbinden verbinde kontaktieren weiterleiten brauche möchte moechte will "
                + "hätte geben",
            fillers: "ich mich mir mit einem einer einen ein eine dem der den das zu bitte kann könnte koennte können "
                + "koennen sie du darf möchte moechte will würde wuerde gerne gern jetzt echten echter echtem richtigen "
                + "richtiger menschlichen menschlichem lieber vom von hallo hier nicht kein keinem bot roboter",
            about: "über ueber wegen weil zu"),
        Vocabulary(
            "hi",
            people: "इंसान इन्सान व्यक्ति आदमी मनुष्य एजेंट प्रतिनिधि कर्मचारी किसी insaan insan vyakti aadmi agent",
            enough: "इंसान इन्सान ऑपरेटर",
            acts: "बात बातचीत जोड़िए जोड़ें मिलाइए मिलाओ संपर्क चाहिए कराओ कराइए baat connect",
            fillers: "मुझे मुझको मैं हम हमें क्या किसी एक से के साथ की का करनी करना है हूँ हूं सकता सकती सकते चाहता "
                + "चाहती चाहते कर करा कराइए कराओ करवाइए करवाओ करें कृपया प्लीज़ प्लीज असली वास्तविक अभी चाहिए ग्राहक सेवा "
                + "को दीजिए दो mujhe main kisi ek se ke saath ki karni karna hai hoon hu sakta sakti chahta chahti "
                + "karwao karvao karo please kya asli real human chahiye"),
        Vocabulary(
            "ta",
            people: "மனிதர் மனிதருடன் மனிதரிடம் மனிதனுடன் மனிதனிடம் நபர் நபருடன் நபரிடம் ஒருவருடன் ஒருவரிடம் "
                + "முகவர் முகவருடன் முகவரிடம் ஏஜென்ட் ஏஜெண்டிடம் ஏஜென்டிடம் பிரதிநிதி பிரதிநிதியுடன் பிரதிநிதியிடம் "
                + "ஊழியர் ஊழியருடன் ஊழியரிடம் யாரிடமாவது யாராவது",
            enough: "மனிதருடன் மனிதரிடம் மனிதனுடன் மனிதர்",
            acts: "பேச பேசலாமா பேசணும் பேசவேண்டும் பேசவும் இணைக்கவும் இணையுங்கள் தொடர்பு வேண்டும் வேணும்",
            fillers: "நான் எனக்கு என்னை ஒரு உண்மையான வேண்டும் விரும்புகிறேன் முடியுமா தயவுசெய்து தயவு செய்து இப்போது "
                + "வாடிக்கையாளர் சேவை கொள்ள உடன் இடம்"),
        Vocabulary(
            "te",
            people: "మనిషి మనిషితో మనిషికి వ్యక్తి వ్యక్తితో ఎవరితోనైనా ఎవరైనా ఏజెంట్ ఏజెంట్తో ఏజెంటుతో ప్రతినిధి ప్రతినిధితో "
                + "ఉద్యోగి ఉద్యోగితో సిబ్బందితో",
            enough: "మనిషితో మనిషి",
            acts: "మాట్లాడాలి మాట్లాడవచ్చా మాట్లాడాలనుకుంటున్నాను మాట్లాడించండి మాట్లాడగలనా మాట్లాడటానికి మాట్లాడొచ్చా కలపండి "
                + "కనెక్ట్ సంప్రదించాలి కావాలి",
            fillers: "నేను నాకు నన్ను ఒక నిజమైన అసలైన దయచేసి ఇప్పుడు చేయండి కస్టమర్ సేవ తో అని ఉంది అనుకుంటున్నాను కావాలి"),
    ]
}
