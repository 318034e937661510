/// A thing in a text that is right or wrong to the letter, in one form however it was written.
struct Literal: Sendable {
    enum Kind: Hashable, Sendable { case number, quantity, money, percent, time, date, weekday, code, address, phone }

    /// Which end of an interval it is.
    enum Role: Hashable, Sendable { case start, end }

    /// How it limits what it measures.
    enum Bound: Hashable, Sendable {
        case lower, upper, greater, less, before, after

        /// What cannot hold together with it.
        var opposites: Set<Bound> {
            switch self {
            case .lower: [.upper, .less]
            case .upper: [.lower, .greater]
            case .greater: [.less, .upper]
            case .less: [.greater, .lower]
            case .before: [.after]
            case .after: [.before]
            }
        }
    }

    var kind: Kind
    /// Canonical forms such as `45`, `usd:45`, `pct:12.5`, `time:1020` (minutes), `min:60`, `day:1`, `ax200`; any one
    /// of evidence's that is one of a claim's supports it.
    var forms: Set<String>
    /// Indices of its tokens.
    var tokens: Range<Int>
    var role: Role?
    var bounds: Set<Bound> = []
    /// The word after it in its clause: what a bare number counts.
    var following: String?

    /// Whether evidence gives the same value in the same sense.
    func isSupported(by evidence: Literal) -> Bool {
        let shared = forms.intersection(evidence.forms)
        guard !shared.isEmpty, holdsBare(shared, of: evidence) else { return false }
        if let role, let other = evidence.role, role != other { return false }
        // "Tuesday to Friday" is another statement than "Monday to Friday", though true of it.
        if kind == .weekday, role != nil, forms.count == 1, evidence.forms.count > 1 { return false }
        return boundsHold(against: evidence)
    }

    /// "From 3 pm" may be said as "from 3", and is no evidence for "3 guests": a bare number stands for a time, a price or
    /// a share only where it counts nothing of its own.
    private func holdsBare(_ shared: Set<String>, of evidence: Literal) -> Bool {
        guard kind == .number, evidence.kind != .number, let following else { return true }
        return following == evidence.following || shared.contains { NumberForms.canonical($0) == nil }
    }

    private func boundsHold(against evidence: Literal) -> Bool {
        if bounds.contains(where: { !$0.opposites.isDisjoint(with: evidence.bounds) }) { return false }
        let added = bounds.subtracting(evidence.bounds)
        let dropped = evidence.bounds.subtracting(bounds)
        // "Within 30 days" says no more than "30 days" does.
        let isDuration = forms.contains { $0.hasPrefix("min:") || $0.hasPrefix("mon:") }
        if !added.isEmpty, !(isDuration && added == [.upper] && evidence.bounds.isEmpty) { return false }
        return dropped.isDisjoint(with: [.lower, .upper, .greater, .less])
    }
}
