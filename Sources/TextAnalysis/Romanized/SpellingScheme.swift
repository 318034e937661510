/// How the letters of a script are typed in Latin ones.
///
/// People type without diacritics and each in their own way: `t` is two Indic letters, `a` two vowels. So every piece of
/// Latin spelling stands for several native ones, the likelier the cheaper.
struct SpellingScheme: Sendable {
    /// A native spelling of a piece, with its cost.
    struct Option: Sendable {
        let text: String
        let cost: Double
    }

    let consonants: [String: [Option]]
    /// Vowels that begin a word or follow another vowel.
    let startingVowels: [String: [Option]]
    /// Vowel signs inside of a word.
    let vowelSigns: [String: [Option]]
    /// Vowel signs at its end; those of inside where nothing is given.
    let endingSigns: [String: [Option]]
    /// Joins consonants, or ends a word that ends in one.
    let virama: String
    /// Marks a nasal in place of a letter, before a consonant or at the end; empty where the script has none.
    let nasal: String
    /// Whether consonants in a row may stand without a virama, the vowel between them being silent (Hindi).
    let dropsVowels: Bool
    let longestPiece: Int

    /// - Parameters: tables of `latin=native,native` separated by spaces; digits after a native spelling are its cost in
    ///   tenths, and `_` is nothing.
    init(
        consonants: String, startingVowels: String, vowelSigns: String, endingSigns: String, virama: String,
        nasal: String, dropsVowels: Bool
    ) {
        self.consonants = Self.table(consonants)
        self.startingVowels = Self.table(startingVowels)
        self.vowelSigns = Self.table(vowelSigns)
        self.endingSigns = Self.table(endingSigns)
        self.virama = virama
        self.nasal = nasal
        self.dropsVowels = dropsVowels
        longestPiece =
            [self.consonants, self.startingVowels, self.vowelSigns, self.endingSigns].flatMap(\.keys).map(\.utf8.count)
            .max() ?? 1
    }

    private static func table(_ text: String) -> [String: [Option]] {
        var table: [String: [Option]] = [:]
        // By scalars: a vowel sign and the mark that it follows are one character.
        for entry in text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
            let sides = entry.split(separator: "=")
            guard sides.count == 2 else { continue }
            table[String(sides[0])] = sides[1].split(separator: ",").map { option in
                let digits = option.filter { (48...57).contains($0.value) }
                let native = option.filter { !(48...57).contains($0.value) && $0 != "_" }
                let tenths = digits.reduce(0) { $0 * 10 + Double($1.value - 48) }
                return Option(text: String(String.UnicodeScalarView(native)), cost: tenths / 10)
            }
        }
        return table
    }
}

extension SpellingScheme {
    static func of(_ language: RomanizedLanguage) -> SpellingScheme {
        switch language {
        case .hindi: hindi
        case .tamil: tamil
        case .telugu: telugu
        }
    }

    private static let hindi = SpellingScheme(
        consonants: """
            k=क kh=ख,ख़5 q=क,क़3 c=क,स8,च8 g=ग gh=घ ch=च,छ6 chh=छ cch=च्च,च्छ4 ck=क j=ज,ज़6 jh=झ z=ज़,ज2 t=त,ट4 tt=त्त,ट्ट2
            th=थ,ठ4,त9 tth=ट्ठ,त्थ3 d=द,ड4,ड़8 dd=द्द,ड्ड3 dh=ध,ढ6,ढ़8,द9 ddh=द्ध n=न,ण7 p=प ph=फ,फ़3 f=फ़,फ2 b=ब bh=भ m=म y=य r=र,ड़9
            rh=ढ़ l=ल v=व w=व s=स,श8,ष12 sh=श,ष5 ksh=क्ष h=ह x=क्स,क्ष5 gy=ज्ञ2,ग्य3 gn=ज्ञ4,ग्न3 jn=ज्ञ sht=ष्ट,श्त3 shth=ष्ठ,ष्ट2
            """,
        startingVowels: """
            a=अ,आ3 aa=आ i=इ,ई4 ee=ई ii=ई u=उ,ऊ4,अ8 oo=ऊ uu=ऊ e=ए,ऐ7,इ9,ई9 ai=ऐ,ए5 ei=ए,ई6 o=ओ,औ6,ऑ4 au=औ,ऑ3 ou=औ,आउ4
            ay=ए4 ae=ऐ4,ए4 aw=औ4
            """,
        vowelSigns: """
            a=_,ा4 aa=ा i=ि,ी4 ee=ी ii=ी u=ु,ू4,_8 oo=ू,ु5 uu=ू e=े,ै6,ि9,ी9 ai=ै,ाइ5,ाई6,े5 ei=े,ेइ5,ी6 o=ो,ौ6,ॉ4
            au=ौ,ॉ3,ाउ4,ाऊ6 ou=ौ,ो5,ाउ4 ia=िया,ीया5 io=ियो ie=िए ae=ाए,ै4,े6 ao=ाओ,ाव6 aai=ाई aau=ाउ,ाऊ2 ui=ुइ,ुई2 oi=ोई ue=ुए
            ua=ुआ,ुवा4 oa=ोआ,ोवा5 ea=ी4,िया6,ेआ5 eo=ियो3,ेओ3 oe=ोए ri=ृ8,रि,री4 ru=ृ12,रु,रू4 aw=ॉ3,ौ4 ay=े4,ाय3
            """,
        endingSigns: """
            a=ा,_5 i=ी,ि4 u=ू,ु2 e=े,ै6 o=ो,ॉ8 ai=ै,ाई3,े6 au=ौ,ाउ4,ाऊ4 ia=िया,ीया5 ee=ी oo=ू y=ी ey=ी,े5 ay=ाय1,य1,े3 ie=ी3,िए
            on=ों,ोन4,ौन8,ॉन6 en=ें,ेन3 ein=ें,ीन4 ain=ैं,ाइन4,ैन3 iyan=ियाँ,ियान4 iyaan=ियाँ,ियान4 iyon=ियों in=ीन,िन1,ीं4 un=ून1,ुन,ूँ4
            aon=ाओं uon=ुओं
            """,
        virama: "्", nasal: "ं", dropsVowels: true)

