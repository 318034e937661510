import Foundation

/// The run as a Markdown page.
struct Report {
    let machine: Machine
    let started: Date
    let duration: Duration
    let commit: String
    let command: String
    let findings: [(name: String, finding: Finding)]

    static let header = ["What", "Ours", "Peer or limit", "Ratio", "Bar", ""]

    static func table(_ figures: [Figure]) -> String {
        let rows = [header, header.map { _ in "---" }] + figures.map(\.row)
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    var markdown: String {
        var blocks = [
            "# Benchmarks",
            """
            Written by `make bench` (`scripts/bench.sh`); `scripts/bench.sh --only NAME` prints one of them. Ours and the \
            peer take turns in the same run, so that a busy machine slows both: read the ratios, not the rates. A ratio \
            is the median of those of the rounds.
            """,
            """
            - Machine: \(machine.text)
            - Date: \(started.formatted(.iso8601)), \(Int(duration.seconds / 60) + 1) minutes
            - Commit: \(commit)
            - Command: `\(command)`
            - Embedding model: multilingual-e5-small, that of new businesses; all-MiniLM-L6-v2 in `embedding`
            """,
            Self.table(findings.flatMap(\.finding.figures)),
            "## How each was measured",
        ]
        for (name, finding) in findings {
            blocks.append("### `\(name)`")
            blocks.append(finding.notes.map { "- \($0)" }.joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }
}
