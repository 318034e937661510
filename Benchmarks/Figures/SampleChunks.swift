import DeskModel
import Foundation
import TextAnalysis

/// Chunks with real vectors, taken in by the product, and as many more as are wanted, derived from them.
struct SampleChunks: Sendable {
    /// As the product made them.
    let embedded: [EmbeddedChunk]
    /// Something to ask about each of their sections.
    let questions: [String]
    private let sentenceTerms: [[[String]]]

    /// Writes handbooks and takes them in.
    init(_ bench: Workbench, embedder: any Embedder, count: Int) async throws {
        bench.say("embedding \(count) passages with their sentences")
        let folder = try bench.newFolder("sample")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let desk = try await BenchDesk(bench, folder: folder)
        let second = try bench.second()
        var questions: [String] = []
        var found: [EmbeddedChunk] = []
        var volume: UInt64 = 0
        while found.count < count {
            // About two chunks a section; the last volumes make up for what the guess was short of.
            let sections = max(8, min(200, (count - found.count) / 2))
            volume += 1
            let book = Handbook(title: "Wrenfield Hire, volume \(volume)", sections: sections, seed: 100 + volume)
            questions += book.questions
            let file = ("volume-\(volume).md", Array(book.markdown.utf8))
            _ = try await desk.ingest([file], with: embedder, second: second)
            found = try await desk.chunks(modelID: embedder.modelID)
        }
        embedded = Array(found.prefix(count))
        self.questions = questions
        let analyzer = TermAnalyzer(language: "en")
        sentenceTerms = embedded.map { chunk in
            chunk.chunk.sentences.map { analyzer.terms(in: $0.text(in: chunk.chunk.text)) }
        }
    }

    /// A chunk that is not among the real ones: about half of its sentences from one of them, the others from another,
    /// each with its own vector; its vector the two chunks' mean with some noise, of unit length.
    func derived(using random: inout SeededGenerator) -> EmbeddedChunk {
        let first = Int.random(in: embedded.indices, using: &random)
        let second = Int.random(in: embedded.indices, using: &random)
        var picks: [(chunk: Int, sentence: Int)] = []
        for (chunk, share) in [(first, 0.6), (second, 0.4)] {
            for sentence in embedded[chunk].chunk.sentences.indices
            where Double.random(in: 0..<1, using: &random) < share { picks.append((chunk, sentence)) }
        }
        if picks.isEmpty { picks.append((first, 0)) }
        var text = ""
        var sentences: [ChunkSentence] = []
        for pick in picks {
            let source = embedded[pick.chunk].chunk
            let start = text.utf8.count
            text += source.sentences[pick.sentence].text(in: source.text)
            sentences.append(
                ChunkSentence(start: start, end: text.utf8.count, page: 1, kind: source.sentences[pick.sentence].kind))
            text += " "
        }
        let vector = zip(embedded[first].vector, embedded[second].vector).map { one, other in
            0.7 * one + 0.3 * other + 0.01 * random.normal()
        }
        let norm = vector.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        let terms = picks.flatMap { sentenceTerms[$0.chunk][$0.sentence] }.joined(separator: " ")
        let chunk = Chunk(
            document: "", ordinal: 0, text: String(text.dropLast()), sectionPath: embedded[first].chunk.sectionPath,
            pages: 1...1, characters: 0..<text.unicodeScalars.count, sentences: sentences, terms: terms, language: "en")
        return EmbeddedChunk(
            chunk: chunk, vector: vector.map { $0 / norm },
            sentenceVectors: picks.map { pick in
                let vectors = embedded[pick.chunk].sentenceVectors
                return pick.sentence < vectors.count
                    ? vectors[pick.sentence] : QuantizedVector(embedded[pick.chunk].vector)
            }, rerankingVector: embedded[first].rerankingVector)
    }
}