    private static let tamil = SpellingScheme(
        consonants: """
            k=க kk=க்க g=க gg=க்க kh=க gh=க c=ச,க6 ch=ச,ச்ச4 cch=ச்ச chch=ச்ச s=ச,ஸ4 ss=ஸ்ஸ sh=ஷ,ச3 j=ஜ,ச4 z=ழ4,ஸ5 t=ட,த3 tt=ட்ட,த்த2
            th=த,த்த5 tth=த்த thth=த்த d=ட,த3 dd=ட்ட,த்த3 dh=த ddh=த்த n=ன,ந5,ண5 nn=ன்ன,ண்ண3 ng=ங்க,ங்5 nj=ஞ்ச gn=ஞ nd=ண்ட,ந்த3
            ndh=ந்த nth=ந்த nt=ண்ட,ந்த3 ndr=ன்ற nr=ன்ற nk=ங்க mb=ம்ப,ன்ப4,ண்ப6 mp=ம்ப p=ப pp=ப்ப b=ப bb=ப்ப bh=ப ph=ஃப,ப5 f=ஃப m=ம mm=ம்ம
            y=ய yy=ய்ய r=ர,ற4 rr=ற்ற,ர்ர5 tr=ற்ற,ட்ர3 l=ல,ள4,ழ6 ll=ல்ல,ள்ள3 zh=ழ v=வ vv=வ்வ w=வ h=ஹ,க7 x=க்ஸ q=க ksh=க்ஷ
            """,
        startingVowels: """
            a=அ,ஆ4 aa=ஆ i=இ,ஈ5 ee=ஈ,இ5 ii=ஈ u=உ,ஊ5 oo=ஊ,ஓ6 uu=ஊ e=எ,ஏ4 ye=ஏ3,எ3 ae=ஏ,ஆ6 ai=ஐ o=ஒ,ஓ4 au=ஔ,அவு6 ou=ஔ
            """,
        vowelSigns: """
            a=_,ா4 aa=ா i=ி,ீ5 ee=ீ,ி6 ii=ீ u=ு,ூ5 oo=ூ,ோ6 uu=ூ e=ெ,ே4 ae=ே,ை6 ai=ை o=ொ,ோ4 au=ௌ,வு6 ou=ௌ ia=ியா
            """,
        endingSigns: "a=_,ா3,ை7 e=ே,ெ3,ை5 o=ோ,ொ4 u=ு,ூ6 i=ி,ீ6 y=ி,ய்2",
        virama: "்", nasal: "", dropsVowels: false)

    private static let telugu = SpellingScheme(
        consonants: """
            k=క kh=ఖ g=గ gh=ఘ c=క,చ5,స7 ch=చ,ఛ9 cch=చ్చ chch=చ్చ chh=ఛ,చ్చ4 j=జ,ఝ9 jh=ఝ z=జ t=ట3,త tt=ట్ట,త్త2 th=త,థ3,ఠ8 tth=త్త
            d=ద,డ2 dd=ద్ద,డ్డ2 dh=ధ,ద6,ఢ9 ddh=ద్ధ n=న,ణ6 nn=న్న p=ప ph=ఫ f=ఫ b=బ bh=భ m=మ y=య r=ర l=ల,ళ4 ll=ల్ల,ళ్ళ3,ళ్ల4 v=వ w=వ
            s=స,శ6,ష9 sh=ష,శ2 ksh=క్ష h=హ x=క్స,క్ష5 q=క gn=జ్ఞ zh=ళ
            """,
        startingVowels: """
            a=అ,ఆ4 aa=ఆ i=ఇ,ఈ5 ee=ఈ ii=ఈ u=ఉ,ఊ5 oo=ఊ uu=ఊ e=ఎ,ఏ3 ye=ఏ3,ఎ3 ae=ఏ ai=ఐ,ఆయి6 o=ఒ,ఓ3 au=ఔ,అవు5 ou=ఔ vu=ఉ4 vo=ఒ4
            """,
        vowelSigns: """
            a=_,ా4 aa=ా i=ి,ీ5 ee=ీ ii=ీ u=ు,ూ5 oo=ూ uu=ూ e=ె,ే3 ae=ే,ా6 ai=ై,ాయి4 o=ొ,ో3 au=ౌ,ావు4 ou=ౌ ri=రి,ృ6 ru=రు,ృ7 ia=ియా
            """,
        endingSigns: "a=_,ా4 e=ే,ె3 o=ో,ొ5 u=ు,ూ6 i=ి,ీ6 y=ి,ీ4",
        virama: "్", nasal: "ం", dropsVowels: false)
}
