/// How much of an answer a caller heard.
enum HeardText {
    /// - Parameters:
    ///   - utterance: what the provider says was spoken until the caller spoke.
    ///   - sent: what we had sent.
    /// - Returns: the part of what was sent that was heard; the utterance itself where it is no part; `nil` for nothing.
    static func cut(_ sent: String, at utterance: String) -> String? {
        guard utterance.contains(where: \.isLetter) || utterance.contains(where: \.isNumber) else { return nil }
        if sent.hasPrefix(utterance) { return utterance }
        // The voice's transcript differs in case, spaces and punctuation.
        var index = sent.startIndex
        for wanted in utterance where wanted.isLetter || wanted.isNumber {
            while index < sent.endIndex, !(sent[index].isLetter || sent[index].isNumber) {
                index = sent.index(after: index)
            }
            guard index < sent.endIndex, sent[index].lowercased() == wanted.lowercased() else { return utterance }
            index = sent.index(after: index)
        }
        return String(sent[..<index])
    }
}
