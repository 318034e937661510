public import DeskModel

/// Questions that went without a good answer, put together by meaning.
public struct QuestionCluster: Hashable, Sendable {
    /// The wordings, the most frequent first.
    public let questions: [String]
    /// The messages of their answers, newest first.
    public let answers: [MessageID]
    /// How often it was asked, in any wording.
    public var count: Int { answers.count }
    /// How many of the answers were disliked rather than declined.
    public let disliked: Int
    public let lastAsked: Timestamp
    /// Titles of the documents that came closest, the most frequent first.
    public let topics: [String]
}

/// Groups questions by the mean cosine of their members (agglomerative clustering with average linkage, Sokal and
/// Michener 1958): two groups are one as long as their questions are on average this close.
public enum QuestionClusters {
    /// What members of a cluster have in common on average, as the share of the way from unrelated to equal for the
    /// model. Rewordings in the sense of `OverrideIndex.meaningShare` are to meet, other questions on the same topic may.
    public static let meaningShare = 0.6
    /// Different wordings that are compared with each other; the rarest beyond them stand alone.
    public static let mostWordings = 300

    private struct Wording {
        let text: String
        var members: [UnansweredQuestion]
    }

    /// Wordings that count as different, most frequent first: what `clusters` wants the vectors of.
    public static func wordings(of questions: [UnansweredQuestion]) -> [String] {
        Array(grouped(questions).prefix(mostWordings).map(\.text))
    }

    /// - Parameters:
    ///   - vectors: of `wordings(of:)`, in their order, unit length; with fewer, the others stand alone.
    ///   - modelID: the model that made them.
    /// - Returns: the most frequent first, then the newest.
    public static func clusters(
        of questions: [UnansweredQuestion], vectors: [[Float]], modelID: String
    ) -> [QuestionCluster] {
        let all = grouped(questions)
        let compared = min(vectors.count, all.count, mostWordings)
        let background = EmbeddingProfile(modelID: modelID).background
        let groups =
            Self.groups(Array(vectors.prefix(compared)), least: background + meaningShare * (1 - background))
            + (compared..<all.count).map { [$0] }
        return groups.map { cluster($0.map { all[$0] }) }.sorted {
            ($0.count, $0.lastAsked, $1.questions[0]) > ($1.count, $1.lastAsked, $0.questions[0])
        }
    }

    private static func grouped(_ questions: [UnansweredQuestion]) -> [Wording] {
        var wordings: [Wording] = []
        var known: [String: Int] = [:]
        for question in questions {
            let form = QuestionForm.exact(question.question)
            if let index = known[form] {
                wordings[index].members.append(question)
            } else {
                known[form] = wordings.count
                wordings.append(Wording(text: QuestionText(question.question).text, members: [question]))
            }
        }
        return wordings.enumerated().sorted {
            ($0.element.members.count, $1.offset) > ($1.element.members.count, $0.offset)
        }
        .map(\.element)
    }

    /// Indices that belong together.
    private static func groups(_ vectors: [[Float]], least: Double) -> [[Int]] {
        var groups = vectors.indices.map { [$0] }
        // Sums of the cosines between the members of two groups: the mean of a merged pair follows from its parts.
        var sums = vectors.map { one in
            vectors.map { other in zip(one, other).reduce(0.0) { $0 + Double($1.0 * $1.1) } }
        }
        while true {
            var best: (one: Int, other: Int, mean: Double)?
            for one in groups.indices where !groups[one].isEmpty {
                for other in groups.indices.dropFirst(one + 1) where !groups[other].isEmpty {
                    let mean = sums[one][other] / Double(groups[one].count * groups[other].count)
                    if mean >= least, mean > best?.mean ?? -1 { best = (one, other, mean) }
                }
            }
            guard let best else { return groups.filter { !$0.isEmpty } }
            groups[best.one] += groups[best.other]
            groups[best.other] = []
            for index in groups.indices {
                sums[best.one][index] += sums[best.other][index]
                sums[index][best.one] = sums[best.one][index]
            }
        }
    }

    private static func cluster(_ wordings: [Wording]) -> QuestionCluster {
        let ordered = wordings.sorted { $0.members.count > $1.members.count }
        let members = ordered.flatMap(\.members).sorted { $0.answer > $1.answer }
        var topics: [String: Int] = [:]
        // The closest document of each counts most.
        for member in members {
            for (rank, topic) in member.topics.enumerated() { topics[topic, default: 0] += 3 - min(2, rank) }
        }
        return QuestionCluster(
            questions: ordered.map(\.text), answers: members.map(\.answer),
            disliked: members.count(where: \.isDisliked),
            lastAsked: members.map(\.askedAt).max() ?? Timestamp(milliseconds: 0),
            topics: topics.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(3).map(\.key))
    }
}
