import DeskModel

/// The words a chunk is embedded with in front of its own: what the document and its sections are called.
enum ChunkHeader {
    static func passage(_ header: [String], text: String) -> String {
        header.isEmpty ? text : header.joined(separator: " > ") + "\n" + text
    }

    /// Title and headings, without those that stand in the chunk's text already and without repetitions.
    static func words(title: String, path: [String], in chunk: Chunk) -> [String] {
        var known = Set(chunk.sentences.filter { $0.kind == .heading }.map { $0.text(in: chunk.text) })
        return words(title: title, path: path).filter { known.insert($0).inserted }
    }

    /// Title and headings without repetitions, long ones cut at a word.
    static func words(title: String, path: [String]) -> [String] {
        var known: Set<String> = []
        let cutter = WordBoundary()
        return ([title] + path).map { String(cutter.prefix(of: $0[...], scalars: 120)) }
            .filter { !$0.isEmpty && known.insert($0).inserted }
    }
}
