import DeskModel

/// How a chunk's sentences stand in a text column: `start,end,page,kind` separated by spaces. Read with every passage,
/// so it is made to be parsed quickly.
enum SentenceColumn {
    private static let kinds: [ChunkSentence.Kind] = [.prose, .heading, .listItem, .tableRow]

    static func encode(_ sentences: [ChunkSentence]) -> String {
        sentences.map { sentence in
            "\(sentence.start),\(sentence.end),\(sentence.page),\(kinds.firstIndex(of: sentence.kind) ?? 0)"
        }.joined(separator: " ")
    }

    static func decode(_ text: String) throws -> [ChunkSentence] {
        if text.isEmpty { return [] }
        return try text.utf8.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map { part in
            let numbers = try part.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(number)
            guard numbers.count == 4, numbers[0] <= numbers[1], kinds.indices.contains(numbers[3]) else {
                throw SQLError.malformedValue("sentences")
            }
            return ChunkSentence(start: numbers[0], end: numbers[1], page: numbers[2], kind: kinds[numbers[3]])
        }
    }

    private static func number(_ digits: Substring.UTF8View) throws -> Int {
        guard (1...18).contains(digits.count) else { throw SQLError.malformedValue("sentences") }
        return try digits.reduce(0) { value, digit in
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else {
                throw SQLError.malformedValue("sentences")
            }
            return value * 10 + Int(digit - UInt8(ascii: "0"))
        }
    }
}
