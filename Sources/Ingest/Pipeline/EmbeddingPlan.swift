import DeskModel

/// Which texts of a document are embedded, each once, and which of the vectors belong where.
struct EmbeddingPlan {
    /// The texts without repetitions.
    private(set) var texts: [String] = []
    /// Index of each chunk's text.
    private(set) var passages: [Int] = []
    /// Index of each sentence's text, by chunk; `nil` where the chunk's own vector serves.
    private(set) var sentences: [[Int?]] = []

    /// - Parameters:
    ///   - passage: what a chunk is embedded as.
    ///   - withSentences: whether sentences are embedded, too.
    init(_ chunks: [Chunk], passage: (Chunk) -> String, withSentences: Bool = true) {
        var known: [String: Int] = [:]
        func index(of text: String) -> Int {
            if let index = known[text] { return index }
            known[text] = texts.count
            texts.append(text)
            return texts.count - 1
        }
        passages = chunks.map { index(of: passage($0)) }
        guard withSentences else {
            sentences = chunks.map { _ in [] }
            return
        }
        sentences = chunks.map { chunk in
            chunk.sentences.map { sentence in
                // A chunk of one sentence means what the sentence means.
                guard chunk.sentences.count > 1 else { return nil }
                let text = sentence.text(in: chunk.text)
                return Self.saysSomething(text) ? index(of: text) : nil
            }
        }
    }

    /// Fewer than three words mean nothing by themselves. Scripts without spaces are counted by characters.
    static func saysSomething(_ text: String) -> Bool {
        var words = 0
        var isInWord = false
        var unspaced = 0
        for scalar in text.unicodeScalars {
            if scalar == " " || scalar == "\n" {
                isInWord = false
            } else {
                if !isInWord { words += 1 }
                isInWord = true
                if Script.isUnspaced(scalar) { unspaced += 1 }
            }
            if words >= 3 || unspaced >= 6 { return true }
        }
        return false
    }

    /// The texts' indices in batches of like length, the longest first: padding, where a model pads, is little, and the
    /// work left at the end is small.
    func batches(size: Int, characters: Int) -> [[Int]] {
        let lengths = texts.map(\.utf8.count)
        var batches: [[Int]] = []
        var room = 0
        for index in texts.indices.sorted(by: { (lengths[$0], $1) > (lengths[$1], $0) }) {
            if let last = batches.last, last.count < size, lengths[index] <= room {
                batches[batches.count - 1].append(index)
            } else {
                batches.append([index])
                room = characters
            }
            room -= lengths[index]
        }
        return batches
    }
}
