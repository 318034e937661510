import DeskModel
import Testing
import TextAnalysis

@testable import Storage

@Suite struct FullTextTests {
    private func texts(_ terms: [String], _ store: SQLStore, _ business: BusinessID, limit: Int = 10) async throws
        -> [String]
    {
        let found = try await store.fullText(terms, in: business, limit: limit)
        return try await store.passages(found.map(\.id), in: business).map(\.chunk.text)
    }

    @Test("the rarer word and the shorter chunk rank first, scores falling")
    func ranking() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let filler = (0..<20).map { "filler number n\($0)" }
            try await store.ingest(
                ["bread rye", "bread wheat", "bread oats", "rye and many other words that make it long"] + filler,
                into: business)
            #expect(
                try await texts(["rye"], store, business) == [
                    "bread rye", "rye and many other words that make it long",
                ])
            let found = try await store.fullText(["bread", "rye"], in: business, limit: 10)
            #expect(try await texts(["bread", "rye"], store, business).first == "bread rye")
            #expect(found.count == 4)
            #expect(found.map(\.score) == found.map(\.score).sorted(by: >) && found.allSatisfy { $0.score > 0 })
            #expect(try await texts(["rye"], store, business, limit: 1) == ["bread rye"])
            for limit in [0, -1, Int.min] { #expect(try await texts(["rye"], store, business, limit: limit).isEmpty) }
            #expect(try await texts(["rye", "rye", "rye"], store, business).count == 2)
        }
    }

    @Test("scores follow Robertson's formula over the business's own chunks")
    func formula() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.ingest(["a b c", "a a d e", "f g h i", "j"], into: business)
            let found = try await store.fullText(["d", "j"], in: business, limit: 10)
            // idf = ln((4 - 1 + 0.5) / (1 + 0.5)); average length 3.
            let weight = 0.8472978603872037
            let short = weight * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 1 / 3))
            let long = weight * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 4 / 3))
            #expect(zip(found.map(\.score), [short, long]).allSatisfy { abs($0 - $1) < 1e-9 })
        }
    }

    @Test(
        "words of Tamil, Hindi and Telugu stay whole: the word is found, its beginning without marks is not",
        arguments: [
            ("இந்தியாவின் தலைநகரம் புதுதில்லி ஆகும்", "ta"), ("भारत की राजधानी नई दिल्ली में स्थित हिन्दी", "hi"),
            ("తెలుగు భాష ఆంధ్రప్రదేశ్ రాష్ట్రంలో మాట్లాడతారు", "te"), ("café naïve über", "fr"),
        ])
    func indic(_ text: String, _ language: String) async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            let document = try await store.accept(DocumentUpload(business: business, filename: "a", content: [1]))
                .document
            let job = try #require(await store.claimJob(now: .now(), lease: 1000))
            let terms = TermAnalyzer(language: language).terms(in: text)
            let plain = Sample.result([text], of: document.id)
            let base = plain.chunks[0].chunk
            let chunk = Chunk(
                document: document.id, ordinal: 0, text: text, sectionPath: [], pages: base.pages,
                characters: base.characters, sentences: base.sentences, terms: terms.joined(separator: " "),
                language: language)
            let embedded = EmbeddedChunk(chunk: chunk, vector: plain.chunks[0].vector, sentenceVectors: [])
            _ = try await store.complete(
                job,
                with: IngestResult(
                    title: "t", kind: .txt, pages: plain.pages, chunks: [embedded], modelID: "m",
                    dimension: Sample.dimension, warnings: []))
            let statistics = try await store.termStatistics(terms, in: business)
            for term in terms {
                #expect(try await store.fullText([term], in: business, limit: 9).count == 1, "\(term)")
                #expect(statistics.chunksWithTerm[term] == 1, "\(term)")
                let scalars = Array(term.unicodeScalars)
                if let mark = scalars.firstIndex(where: { $0.properties.generalCategory == .spacingMark }), mark > 0 {
                    let cut = String(String.UnicodeScalarView(scalars[..<mark]))
                    #expect(try await store.fullText([cut], in: business, limit: 9).isEmpty, "\(cut) of \(term)")
                }
            }
        }
    }

    @Test(
        "terms that try to be operators find nothing and break nothing",
        arguments: [
            "\"", "\"\"", "rye\" OR \"wheat", "rye*", "NEAR(rye wheat)", "terms:rye", "-rye", "^rye", "rye AND wheat",
            "\0",
            "rye\0", "", " ", "'; DROP TABLE chunks; --", "\\", "(", "🥖", "\u{301}",
            String(repeating: "x", count: 100_000),
        ])
    func hostile(_ term: String) async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.ingest(["spelt", "wheat"], into: business)
            #expect(try await store.fullText([term], in: business, limit: 9).isEmpty)
            #expect(try await texts([term, "spelt"], store, business) == ["spelt"])
            #expect(try await store.termStatistics([term], in: business).chunks == 2)
        }
    }

    @Test("ten thousand terms are cut to a bounded query that still finds what comes first")
    func manyTerms() async throws {
        try await withStore { store, _ in
            let business = try await store.makeBusiness()
            try await store.ingest(["spelt", (0..<200).map { "t\($0)" }.joined(separator: " ")], into: business)
            let terms = ["spelt"] + (0..<10_000).map { "t\($0)" }
            #expect(try await store.fullText(terms, in: business, limit: 9).count == 2)
            #expect(try await store.termStatistics(terms, in: business).chunksWithTerm.count < 1000)
        }
    }

    @Test("one tenant's documents change neither what another finds nor how it scores")
    func isolation() async throws {
        try await withStore { store, _ in
            let (one, two) = (try await store.makeBusiness("1"), try await store.makeBusiness("2"))
            try await store.ingest(["rye bread", "wheat", "oats", "spelt"], into: one)
            let before = try await store.fullText(["rye", "wheat"], in: one, limit: 9)
            try await store.ingest((0..<50).map { "rye wheat secret\($0)" }, into: two)
            #expect(try await store.fullText(["rye", "wheat"], in: one, limit: 9) == before)
            #expect(try await store.fullText(["secret1"], in: one, limit: 9).isEmpty)
            let statistics = try await store.termStatistics(["rye", "secret1", "none"], in: one)
            #expect(statistics == TermStatistics(chunks: 4, chunksWithTerm: ["rye": 1, "secret1": 0, "none": 0]))
            #expect(try await store.termStatistics(["rye"], in: two).chunksWithTerm == ["rye": 50])
        }
    }

    @Test("over budget, what holds a rare term is scored by all terms as without a budget")
    func budget() async throws {
        // Every chunk holds "common"; every tenth "rare"; one of those "common" many times.
        let texts = (0..<60).map { index in
            let rare = index % 10 == 0 ? " rare" : ""
            return "common often\(index % 3)\(rare)" + String(repeating: " often1", count: index % 7) + " n\(index)"
        }
        func found(budget: Int) async throws -> [Int: Double] {
            try await withStore(fullText: FTS5Index(budget: budget)) { store, _ in
                let business = try await store.makeBusiness()
                try await store.ingest(texts, into: business)
                let scored = try await store.fullText(["common", "often1", "rare"], in: business, limit: 100)
                let passages = try await store.passages(scored.map(\.id), in: business)
                #expect(scored.map(\.score) == scored.map(\.score).sorted(by: >))
                return Dictionary(uniqueKeysWithValues: zip(passages.map(\.chunk.ordinal), scored.map(\.score)))
            }
        }
        let whole = try await found(budget: 1_000_000)
        let cut = try await found(budget: 10)
        #expect(whole.count == 60)
        #expect(Set(cut.keys) == [0, 10, 20, 30, 40, 50])
        for (ordinal, score) in cut { #expect(abs(score - (whole[ordinal] ?? 0)) < 1e-9) }
    }
}
