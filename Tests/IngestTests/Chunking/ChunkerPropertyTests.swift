import DeskModel
import Testing

@testable import Ingest

@Suite("Chunks of random documents")
struct ChunkerPropertyTests {
    /// A tokenizer that is neither additive nor kind: long words cost more, each call two special tokens.
    static let tokens: @Sendable (String) -> Int = { text in
        2 + text.split(whereSeparator: \.isWhitespace).reduce(0) { $0 + 1 + $1.unicodeScalars.count / 5 }
    }

    static let configurations = [
        Chunker.Configuration(), .init(size: 300, overlap: 100, maximumTokens: 256),
        .init(size: 2000, overlap: 0, maximumTokens: 64),
        .init(size: 120, overlap: 500, maximumTokens: 40),
    ]

    private func document(_ seed: Int) -> ExtractedDocument {
        var random = RandomDocument(seed: UInt64(seed))
        return random.document(pages: 3, blocks: 8)
    }

    private func wholeText(_ document: ExtractedDocument) -> [Unicode.Scalar] {
        Array(document.pages.map { $0.text + "\n" }.joined().unicodeScalars)
    }

    private func chunks(_ document: ExtractedDocument, _ configuration: Chunker.Configuration) -> [Chunk] {
        Chunker(configuration: configuration, tokenCount: Self.tokens).chunks(
            of: document, document: "d", title: "Some title")
    }

    @Test("every character lies in a chunk, whose text is the document's own", arguments: 1...6)
    func coverage(seed: Int) {
        let document = document(seed)
        let text = wholeText(document)
        for configuration in Self.configurations {
            var covered = [Bool](repeating: false, count: text.count)
            for chunk in chunks(document, configuration) {
                for index in chunk.characters { covered[index] = true }
                let own = Array(chunk.text.unicodeScalars)
                #expect(own.count == chunk.characters.count)
                #expect(zip(own, text[chunk.characters]).allSatisfy { $0 == $1 || ($0 == " " && $1 == "\n") })
            }
            #expect(text.indices.allSatisfy { covered[$0] || text[$0].properties.isWhitespace })
        }
    }

    @Test("sentences lie in order, trimmed, and leave only white space between them", arguments: 1...6)
    func sentences(seed: Int) {
        let document = document(seed)
        for chunk in Self.configurations.flatMap({ chunks(document, $0) }) {
            let bytes = Array(chunk.text.utf8)
            var end = 0
            for sentence in chunk.sentences {
                #expect(sentence.start >= end && sentence.end > sentence.start && sentence.end <= bytes.count)
                #expect(bytes[end..<sentence.start].allSatisfy { $0 <= 0x20 })
                let text = sentence.text(in: chunk.text)
                #expect(text.utf8.count == sentence.end - sentence.start)
                #expect(text.first?.isWhitespace == false && text.last?.isWhitespace == false)
                #expect(chunk.pages.contains(sentence.page))
                end = sentence.end
            }
            #expect(end == bytes.count)
        }
    }

    @Test("pages are those the text stands on", arguments: 1...6)
    func pages(seed: Int) {
        let document = document(seed)
        var starts: [(offset: Int, page: Int)] = []
        var offset = 0
        for page in document.pages {
            starts.append((offset, page.number))
            offset += page.text.unicodeScalars.count + 1
        }
        let pageAt = { (offset: Int) in starts.last { $0.offset <= offset }?.page ?? 0 }
        for chunk in chunks(document, Chunker.Configuration()) {
            #expect(chunk.pages == pageAt(chunk.characters.lowerBound)...pageAt(chunk.characters.upperBound - 1))
            for sentence in chunk.sentences {
                let before = String(decoding: Array(chunk.text.utf8)[..<sentence.start], as: UTF8.self).unicodeScalars
                    .count
                #expect(sentence.page == pageAt(chunk.characters.lowerBound + before))
            }
        }
    }

    @Test("S11: no chunk is over its limits, in characters or with its header in tokens", arguments: 1...6)
    func limits(seed: Int) {
        let document = document(seed)
        for configuration in Self.configurations {
            let chunker = Chunker(configuration: configuration, tokenCount: Self.tokens)
            for chunk in chunker.chunks(of: document, document: "d", title: "Some title") {
                #expect(chunk.characters.count <= configuration.size * 5 / 4)
                #expect(Self.tokens(chunker.passage(of: chunk, title: "Some title")) <= configuration.maximumTokens)
            }
        }
    }

    @Test("no word of a script with spaces is cut, and no grapheme of any", arguments: 1...6)
    func words(seed: Int) {
        let document = document(seed)
        let text = wholeText(document)
        let whole = String(String.UnicodeScalarView(text))
        var boundaries: Set<Int> = [0]
        var offset = 0
        for character in whole {
            offset += character.unicodeScalars.count
            boundaries.insert(offset)
        }
        for chunk in Self.configurations.flatMap({ chunks(document, $0) }) {
            for place in [chunk.characters.lowerBound, chunk.characters.upperBound]
            where place > 0 && place < text.count {
                let isBoundary = boundaries.contains(place)
                #expect(isBoundary)
                let before = text[place - 1]
                let after = text[place]
                let isFree =
                    before.properties.isWhitespace || after.properties.isWhitespace
                    || WordBoundary.isSpaceless(before) || WordBoundary.isSpaceless(after)
                #expect(isFree)
            }
        }
    }

    @Test("the same document gives the same chunks, numbered in order", arguments: 1...4)
    func deterministic(seed: Int) {
        let document = document(seed)
        let first = chunks(document, Chunker.Configuration())
        #expect(first == chunks(document, Chunker.Configuration()))
        #expect(first.map(\.ordinal) == Array(first.indices))
        #expect(zip(first, first.dropFirst()).allSatisfy { $0.characters.lowerBound < $1.characters.lowerBound })
        #expect(zip(first, first.dropFirst()).allSatisfy { $0.characters.upperBound < $1.characters.upperBound })
    }
}
