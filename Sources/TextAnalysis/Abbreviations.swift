/// Words that a full stop follows without ending the sentence.
enum Abbreviations {
    /// Something always follows: titles, references, "for example".
    static let neverEnding = set(
        """
        mr mrs ms mx dr drs prof rev hon gen col lt sgt capt cmdr gov sen rep pres st mt ft messrs mme mlle sra srta dra
        sr vs cf e.g i.e eg ie viz al ca approx est nr no nos núm num n° fig figs eq eqs ref refs vol vols p pp pg págs
        pág art arts sec secs ch chap cap ed eds hrsg abb bzw z.b d.h u.a ggf evtl inkl zzgl tel fax ext str av avda bd
        dott sig ing arch m mm mons rs inr ₹ डॉ श्री प्रो रु திரு டாக்டர் ரூ డా శ్రీ రూ г ул им
        """)

    /// May end a sentence; then a word that commonly starts one follows.
    static let seldomEnding = set(
        """
        inc ltd co corp llc plc gmbh s.a bros jr dept univ assn ave blvd rd u.s u.k u.n a.m p.m b.c a.d ph.d m.d b.a m.a
        jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun lit min max hrs hr sq lb lbs oz
        """)

    /// Words that start sentences, capitalised.
    static let starters: Set<String> = Set(
        """
        The This That These Those It Its He She They We You I A An In On At By For From With As After Before When While
        If But And Or So However Although Though Since Because There Here His Her Their Our Your My Some Many Most All
        Each Both No Not To Please El La Los Las Un Una En Es Se Por Para Con Der Die Das Ein Eine Im Wir Sie Er Es O Os
        As Um Uma Em Il Lo Le Les Des Une Dans Nous Vous Ce Cette
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// What follows an ordinal number written with a stop (`3. Oktober`).
    static let afterOrdinals = set(
        """
        januar jänner februar märz april mai juni juli august september oktober november dezember december jahrhundert
        jahrhunderts etage stock platz auflage klasse marts maj juuni oktober
        """)

    private static func set(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
