import DeskModel

/// Reads an answer to a question of a form: the value in its kind's form, or what is wrong with it.
enum AnswerCheck {
    enum Problem: Error, Hashable, Sendable {
        case notNumber, notDate, noSuchDay, notPhone, notEmail, notChoice, notYesNo, notAddress
        /// Longer than this many characters.
        case tooLong(Int)
    }

    static let longestLine = 500
    static let longestText = 4_000
    static let longestName = 200

    /// - Throws: what to tell the customer.
    static func value(
        of text: String, for question: FormQuestion, in context: AnswerContext
    ) throws(Problem) -> String {
        let limit = limit(of: question)
        guard text.unicodeScalars.count <= limit else { throw .tooLong(limit) }
        let lexicons = FormLexicon.of(context.language)
        switch question.kind {
        case .text: return line(text)
        case .longText: return text
        case .number:
            guard let number = NumberAnswer.value(of: text, decimalComma: context.usesDecimalComma) else {
                throw .notNumber
            }
            return number
        case .date: return try DateAnswer(text, lexicons: lexicons, context: context).day().iso8601
        case .phone:
            guard let number = PhoneAnswer.value(of: text, region: context.region) else { throw .notPhone }
            return number
        case .email:
            guard let address = EmailAnswer.value(of: text) else { throw .notEmail }
            return address
        case .choice:
            guard let choice = ChoiceAnswer.value(of: text, among: question.choices) else { throw .notChoice }
            return choice
        case .yesNo:
            guard let answer = YesNoAnswer.value(of: text) else { throw .notYesNo }
            return answer ? "yes" : "no"
        case .address:
            guard isAddress(text) else { throw .notAddress }
            return line(text)
        }
    }

    private static func limit(of question: FormQuestion) -> Int {
        switch question.kind {
        case .longText: longestText
        case .text where question.filledField == .name: longestName
        default: longestLine
        }
    }

    /// In one line: control characters and runs of white space become a space.
    private static func line(_ text: String) -> String {
        text.split { $0.isWhitespace || $0.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
            .joined(separator: " ")
    }

    /// At least two words and eight letters or digits: addresses differ too much between countries for more.
    private static func isAddress(_ text: String) -> Bool {
        let tokens = FoldedText(text).tokens
        return tokens.count >= 2 && tokens.reduce(0) { $0 + $1.count } >= 8 && tokens.contains { $0.count > 1 }
    }
}
