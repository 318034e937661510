import DeskModel

/// What the owner of a PDF should know about its pages.
struct PDFWarnings {
    /// Pages without any text.
    var textless: [Int] = []
    /// Pages that the file claims to have and does not hold.
    var missing: [Int] = []
    /// Pages with more text than is read.
    var cut: [Int] = []

    var sentences: [String] {
        var sentences: [String] = []
        if !textless.isEmpty {
            let verb = textless.count == 1 ? "has" : "have"
            let subject = textless.count == 1 ? "it is" : "they are"
            sentences.append(
                "\(Self.list(textless)) \(verb) no text layer: \(subject) blank or a picture of text. "
                    + "Run the PDF through text recognition (OCR) to make the text searchable.")
        }
        if !missing.isEmpty {
            sentences.append(
                "\(Self.list(missing)) cannot be read: the PDF is damaged there. Export it again from its source.")
        }
        if !cut.isEmpty { sentences.append("\(Self.list(cut)) too long: only the beginning was read.") }
        return sentences
    }

    /// Puts the pages in order.
    mutating func sort() {
        textless.sort()
        missing.sort()
        cut.sort()
    }

    func noText(pages: Int) -> DocumentFailure {
        DocumentFailure(
            code: "no_text",
            message:
                "The PDF has no text layer: its \(pages == 1 ? "page is" : "\(pages) pages are") blank or pictures of "
                + "text. Run it through text recognition (OCR) and upload the result.")
    }

    /// `Page 3`, `Pages 3, 5-9 and 12`; long lists end in a count.
    static func list(_ numbers: [Int]) -> String {
        guard numbers.count > 1 else { return "Page \(numbers.first ?? 0)" }
        var ranges: [(Int, Int)] = []
        for number in numbers {
            if let last = ranges.last, last.1 + 1 == number {
                ranges[ranges.count - 1].1 = number
            } else {
                ranges.append((number, number))
            }
        }
        let shown = ranges.prefix(12).map { $0 == $1 ? "\($0)" : "\($0)-\($1)" }
        if ranges.count > 12 { return "Pages \(shown.joined(separator: ", ")) and others (\(numbers.count) in all)" }
        guard let last = shown.last, shown.count > 1 else { return "Pages \(shown.joined())" }
        return "Pages \(shown.dropLast().joined(separator: ", ")) and \(last)"
    }
}
