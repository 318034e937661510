import DeskModel

/// Chooses the one to three sentences that make the answer.
struct EvidenceSelection {
    static let mostSentences = 3
    static let mostWords = 80
    /// A further sentence must score within this of the best.
    static let margin = 1.5

    /// The chosen sentences in reading order: passages by their best sentence, sentences as they stand in the passage.
    /// Empty only when there is no evidence.
    static func choose(from evidence: [Evidence]) -> [Evidence] {
        let weighed = passOn(evidence)
        // Headings and questions answer nothing, unless there is nothing else.
        let telling = weighed.indices.filter { weighed[$0].features.echo == 0 }
        let order = (telling.isEmpty ? Array(weighed.indices) : telling).sorted {
            (weighed[$0].score, $1) > (weighed[$1].score, $0)
        }
        guard let first = order.first else { return [] }
        if let run = listRun(around: first, in: weighed) { return run.map { weighed[$0] } }
        var chosen: [Int] = []
        var words = 0
        /// Adds all of them, or none where one is there twice or they are too many together.
        func add(_ unit: [Int]) {
            let new = unit.filter { !chosen.contains($0) }
            let more = new.reduce(0) { $0 + weighed[$1].words }
            guard chosen.count + new.count <= mostSentences, words + more <= mostWords,
                !new.contains(where: { index in chosen.contains { same(weighed[$0], weighed[index]) } })
            else { return }
            chosen += new
            words += more
        }
        for index in order where weighed[index].score >= weighed[first].score - margin {
            let unit = Self.unit(of: index, in: weighed)
            add(unit)
            // The best one stands whatever its length; a caption that does not fit beside its line leaves the line.
            if chosen.isEmpty {
                chosen = [unit[0]]
                words = weighed[unit[0]].words
            }
            for member in unit where chosen.contains(member) {
                for companion in companions(of: member, in: weighed) {
                    add(Self.unit(of: companion, in: weighed))
                }
            }
        }
        return inReadingOrder(chosen.map { weighed[$0] })
    }

    /// A question or heading hands its evidence to what follows it: that is where a list of questions has its answers.
    private static func passOn(_ evidence: [Evidence]) -> [Evidence] {
        var weighed = evidence
        for index in evidence.indices.dropLast() where evidence[index].features.echo > 0 {
            let next = index + 1
            guard evidence[next].passage == evidence[index].passage, evidence[next].features.echo == 0 else { continue }
            weighed[next].score = max(weighed[next].score, evidence[index].score + echoPenalty)
        }
        return weighed
    }

    private static let echoPenalty = 2.0

    /// What the sentence needs to stand alone: a list item its lead-in, a row of bare cells the table's first row.
    private static func companions(of index: Int, in evidence: [Evidence]) -> [Int] {
        let start = runStart(of: index, in: evidence)
        switch evidence[index].kind {
        case .listItem: return leadIn(before: start, in: evidence).map { [$0] } ?? []
        case .tableRow: return headerRow(of: index, from: start, in: evidence).map { [$0] } ?? []
        case .prose: return pointsBack(evidence[index].text) && start < index ? [index - 1] : []
        case .heading: return []
        }
    }

    /// The sentence alone, or a caption after the line it belongs to, whatever that line's kind.
    private static func unit(of index: Int, in evidence: [Evidence]) -> [Int] {
        var start = index
        while start > 0, evidence[start].isCaption, evidence[start].follows(evidence[start - 1]) { start -= 1 }
        return Array(start...index)
    }

    /// Whether the sentence opens by pointing at the one before.
    private static func pointsBack(_ text: String) -> Bool {
        let opening = text.lowercased().split(maxSplits: 4) { !$0.isLetter && $0 != "'" }.prefix(3).map(String.init)
        guard let first = opening.first else { return false }
        return pronouns.contains(first) || opening.contains(where: demonstratives.contains)
    }

    private static let pronouns: Set<String> = [
        "it", "they", "he", "she", "its", "their", "his", "her", "them", "ella", "él", "ellos", "ellas", "ele", "ela",
        "eles", "elas", "er", "il", "elle", "ils", "elles", "वह", "वे", "यह", "ये", "अत", "இது", "அது", "ఇది", "అది",
    ]
    private static let demonstratives: Set<String> = [
        "this", "these", "those", "such", "esto", "estos", "estas", "ese", "esa", "esos", "esas", "isso", "esses",
        "essas", "estes", "diese", "dieser", "dieses", "diesen", "cela", "ces", "cette", "इस", "इन",
    ]

    /// A whole list, as far as it fits, when the question is about what announces it rather than about one item.
    private static func listRun(around index: Int, in evidence: [Evidence]) -> [Int]? {
        var first = index
        var announcing = index
        if evidence[index].kind == .listItem {
            first = runStart(of: index, in: evidence)
            guard first > 0, evidence[first - 1].passage == evidence[index].passage,
                evidence[first - 1].features.coverage >= max(0.2, evidence[index].features.coverage)
            else { return nil }
            announcing = first - 1
        } else {
            guard evidence[index].text.hasSuffix(":") else { return nil }
            first = index + 1
        }
        var run = evidence[announcing].kind == .heading ? [] : [announcing]
        var words = run.reduce(0) { $0 + evidence[$1].words }
        for next in evidence.indices.dropFirst(first) {
            guard evidence[next].passage == evidence[index].passage, evidence[next].kind == .listItem,
                words + evidence[next].words <= mostWords
            else { break }
            run.append(next)
            words += evidence[next].words
        }
        // Cut short of the item that answers, the list would leave out what was asked for.
        return run.count > 1 && run.contains(index) ? run : nil
    }

    /// The first of the list items or table rows that stand together with this one.
    private static func runStart(of index: Int, in evidence: [Evidence]) -> Int {
        var start = index
        while start > 0, evidence[start - 1].passage == evidence[index].passage,
            evidence[start - 1].kind == evidence[index].kind
        {
            start -= 1
        }
        return start
    }

    /// The first row with as many cells as this one has, of those that stand together; rows that carry their headers
    /// in each cell need none.
    private static func headerRow(of index: Int, from start: Int, in evidence: [Evidence]) -> Int? {
        func cells(_ row: Int) -> Int { evidence[row].text.split(separator: " | ").count }
        guard cells(index) > 1 else { return nil }
        var header = index
        while header > start, cells(header - 1) == cells(index) { header -= 1 }
        return header < index ? header : nil
    }

    private static func leadIn(before start: Int, in evidence: [Evidence]) -> Int? {
        guard start > 0, evidence[start - 1].passage == evidence[start].passage,
            evidence[start - 1].kind == .prose, evidence[start - 1].text.hasSuffix(":")
        else { return nil }
        return start - 1
    }

    private static func inReadingOrder(_ chosen: [Evidence]) -> [Evidence] {
        var passages: [Int] = []
        for evidence in chosen where !passages.contains(evidence.passage) { passages.append(evidence.passage) }
        return passages.flatMap { passage in
            chosen.filter { $0.passage == passage }.sorted { $0.sentence < $1.sentence }
        }
    }

    private static func same(_ a: Evidence, _ b: Evidence) -> Bool {
        a.text == b.text || a.passage == b.passage && a.sentence == b.sentence
    }
}
