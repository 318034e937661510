import DeskModel
import Testing

@testable import Ingest

@Suite("What of a document is embedded")
struct EmbeddingPlanTests {
    private func chunk(_ sentences: [String], ordinal: Int = 0) -> Chunk {
        let text = sentences.joined(separator: " ")
        var start = 0
        let parts = sentences.map { sentence in
            defer { start += sentence.utf8.count + 1 }
            return ChunkSentence(start: start, end: start + sentence.utf8.count, page: 1, kind: .prose)
        }
        return Chunk(
            document: "d", ordinal: ordinal, text: text, sectionPath: [], pages: 1...1, characters: 0..<text.count,
            sentences: parts, terms: "", language: "en")
    }

    @Test("a sentence that overlapping chunks share is embedded once")
    func overlap() {
        let plan = EmbeddingPlan(
            [
                chunk(["The first sentence here.", "The shared sentence here."]),
                chunk(["The shared sentence here.", "The last sentence here."]),
            ],
            passage: \.text)
        #expect(plan.texts.count == 5)
        #expect(plan.sentences[0][1] == plan.sentences[1][0])
    }

    @Test("short sentences and lone ones take their chunk's vector")
    func shortSentences() {
        let plan = EmbeddingPlan(
            [chunk(["Yes.", "We are open on Sundays."]), chunk(["Only one sentence stands here."])],
            passage: { "Title\n" + $0.text })
        #expect(plan.sentences[0][0] == nil)
        #expect(plan.sentences[0][1] != nil)
        #expect(plan.sentences[1] == [nil])
        #expect(plan.texts.contains("Title\nOnly one sentence stands here."))
    }

    @Test("sentences of scripts without spaces are not taken for short ones")
    func unspaced() {
        #expect(EmbeddingPlan.saysSomething("我们星期日也营业。"))
        #expect(!EmbeddingPlan.saysSomething("是。"))
    }

    @Test("batches hold every text once, like lengths together, within both bounds")
    func batches() {
        let words = (1...100).map { number in
            chunk([String(repeating: "word \(number) ", count: (number * 37) % 50 + 1)], ordinal: number)
        }
        let plan = EmbeddingPlan(words, passage: \.text)
        let batches = plan.batches(size: 8, characters: 1500)
        #expect(batches.flatMap { $0 }.sorted() == Array(plan.texts.indices))
        let lengths = batches.map { $0.map { plan.texts[$0].utf8.count } }
        #expect(lengths.allSatisfy { $0.count <= 8 && ($0.count == 1 || $0.reduce(0, +) <= 1500) })
        #expect(lengths.flatMap { $0 } == lengths.flatMap { $0 }.sorted(by: >))
    }
}
