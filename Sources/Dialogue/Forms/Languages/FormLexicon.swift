import Foundation

/// The words of one language that a form understands and speaks.
struct FormLexicon: Sendable {
    /// BCP 47 primary language.
    let language: String
    /// Words that start a form, as customers write them.
    let keywords: [String]
    /// Words that may stand around a keyword: such as say "fill in", "start", "want", and those between them.
    let surrounding: Set<String>
    let commands: [FormCommand: [String]]
    let yes: [String]
    let no: [String]
    /// What questions begin with.
    let questionWords: Set<String>
    let dates: DateWords
    private let phrases: [FormPhrase: String]

    /// - Parameters: lists are separated by `|`; the first command of each is the one that is shown.
    init(
        _ language: String, keywords: String, verbs: String, fillers: String, commands: [FormCommand: String],
        yes: String, no: String, questionWords: String, dates: DateWords, phrases: [FormPhrase: String]
    ) {
        self.language = language
        self.keywords = Self.list(keywords)
        surrounding = Set((Self.list(verbs) + Self.list(fillers)).flatMap { FoldedText($0).tokens })
        self.commands = commands.mapValues(Self.list)
        self.yes = Self.list(yes)
        self.no = Self.list(no)
        self.questionWords = Self.folded(questionWords)
        self.dates = dates
        self.phrases = phrases
    }

    /// Every language, by its code.
    static let all: [String: FormLexicon] = Dictionary(
        uniqueKeysWithValues: [english, spanish, portuguese, german, hindi, tamil, telugu].map { ($0.language, $0) })

    static let fallback = "en"

    /// The language's words, then English ones.
    static func of(_ language: String) -> [FormLexicon] {
        [language == fallback ? nil : all[language], english].compactMap(\.self)
    }

    /// What the desk says, with its placeholders filled.
    static func say(_ phrase: FormPhrase, in language: String, _ values: [String: String] = [:]) -> String {
        let text = all[language]?.phrases[phrase] ?? english.phrases[phrase] ?? ""
        return values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// The word for a command that is shown.
    static func word(_ command: FormCommand, in language: String) -> String {
        all[language]?.commands[command]?.first ?? english.commands[command]?.first ?? ""
    }

    /// The words for yes and no that are shown.
    static func yesAndNo(in language: String) -> [String] {
        let lexicon = all[language] ?? english
        return [lexicon.yes, lexicon.no].compactMap(\.first).map { $0.prefix(1).uppercased() + $0.dropFirst() }
    }

    static func list(_ words: String) -> [String] { words.split(separator: "|").map(String.init) }
    static func folded(_ words: String) -> Set<String> { Set(list(words).map { FoldedText($0).line }) }
}

/// What a customer may say instead of answering.
enum FormCommand: CaseIterable, Hashable, Sendable {
    case back, skip, cancel, again, help

    /// The command that a message is, in whichever language.
    init?(_ folded: FoldedText) {
        guard let command = Self.known[folded.line] else { return nil }
        self = command
    }

    private static let known: [String: FormCommand] = {
        var known: [String: FormCommand] = [:]
        for lexicon in FormLexicon.all.values {
            for (command, words) in lexicon.commands {
                for word in words { known[FoldedText(word).line] = command }
            }
        }
        return known
    }()
}

/// What a form says of its own accord.
enum FormPhrase: CaseIterable, Hashable, Sendable {
    case intro, notNumber, notDate, noSuchDay, notPhone, notEmail, notChoice, notYesNo, notAddress, tooLong, required
    case atStart, resume, help, cancelled, gone
}

/// The words of a language that say days.
struct DateWords: Sendable {
    let months: [String: Int]
    /// 0 is Sunday.
    let weekdays: [String: Int]
    /// Whole texts that mean a day, by the days from today.
    let relative: [String: Int]
    let units: [String: Calendar.Component]
    let counts: [String: Int]
    let next: Set<String>
    let fillers: Set<String>

    /// - Parameters: months, weekdays and counts are lists in their order, each a list of spellings separated by `|`.
    init(
        months: [String], weekdays: [String], relative: [String: Int], days: String, weeks: String, monthsUnit: String,
        counts: [String], next: String, fillers: String
    ) {
        self.months = Self.numbered(months, from: 1)
        self.weekdays = Self.numbered(weekdays, from: 0)
        self.relative = Dictionary(relative.map { (FoldedText($0.key).line, $0.value) }) { first, _ in first }
        var units: [String: Calendar.Component] = [:]
        for word in FormLexicon.folded(days) { units[word] = .day }
        for word in FormLexicon.folded(weeks) { units[word] = .weekOfYear }
        for word in FormLexicon.folded(monthsUnit) { units[word] = .month }
        self.units = units
        self.counts = Self.numbered(counts, from: 1)
        self.next = FormLexicon.folded(next)
        self.fillers = FormLexicon.folded(fillers)
    }

    private static func numbered(_ rows: [String], from first: Int) -> [String: Int] {
        var table: [String: Int] = [:]
        for (index, row) in rows.enumerated() {
            for word in FormLexicon.list(row) { table[FoldedText(word).line] = first + index }
        }
        return table
    }
}
