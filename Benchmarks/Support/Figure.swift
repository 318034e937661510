import Foundation

/// One figure of the report: what we do, what the peer does, and the bar their ratio is held to.
struct Figure {
    enum Bar {
        case atLeast(Double)
        case atMost(Double)

        func holds(_ value: Double) -> Bool {
            switch self {
            case .atLeast(let bar): value >= bar
            case .atMost(let bar): value <= bar
            }
        }

        var text: String {
            switch self {
            case .atLeast(let bar): "≥ \(Figure.number(bar))"
            case .atMost(let bar): "≤ \(Figure.number(bar))"
            }
        }
    }

    let what: String
    let ours: String
    /// The peer's value, or the limit.
    let peer: String
    let ratio: Double
    let bar: Bar

    var holds: Bool { bar.holds(ratio) }
    var row: [String] {
        [what, ours, peer, Self.number(ratio), bar.text, holds ? "holds" : "**does not hold**"]
    }

    /// Three digits that count.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "n/a" }
        let places = value == value.rounded() && abs(value) < 1e6 ? 0 : abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
        return String(format: "%.\(places)f", value)
    }
}

/// What one benchmark found.
struct Finding {
    let figures: [Figure]
    /// Sentences on how it was measured and what was seen beside the figures.
    let notes: [String]
}
