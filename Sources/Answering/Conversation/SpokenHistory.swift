import DeskModel
import TextAnalysis

/// What was said before a question, as far as it may matter to it.
struct SpokenHistory: Sendable {
    private static let messagesRead = 40
    private static let mostTurns = 12
    private static let longestTurn = 600
    private static let longestReply = 1_500

    /// The customer's messages, the newest first, without small talk and repetitions.
    var turns: [SpokenText]
    /// What the desk or a person of the business said last.
    let reply: SpokenText?
    let analyzer: TermAnalyzer

    /// - Parameters:
    ///   - question: cleaned, as `QuestionText` does.
    ///   - messages: oldest first.
    init(before question: String, messages: [Message]) {
        let recent = messages.suffix(Self.messagesRead).reversed()
        var texts: [String] = []
        for message in recent where message.sender == .user && texts.count < Self.mostTurns {
            let text = String(QuestionText(message.text).text.prefix(Self.longestTurn))
            guard !text.isEmpty, text != question, !texts.contains(text), SmallTalk.kind(of: text) == nil else {
                continue
            }
            texts.append(text)
        }
        var language = LanguageGuesser.language(of: question)
        // A word or two give no hint: people rarely change their language in the middle of a conversation.
        if !ConversationWords.know(language), let last = texts.first {
            let before = LanguageGuesser.language(of: last)
            language = ConversationWords.know(before) ? before : language
        }
        let analyzer = TermAnalyzer(language: ConversationWords.know(language) ? language : "en")
        self.analyzer = analyzer
        turns = texts.map { text in
            let own = LanguageGuesser.language(of: text)
            // What names nothing is known of the language that was spoken.
            let isOther = own != analyzer.language && ConversationWords.know(own)
            return SpokenText(text, analyzer: isOther ? TermAnalyzer(language: own) : analyzer)
        }
        let answer = recent.first { $0.sender == .assistant || $0.sender == .human }
        reply = answer.map {
            SpokenText(String(QuestionText($0.text).text.prefix(Self.longestReply)), analyzer: analyzer)
        }
    }
}
