import DeskModel
import Testing

@testable import Storage

@Suite struct ColumnTests {
    @Test(
        "a vector keeps every bit", arguments: [[], [0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude]])
    func vector(_ vector: [Float]) throws {
        let bytes = VectorColumn.encode(vector)
        #expect(bytes.count == vector.count * 4)
        #expect(try VectorColumn.decode(bytes).map(\.bitPattern) == vector.map(\.bitPattern))
    }

    @Test("a vector stands little-endian, so that files move between machines")
    func littleEndian() { #expect(VectorColumn.encode([1.0]) == [0, 0, 0x80, 0x3F]) }

    @Test("sentence vectors come back with scale and codes")
    func quantized() throws {
        let vectors = [
            QuantizedVector(scale: 0.5, codes: [-128, 0, 127]), QuantizedVector(scale: 0, codes: [1, 2, 3]),
        ]
        #expect(try VectorColumn.decodeQuantized(VectorColumn.encode(vectors)) == vectors)
        #expect(try VectorColumn.decodeQuantized(VectorColumn.encode([QuantizedVector]())).isEmpty)
    }

    @Test("vectors of different lengths are not stored together")
    func ragged() {
        let vectors = [QuantizedVector(scale: 1, codes: [1]), QuantizedVector(scale: 1, codes: [1, 2])]
        #expect(throws: SQLError.self) { try VectorColumn.encode(vectors) }
    }

    @Test(
        "damaged bytes are an error, never a crash",
        arguments: [
            [], [1, 2, 3], [1, 0, 0, 0, 3, 0, 0, 0], [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5],
            [255, 255, 255, 255, 255, 255, 255, 255, 0], [255, 255, 255, 127, 0, 0, 0, 0],
        ] as [[UInt8]])
    func damaged(_ bytes: [UInt8]) {
        #expect(throws: SQLError.self) { try VectorColumn.decodeQuantized(bytes) }
    }

    @Test("sentences come back with offsets, page and kind")
    func sentences() throws {
        let kinds: [ChunkSentence.Kind] = [.prose, .heading, .listItem, .tableRow]
        let sentences = kinds.enumerated().map {
            ChunkSentence(start: $0.offset, end: 1_000_000, page: 3, kind: $0.element)
        }
        #expect(try SentenceColumn.decode(SentenceColumn.encode(sentences)) == sentences)
        #expect(try SentenceColumn.decode("").isEmpty)
    }

    @Test(
        "damaged sentences are an error, never a crash",
        arguments: [
            "1", "1,2,3", "1,2,3,4", "1,2,3,9", "a,2,3,0", "1,2,3,0 ", "-1,2,3,0", "99999999999999999999,1,1,0",
            "1,2,3,0,5", "5,2,1,0",
        ])
    func damagedSentences(_ text: String) { #expect(throws: SQLError.self) { try SentenceColumn.decode(text) } }
}
