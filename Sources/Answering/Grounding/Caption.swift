/// Lines wholly in brackets, which say something of the line before them and nothing alone: "(Exact name of Registrant as
/// specified in its charter)" under a company's name, "(closed on public holidays)" after opening hours.
enum Caption {
    private static let closers: [Unicode.Scalar: Unicode.Scalar] = ["(": ")", "[": "]", "（": "）", "［": "］"]
    /// What may follow the closing bracket.
    private static let endings: Set<Unicode.Scalar> = [".", ",", ";", ":", "!", "。", "*", " "]
    /// A single word of no more letters is a number of a list or a note, such as "(a)", "(iv)" and "[12]".
    private static let longestMark = 3

    /// Whether one pair of brackets holds the whole text, but for a stop, and more than the number of a list or a note.
    static func isCaption(_ text: String) -> Bool {
        guard let opener = text.unicodeScalars.first, let closer = closers[opener] else { return false }
        var depth = 0
        var isClosed = false
        for scalar in text.unicodeScalars {
            if isClosed {
                guard endings.contains(scalar) else { return false }
            } else if scalar == opener {
                depth += 1
            } else if scalar == closer {
                depth -= 1
                isClosed = depth == 0
            }
        }
        let words = text.split { !$0.isLetter && !$0.isNumber }
        return isClosed && (words.count > 1 || words.contains { $0.count > longestMark })
    }
}
