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
        let order = weighed.indices.sorted { (weighed[$0].score, $1) > (weighed[$1].score, $0) }
        guard let first = order.first else { return [] }
        var chosen = [first]
        var words = weighed[first].words
        func add(_ index: Int) {
            guard chosen.count < mostSentences, !chosen.contains(index), words + weighed[index].words <= mostWords,
                !chosen.contains(where: { same(weighed[$0], weighed[index]) })
            else { return }
            chosen.append(index)
            words += weighed[index].words
        }
        for index in companions(of: first, in: weighed) { add(index) }
        for index in order.dropFirst() where weighed[index].score >= weighed[first].score - margin { add(index) }
        if let run = listRun(from: first, in: weighed) { chosen = run }
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

    /// What the sentence needs to stand alone: a list item its lead-in.
    private static func companions(of index: Int, in evidence: [Evidence]) -> [Int] {
        guard evidence[index].kind == .listItem else { return [] }
        var before = index - 1
        while before >= 0, evidence[before].passage == evidence[index].passage, evidence[before].kind == .listItem {
            before -= 1
        }
        guard before >= 0, evidence[before].passage == evidence[index].passage, evidence[before].text.hasSuffix(":") else {
            return []
        }
        return [before]
    }

    /// A lead-in with the list it announces, as far as it fits.
    private static func listRun(from index: Int, in evidence: [Evidence]) -> [Int]? {
        guard evidence[index].text.hasSuffix(":") || evidence[index].kind == .heading else { return nil }
        var run = [index]
        var words = evidence[index].words
        for next in evidence.indices.dropFirst(index + 1) {
            guard evidence[next].passage == evidence[index].passage, evidence[next].kind == .listItem,
                words + evidence[next].words <= mostWords
            else { break }
            run.append(next)
            words += evidence[next].words
        }
        return run.count > 1 ? run : nil
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
