import TextAnalysis

/// Words of a language that tell how a message hangs together with what was said before. All lower case.
struct ConversationWords: Sendable {
    /// Stand for somebody or something named before, alone: "it", "they".
    let pronouns: Set<String>
    /// Say whose, of somebody named before: "its", "their".
    let possessives: Set<String>
    /// Point back, alone or before a noun: "that", "those".
    let demonstratives: Set<String>
    /// Openings that continue what was asked, longest first, each with the words it consists of: "and what about".
    let openings: [[String]]
    /// A fragment that opens with one of these adds to what was asked: "on". In verb-final languages: that ends with one.
    let leads: Set<String>
    /// What the names of days hold, whatever their ending.
    let days: [String]
    /// A message with one of these is a question of its own, no fragment.
    let askingWords: Set<String>
    /// Whether the verb stands last, so that a fragment belongs before the question it completes.
    let isVerbFinal: Bool

    /// The words of a BCP 47 primary language subtag; English for any without a table.
    static func of(_ language: String) -> ConversationWords { tables[language] ?? english }

    /// Whether there is a table of the language.
    static func know(_ language: String) -> Bool { language == "en" || tables[language] != nil }

    /// Whether the word, in lower case, names a day.
    func isDay(_ word: String) -> Bool { days.contains { word.contains($0) } }

    /// Whether the word, in lower case, ties a message together and names nothing.
    func isTie(_ word: String) -> Bool {
        pronouns.contains(word) || possessives.contains(word) || demonstratives.contains(word)
            || askingWords.contains(word) || openings.contains([word])
    }

