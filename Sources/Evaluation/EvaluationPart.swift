/// Which of a set's questions: weights are tuned on one half and reported on the other.
///
/// Questions about one article (or one website) stand in the same half, as they are alike. All documents stay in the
/// knowledge base.
public enum EvaluationPart: String, CaseIterable, Sendable {
    case all
    case tune
    case report

    /// The half a group belongs to, always the same.
    init(group: String) { self = Coin.toss(group, 0) ? .tune : .report }
}

/// Halves that are the same in every run.
private enum Coin {
    /// - Parameter salt: tosses with different ones say nothing of each other.
    static func toss(_ text: String, _ salt: UInt8) -> Bool {
        // FNV-1a: Swift's own hashes differ from run to run.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 + [salt] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        // Its last bytes hardly reach the high bits: Murmur3's finish spreads them.
        for factor: UInt64 in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
            hash = (hash ^ (hash >> 33)) &* factor
        }
        return (hash >> 33) & 1 == 0
    }
}

extension EvaluationSet {
    /// The set with the questions of one part.
    public func part(_ part: EvaluationPart) -> EvaluationSet {
        guard part != .all else { return self }
        let groups = groups
        return EvaluationSet(
            name: name, documents: documents,
            questions: questions.filter { EvaluationPart(group: Self.group(of: $0, groups)) == part })
    }

    /// The set with the documents of half of its articles alone, and with all its answerable questions: those about the
    /// other articles are the unanswerable ones, as nothing that is known bears on them.
    ///
    /// - Parameter other: which half.
    public func half(other: Bool = false) -> EvaluationSet {
        let kept = documents.filter { Coin.toss($0.group, 1) != other }
        let keys = Set(kept.map(\.key))
        let asked = questions.filter { $0.answerable && $0.relevance.contains { $0.value > 0 } }
        return EvaluationSet(
            name: name + (other ? ", other half" : ", half"), documents: kept,
            questions: asked.map {
                $0.relevance.contains { $0.value > 0 && keys.contains($0.key) } ? $0 : $0.unanswerable
            })
    }

    private var groups: [String: String] {
        Dictionary(documents.map { ($0.key, $0.group) }, uniquingKeysWith: { first, _ in first })
    }

    /// The article or website that a question is about; the question itself where its set names none.
    private static func group(of question: EvaluationQuestion, _ groups: [String: String]) -> String {
        if !question.business.isEmpty { return question.business }
        let documents = question.relevance.filter { $0.value > 0 }.keys.sorted()
        return documents.first.map { groups[$0] ?? $0 } ?? question.id
    }
}

extension EvaluationQuestion {
    fileprivate var unanswerable: EvaluationQuestion {
        EvaluationQuestion(
            id: id, business: business, text: text, answerable: false, answers: [], language: language,
            history: history)
    }
}
