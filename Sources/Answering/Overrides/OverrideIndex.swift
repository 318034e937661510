import DeskModel
import TextAnalysis

/// A business's approved FAQs made ready to be matched: by the same words, or by the same meaning.
struct OverrideIndex: Sendable {
    /// An owner's answer that fits a question.
    struct Match: Hashable, Sendable {
        let faq: FAQ
        let phrasing: String
        /// Cosine; `nil` when the words are the same.
        let similarity: Double?
    }

    private struct Phrasing {
        /// Index into `faqs`.
        let faq: Int
        let text: String
        /// Index into the FAQ's wordings.
        let ordinal: Int
        let concepts: QuestionConcepts
        let vector: [Float]?
    }

    private struct Subject: Hashable {
        /// Both sides are read as this language, so that their stems can be compared.
        let language: String
        let concepts: Set<String>
    }

    let revision: Int64
    let modelID: String
    private let faqs: [FAQ]
    private let phrasings: [Phrasing]
    private let byForm: [String: [Int]]
    private let bySubject: [Subject: [Int]]
    private let languages: Set<String>

    /// What a meaning must have in common beyond its words, as the share of the way from unrelated to equal for the
    /// model. `QuestionConcepts` keeps near misses out; this refuses what shares words by chance.
    ///
    /// Set by hand on 66 paraphrases and 95 near misses in seven languages: of the 46 paraphrases that agree in words, all
    /// but two are at least this close by either local model, and no near miss agrees in words. By words alone, 5 pairs
    /// of different intents among 924 questions of Banking77 agree, and 19 among 1,510 of CLINC150.
    static let meaningShare = 0.52

    init(_ approved: ApprovedFAQs, modelID: String) {
        revision = approved.revision
        self.modelID = modelID
        faqs = approved.faqs
        let vectors = Dictionary(
            approved.vectors.map { (Key(faq: $0.faq, phrasing: $0.phrasing), $0.vector) },
            uniquingKeysWith: { first, _ in first })
        var phrasings: [Phrasing] = []
        var byForm: [String: [Int]] = [:]
        var bySubject: [Subject: [Int]] = [:]
        for (index, faq) in approved.faqs.enumerated() {
            for (ordinal, text) in faq.phrasings.enumerated() {
                let language = faq.language ?? LanguageGuesser.language(of: text)
                let concepts = QuestionConcepts(text, language: language)
                bySubject[Subject(language: language, concepts: concepts.concepts), default: []].append(phrasings.count)
                phrasings.append(
                    Phrasing(
                        faq: index, text: text, ordinal: ordinal, concepts: concepts,
                        vector: vectors[Key(faq: faq.id, phrasing: ordinal)]))
                let form = QuestionForm.exact(text)
                if !form.isEmpty { byForm[form, default: []].append(phrasings.count - 1) }
            }
        }
        self.phrasings = phrasings
        self.byForm = byForm
        self.bySubject = bySubject
        languages = Set(bySubject.keys.map(\.language))
    }

    private struct Key: Hashable {
        let faq: FAQID
        let phrasing: Int
    }

    /// The FAQ whose wording is the question's, whatever its language.
    func exactMatch(_ question: String, at moment: Timestamp) -> Match? {
        let form = QuestionForm.exact(question)
        guard !form.isEmpty, let found = byForm[form] else { return nil }
        return best(found.filter { faqs[phrasings[$0].faq].isLive(at: moment) }.map { ($0, nil) })
    }

    /// The FAQs that are approved and not said at the moment.
    func resting(at moment: Timestamp) -> Set<FAQID> { Set(faqs.filter { !$0.isLive(at: moment) }.map(\.id)) }

    /// Whether any wording is about the same as the question, so that its meaning is worth embedding.
    func mayMatch(_ question: String, at moment: Timestamp) -> Bool { !candidates(question, at: moment).isEmpty }

    /// The FAQ that means what the question means.
    ///
    /// - Parameter vector: the question's, unit length, of the model that the index was made for.
    func match(_ question: String, vector: [Float], at moment: Timestamp) -> Match? {
        let background = EmbeddingProfile(modelID: modelID).background
        let least = background + Self.meaningShare * (1 - background)
        return best(
            candidates(question, at: moment).compactMap { index in
                guard let stored = phrasings[index].vector, stored.count == vector.count else { return nil }
                let cosine = zip(stored, vector).reduce(0.0) { $0 + Double($1.0 * $1.1) }
                return cosine >= least ? (index, cosine) : nil
            })
    }

    private func candidates(_ question: String, at moment: Timestamp) -> [Int] {
        guard !phrasings.isEmpty else { return [] }
        let guessed = LanguageGuesser.language(of: question)
        return languages.sorted().flatMap { language in
            let asked = QuestionConcepts(question, language: language)
            return (bySubject[Subject(language: language, concepts: asked.concepts)] ?? []).filter { index in
                let faq = faqs[phrasings[index].faq]
                let isForeign = faq.language.map { guessed != "und" && guessed != $0 } ?? false
                return faq.isLive(at: moment) && !isForeign && asked.agree(with: phrasings[index].concepts)
            }
        }
    }

    /// The one of the highest priority, then the closest, then the newest.
    private func best(_ found: [(index: Int, similarity: Double?)]) -> Match? {
        let chosen = found.max { one, other in
            let (a, b) = (faqs[phrasings[one.index].faq], faqs[phrasings[other.index].faq])
            return (a.priority, one.similarity ?? 1, a.updatedAt, a.id)
                < (b.priority, other.similarity ?? 1, b.updatedAt, b.id)
        }
        return chosen.map {
            Match(faq: faqs[phrasings[$0.index].faq], phrasing: phrasings[$0.index].text, similarity: $0.similarity)
        }
    }

    /// The wordings that have no vector yet.
    var lackingVectors: [(faq: FAQID, phrasing: Int, text: String)] {
        phrasings.filter { $0.vector == nil }.map { (faqs[$0.faq].id, $0.ordinal, $0.text) }
    }
}
