import DeskModel

extension HandoffSettings {
    private static let mostKeywords = 100
    private static let longestKeyword = 100
    private static let longestText = 1_000

    /// The first thing that is wrong, as a sentence; `nil` when nothing is.
    var problem: String? {
        if let declines, !(1...20).contains(declines) { return "`settings.handoff.declines` must be from 1 to 20." }
        if let repeats, !(2...20).contains(repeats) { return "`settings.handoff.repeats` must be from 2 to 20." }
        if let leaseSeconds, !(5...86_400).contains(leaseSeconds) {
            return "`settings.handoff.lease_seconds` must be from 5 to 86,400."
        }
        if let keywords {
            let areFine = keywords.allSatisfy { keyword in
                (1...Self.longestKeyword).contains(keyword.count) && keyword.contains { $0.isLetter || $0.isNumber }
            }
            guard keywords.count <= Self.mostKeywords, areFine else {
                return "`settings.handoff.keywords` must list at most 100 phrases of at most 100 characters."
            }
        }
        for (name, text) in texts ?? [:] {
            guard HandoffLine(rawValue: name) != nil else {
                let names = HandoffLine.allCases.map(\.rawValue).joined(separator: ", ")
                return "`settings.handoff.texts` may hold \(names)."
            }
            guard (1...Self.longestText).contains(text.count) else {
                return "`settings.handoff.texts.\(name)` must have 1 to 1,000 characters."
            }
        }
        if let problem = hours?.problem { return "In `settings.handoff.hours`: \(problem)" }
        return nil
    }
}
