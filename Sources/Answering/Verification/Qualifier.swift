/// What limits a statement: how many, how often, how sure, how binding.
enum Qualifier: Hashable, Sendable {
    case all, some, most, few, only, always, usually, sometimes, before, after, must, should, may, without, outside,
        until, above, below

    enum Family: Hashable, Sendable { case amount, exclusion, frequency, order, duty, absence, position }

    var family: Family {
        switch self {
        case .all, .some, .most, .few: .amount
        case .only: .exclusion
        case .always, .usually, .sometimes: .frequency
        case .before, .after: .order
        case .must, .should, .may: .duty
        case .without, .outside, .until: .absence
        case .above, .below: .position
        }
    }

    /// Left out, the statement says more than it did.
    var isHedge: Bool {
        switch self {
        case .some, .most, .few, .usually, .sometimes: true
        default: false
        }
    }

    static func named(_ word: String) -> Qualifier? { table[word] }

    private static let table: [String: Qualifier] = {
        let lists: [(Qualifier, String)] = [
            (
                .all,
                "all every each any everyone everything everybody entire whole todos todas todo toda cada alle jeder jede jedes "
                    + "सभी हर प्रत्येक सब அனைத்து எல்லா ஒவ்வொரு அனைவரும் అన్ని ప్రతి అందరూ"
            ),
            (
                .some,
                "some certain selected several various partly partially algunos algunas alguns algumas einige manche कुछ சில కొన్ని"
            ),
            (.most, "most mostly majority mayoría maioria meisten अधिकतर பெரும்பாலான చాలా"),
            (.few, "few pocos pocas poucos poucas wenige"),
            (
                .only,
                "only solely exclusively merely just solo sólo solamente únicamente só somente apenas nur ausschließlich "
                    + "केवल सिर्फ मात्र மட்டும் மட்டுமே మాత్రమే"
            ),
            (.always, "always siempre sempre immer stets हमेशा எப்போதும் ఎల్లప్పుడూ"),
            (
                .usually,
                "usually normally generally typically often commonly frequently normalmente generalmente geralmente meistens normalerweise आमतौर"
            ),
            (.sometimes, "sometimes occasionally rarely seldom might maybe perhaps manchmal"),
            (.before, "before prior beforehand earlier advance ahead antes vor vorher पहले முன் முன்பு ముందు"),
            (.after, "after afterwards later following después depois após nach nachher बाद பிறகு பின் తర్వాత"),
            (
                .must,
                "must due payable needed required obligatory mandatory compulsory necessary needs need requires require debe deben obligatorio "
                    + "obligatoria deve devem obrigatório obrigatória muss müssen पड़ता ज़रूरी अनिवार्य வேண்டும் తప్పనిసరిగా"
            ),
            (.should, "should recommended recommend advise advised recommends advisable recomendamos empfehlen"),
            (.until, "until till"), (.above, "above over"), (.below, "below under beneath"),
            (.outside, "outside fuera fora außerhalb बाहर வெளியே"),
            (.without, "without sin sem ohne sans बिना இல்லாமல் లేకుండా"),
            (
                .may,
                "may can could allowed permitted allow allows permit permits optional possible puede pueden pode podem kann können darf dürfen"
            ),
        ]
        var table: [String: Qualifier] = [:]
        for (qualifier, words) in lists {
            for word in words.split(separator: " ") { table[String(word)] = qualifier }
        }
        return table
    }()
}
