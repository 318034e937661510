/// Finds the choice that an answer means: by its words, by a beginning that only one has, or by its number.
enum ChoiceAnswer {
    /// Whether choices are told with numbers: not when they begin with numbers themselves.
    static func areNumbered(_ choices: [String]) -> Bool {
        !choices.contains { FoldedText($0).tokens.first?.first?.isNumber == true }
    }

    static func value(of text: String, among choices: [String]) -> String? {
        let given = FoldedText(text).line
        guard !given.isEmpty else {
            // Choices of emoji alone have no words.
            return choices.first { $0 == text }
        }
        let labels = choices.map { FoldedText($0).line }
        if let exact = labels.firstIndex(of: given) { return choices[exact] }
        if areNumbered(choices), let number = Int(given) {
            return choices.indices.contains(number - 1) ? choices[number - 1] : nil
        }
        let begun = labels.indices.filter { labels[$0].hasPrefix(given) }
        return begun.count == 1 ? choices[begun[0]] : nil
    }
}
