public import DeskModel
import TextAnalysis

/// A question with what it leaves out because it was said before.
public struct FollowUp: Hashable, Sendable {
    /// As a person would ask it who had said nothing before.
    public let question: String
    /// What to search for: the question, and in brackets the words of the history that it needs and does not hold.
    public let searched: String
    /// Whether the question as it came can hardly be understood alone.
    let leansOnHistory: Bool

    /// How many of the customer's turns are completed in their own history first, so that topics live on.
    private static let turnsChained = 2

    /// Resolves a question by rules, in time linear in the history's bounded length.
    ///
    /// - Parameters:
    ///   - question: as the customer wrote it, of any length.
    ///   - history: what was said before, oldest first. Only its words are taken; it is never a source.
    public init(_ question: String, history: [Message]) {
        let text = QuestionText(question).text
        var history = SpokenHistory(before: text, messages: history)
        guard !history.turns.isEmpty else {
            (self.question, searched, leansOnHistory) = (text, text, false)
            return
        }
        for age in (0..<min(Self.turnsChained, history.turns.count - 1)).reversed() {
            var earlier = history
            earlier.turns.removeFirst(age + 1)
            let completed = Self.resolve(history.turns[age], in: earlier).question
            history.turns[age] = SpokenText(completed, analyzer: history.analyzer)
        }
        self = Self.resolve(SpokenText(text, analyzer: history.analyzer), in: history)
    }

    /// The same follow-up as a language model put it.
    func rewritten(as question: String) -> FollowUp {
        FollowUp(question: question, searched: question, leansOnHistory: leansOnHistory)
    }

    private init(question: String, searched: String, leansOnHistory: Bool) {
        self.question = question
        self.searched = searched
        self.leansOnHistory = leansOnHistory
    }

    private static func resolve(_ question: SpokenText, in history: SpokenHistory) -> FollowUp {
        let signs = QuestionSigns(question, in: history)
        if let previous = history.turns.first,
            let whole = Ellipsis.completed(question, after: previous, language: history.analyzer.language)
        {
            return FollowUp(question: whole, searched: whole, leansOnHistory: true)
        }
        guard !signs.standsAlone, !question.words.isEmpty else {
            return FollowUp(question: question.text, searched: question.text, leansOnHistory: false)
        }
        let context = ContextWords(signs, in: history)
        let rewritten = Rewrite.question(question, context: context, in: history)
        let held = Set(SpokenText(rewritten, analyzer: history.analyzer).keys)
        let carried = context.carried.filter { !held.contains($0.key) }.map(\.text)
        let searched = carried.isEmpty ? rewritten : "\(rewritten) (\(carried.joined(separator: ", ")))"
        return FollowUp(question: rewritten, searched: searched, leansOnHistory: signs.leansOnHistory)
    }
}
