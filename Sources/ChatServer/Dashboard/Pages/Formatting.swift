import DeskModel
import Foundation

/// A moment as pages show it: in UTC, until a script writes it in the reader's own time.
struct Moment: Hashable, Sendable {
    /// For machines, RFC 3339.
    let iso: String
    let text: String

    init(_ timestamp: Timestamp) {
        iso = timestamp.iso8601
        text = "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5)) UTC"
    }
}

/// Figures as pages show them.
enum Figures {
    /// In kilobytes or megabytes, with one decimal when small.
    static func size(_ bytes: Int) -> String {
        let (unit, divisor) = bytes < 1_000_000 ? ("kB", 1_000.0) : ("MB", 1_000_000.0)
        let amount = max(Double(bytes) / divisor, 0.1)
        let rounded = amount < 10 ? (amount * 10).rounded() / 10 : amount.rounded()
        return "\(rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)) \(unit)"
    }

    /// Minutes and seconds, `1:05`.
    static func length(_ seconds: Int) -> String {
        "\(seconds / 60):\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)"
    }

    /// A share of one in whole percent.
    static func share(_ value: Double) -> String { "\(Int((value * 100).rounded())) %" }

    /// Three decimals; a dash for what is not known.
    static func score(_ value: Double?) -> String {
        value.map { $0.formatted(.number.precision(.fractionLength(3)).locale(Locale(identifier: "en_US_POSIX"))) }
            ?? "–"
    }
}
