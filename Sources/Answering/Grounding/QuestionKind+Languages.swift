extension QuestionKind {
    /// As `init(_:)`, with more of one language's phrases: where a question and its passage share no words, the kind of
    /// answer is among the little that survives translation.
    ///
    /// - Parameter language: the question's, a BCP 47 primary subtag; one without phrases of its own changes nothing.
    init(_ question: String, in language: String) {
        self = Self.known[language]?.first(in: PlainWords(question).words) ?? QuestionKind(question)
    }

    /// Phrases by language. Those that leave the kind open are `.other`: German "was" is no English auxiliary, and
    /// Hindi "किस" asks for things as well as for people. At one place the earlier phrase wins.
    private static let known: [String: PhraseTable<QuestionKind>] = [
        "es": table(spanish), "pt": table(portuguese), "de": table(german), "fr": table(french), "hi": table(hindi),
        "ta": table(tamil), "te": table(telugu),
    ]

    /// - Parameter lists: phrases separated by commas.
    private static func table(_ lists: [(QuestionKind, String)]) -> PhraseTable<QuestionKind> {
        PhraseTable(lists.flatMap { kind, phrases in phrases.split(separator: ",").map { (String($0), kind) } })
    }

    private static let spanish: [(QuestionKind, String)] = [
        (
            .money,
            """
            cuánto cuesta, cuánto cuestan, cuanto cuesta, cuanto cuestan, cuánto vale, cuánto valen, cuanto
            vale, cuánto hay que pagar, cuánto se paga, cuánto pago, cuánto cobran, cuánto dinero, qué precio,
            qué coste, qué costo, qué tarifa, cuál es el precio, cuál es el coste, cuál es el costo, cuál es la
            tarifa, el precio de, el precio del, el costo de, el coste de
            """
        ),
        (
            .number,
            """
            qué porcentaje, cuál es el porcentaje, cuál fue el porcentaje, qué proporción, qué edad, con qué
            frecuencia, qué velocidad, qué distancia, qué altura, qué tamaño, qué cantidad, qué número, cuál es
            el número, cuántas veces, número de teléfono
            """
        ),
        (
            .time,
            """
            qué año, qué día, qué fecha, qué mes, qué siglo, qué década, qué hora, qué horas, cuál es el
            horario, qué horario, a partir de cuándo, hasta cuándo
            """
        ),
        (.place, "qué país, qué ciudad, qué estado, qué región, qué lugar, adónde, a dónde"),
        (
            .person,
            """
            cómo se llama, cómo se llaman, cómo se llamaba, cuál es el nombre, cuál era el nombre, cuál es el
            apellido, cuál era el apellido
            """
        ),
        (.reason, "por qué, debido a qué, cuál es el motivo, cuál es la razón"),
    ]

    private static let portuguese: [(QuestionKind, String)] = [
        (
            .money,
            """
            quanto custa, quanto custam, quanto custou, quanto vale, quanto pago, quanto se paga, quanto
            dinheiro, que preço, qual é o preço, qual o preço, qual é o valor, qual o valor, qual é o custo,
            qual o custo, qual é a taxa, o preço de, o preço do, o preço da, o custo de, o custo do
            """
        ),
        (
            .number,
            """
            que porcentagem, qual a porcentagem, qual é a porcentagem, que percentagem, que percentual, qual o
            percentual, que idade, qual a idade, com que frequência, que velocidade, que distância, que altura,
            quantas vezes, qual é o número, qual o número, número de telefone
            """
        ),
        (
            .time,
            """
            que ano, qual ano, que dia, que data, qual a data, qual é a data, que mês, que século, que década,
            que horas, a que hora, qual é o horário, qual o horário, que horário
            """
        ),
        (.place, "que país, qual país, que cidade, qual cidade, que estado, qual estado, que lugar, aonde"),
        (.person, "como se chama, como se chamam, como se chamava, qual é o nome, qual o nome, qual era o nome"),
        (.reason, "por que, por quê, qual é o motivo, qual o motivo, qual é a razão, qual a razão"),
    ]

    private static let german: [(QuestionKind, String)] = [
        (
            .money,
            """
            was kostet, was kosten, was kostete, wie viel kostet, wie viel kosten, wieviel kostet, wieviel
            kosten, wie teuer, welchen preis, welcher preis, wie hoch ist der preis, wie hoch ist die gebühr,
            wie hoch sind die kosten, wie hoch sind die gebühren, wie hoch sind die versandkosten, wie viel
            geld, der preis für, die kosten für
            """
        ),
        (.time, "wie viel uhr"),
        (
            .number,
            """
            wie viel, wie viele, wie vielen, wie vieler, wieviele, welcher prozentsatz, welchen prozentsatz,
            welcher anteil, welchen anteil, wie hoch, wie groß, wie weit, wie oft, wie alt, wie schnell, wie
            schwer, wie lang, wie lange, welche nummer, welche telefonnummer
            """
        ),
        (
            .time,
            """
            welchem jahr, welches jahr, welchem datum, welches datum, welchem tag, welchen tagen, welchem monat,
            welchem jahrhundert, welchem jahrzehnt, um wie viel uhr, ab wann, bis wann, welche öffnungszeiten
            """
        ),
        (.place, "welchem land, welches land, welcher stadt, welche stadt, welchem ort, welcher ort, wohin, woher"),
        (
            .person,
            """
            wessen, wie heißt, wie heißen, wie hieß, wie lautet der name, wie lautet der nachname, wie lautete
            der nachname, wie ist der name
            """
        ),
        (.reason, "weshalb, weswegen, aus welchem grund"),
        (.other, "was"),
    ]

    private static let french: [(QuestionKind, String)] = [
        (
            .money,
            """
            combien coûte, combien coûtent, combien ça coûte, combien coute, combien faut il payer, quel est le
            prix, quels sont les prix, quel prix, quel est le coût, quel est le tarif, quels sont les tarifs,
            quels sont les frais, le prix de, le prix du, le coût de
            """
        ),
        (
            .number,
            """
            quel pourcentage, quelle proportion, quel âge, quelle distance, quelle vitesse, quelle hauteur, quel
            nombre, quel numéro, quel est le numéro
            """
        ),
        (
            .time,
            """
            quelle année, quel jour, quelle date, quel mois, quel siècle, quelle décennie, quelle heure, quelles
            heures, quels sont les horaires, quels horaires, à partir de quand, jusqu à quand
            """
        ),
        (.place, "quel pays, quelle ville, quel état, quel endroit"),
        (.person, "comment s appelle, comment s appellent, comment s appelait, quel est le nom"),
        (.reason, "pour quelle raison, quelle est la raison"),
    ]

    private static let hindi: [(QuestionKind, String)] = [
        (
            .money,
            """
            कितने का, कितने की, कितने रुपये, कितने रुपए, कितना खर्च, कितनी कीमत, कितना शुल्क, कितने पैसे, कितना
            पैसा, कीमत क्या, क्या कीमत, कीमत कितनी, शुल्क कितना, शुल्क क्या, खर्च कितना, दाम क्या, दाम कितना
            """
        ),
        (
            .time,
            """
            कितने बजे, किस वर्ष, किस साल, किस दिन, किस तारीख, किस महीने, किस माह, किस सदी, किस दशक, किस शताब्दी,
            किस समय, कौन से वर्ष, कौन से साल, कौन से दशक, कौन सा वर्ष, कौन से दिन
            """
        ),
        (.place, "किस देश, किस शहर, किस राज्य, किस स्थान, किस जगह, कौन सा देश, कौन सा शहर, कौन से देश, कौन से शहर"),
        (.number, "कितने प्रतिशत, कितना प्रतिशत, क्या प्रतिशत, कितने, कितना, कितनी"),
        (.person, "नाम क्या, क्या नाम, किसका, किसकी, किसके, किसको, किससे, किसने, किन्होंने"),
        (.reason, "किस कारण, किस वजह, क्यों"),
        (.other, "कौन सा, कौन सी, कौन से, किस"),
    ]

    private static let tamil: [(QuestionKind, String)] = [
        (
            .money,
            """
            என்ன விலை, விலை என்ன, விலை எவ்வளவு, எவ்வளவு விலை, கட்டணம் எவ்வளவு, கட்டணம் என்ன, எவ்வளவு கட்டணம்,
            செலவு எவ்வளவு, எவ்வளவு செலவு, எவ்வளவு ரூபாய், எத்தனை ரூபாய், எவ்வளவு பணம்
            """
        ),
        (
            .time,
            """
            எத்தனை மணிக்கு, எந்த ஆண்டு, எந்த ஆண்டில், எந்த வருடம், எந்த நாள், எந்த நாளில், எந்த தேதி, எந்த
            மாதம், எந்த நேரம்
            """
        ),
        (.place, "எந்த நாடு, எந்த நாட்டில், எந்த நகரம், எந்த நகரத்தில், எந்த இடம், எந்த இடத்தில்"),
        (.number, "எத்தனை, எவ்வளவு, எத்தனையாவது"),
        (.person, "பெயர் என்ன, என்ன பெயர், யாருடைய, யாரால், யாருக்கு, யாரை"),
    ]

    private static let telugu: [(QuestionKind, String)] = [
        (
            .money,
            """
            ధర ఎంత, ఎంత ధర, ఖర్చు ఎంత, ఎంత ఖర్చు, ఖరీదు ఎంత, రుసుము ఎంత, ఛార్జీ ఎంత, ఎన్ని రూపాయలు, ఎంత డబ్బు,
            ధర ఏమిటి
            """
        ),
        (
            .time,
            """
            ఎన్ని గంటలకు, ఏ సంవత్సరం, ఏ సంవత్సరంలో, ఏ రోజు, ఏ రోజున, ఏ తేదీ, ఏ తేదీన, ఏ నెల, ఏ నెలలో, ఏ సమయం, ఏ
            సమయంలో
            """
        ),
        (.place, "ఏ దేశం, ఏ దేశంలో, ఏ నగరం, ఏ నగరంలో, ఏ ప్రదేశం, ఏ ప్రదేశంలో"),
        (.number, "ఎన్ని, ఎంత, ఎంతమంది, ఎందరు"),
        (.person, "పేరు ఏమిటి, ఏమని పేరు, ఎవరి, ఎవరిని, ఎవరికి, ఎవరిచే"),
    ]
}
