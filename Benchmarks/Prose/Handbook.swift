/// A support handbook that no company has: sections of prose, lists and tables, the same from the same seed.
struct Handbook: Encodable {
    struct Section: Encodable {
        let title: String
        let paragraphs: [String]
        let items: [String]
        /// The first row is the header.
        let table: [[String]]
    }

    let title: String
    let sections: [Section]
    /// Something to ask about each section, worded otherwise than its text.
    let questions: [String]

    init(title: String, sections count: Int, seed: UInt64) {
        var grammar = Grammar(seed: seed)
        var sections: [Section] = []
        var questions: [String] = []
        for _ in 0..<count {
            grammar.product =
                "\(grammar.pick(Grammar.makes)) \(grammar.number(2...98) * 10) \(grammar.pick(Grammar.kinds))"
            let aspect = grammar.pick(Grammar.aspects)
            sections.append(Self.section("\(aspect): \(grammar.product)", &grammar))
            questions.append(Self.question(aspect, &grammar))
        }
        self.title = title
        self.sections = sections
        self.questions = questions
    }

    /// As a Markdown file.
    var markdown: String {
        var blocks = ["# \(title)"]
        for section in sections {
            blocks.append("## \(section.title)")
            blocks += section.paragraphs
            if !section.items.isEmpty { blocks.append(section.items.map { "- \($0)" }.joined(separator: "\n")) }
            if let header = section.table.first {
                let rows = [header, header.map { _ in "---" }] + section.table.dropFirst()
                blocks.append(rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n"))
            }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func section(_ title: String, _ grammar: inout Grammar) -> Section {
        let paragraphs = (0..<grammar.number(2...5)).map { _ in
            (0..<grammar.number(2...7)).map { _ in grammar.sentence() }.joined(separator: " ")
        }
        let shape = grammar.number(1...6)
        let items = shape == 1 ? (0..<grammar.number(3...7)).map { _ in grammar.sentence() } : []
        let header = ["Check", "Interval", "Limit"]
        let table =
            shape == 2
            ? [header]
                + (0..<grammar.number(4...8)).map { _ in
                    [grammar.expand("<part>"), grammar.expand("<when>"), grammar.expand("<quantity>")]
                } : []
        return Section(title: title, paragraphs: paragraphs, items: items, table: table)
    }

    private static func question(_ aspect: String, _ grammar: inout Grammar) -> String {
        grammar.expand(
            grammar.pick([
                "What should I do with <part> of the <product>?",
                "How often does <part> on a <product> get looked after?",
                "What happens when <sign> on my <product>?", "How much do I pay if the <product> comes back late?",
                "Where can I keep the <product>?", "How heavy is the <product> and what does it draw?",
                "Who has to sign before the <product> goes out?", "Is there a guarantee on the <product>?",
                "\(aspect.lowercased()) of the <product>", "Can one person move the <product> to <place>?",
            ]))
    }
}
