import DeskModel
import TextAnalysis

/// One sentence, list item or table row of a passage, with what its reader knows from before it.
struct EvidencePlace: Sendable {
    let statement: Statement
    let isRow: Bool
    /// Terms of the title and the headings above.
    let headings: Set<String>
    /// Of the sentences that a pronoun or an item of a list refers back to.
    let before: [Statement]

    /// Every term that may be meant here.
    let terms: Set<String>
    let literals: [Literal]
    /// Of each part of the sentence that stands by itself, where there are several.
    private let groups: [Set<String>]

    init(_ statement: Statement, isRow: Bool, headings: Set<String>, before: [Statement]) {
        self.statement = statement
        self.isRow = isRow
        self.headings = headings
        self.before = before
        terms = before.reduce(into: statement.allTerms.union(headings)) { $0.formUnion($1.allTerms) }
        literals = statement.literals + before.flatMap(\.literals)
        groups = isRow ? [] : Self.groups(of: statement)
    }

    /// Whether one part of the sentence says all of these, or they come from outside it.
    func saysTogether(_ needed: Set<String>) -> Bool {
        guard groups.count > 1 else { return true }
        let elsewhere = before.reduce(into: headings) { $0.formUnion($1.allTerms) }
        let own = needed.subtracting(elsewhere)
        return groups.contains { own.isSubset(of: $0) }
    }

    private static func groups(of statement: Statement) -> [Set<String>] {
        var groups: [Set<String>] = []
        var subject: Set<String> = []
        var predicate: Set<String> = []
        for part in ClaimPart.parts(of: statement, subject: []) {
            var terms = part.tokens.reduce(into: Set<String>()) { $0.formUnion(statement.terms[$1]) }
            let own = statement.subject(in: part.tokens)
            if !part.isGoingOn, !own.isEmpty || groups.isEmpty {
                // "Dinner is not": the rest is what was said before.
                if statement.contentTerms(in: part.tokens).isSubset(of: own) { terms.formUnion(predicate) }
                subject = own
            } else {
                terms.formUnion(subject)
                // "Goods can be returned and exchanged within 14 days" is said of one thing, whatever the order.
                if let last = groups.popLast() { terms.formUnion(last) }
            }
            predicate = statement.contentTerms(in: part.tokens).subtracting(own)
            groups.append(terms)
        }
        return groups
    }

    /// The places of a passage.
    static func all(in passage: Passage, _ analyzer: TermAnalyzer) -> [EvidencePlace] {
        let headings = ([passage.documentTitle] + passage.chunk.sectionPath)
            .filter { !PlantedInstructions.isPlanted($0) }.joined(separator: "\n")
        return all(passage.chunk.honestSentences.map { ($0.text, $0.kind) }, headings: headings, analyzer)
    }

    static func all(
        _ sentences: [(text: String, kind: ChunkSentence.Kind)], headings: String, _ analyzer: TermAnalyzer
    ) -> [EvidencePlace] {
        let statements = sentences.map { Statement($0.text, analyzer, offering: true) }
        var heading = Statement(headings, analyzer, offering: true).allTerms
        var underHeading = heading
        var leadIn: Int?
        return sentences.indices.map { index in
            let kind = sentences[index].kind
            if kind == .heading {
                underHeading = heading.union(statements[index].allTerms)
                leadIn = nil
            } else if kind == .prose {
                leadIn = sentences[index].text.hasSuffix(":") ? index : nil
            }
            if kind == .heading, index == 0 { heading = underHeading }
            var before: [Statement] = []
            if kind == .prose {
                var first = index
                while first > 0, index - first < 3, statements[first].isAnaphoric, sentences[first - 1].kind != .heading
                {
                    first -= 1
                    before.append(statements[first])
                }
            } else if kind == .listItem || kind == .tableRow, let leadIn {
                before = [statements[leadIn]]
            }
            return EvidencePlace(
                statements[index], isRow: kind == .tableRow, headings: underHeading, before: before)
        }
    }
}

extension Chunk {
    /// The sentences that talk to a reader, with the page each begins on.
    var honestSentences: [(text: String, kind: ChunkSentence.Kind, page: Int)] {
        var planted = PlantedInstructions()
        return sentences.compactMap { sentence in
            guard let text = sentence.checkedText(in: text), !planted.takes(text) else { return nil }
            return (text, sentence.kind, sentence.page)
        }
    }
}
