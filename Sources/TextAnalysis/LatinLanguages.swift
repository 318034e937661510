/// Tells the languages of the Latin script apart.
enum LatinLanguages {
    /// The likeliest language, `nil` when nothing in the text points to one.
    static func guess(_ folded: String) -> String? {
        var scores: [String: Double] = [:]
        func add(_ languages: [String]?, _ weight: Double) {
            guard let languages else { return }
            // Evidence that many languages share says little about each.
            for language in languages { scores[language, default: 0] += weight / Double(languages.count) }
        }
        for word in WordScanner.words(in: folded).prefix(300) {
            add(commonWords[word], 3)
            for scalar in word.unicodeScalars where scalar.value > 0x7F { add(letters[scalar], 1.5) }
            let padded = Array(("_" + word + "_").utf8)
            guard padded.count <= 40 else { continue }
            for length in 2...4 where padded.count > length {
                for start in 0...(padded.count - length) {
                    add(sequences[Array(padded[start..<start + length])], length == 2 ? 0.3 : length == 3 ? 0.6 : 1)
                }
            }
        }
        // English first on a tie: it is what most businesses write, and codes and names score nowhere.
        guard let best = order.max(by: { scores[$0, default: 0] < scores[$1, default: 0] }),
            scores[best, default: 0] >= 0.5
        else { return nil }
        return best
    }

    private static let order = ["id", "tr", "pl", "da", "sv", "nl", "it", "pt", "fr", "de", "es", "en"]

    /// Word to the languages that use it all the time.
    private static let commonWords: [String: [String]] = invert(
        order.reduce(into: [:]) { table, language in
            table[language] =
                Array(StopWords.of(language)) + (extra[language] ?? "").split(separator: " ").map(String.init)
        })

    /// Frequent words of customers' questions that are no stop words.
    private static let extra: [String: String] = [
        "en": "what time open hello hi thanks thank yes much many get return order price cost need want work help "
            + "first year new people name used day make called",
        "es": "hola gracias horario precio cuesta puedo quiero necesito dónde hora abre abren pedido envío año años "
            + "primera primer gente nombre día buenos buenas",
        "pt": "olá obrigado obrigada horário preço custa quero preciso hora abre abrem pedido envio ano anos primeira "
            + "primeiro pessoas nome dia bom boa não",
        "de": "hallo danke bitte öffnungszeiten preis kostet kosten möchte brauche uhr wann wieviel bestellung jahr "
            + "jahre erste viele leute name tag guten",
        "fr": "bonjour merci horaires prix coûte veux besoin heure ouvre ouvrez commande livraison an année première "
            + "premier gens nom jour est-ce",
        "it": "ciao grazie orario prezzo costa voglio bisogno ora apre aprite ordine consegna anno anni prima primo "
            + "gente nome giorno buon",
        "nl": "hallo dank bedankt openingstijden prijs kost wil nodig uur open bestelling levering jaar eerste mensen "
            + "naam dag goede",
    ]

    private static let letters: [Unicode.Scalar: [String]] = {
        let table: [String: String] = [
            "es": "ñáéíóú", "pt": "ãõçáéíóúâêô", "fr": "çéèêàâùûîôœë", "de": "äöüß", "it": "àèéìòù", "nl": "ëï",
            "sv": "åäö", "da": "æøå", "pl": "ąćęłńóśźż", "tr": "çğıöşü",
        ]
        var result: [Unicode.Scalar: [String]] = [:]
        for language in order {
            for scalar in (table[language] ?? "").unicodeScalars { result[scalar, default: []].append(language) }
        }
        return result
    }()

    /// Letter sequences, `_` marking the edges of a word.
    private static let sequences: [[UInt8]: [String]] = {
        let table: [String: String] = [
            "en": "_th the ing ng_ ed_ _wh wh sh ght tion_ ly_ _sh ea oo ck ty_ ould ment_ _kn _wr ey_ ay_ ow ss_ ay "
                + "_str ful_ ness ers_ y_ ious ough ble_ th_ ry_ _y gh",
            "es":
                "ción dad_ _qu que os_ as_ ado_ ida_ ar_ ando iend ll ñ ue ie ero era_ mente dor_ es_ illo uev ez_ z_ "
                + "_hac _des emos ción_ aje_ j cion",
            "pt":
                "ção ções ão_ lh nh dade ndo_ ou_ ar_ em_ _qu eir agem ss inha ment õe osa_ gem_ ais_ _não oes ção_ x "
                + "ores cao uê ei ou am_",
            "fr": "eau eux ais_ ait_ ent_ _qu oi ou ez_ eur_ eurs aux tion _l _d ment_ ll que_ x_ oir ain é_ és_ ée_ "
                + "aire ette ux_ ien tte_ gne",
            "de": "ch sch ein _ge en_ er_ ung_ ie ei cht ich _ver tz _be keit heit lich st_ igen _zu eu ä ü tsch sp ck "
                + "pf isch rei ung ig_ au",
            "it":
                "zione gli cc zz tt ll one_ ità_ _di ato_ ata_ ett ella_ chi che_ gg i_ o_ are_ ere_ ire_ mente_ ezz ò_ "
                + "anz agg ucc cch oni_ iamo",
            "nl":
                "ij aa ee oo uu _ge en_ sch cht ijk _ver oe eel eer ing_ lijk heid tje_ ui uw oor _zo ch_ gg tte_ _be ie "
                + "aar aat eid",
            "sv": "ande ing_ ar_ or_ het_ ade_ lig sk ö å ä _för tt_ ner_ ck ll na_ ning",
            "da": "ede_ lig_ hed_ else_ "
                + "ø æ å sk _for gen_ er_ et_ ning _af vn ej_",
            "pl": "rz sz cz ow ie _prz _wy nie_ ego_ ych_ ć_ ów_ ski_ dz ał ej_ wsk zy",
            "tr": "lar ler ın_ in_ dır dir_ mak "
                + "mek yor nda nde ı ş ğ lık iyor sın",
            "id": "ang an_ _me _ber _pe _di nya_ kan_ ng_ _ke _se ah_ ya_ aan_",
        ]
        var texts: [String: [String]] = [:]
        for language in order { texts[language] = (table[language] ?? "").split(separator: " ").map(String.init) }
        var result: [[UInt8]: [String]] = [:]
        for (sequence, languages) in invert(texts) { result[Array(sequence.utf8)] = languages }
        return result
    }()

    private static func invert(_ table: [String: [String]]) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for language in order {
            for item in Set(table[language] ?? []) { result[item, default: []].append(language) }
        }
        return result
    }
}