    private init(
        pronouns: String, possessives: String = "", demonstratives: String, openings: String, leads: String,
        days: String, asking: String, isVerbFinal: Bool = false
    ) {
        func set(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
        self.pronouns = set(pronouns)
        self.possessives = set(possessives)
        self.demonstratives = set(demonstratives)
        self.openings = openings.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
            .sorted { $0.count > $1.count }
        self.leads = set(leads)
        self.days = days.split(separator: " ").map(String.init)
        askingWords = set(asking)
        self.isVerbFinal = isVerbFinal
    }

    static let english = ConversationWords(
        pronouns: "it they he she them him", possessives: "its their his her hers theirs",
        demonstratives: "this these those one ones such same",
        openings: "and|but|or|also|and what about|what about|and how about|how about|so what about|ok and|okay and",
        leads: "on in at for from to with without during before after under by between until since",
        days: "monday tuesday wednesday thursday friday saturday sunday weekend weekday holiday",
        asking: """
            who whom whose which what when where why how am is are was were do does did has have had can could will would
            shall should may might must tell show explain describe give compare list
            """)

    private static let tables: [String: ConversationWords] = [
        "en": english,
        "es": ConversationWords(
            pronouns: "él ella ello ellos ellas", possessives: "su sus suyo suya suyos suyas",
            demonstratives: "eso esto aquello ese esa esos esas este esta estos estas ahí allí",
            openings: "y|e|o|pero|también|qué tal|y qué tal|y qué hay de|qué hay de|qué pasa con|y qué pasa con",
            leads: "en a al para por con sin durante antes después desde hasta",
            days: "lunes martes miércoles miercoles jueves viernes sábado sabado domingo semana festivo feriado",
            asking: """
                qué quién quiénes cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde cómo es son está están hay tiene
                tienen puedo puede pueden abre abren cierra cierran cuesta cuestan
                """),
        "pt": ConversationWords(
            pronouns: "ele ela eles elas lhe lhes", possessives: "seu sua seus suas dele dela deles delas",
            demonstratives: "isso isto aquilo esse essa esses essas este esta estes estas nisso disso lá aí ali",
            openings: "e|ou|mas|também|e quanto a|quanto a|e sobre|que tal|e que tal",
            leads: "ao aos à às em no na nos nas para por com sem durante antes depois desde até",
            days: "segunda terça quarta quinta sexta sábado domingo semana feriado",
            asking: """
                que quê quem qual quais quando quanto quanta quantos quantas onde como é são está estão há tem têm posso
                pode podem abre abrem fecha fecham custa custam
                """),
        "de": ConversationWords(
            pronouns: "er sie ihn ihm ihnen", possessives: "sein seine seiner seinem seinen ihre ihrer ihrem ihren",
            demonstratives: "das dies dieser diese dieses diesen diesem dort da davon dafür damit dazu darin",
            openings:
                "und|oder|aber|auch|und was ist mit|was ist mit|und wie ist es mit|wie ist es mit|wie sieht es mit",
            leads: "am an im in zu zum zur für mit ohne bei beim von vom nach vor während ab bis unter über",
            days: "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag feiertag wochenende",
            asking: """
                was wer wen wem wann wo wohin woher wie warum wieso weshalb welche welcher welches welchen ist sind hat
                haben kann können gibt darf muss kostet kosten öffnet
                """),
        "fr": ConversationWords(
            pronouns: "il elle ils elles lui leur", possessives: "son sa ses leurs",
            demonstratives: "ça cela ceci ce cet cette ces celui celle y en",
            openings: "et|ou|mais|aussi|et pour|qu'en est-il de|et qu'en est-il de",
            leads: "en à au aux pour avec sans pendant avant après depuis jusque",
            days: "lundi mardi mercredi jeudi vendredi samedi dimanche semaine férié",
            asking: """
                que quoi qui quel quelle quels quelles quand combien où comment pourquoi est sont a ont puis peut peuvent
                """),
        "hi": ConversationWords(
            pronouns: "यह वह ये वे इसे उसे इन्हें उन्हें",
            possessives: "इसका इसकी इसके उसका उसकी उसके इनका इनकी इनके उनका उनकी उनके",
            demonstratives: "इस उस इन उन वहाँ वहां यहाँ ऐसा ऐसे", openings: "और|या|लेकिन|और क्या|तो",
            leads: "को में से पर लिए तक साथ बिना बाद पहले", days: "वार छुट्टी",
            asking: "क्या कौन कब कहाँ कहां कैसे क्यों कितना कितनी कितने किस किसका है हैं", isVerbFinal: true),
        "ta": ConversationWords(
            pronouns: "அது இது அவை இவை அவர் அவர்கள் அதை இதை அவற்றை", possessives: "அதன் இதன் அவர்களின் அவரது அவற்றின்",
            demonstratives: "அந்த இந்த அங்கே இங்கே", openings: "மேலும்|அல்லது|ஆனால்|மற்றும்", leads: "அன்று வரை பிறகு முன்",
            days: "கிழமை விடுமுறை",
            asking: "என்ன யார் எப்போது எங்கே எப்படி ஏன் எவ்வளவு எத்தனை எந்த உள்ளதா உண்டா", isVerbFinal: true),
        "te": ConversationWords(
            pronouns: "అది ఇది అవి ఇవి అతను ఆమె వారు దాన్ని దీన్ని", possessives: "దాని దీని వాటి వారి అతని",
            demonstratives: "ఆ ఈ అక్కడ ఇక్కడ", openings: "మరి|మరియు|లేదా|కానీ|ఇంకా", leads: "నాడు వరకు తర్వాత ముందు", days: "వారం సెలవు",
            asking: "ఏమిటి ఎవరు ఎప్పుడు ఎక్కడ ఎలా ఎందుకు ఎంత ఎన్ని ఏ ఉందా ఉన్నాయా", isVerbFinal: true),
    ]

    /// English words that carry a question but name no topic: "tell", "know", "way".
    static let frames: Set<String> = Set(
        """
        tell know learn explain describe show give find want wants wanted like think mean meant say says said mention
        mentioned talk speak speaking ask hear heard see seems seem sounds sound wonder wondering interested curious
        provide help understand believe guess clarify summarize discuss consider list get gets got getting go goes going
        went come comes came make makes made making take takes took taken use uses used using work works happen happens
        happened keep kept put become became begin began start started stop cause causes caused affect affects affected
        compare differ recover involve involved include includes included anything something everything nothing someone
        anyone people person way ways thing things lot kind kinds type types sort sorts example examples information info
        details detail reason reasons now today currently ever never always often usually typically recently first last
        next new old best better worst worse good bad big bigger biggest high higher low lower main important popular
        famous common different difference differences similar possible available certain several various able yes no ok
        okay oh ah wow hi hello hey thanks thank great cool interesting nice sure well sorry right really actually just
        let's i'm i'd i've i'll it's that's what's who's how's there's isn't aren't don't doesn't didn't can't won't
        wasn't weren't couldn't shouldn't you're they're we're he's she's another every any each either since else
        dying done extreme whether though although unless per via versus vs within without across around along toward besides many much
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
