import Foundation

/// A line on standard error that shows how far long work is; plain lines where there is no terminal.
struct ProgressBar {
    private let width = 30
    private var lastLine = ""

    mutating func show(_ fraction: Double, _ label: String) {
        let filled = Int((min(1, max(0, fraction)) * Double(width)).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        let line = "\(bar) \(String(format: "%3d", Int(fraction * 100)))% \(label)"
        guard line != lastLine else { return }
        lastLine = line
        if Console.isErrorTerminal {
            FileHandle.standardError.write(Data("\r\u{1B}[K\(line)".utf8))
        }
    }

    /// Ends the bar with a line that stays.
    mutating func finish(_ text: String) {
        if Console.isErrorTerminal { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
        Console.error(text)
        lastLine = ""
    }
}
