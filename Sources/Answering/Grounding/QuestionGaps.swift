import DeskModel
import TextAnalysis

/// What the best evidence leaves open of a question: a passage can be about the very topic and still say nothing of the
/// year, the person or the exception that is asked for. Each in 0...1.
///
/// The signs are those of the questions that were written to seem answerable (Rajpurkar, Jia and Liang, "Know What You
/// Don't Know", 2018): another name or year, a denial, no value of the kind asked for.
struct QuestionGaps: Hashable, Sendable {
    /// Names of the question that the evidence lacks with its neighbours and headings: a half for one, 1 for more.
    private(set) var names = 0.0
    /// Years that the evidence's passage lacks, likewise. Other numbers are often the customer's own: "for 12 people".
    private(set) var years = 0.0
    /// 1 when the question asks for what is not so and the evidence denies nothing.
    private(set) var denial = 0.0
    /// How far the evidence is from holding a value of the kind asked for; 0 where no kind is.
    private(set) var kind = 0.0

    /// - Parameters:
    ///   - evidence: of all passages, in their order.
    init(question: String, _ retrieval: Retrieval, _ evidence: [Evidence]) {
        guard let best = evidence.max(by: { $0.score < $1.score }) else { return }
        let language = retrieval.ranked[best.passage].passage.chunk.language
        let analyzer = TermAnalyzer(language: language)
        let matcher = TermMatcher(retrieval.query.analysis.terms(for: language), retrieval.statistics)
        let missing = matcher.terms.indices.filter { !best.around.contains($0) }
        let lacking = Set(missing.map { matcher.terms[$0] })
        let passage = evidence.reduce(into: best.around) { held, other in
            if other.passage == best.passage { held.formUnion(other.present) }
        }
        let tokens = TextToken.tokens(in: question)
        var strangeNames = 0
        var strangeYears = 0
        // German writes every noun with a capital; a title tells no names from other words.
        let tellsNames = language != "de" && tokens.contains { $0.raw.first?.isLowercase == true }
        for (index, token) in tokens.enumerated() {
            if token.hasDigit {
                guard index > 0, AnswerSigns.isYear(token.bare), Self.beforeYears.contains(tokens[index - 1].bare)
                else {
                    continue
                }
                let terms = analyzer.terms(in: token.raw)
                if !terms.isEmpty,
                    terms.allSatisfy({ term in
                        matcher.terms.firstIndex(of: term).map { !passage.contains($0) } ?? false
                    })
                {
                    strangeYears += 1
                }
            } else if tellsNames, index > 0, token.raw.first?.isUppercase == true {
                let terms = analyzer.terms(in: token.raw)
                if !terms.isEmpty, terms.allSatisfy(lacking.contains) { strangeNames += 1 }
            }
        }
        names = min(1, Double(strangeNames) / 2)
        years = min(1, Double(strangeYears) / 2)

        let kindAsked = QuestionKind(question)
        // "Will you call if I am not in?", "Is the pool not heated?": a denial that is told or offered, not asked for.
        if kindAsked != .yesNo, tokens.contains(where: { Negation.isNegation($0.bare) }),
            !tokens.contains(where: { Self.persons.contains($0.bare) }),
            !TextToken.tokens(in: best.text).contains(where: {
                Negation.isNegation($0.bare) || Self.exclusions.contains($0.bare)
            })
        {
            denial = 1
        }
        switch kindAsked {
        case .person, .time, .number, .money, .place: kind = 1 - best.features.fit
        case .yesNo, .reason, .procedure, .other: kind = 0
        }
    }

    /// Words for who asks and who is asked.
    private static let persons = Set(
        """
        i i'm i've i'd i'll me my mine we us our ours you your yours yo mi mis me nos nosotros nuestro nuestra usted ustedes su
        eu meu minha nós você vocês ich mich mir mein meine wir uns unser sie ihr je moi mon ma nous vous votre मैं मुझे मेरा मेरी
        मेरे हम हमें हमारा आप आपका நான் எனக்கு என் நாங்கள் நீங்கள் உங்கள் నేను నాకు నా మేము మీరు మీ
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Words that come before a year, and seldom before another number.
    private static let beforeYears = Set(
        """
        in since during before after until by from between year early late mid january february march april may june july
        august september october november december en desde hasta durante año em até depois ano im seit bis vor nach jahr
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Words that say what is not so without denying it.
    private static let exclusions = Set(
        """
        except excepted excluding excluded exclude excludes exclusion exclusions optional salvo excepto excluye excluido
        excluidos excluida excluidas opcional opcionales exceto exclui excluído excluídos excluída excluídas opcionais
        ausgenommen ausgeschlossen außer freiwillig sauf exclu exclus exclue exclues facultatif
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// In a fixed order.
    var values: [Double] { [names, years, denial, kind] }
    static let labels = ["strange names", "strange years", "denial", "kind"]
}
